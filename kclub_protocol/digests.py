"""What devices and hub have to agree on to compare copies by their digests."""

EVERYTHING = "*"
"""Name under which a device tells, beside its tables with rows, a digest of all tables and columns it knows, as its columns.
Of two that say the same here, a table that only one of them tells of is empty at the other."""
