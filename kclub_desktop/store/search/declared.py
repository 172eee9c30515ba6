"""Which tables are searched, and how: one line per table. A table added here is indexed, kept in step and found.

A column is a name, an e-mail address, a phone number, tags, other short words, or a long body. What is done with
each is in entry.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.store.declare import Table
from kclub_desktop.store.tables import Course, Event, Member


@dataclass(frozen=True)
class Searched:
    """How the rows of one table are found.

    gone    columns that take a row out of the search as soon as they have a value
    later   columns whose value puts a row behind the others
    """

    model: type[Table]
    name: str
    mail: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    gone: tuple[str, ...] = ("deleted_at",)
    later: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that become text, in the order entry.py takes them."""
        return (self.name, *self.mail, *self.phone, *self.tags, *self.words, *self.body)

    @property
    def texts(self) -> str:
        """Name of the table that holds each row's folded text."""
        return f"search_{self.model.name_of_table()}"

    @property
    def terms(self) -> str:
        """Name of the full-text index over it."""
        return f"{self.texts}_terms"

    @property
    def vocabulary(self) -> str:
        """Name of the table of whole words, for typing mistakes."""
        return f"{self.texts}_words"


SEARCHED: dict[type[Table], Searched] = {
    each.model: each
    for each in (
        Searched(
            Member, "name", mail=("email",), phone=("phone",), tags=("tags",),
            gone=("deleted_at", "merged_into"), later=("archived_at",),
        ),
        Searched(Course, "title", tags=("tags",), words=("category", "creator"), body=("summary",)),
        Searched(Event, "title", words=("place",), body=("summary",)),
    )
}  # fmt: skip
