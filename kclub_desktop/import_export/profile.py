"""What a source of files looks like, as data: its headers, what each column becomes, its formats and its noise.

A further platform is one file in profiles/ that builds a Profile; nothing else asks which platform a file is from.
How a file is matched to a profile is in recognise.py, how its cells are read in parse.py.
"""

from __future__ import annotations

import dataclasses
import enum
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class Subject(enum.StrEnum):
    """What one row of a file is about; also the key of the counts in a report."""

    MEMBER = "member"
    COURSE = "course"
    RATING = "rating"


class Kind(enum.Enum):
    """How the cells of a column are read."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    """Kept as it stands, line breaks and spaces included."""
    EMAIL = "email"
    PHONE = "phone"
    EXTERNAL = "external"
    """What the source calls the person or course."""
    MOMENT = "moment"
    MONEY = "money"
    CURRENCY = "currency"
    FLAG = "flag"
    STARS = "stars"
    LABELS = "labels"
    LANGUAGE = "language"
    STATE = "state"
    """A word of the column's own vocabulary."""
    IGNORED = "ignored"
    """Known to belong to this source, and not taken."""


@dataclass(frozen=True)
class Column:
    """One column of a source.

    field      what it becomes: a column of the table, or a name the source's hook knows
    headers    its name, older names and translations; compared as `plain_header` does
    soft       a fault in it costs the cell only (W_…), not the line (E_…)
    form       EXTERNAL: pattern that a whole id has; anything else in the cell is no id
    endpoint   EXTERNAL: whose id it is; empty: the profile's own endpoint
    of         EXTERNAL: what it is the id of; None: what the row is about
    separators LABELS: characters between two labels
    states     STATE: word in the file (plain) -> our word
    """

    field: str
    headers: tuple[str, ...]
    kind: Kind = Kind.TEXT
    soft: bool = False
    form: str = ""
    endpoint: str = ""
    of: Subject | None = None
    separators: str = ",，、;；|┋"
    states: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """One source of files.

    source       stable name, shown in the report
    subject      what one row is about
    columns      in the order in which ids identify: the source's own id first
    signature    groups of fields; a header line fits when each group has at least one of its fields
    endpoint     namespace of the source's own ids
    general      a list by synonyms: fits only if at least half of a file's headers are known
    zone         IANA name of the zone that its times without one are in; None: the library's
    currency     code for amounts that name none; None: the library's
    day_first    order of 3/4/2026: True, False, or None if the file has to tell
    footers      words that open a line of totals, besides the usual ones
    hook         the one thing data cannot say: values of a row -> values, after all cells were read
    """

    source: str
    subject: Subject
    columns: tuple[Column, ...]
    signature: tuple[tuple[str, ...], ...]
    endpoint: str = ""
    general: bool = False
    zone: str | None = None
    currency: str | None = None
    day_first: bool | None = None
    footers: frozenset[str] = frozenset()
    hook: Callable[[dict[str, Any]], dict[str, Any]] | None = None


_GAPS = re.compile(r"[\s_\-\u200b\ufeff]+")


def plain_header(text: str) -> str:
    """A header as headers are compared: NFKC, case folded, any gap one space, without * and colon at the end."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _GAPS.sub(" ", plain).strip(" *:'\"")
