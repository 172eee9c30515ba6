"""What a check finds, and what a check is."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library


class State(enum.StrEnum):
    """Where a finding stands. A notice is no fault: a person may want to know it, nothing has to be done."""

    FAULT = "fault"
    NOTICE = "notice"
    REPAIRED = "repaired"


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be. code: has words of its own; values: fill their places, never personal data."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)
    state: State = State.FAULT


@dataclass(frozen=True)
class Check:
    """One subject that is looked over.

    codes   all codes that look may find
    repair  puts right what it can of its subject, or None if only a person can; loses no data
    """

    name: str
    codes: tuple[str, ...]
    look: Callable[[Library], Iterable[Finding]]
    repair: Callable[[Library], object] | None = None
