"""The sections of the Settings page: a widget in a file of its own each, and what it asks beside it."""
