"""Files that belong to rows: kept in the library's folder under the hash of their bytes, never opened or run from there."""

from kclub_desktop.store.attachments.collecting import collect, drop, unused
from kclub_desktop.store.attachments.keeping import (
    LARGEST_BYTES,
    add,
    add_all,
    is_hash,
    of_row,
    path_of,
    remove,
    save_as,
    save_into,
    total_bytes,
)

__all__ = [
    "LARGEST_BYTES",
    "add",
    "add_all",
    "collect",
    "drop",
    "is_hash",
    "of_row",
    "path_of",
    "remove",
    "save_as",
    "save_into",
    "total_bytes",
    "unused",
]
