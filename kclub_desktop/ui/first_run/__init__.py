"""The first minute: a community is named, and its people brought in, begun without, or looked at in the demo."""
