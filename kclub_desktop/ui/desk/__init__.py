"""The desk: a window of pages, each with its query module beside it."""
