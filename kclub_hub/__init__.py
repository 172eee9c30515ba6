"""The hub: a community's own meeting point of devices. Keeps change sets in order without knowing what they mean."""
