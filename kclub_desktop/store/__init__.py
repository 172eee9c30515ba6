"""The local copy: declarations, file versions, the write gate, the change log, and what is read from it."""

from kclub_desktop.store.changes import ChangeGroup, Changes, ChangeSet, Op, Origin
from kclub_desktop.store.library import Library
from kclub_desktop.store.opening import is_library, make_library, open_library

__all__ = [
    "ChangeGroup",
    "ChangeSet",
    "Changes",
    "Library",
    "Op",
    "Origin",
    "is_library",
    "make_library",
    "open_library",
]
