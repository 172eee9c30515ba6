"""What may be refused about merging members, households and the owner's own fields; as in errors.py, data only, no words."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.errors import Refused


@dataclass(eq=False)
class MergeRefused(Refused):
    """Two members cannot become one; why is a code with words of its own (same, merged, erased). name: whom it is about."""

    name: str
    why: str


@dataclass(eq=False)
class UnknownHousehold(Refused):
    """No household or company fits what was asked for."""

    asked: str


@dataclass(eq=False)
class UnknownField(Refused):
    """The owner has no field of their own that is called so."""

    asked: str


@dataclass(eq=False)
class NotEnrolled(Refused):
    """A member does not take this course, so there is nothing to cancel. course: its title."""

    course: str
