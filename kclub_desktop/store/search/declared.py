"""Which tables are searched, and how: one line per table. A table added here is indexed, kept in step and found.

A column is a name, an e-mail address, a phone number, tags, other short words, a long body, or a contact that is one of
these. What is done with each is in entry.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kclub_desktop.store.declare import Kind, Table
from kclub_desktop.store.tables import (
    Article,
    Contact,
    Conversation,
    Course,
    Event,
    Lesson,
    Member,
    Message,
    Post,
    Reply,
)

KINDS = ("name", "mail", "phone", "contact", "tags", "words", "body")


@dataclass(frozen=True)
class Columns:
    """Columns by what they hold."""

    name: tuple[str, ...] = ()
    mail: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    body: tuple[str, ...] = ()

    @cached_property
    def of_kind(self) -> tuple[tuple[str, str], ...]:
        """(kind, column) of each column."""
        return tuple((kind, column) for kind in KINDS for column in getattr(self, kind))

    @cached_property
    def all(self) -> tuple[str, ...]:
        """Every column, in the order of of_kind."""
        return tuple(column for _kind, column in self.of_kind)


@dataclass(frozen=True)
class Part:
    """Rows of another table whose words belong to a row of this one: the messages of a conversation.

    owner  the column that holds the id of the row they belong to
    """

    model: type[Table]
    owner: str
    columns: Columns

    @property
    def gone(self) -> tuple[str, ...]:
        """Columns that take its words away as soon as they have a value."""
        return ("deleted_at",) if self.model.replication is Kind.RECORD else ()


@dataclass(frozen=True)
class Searched:
    """How the rows of one table are found.

    gone    columns that take a row out of the search as soon as they have a value
    later   columns whose value puts a row behind the others
    """

    model: type[Table]
    columns: Columns
    gone: tuple[str, ...] = ("deleted_at",)
    later: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @cached_property
    def numbers(self) -> frozenset[int]:
        """Of the tables whose rows say something of a row's entry."""
        return frozenset((self.model.number, *(part.model.number for part in self.parts)))

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


_TITLE = ("title",)

SEARCHED: dict[type[Table], Searched] = {
    each.model: each
    for each in (
        Searched(
            Member,
            Columns(name=("name",), mail=("email",), phone=("phone",), tags=("tags",)),
            gone=("deleted_at", "merged_into"),
            later=("archived_at",),
            parts=(Part(Contact, "member", Columns(contact=("value",))),),
        ),
        Searched(
            Course,
            Columns(name=_TITLE, tags=("tags",), words=("category", "creator"), body=("summary",)),
            parts=(Part(Lesson, "course", Columns(body=_TITLE)),),
        ),
        Searched(Event, Columns(name=_TITLE, words=("place",), body=("summary",))),
        Searched(
            Conversation,
            Columns(name=("subject",)),
            later=("solved_at",),
            parts=(Part(Message, "conversation", Columns(body=("body",))),),
        ),
        Searched(Article, Columns(name=_TITLE, tags=("tags",), words=("category",), body=("body",))),
        Searched(
            Post,
            Columns(name=_TITLE, words=("topic",), body=("body",)),
            later=("hidden_at",),
            parts=(Part(Reply, "post", Columns(body=("body",))),),
        ),
    )
}
