"""Transitions: what people take next, within a few steps after a course."""

from __future__ import annotations

import numpy as np

from kclub_desktop.recommend.arrays import EVERY, Floats, Ints, Some
from kclub_desktop.recommend.history import Histories
from kclub_desktop.recommend.rows import Rows

WINDOW = 6
"""Steps ahead that count, the k-th with 1/k."""
NOW = 0.35
"""Decay per step back of the history that the first of the two transition features looks at: the last course above all."""
SHRINK = 10.0
"""Steps that every course is believed to have been followed by, to no course in particular."""


def pairs(column: Ints, weight: Floats, at: Ints, place: Ints) -> tuple[Ints, Ints, Floats]:
    """From which column to which, with what weight, over all rows (sorted by member and time); three equal arrays.

    Only liked courses count, and only steps at a later time.
    """
    found: list[tuple[Ints, Ints, Floats]] = []
    liked = np.maximum(weight, 0.0)
    for ahead in range(1, WINDOW + 1):
        if ahead >= len(column):
            break
        strength = liked[:-ahead] * liked[ahead:] / ahead
        used = (place[ahead:] == place[:-ahead]) & (at[ahead:] > at[:-ahead]) & (strength > 0)
        found.append((column[:-ahead][used], column[ahead:][used], strength[used]))
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    first, then, strength = (np.concatenate(part) for part in zip(*found, strict=True))
    return first, then, strength


def counts(histories: Histories, n_courses: int) -> Floats:
    """Weight of steps from i to j; (n_courses, n_courses) float64."""
    steps = pairs(histories.column, histories.weight, histories.at, histories.row_places())
    total = np.zeros((n_courses, n_courses))
    add(total, steps)
    return total


def add(total: Floats, steps: tuple[Ints, Ints, Floats], sign: float = 1.0) -> None:
    """Add (or with sign -1 take away) pairs in place."""
    first, then, strength = steps
    place = first * total.shape[1] + then
    if len(place) > total.size:
        total += (sign * np.bincount(place, strength, total.size)).reshape(total.shape)
    else:
        np.add.at(total.reshape(-1), place, sign * strength)


def weights(total: Floats, rows: Some = EVERY) -> Floats:
    """Share of the steps after i that go to j, shrunk; (rows, n) in the precision of total."""
    after = total[rows]
    return after / (after.sum(axis=1) + SHRINK)[:, None]


def left_out(total: Floats, history: Rows, own_steps: Floats, target: Ints) -> Floats:
    """Scores of each case's member without that member's own steps to the target; (cases, n).

    own_steps  weight of the member's own steps to the target, from the course of each entry of history.
    """
    scores = history.times(weights(total))
    cases = np.arange(len(target))
    given = history.value * own_steps / (total.sum(axis=1) + SHRINK)[history.column]
    scores[cases, target] -= np.bincount(history.of(), given, len(cases))
    return scores
