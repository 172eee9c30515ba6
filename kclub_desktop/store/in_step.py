"""What this device derives from the rows and keeps in step inside each write: the search, and members' figures."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from kclub_desktop.errors import LibraryNotWritable
from kclub_desktop.store import search
from kclub_desktop.store.search import waiting
from kclub_desktop.store.segments import figures

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library


def refresh(library: Library, first_change: int) -> None:
    """Bring in what the open change set touched (log entries with a larger id than first_change)."""
    touched: dict[int, set[str]] = defaultdict(set)
    for entity, field in library.rows(
        "SELECT DISTINCT entity, field FROM change WHERE id > ?", (first_change,)
    ):
        touched[entity].add(field)
    search.refresh(library, first_change, touched)
    figures.refresh(library, first_change, touched)


MENTIONED = "search_"
"""What SQL has in it that reads the search's index."""


def complete(library: Library) -> None:
    """Bring in what waits, before the index is read; some 10 µs if nothing does.

    Not inside a transaction that only reads, which sees its own moment and cannot write. In a file that
    cannot be written what is there is found all the same. Raises LibraryBusy.
    """
    if waiting.is_any(library):
        with library.alone() as free:
            if free:
                with suppress(LibraryNotWritable):
                    waiting.complete(library)
