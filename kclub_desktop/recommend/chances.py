"""Chances: what a member's scores mean as a probability of taking a course within a month, set right on the past.

A member takes courses at a rate of their own, known from how often they did lately and drawn to everybody's. The rate
times the model's share for a course is what is expected; how such expectations came true in the last month corrects them
(a Poisson regression with two parameters, shrunk to no correction).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.recommend.arrays import Bools, Floats, Ints, mixed
from kclub_desktop.recommend.evidence import VIEWED
from kclub_desktop.recommend.interactions import Interactions
from kclub_desktop.recommend.model import Recommender
from kclub_desktop.recommend.past import DAY, past
from kclub_desktop.recommend.texts import Courses

MONTH = 30 * DAY
LATELY = 180 * DAY
"""How far back a member's rate looks."""
PRIOR_MONTHS = 3.0
"""Months of everybody's mean rate that a member's own are mixed with."""
TRUST = 5.0
"""Strength of the belief that no correction is needed, in events per squared parameter."""
MOST_MEMBERS = 1500
STEPS = 25
BATCH_ROWS = 512
LEAST = 1e-9
ENOUGH_TAKEN = 30
"""Courses taken in the past window from which on the correction is more than a guess."""


@dataclass(frozen=True)
class Correction:
    """expected' = exp(level) · expected ** slope. taken: courses that it rests on."""

    level: float = 0.0
    slope: float = 1.0
    taken: int = 0

    @property
    def enough(self) -> bool:
        """Does it rest on enough to be trusted?"""
        return self.taken >= ENOUGH_TAKEN

    def chance(self, expected: Floats) -> Floats:
        """Probability of at least one, 0 … 1; shape as given."""
        corrected = np.exp(self.level + self.slope * np.log(np.maximum(expected, LEAST)))
        return np.asarray(-np.expm1(-corrected), np.float64)


def rates(data: Interactions, members: Ints, now: int) -> Floats:
    """Courses that each member is expected to take in a month; (n,)."""
    took = (data.weight > VIEWED) & (data.at > now - LATELY) & (data.at <= now)
    months = LATELY / MONTH
    everybody = max(len(np.unique(data.member)), 1)
    mean = float(took.sum()) / everybody / months
    known, counts = np.unique(data.member[took], return_counts=True)
    own = np.zeros(len(members))
    if len(known):
        place = np.minimum(np.searchsorted(known, members), len(known) - 1)
        own = np.where(known[place] == members, counts[place], 0)
    return np.asarray((own + PRIOR_MONTHS * mean) / (months + PRIOR_MONTHS), np.float64)


def shares(model: Recommender, members: Ints, open_columns: Bools) -> Floats:
    """The model's share of each open course among those the member does not have; (n, n_courses), 0 elsewhere."""
    made = np.empty((len(members), len(model.courses)))
    for first in range(0, len(members), BATCH_ROWS):
        part = slice(first, first + BATCH_ROWS)
        made[part] = share_rows(model, members[part], open_columns)
    return made


def share_rows(model: Recommender, members: Ints, open_columns: Bools, keep: int = -1) -> Floats:
    """As shares, for a few members at once. keep: a column that stays even where it is owned."""
    scores = model.score(members)
    scores[:, ~open_columns] = -np.inf
    for row, member in enumerate(members.tolist()):
        own = np.searchsorted(model.courses, model.owned(member))
        scores[row, own[own != keep]] = -np.inf
    top = scores.max(axis=1, keepdims=True)
    scores = np.exp(scores - np.where(np.isfinite(top), top, 0.0))
    total = scores.sum(axis=1, keepdims=True)
    return np.divide(scores, total, out=np.zeros_like(scores), where=total > 0)


def learned(
    data: Interactions,
    now: int,
    *,
    texts: Courses | None = None,
    open_courses: Ints | None = None,
    seed: int = 0,
) -> Correction:
    """The correction that the last month asks for; none where nothing was taken in it."""
    before = past(data, now)
    if not len(before.member):
        return Correction()
    model = Recommender(texts, seed).fit(before.train)
    everybody = np.unique(before.train.member)
    drawn = np.argsort(mixed(everybody, np.zeros(len(everybody), np.int64), seed), kind="stable")
    members = np.sort(everybody[drawn[:MOST_MEMBERS]])
    open_columns = (
        np.ones(len(model.courses), bool) if open_courses is None else np.isin(model.courses, open_courses)
    )
    cut = now - before.days * DAY
    expected = rates(before.train, members, cut)[:, None] * shares(model, members, open_columns)
    taken = np.zeros(expected.shape)
    row, column = np.searchsorted(members, before.member), np.searchsorted(model.courses, before.course)
    there = (row < len(members)) & (column < len(model.courses))
    there[there] = (members[row[there]] == before.member[there]) & (
        model.courses[column[there]] == before.course[there]
    )
    taken[row[there], column[there]] = 1.0
    used = expected > 0
    window = before.days * DAY / MONTH
    return _fitted(np.log(np.maximum(expected[used] * window, LEAST)), taken[used])


def _fitted(logs: Floats, taken: Floats) -> Correction:
    """Newton steps of the penalised Poisson regression taken ~ exp(level + slope · logs)."""
    level, slope = 0.0, 1.0
    for _ in range(STEPS):
        mean = np.exp(np.minimum(level + slope * logs, 5.0))
        off = taken - mean
        gradient = np.array([off.sum() - TRUST * level, (off * logs).sum() - TRUST * (slope - 1.0)])
        cross = float((mean * logs).sum())
        bend = np.array([[mean.sum() + TRUST, cross], [cross, (mean * logs**2).sum() + TRUST]])
        step = np.linalg.solve(bend, gradient)
        step *= min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-12))
        level, slope = level + float(step[0]), slope + float(step[1])
        if np.abs(step).max() < 1e-8:
            break
    return Correction(level, max(slope, 0.1), int(taken.sum()))
