"""What this device remembers for itself, a text under each name: choices, how far something has come. Never synced."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library


def get(library: Library, name: str, default: str = "") -> str:
    """The text, default if there is none."""
    found = library.value("SELECT value FROM setting WHERE name = ?", (name,))
    return default if found is None else str(found)


def put(library: Library, name: str, value: str, *, waits: bool = True) -> None:
    """Remember a text. Raises LibraryBusy (at once, where waits is False), LibraryNotWritable."""
    library.note(
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
        waits=waits,
    )


def put_or_forget(library: Library, name: str, value: str) -> None:
    """Remember a text; '' is remembered no more. Raises LibraryBusy, LibraryNotWritable."""
    if value:
        put(library, name, value)
    else:
        forget(library, name)


def forget(library: Library, name: str) -> None:
    """Remember it no more. Raises LibraryBusy, LibraryNotWritable."""
    library.note("DELETE FROM setting WHERE name = ?", (name,))
