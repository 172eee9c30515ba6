"""The other sides we can talk to, each a file behind the same small interface."""
