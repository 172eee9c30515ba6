"""The rules of the community: what may be done with members, courses and events, and what follows from it."""
