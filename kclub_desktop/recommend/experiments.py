"""Two settings of the recommendations against each other: who sees which, and what the outcome says in plain terms.

A member always sees the same side. The outcome of a member is whether they took a course within 30 days after it was
shown to them; the sides are compared as two shares, and only a difference beyond chance is called one.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kclub_desktop.errors import ExperimentRunning
from kclub_desktop.recommend import explore
from kclub_desktop.recommend.arrays import mixed
from kclub_desktop.recommend.log import FOLLOWED_SECONDS
from kclub_desktop.recommend.proof import Share, share_of
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Experiment

ENOUGH_MEMBERS = 50
"""Members per side below which nothing is said."""
SAME_WITHIN = 0.05
"""Half width of the difference below which "no difference" is a finding, not a lack of data."""
PARTS = 10_000


class Verdict(enum.StrEnum):
    """What an experiment says."""

    A = "a"
    B = "b"
    NO_DIFFERENCE = "no_difference"
    TOO_LITTLE_DATA = "too_little_data"


@dataclass(frozen=True)
class Tuning:
    """What the owner can set. explore: share of lists that try a fresh course. novelty: how much less known courses are
    favoured, 0 … 1: part of a course's log popularity taken off its score."""

    explore: float = explore.SHARE
    novelty: float = 0.0

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Tuning:
        """From what an experiment keeps; missing or odd values are the default, beyond the bounds the bound."""
        usual = cls()
        read = {
            name: min(max(float(value), 0.0), most)
            for name, most in (("explore", 0.5), ("novelty", 1.0))
            if isinstance(value := said.get(name), int | float)
        }
        return cls(read.get("explore", usual.explore), read.get("novelty", usual.novelty))

    @classmethod
    def read(cls, text: str) -> Tuning:
        """From the JSON that an experiment keeps; what cannot be read is the default."""
        try:
            said = json.loads(text or "{}")
        except ValueError:
            said = {}
        return cls.of(said if isinstance(said, dict) else {})

    def data(self) -> dict[str, float]:
        """As an experiment keeps it."""
        return {"explore": self.explore, "novelty": self.novelty}


@dataclass(frozen=True)
class Running:
    """The experiment that runs now and the side a member is on."""

    experiment: int
    variant: str
    tuning: Tuning


@dataclass(frozen=True)
class Outcome:
    """Of the members on each side who were shown something 30 days ago or earlier, those who took it.

    low, high: 95 % of the difference b - a.
    """

    a: Share
    b: Share
    low: float
    high: float
    verdict: Verdict


def start(library: Library, name: str, a: Tuning, b: Tuning, *, share_b: int = PARTS // 2) -> int:
    """Begin an experiment now; its id. Raises ExperimentRunning if one runs already."""
    if (running := running_now(library)) is not None:
        raise ExperimentRunning(running[1])
    now = library.clock.now()
    with library.write(Op.EXPERIMENT):
        return rows.add(
            library,
            Experiment,
            name=name,
            settings_a=json.dumps(a.data()),
            settings_b=json.dumps(b.data()),
            share_b=share_b,
            starts_at=now,
            status="running",
            created_at=now,
        )


def end(library: Library, experiment: int) -> Outcome:
    """Stop an experiment and keep its verdict."""
    found = outcome(library, experiment)
    with library.write(Op.EXPERIMENT):
        rows.change(
            library,
            Experiment,
            experiment,
            status="ended",
            ends_at=library.clock.now(),
            verdict=found.verdict.value,
        )
    return found


def running_now(library: Library) -> tuple[int, str] | None:
    """(id, name) of the experiment that runs, None if there is none. The older of two that started apart."""
    found = library.rows(
        "SELECT id, name FROM experiment WHERE status = 'running' AND deleted_at IS NULL ORDER BY starts_at, id LIMIT 1"
    )
    return (int(found[0][0]), str(found[0][1])) if found else None


def side_of(library: Library, member: int) -> Running | None:
    """What a member sees while an experiment runs; None without one."""
    running = running_now(library)
    if running is None:
        return None
    row = rows.get(library, Experiment, running[0])
    assert row is not None
    part = int(mixed(np.array([member]), np.array([running[0]]), 1)[0] % np.uint64(PARTS))
    variant = "b" if part < int(row.share_b) else "a"
    settings = row.settings_b if variant == "b" else row.settings_a
    return Running(running[0], variant, Tuning.read(str(settings)))


def outcome(library: Library, experiment: int) -> Outcome:
    """What came of an experiment so far."""
    found = library.rows(
        "SELECT r.variant, r.member, max(e.id IS NOT NULL) FROM recommendation r LEFT JOIN enrolment e"
        " ON e.member = r.member AND e.course = r.course AND e.deleted_at IS NULL AND e.enrolled_at >= r.shown_at"
        " AND e.enrolled_at <= r.shown_at + ? WHERE r.experiment = ? AND r.shown_at <= ? GROUP BY 1, 2",
        (FOLLOWED_SECONDS, experiment, library.clock.now() - FOLLOWED_SECONDS),
    )
    sides = {side: np.array([took for of, _, took in found if of == side], bool) for side in ("a", "b")}
    return compared(share_of(sides["a"]), share_of(sides["b"]))


def compared(a: Share, b: Share) -> Outcome:
    """The difference with its interval (Newcombe 1998, from the two Wilson intervals) and the verdict."""
    difference = b.value - a.value
    low = difference - ((b.value - b.low) ** 2 + (a.high - a.value) ** 2) ** 0.5
    high = difference + ((b.high - b.value) ** 2 + (a.value - a.low) ** 2) ** 0.5
    if min(a.members, b.members) < ENOUGH_MEMBERS:
        verdict = Verdict.TOO_LITTLE_DATA
    elif low > 0 or high < 0:
        verdict = Verdict.B if low > 0 else Verdict.A
    else:
        verdict = Verdict.NO_DIFFERENCE if (high - low) / 2 <= SAME_WITHIN else Verdict.TOO_LITTLE_DATA
    return Outcome(a, b, low, high, verdict)
