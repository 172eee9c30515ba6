"""What the desk edits of a course. Bringing a catalogue in is import_export's business; who may take it, benefits.py's."""

from __future__ import annotations

from kclub_desktop.community import contact
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Course


def describe(library: Library, course: int, summary: str) -> None:
    """Say what a course is about, in Markdown. Raises FieldRefused if it is too long."""
    summary = contact.text("summary", summary)
    with library.write(Op.EDIT_COURSE):
        rows.change(library, Course, course, summary=summary)
