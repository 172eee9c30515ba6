"""The choice on the data itself: ridge, decay and blend, judged by what members took next when they are left out.

Every component has a closed form for "had this member not been seen", so nothing is trained twice. Settings are chosen
on the oldest rows only, and how many these are moves in steps (`core_size`): so they stay the same while new rows come
in, and an update equals a full fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.progress import Progress
from kclub_desktop.recommend import blend, ease, neighbours, popularity, transitions
from kclub_desktop.recommend.arrays import Bools, Floats, Ints, mixed, ranked
from kclub_desktop.recommend.gram import MEMBER_POWER
from kclub_desktop.recommend.history import Histories, history_weights
from kclub_desktop.recommend.parts import Parts, Settings

RIDGES = (30.0, 10.0, 100.0, 300.0)
DECAYS = (0.9, 1.0, 0.8, 0.65)
"""The first of each is the prior's choice."""
MANY_COURSES = 1000
"""From here only the first of each and the one most often better are tried: an inversion costs a second at 3,000."""
RIDGES_OF_MANY = (30.0, 100.0)
DECAYS_OF_MANY = (0.9, 0.8)
CLEARLY = 2.0
"""Standard errors by which another setting must explain the cases better than one earlier in its list."""
TYPICAL = np.array([1.0, 1.0, 0.08, 0.03, 0.05, 0.1])
"""Standard deviation of each feature on public course data; the logarithms of popularity are taken as they are."""
TYPICAL_CASES = 10
ALL_CANDIDATES = 300
NEAREST = 100
"""With more courses than ALL_CANDIDATES, a case's candidates are each component's NEAREST best."""
MOST_CELLS = 2_000_000
MOST_CASES = 600
MOST_CASES_NARROWED = 1000
LAST_STEPS = 5
"""Steps foretold per member: more than the very last one, which is often odd (a gift, a certificate, an export's cut)."""


def core_size(n_rows: int) -> int:
    """How many of the oldest rows the choice is made on: all below 64, else the last power of 1.2 up to 90 %."""
    if n_rows < 64:
        return n_rows
    power = int(np.floor(np.log(0.9 * n_rows) / np.log(1.2) + 1e-9))
    return int(1.2**power)


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Steps to foretell. Each case is a member at the moment before taking `target`, left out of all that was learned.

    column, weight, at, starts  what they had before, grouped by case as in Histories.
    own        (cases, n) their row of the co-taken matrix.   own_steps  (cases, n) their steps to the target.
    closed     (cases, n) courses they have, the target excepted.   weight_then, at_then  (cases,) the target's row.
    """

    target: Ints
    weight_then: Floats
    at_then: Ints
    column: Ints
    weight: Floats
    at: Ints
    starts: Ints
    own: Floats
    own_steps: Floats
    closed: Bools

    def history(self, decay: float) -> Floats:
        """History vectors; (cases, n)."""
        vectors = np.zeros(self.own.shape)
        case = np.repeat(np.arange(len(self.target)), np.diff(self.starts))
        vectors[case, self.column] = history_weights(self.weight, self.at, self.starts, decay)
        return vectors


def target_rows(histories: Histories, n_courses: int, seed: int) -> Ints:
    """Rows to foretell: each member's last few liked courses, never their first row."""
    place = histories.row_places()
    fit_for = (histories.weight > 0) & (np.arange(len(histories)) > histories.starts[place])
    rows = np.flatnonzero(fit_for)
    of = place[rows]
    from_end = np.searchsorted(of, of, side="right") - 1 - np.arange(len(rows))
    rows = rows[from_end < LAST_STEPS]
    most = MOST_CASES if n_courses <= ALL_CANDIDATES else MOST_CASES_NARROWED
    most = min(most, max(MOST_CELLS // max(n_courses, 1), 200))
    if len(rows) > most:
        drawn = np.argsort(mixed(histories.members[place[rows]], histories.at[rows], seed + 1), kind="stable")
        rows = np.sort(rows[drawn[:most]])
    return rows


def left_out(histories: Histories, n_courses: int, rows: Ints) -> LeftOut:
    """The cases of these target rows."""
    cases = np.arange(len(rows))
    place = histories.row_places()[rows]
    first, last = histories.starts[place], histories.starts[place + 1]
    starts = np.concatenate([[0], np.cumsum(rows - first)]).astype(np.int64)
    before = np.arange(starts[-1]) + np.repeat(first - starts[:-1], rows - first)
    whole_starts = np.concatenate([[0], np.cumsum(last - first)]).astype(np.int64)
    whole = np.arange(whole_starts[-1]) + np.repeat(first - whole_starts[:-1], last - first)
    case = np.repeat(cases, last - first)
    own = np.zeros((len(rows), n_courses))
    own[case, histories.column[whole]] = histories.weight[whole]
    own *= np.maximum(np.abs(own).sum(axis=1), 1e-12)[:, None] ** -MEMBER_POWER
    closed = np.zeros(own.shape, bool)
    closed[case, histories.column[whole]] = True
    target = histories.column[rows]
    closed[cases, target] = False
    own_steps = np.zeros(own.shape)
    liked = np.maximum(histories.weight, 0.0)
    for back in range(1, transitions.WINDOW + 1):
        real = (rows - back >= first) & (histories.at[np.maximum(rows - back, 0)] < histories.at[rows])
        earlier = rows[real] - back
        own_steps[cases[real], histories.column[earlier]] += liked[earlier] * liked[rows[real]] / back
    return LeftOut(
        target,
        histories.weight[rows],
        histories.at[rows],
        histories.column[before],
        histories.weight[before],
        histories.at[before],
        starts,
        own,
        own_steps,
        closed,
    )


def choose(
    histories: Histories, n_courses: int, alike: Floats | None, seed: int, progress: Progress | None = None
) -> Settings:
    """The settings that explain best what members took next. Without a case: the prior's. Raises Cancelled."""
    rows = target_rows(histories, n_courses, seed)
    if not len(rows):
        return Settings(DECAYS[0], RIDGES[0], tuple((blend.PRIOR / TYPICAL).tolist()))
    cases = left_out(histories, n_courses, rows)
    parts = Parts.learned(histories, n_courses, RIDGES[0], alike)
    search = _Search(parts, cases)
    many = n_courses >= MANY_COURSES
    best = search.judged(DECAYS[0], RIDGES[0])
    for ridge in (RIDGES_OF_MANY if many else RIDGES)[1:]:
        _advance(progress)
        best = best.or_clearly(search.judged(DECAYS[0], ridge, best.weights))
    for decay in (DECAYS_OF_MANY if many else DECAYS)[1:]:
        _advance(progress)
        best = best.or_clearly(search.judged(decay, best.ridge, best.weights))
    return search.settled(best)


def _advance(progress: Progress | None) -> None:
    if progress is not None:
        progress.advance()


@dataclass(frozen=True, eq=False)
class _Judged:
    decay: float
    ridge: float
    weights: Floats
    likelihood: Floats

    def or_clearly(self, other: _Judged) -> _Judged:
        """The other one if it explains the cases better by more than noise."""
        ahead = other.likelihood - self.likelihood
        return other if ahead.sum() > CLEARLY * ahead.std() * len(ahead) ** 0.5 + 1.0 else self


class _Search:
    """The features of all cases at a decay and a ridge, computed once where neither matters."""

    def __init__(self, parts: Parts, cases: LeftOut) -> None:
        self.parts, self.cases = parts, cases
        self.inverses = {RIDGES[0]: parts.inverse}
        self.popular = self._popularity()
        self.without_ridge: tuple[float, list[Floats]] | None = None
        self.candidates: Ints | None = None
        self.closed, self.target, self.found = cases.closed, cases.target, np.ones(len(cases.target), bool)
        if parts.total.size > ALL_CANDIDATES:
            self._narrow(self._features(DECAYS[0], RIDGES[0]))

    def judged(self, decay: float, ridge: float, start: Floats | None = None) -> _Judged:
        """The best blend at a decay and ridge, and how well it explains the cases."""
        cases, _ = self._cases(decay, ridge)
        fitted = blend.fit(cases, start)
        return _Judged(decay, ridge, fitted.weights, fitted.likelihood)

    def settled(self, best: _Judged) -> Settings:
        """The settings of the best, or of a single component at them where the blend would be worse."""
        cases, spread = self._cases(best.decay, best.ridge)
        weights = blend.no_worse_than_the_best_alone(cases, best.weights) / spread
        if self.parts.alike is None:
            weights[blend.COMPONENTS.index("tags")] = 0.0
        return Settings(best.decay, best.ridge, tuple(weights.tolist()), len(self.target))

    def _cases(self, decay: float, ridge: float) -> tuple[blend.Cases, Floats]:
        table = np.stack([self._at_candidates(feature) for feature in self._features(decay, ridge)])
        spread = TYPICAL.copy()
        trust = len(self.target) / (len(self.target) + TYPICAL_CASES)
        for component in range(2, len(table)):
            seen = float(table[component][~self.closed].var()) if len(self.target) else 0.0
            spread[component] = np.sqrt(trust * seen + (1 - trust) * TYPICAL[component] ** 2) or 1.0
        table /= spread[:, None, None]
        return blend.Cases(table, self.closed, self.target), spread

    def _popularity(self) -> list[Floats]:
        parts, cases = self.parts, self.cases
        row = np.arange(len(cases.target))
        total = np.tile(parts.total, (len(row), 1))
        recent = np.tile(parts.recent, (len(row), 1))
        total[row, cases.target] -= cases.weight_then
        recent[row, cases.target] -= cases.weight_then * popularity.age_weights(cases.at_then, parts.now)
        rate = popularity.recent_rate(parts.total, parts.recent)
        return list(popularity.features(total, recent, rate))

    def _features(self, decay: float, ridge: float) -> list[Floats]:
        parts, cases = self.parts, self.cases
        history = cases.history(decay)
        if ridge not in self.inverses:
            # Two at most: at 3,000 courses each is 70 MB.
            self.inverses = {RIDGES[0]: parts.inverse, ridge: ease.inverse(parts.gram, ridge)}
        if self.without_ridge is None or self.without_ridge[0] != decay:
            alike = np.zeros(history.shape) if parts.alike is None else history @ parts.alike
            near = neighbours.left_out(parts.gram, history, cases.own, cases.target)
            after = transitions.left_out(parts.steps, history, cases.own_steps, cases.target)
            self.without_ridge = (decay, [near, after, alike])
        near, after, alike = self.without_ridge[1]
        ridged = ease.left_out(self.inverses[ridge], history, cases.own)
        return [*self.popular, near, ridged, after, alike]

    def _at_candidates(self, feature: Floats) -> Floats:
        if self.candidates is None:
            return feature
        return np.take_along_axis(feature[self.found], self.candidates, axis=1)

    def _narrow(self, features: list[Floats]) -> None:
        """Keep each component's nearest courses; cases whose target is not among them teach nothing about a top ten."""
        open_to = [np.where(self.cases.closed, -np.inf, feature) for feature in (features[0], *features[2:5])]
        near = np.sort(np.concatenate([ranked(feature, NEAREST) for feature in open_to], axis=1), axis=1)
        repeated = np.zeros(near.shape, bool)
        repeated[:, 1:] = near[:, 1:] == near[:, :-1]
        hit = (near == self.cases.target[:, None]) & ~repeated
        self.found = hit.any(axis=1)
        self.candidates = near[self.found]
        closed = np.take_along_axis(self.cases.closed[self.found], self.candidates, axis=1)
        self.closed = closed | repeated[self.found]
        self.target = hit[self.found].argmax(axis=1)
