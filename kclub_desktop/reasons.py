"""Why a course is recommended, as data. The words are in words_for_reasons.py; who finds the reasons is recommend/serve.py.

No reason names another member or tells so little about so few that one could be guessed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BecauseTook:
    """People who took this course, which the member has, often take the recommended one."""

    course_id: int
    title: str


@dataclass(frozen=True)
class TakenAfter:
    """People often take the recommended course soon after this one, which the member has."""

    course_id: int
    title: str


@dataclass(frozen=True)
class Continues:
    """The recommended course follows this one by the creator's own order: the next of it, or a series they share."""

    course_id: int
    title: str


@dataclass(frozen=True)
class AlikeInContent:
    """The texts of the recommended course and of this one, which the member has, are about the same."""

    course_id: int
    title: str


@dataclass(frozen=True)
class SameCreator:
    """It is by the maker of a course that the member has."""

    creator: str


@dataclass(frozen=True)
class YourTopic:
    """The member said that they care for this topic."""

    tag: str


@dataclass(frozen=True)
class SameTag:
    """The recommended course shares this tag with one the member liked."""

    tag: str


@dataclass(frozen=True)
class FromEvent:
    """The recommended course is about what an event was that the member came to."""

    event_id: int
    title: str


@dataclass(frozen=True)
class FriendsTook:
    """Several of those whom the member brought, or who brought them, have taken it; never said of one or two."""


@dataclass(frozen=True)
class Popular:
    """So many members have taken it."""

    members_count: int


@dataclass(frozen=True)
class New:
    """Nobody has taken it yet."""


Reason = (
    BecauseTook
    | TakenAfter
    | Continues
    | AlikeInContent
    | SameCreator
    | YourTopic
    | SameTag
    | FromEvent
    | FriendsTook
    | Popular
    | New
)
