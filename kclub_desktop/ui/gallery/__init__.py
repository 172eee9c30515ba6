"""Every part of the kit in every state, in one window: to look at while building, and to see that nothing is forgotten."""
