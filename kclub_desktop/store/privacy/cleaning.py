"""Making the bytes of what was erased leave the file and its write-ahead log, not only the tables.

SQLite leaves old content in free pages and in the log until they are used again. A mark in the file, set in the very
transaction that erases, says that cleaning is due, so that a power cut in between only delays it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kclub_desktop.store import search, setting

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

_DUE = "privacy.cleaning_due"


def mark_due(library: Library) -> None:
    """Note that erased bytes are still in the file; inside the transaction that erases."""
    setting.put(library, _DUE, "1")


def is_due(library: Library) -> bool:
    """Are bytes of something erased still in the file?"""
    return bool(setting.get(library, _DUE))


def clean(library: Library) -> bool:
    """Rewrite the file without free pages and empty the write-ahead log. False if a reader keeps the log in use.

    Costs about as long as copying the file. Raises LibraryBusy, LibraryNotWritable (the disk needs room for a copy);
    then it stays due. False and due as well beside a desk, whose writes wait for its own cleaning and not for another's.
    """
    if library.is_again:
        return False
    search.tidy(library)
    if not library.rewrite():
        return False
    setting.forget(library, _DUE)
    return True
