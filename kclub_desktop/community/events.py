"""What the desk says of an event. When and where it is, and who may come, are decided elsewhere."""

from __future__ import annotations

from kclub_desktop.community import contact
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Event


def describe(library: Library, event: int, summary: str) -> None:
    """Say what an event is about, in Markdown. Raises FieldRefused if it is too long."""
    summary = contact.text("summary", summary)
    with library.write(Op.EDIT_EVENT):
        rows.change(library, Event, event, summary=summary)
