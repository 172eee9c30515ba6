"""How a table is declared: what each column is, whom it speaks of, what a kiosk may see, and how the table replicates.

A column that is not classified cannot be declared at all: the two first arguments have no default. From these
declarations come the triggers, the wire names, search and (later) erasure and export; nothing asks `if table == …`.
"""

from __future__ import annotations

import enum
from typing import Any, ClassVar

import peewee


class Privacy(enum.Enum):
    """Does the column speak of a person?"""

    PERSONAL = "personal"
    IMPERSONAL = "impersonal"


class Show(enum.Enum):
    """What a kiosk's copy holds of the column."""

    AS_IS = "as_is"
    DISPLAY_NAME = "display_name"
    MASKED = "masked"
    HIDDEN = "hidden"


class Kind(enum.Enum):
    """How a table replicates: last writer wins per field, facts united, or never leaving this device."""

    RECORD = "record"
    FACT = "fact"
    LOCAL = "local"


PERSONAL, IMPERSONAL = Privacy.PERSONAL, Privacy.IMPERSONAL
SEEN, HIDDEN = Show.AS_IS, Show.HIDDEN


class _Classified:
    """What every column knows beyond its type. means: what its name does not tell, for docs/file-format.md."""

    privacy: Privacy
    show: Show
    means: str


class Text(_Classified, peewee.TextField):
    """Unicode text, never null; absent is ''."""

    def __init__(self, privacy: Privacy, show: Show, default: str = "", *, means: str = "") -> None:
        super().__init__(default=default)
        self.privacy, self.show, self.means = privacy, show, means


class Json(Text):
    """A JSON value as text; '' for none."""


class Integer(_Classified, peewee.IntegerField):
    """An integer; null only where said."""

    def __init__(
        self,
        privacy: Privacy,
        show: Show,
        default: int | None = None,
        null: bool = False,
        *,
        means: str = "",
    ) -> None:
        super().__init__(default=default, null=null)
        self.privacy, self.show, self.means = privacy, show, means


class Flag(Integer):
    """Yes or no, as 1 or 0."""

    def __init__(self, privacy: Privacy, show: Show, default: int = 0, *, means: str = "") -> None:
        super().__init__(privacy, show, default, means=means)


class Money(Integer):
    """Minor units of the currency whose code stands in another column of the same row."""

    def __init__(
        self,
        privacy: Privacy,
        show: Show,
        default: int | None = None,
        null: bool = False,
        *,
        currency: str = "currency",
        means: str = "",
    ) -> None:
        super().__init__(privacy, show, default, null, means=means)
        self.currency = currency


class Moment(Integer):
    """A UTC time in whole seconds."""


class Reference(Integer):
    """Id of a row of another table. No SQL constraint: a change may arrive before what it refers to."""

    def __init__(self, privacy: Privacy, show: Show, to: str, null: bool = False, *, means: str = "") -> None:
        super().__init__(privacy, show, null=null, means=means)
        self.to = to


class RowOf(Integer):
    """Id of a row of the table that another column of the same row names."""

    def __init__(
        self, privacy: Privacy, show: Show, named_by: str = "entity", null: bool = False, *, means: str = ""
    ) -> None:
        super().__init__(privacy, show, null=null, means=means)
        self.named_by = named_by


class Table(peewee.Model):
    """Root of all declarations. Unbound: a query is run with `.execute(library)`."""

    id = peewee.IntegerField(primary_key=True)

    replication: ClassVar[Kind]
    number: ClassVar[int]
    """Stands for the table in the change log; given once, never reused."""
    natural_key: ClassVar[tuple[str, ...]] = ()
    """Columns whose values make the row's derived id; empty for tables with Snowflake ids."""
    belongs_to: ClassVar[tuple[str, ...] | None] = None
    """Columns by which a row belongs to a person. None: its references to `member`, and where it names no member, those
    to a row that belongs to one, and the row it is about (RowOf). Empty: it belongs to nobody."""
    parts_belong: ClassVar[bool] = True
    """Does what is part of a row, or about it, belong to whom the row belongs? Not what is shared by all: a course."""
    stays: ClassVar[frozenset[str]] = frozenset()
    """Personal texts that an erasure leaves: codes that say nothing of a person once the name is gone."""
    worked_out: ClassVar[bool] = False
    """Is it written by no person, and by each device from the rest? Two that differ are no conflict: the later one stands."""
    goes_whole: ClassVar[bool] = False
    """Does an erasure delete the row as well? One that is nothing without its words."""
    blanked: ClassVar[frozenset[str]] = frozenset()
    """What an erasure blanks beside the personal texts: numbers and times that would still describe the person."""
    follows_merge: ClassVar[bool] = True
    """Does a row that names a member name the one kept, once two were merged? Not what was decided of one record."""

    @classmethod
    def name_of_table(cls) -> str:
        """SQL and wire name."""
        return str(_meta(cls).table_name)

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Column names after `id`, in declared order."""
        return tuple(name for name in _meta(cls).sorted_field_names if name != "id")

    @classmethod
    def column(cls, name: str) -> Any:
        """The declared field of that name. Raises KeyError."""
        return _meta(cls).fields[name]

    @classmethod
    def default_of(cls, name: str) -> Any:
        """The declared default of a column; None where a value must be given or null is meant."""
        return _meta(cls).fields[name].default


class Record(Table):
    """Last writer wins, field by field. Deleting is a field."""

    replication = Kind.RECORD
    deleted_at = Moment(
        Privacy.IMPERSONAL, Show.AS_IS, null=True, means="when it was deleted; null while it stands"
    )


class Fact(Table):
    """Happened, so it is only ever added; a correction is another fact. Whom it speaks of follows a merge of members."""

    replication = Kind.FACT


def _meta(model: type[peewee.Model]) -> Any:
    return model._meta  # type: ignore[attr-defined]


def named(table_name: str) -> type:
    """A peewee Meta that names the table; peewee's own guess would fold the words of a class name together."""
    return type("Meta", (), {"table_name": table_name, "legacy_table_names": False})
