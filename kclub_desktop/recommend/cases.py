"""Cases to learn the choice from: moments before a member took a course, with that member left out of all that was learned.

Every component but the low-pass filter has a closed form for "had this member not been seen"; what it needs is here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.recommend import transitions
from kclub_desktop.recommend.arrays import Bools, Floats, Ints, mixed
from kclub_desktop.recommend.gram import member_rows
from kclub_desktop.recommend.history import Histories, history_weights
from kclub_desktop.recommend.rows import Rows, spans

ALL_CANDIDATES = 300
MOST_CASES = 600
MOST_CASES_NARROWED = 2000
MOST_CELLS = 8_000_000
"""Cases times courses, at most, but never below FEWEST cases."""
FEWEST = 400
LAST_STEPS = 5
"""Steps foretold per member: more than the very last one, which is often odd (a gift, a certificate, an export's cut)."""


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Steps to foretell. Each case is a member at the moment before taking `target`.

    member     (cases,) position in Histories.   target (cases,) column taken.   weight_then, at_then (cases,) its row.
    before     what they had before, weights as in Histories.   at  (entries of before,) UTC seconds.
    own        their whole row of the co-taken matrix.   own_before, own_target  the same at before's entries, at target.
    own_steps  (entries of before,) their steps to the target.
    closed     (cases, n) courses they have, the target excepted.
    """

    member: Ints
    target: Ints
    weight_then: Floats
    at_then: Ints
    before: Rows
    at: Ints
    own: Rows
    own_before: Floats
    own_target: Floats
    own_steps: Floats
    closed: Bools

    def __len__(self) -> int:
        return len(self.target)

    def history(self, decay: float) -> Rows:
        """History vectors of what they had before."""
        return self.before.valued(history_weights(self.before.value, self.at, self.before.starts, decay))


def target_rows(histories: Histories, n_courses: int, seed: int) -> Ints:
    """Rows to foretell: each member's last few liked courses, never their first row."""
    place = histories.row_places()
    fit_for = (histories.weight > 0) & (np.arange(len(histories)) > histories.starts[place])
    rows = np.flatnonzero(fit_for)
    of = place[rows]
    from_end = np.searchsorted(of, of, side="right") - 1 - np.arange(len(rows))
    rows = rows[from_end < LAST_STEPS]
    most = MOST_CASES if n_courses <= ALL_CANDIDATES else MOST_CASES_NARROWED
    most = min(most, max(MOST_CELLS // max(n_courses, 1), FEWEST))
    if len(rows) > most:
        drawn = np.argsort(mixed(histories.members[place[rows]], histories.at[rows], seed + 1), kind="stable")
        rows = np.sort(rows[drawn[:most]])
    return rows


def left_out(histories: Histories, n_courses: int, rows: Ints) -> LeftOut:
    """The cases of these target rows."""
    cases = np.arange(len(rows))
    place = histories.row_places()[rows]
    first, last = histories.starts[place], histories.starts[place + 1]
    before, starts = spans(first, rows)
    whole, whole_starts = spans(first, last)
    normed = member_rows(histories)
    closed = np.zeros((len(rows), n_courses), bool)
    closed[np.repeat(cases, last - first), histories.column[whole]] = True
    target = histories.column[rows]
    closed[cases, target] = False
    return LeftOut(
        place,
        target,
        histories.weight[rows],
        histories.at[rows],
        Rows(histories.column[before], histories.weight[before], starts, n_courses),
        histories.at[before],
        Rows(histories.column[whole], normed[whole], whole_starts, n_courses),
        normed[before],
        normed[rows],
        _own_steps(histories, rows, first, starts),
        closed,
    )


def _own_steps(histories: Histories, rows: Ints, first: Ints, starts: Ints) -> Floats:
    steps = np.zeros(int(starts[-1]))
    liked = np.maximum(histories.weight, 0.0)
    for back in range(1, transitions.WINDOW + 1):
        real = (rows - back >= first) & (histories.at[np.maximum(rows - back, 0)] < histories.at[rows])
        earlier = rows[real] - back
        steps[starts[1:][real] - back] += liked[earlier] * liked[rows[real]] / back
    return steps
