"""The choice on the data itself: decay, ridge, depth and blend, judged by what members took next when they are left out.

Settings are chosen on the oldest rows only, and how many these are moves in steps (`core_size`): so they, and what is
learned with them (the ridge's lifts, the filter's directions), stay the same while new rows come in, and an update equals
a full fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from kclub_desktop.progress import Progress
from kclub_desktop.recommend import blend, ease, lift, neighbours, popularity, spectrum, transitions
from kclub_desktop.recommend.arrays import Bools, Floats, Ints, ranked
from kclub_desktop.recommend.blend import COMPONENTS
from kclub_desktop.recommend.cases import ALL_CANDIDATES, LeftOut, left_out, target_rows
from kclub_desktop.recommend.ease import Ridge
from kclub_desktop.recommend.gram import gram, member_rows
from kclub_desktop.recommend.history import Histories
from kclub_desktop.recommend.parts import Chosen, Settings, block
from kclub_desktop.recommend.rows import Rows

RIDGES = (Ridge(10.0, 3.0), Ridge(10.0, 1.0), Ridge(50.0, 3.0), Ridge(10.0, 30.0))
DECAYS = (0.9, 1.0, 0.8, 0.65)
DEPTHS = (24, 12, 48)
"""Courses per direction of the filter. The first of each is the prior's choice."""
DEEPEST = 256
FILTERED_COURSES = 120
"""Below, the filter has nothing to say that neighbours do not."""
MANY_COURSES = 1000
"""From here only the first few of each are tried: an inversion costs a second at 3,000."""
MOST_KNOWN = 4000
"""Ridge and filter speak of at most so many courses, those taken most."""
RIDGES_OF_MANY = RIDGES[:2]
DECAYS_OF_MANY = (0.9, 0.8, 0.65)
CLEARLY = 1.0
"""Standard errors by which another setting must explain the cases better than one earlier in its list."""
FEW_SHARE = 0.15
"""Share of members up to which the filter serves as it was judged, without the last steps of those judged by."""
TYPICAL = np.array([1.0, 1.0, 0.08, 0.03, 0.05, 0.05, 0.05, 0.1, 0.2])
"""Standard deviation of each feature on public course data; the logarithms of popularity are taken as they are."""
TYPICAL_CASES = 10
FIRST_STEPS, NEXT_STEPS = 8, 1
"""Newton steps while settings are compared; the last fit goes on to its end."""
NEAREST = 80
"""With more courses than ALL_CANDIDATES, a case's candidates are each component's NEAREST best."""


def core_size(n_rows: int) -> int:
    """How many of the oldest rows the choice is made on: all below 64, else the last power of 1.2 up to 90 %."""
    if n_rows < 64:
        return n_rows
    power = int(np.floor(np.log(0.9 * n_rows) / np.log(1.2) + 1e-9))
    return int(1.2**power)


def choose(
    histories: Histories, n_courses: int, alike: Floats | None, seed: int, progress: Progress | None = None
) -> Chosen:
    """The settings that explain best what members took next. Without a case: the prior's. Raises Cancelled."""
    rows = target_rows(histories, n_courses, seed)
    together = gram(histories, n_courses)
    diagonal = np.diag(together).copy()
    known = np.sort(np.argsort(-diagonal, kind="stable")[:MOST_KNOWN])
    if not len(rows):
        weights = tuple((blend.prior(len(histories)) / TYPICAL).tolist())
        settings = Settings(DECAYS[0], RIDGES[0], 0, weights, (1.0,) * (len(blend.LENGTHS) + 1))
        return Chosen(settings, known, RIDGES[0].lifts(diagonal[known]), None)
    many = n_courses >= MANY_COURSES
    search = _Search(histories, together, known, left_out(histories, n_courses, rows), alike, seed)
    _advance(progress)
    best = search.judged(_Tried(DECAYS[0], RIDGES[0], search.depths[0]))
    for ridge in (RIDGES_OF_MANY if many else RIDGES)[1:]:
        _advance(progress)
        best = best.or_clearly(search.judged(_Tried(best.tried.decay, ridge, best.tried.depth), best.weights))
    last = best
    for decay in (DECAYS_OF_MANY if many else DECAYS)[1:]:
        _advance(progress)
        # Where forgetting faster was worse, faster still is not asked for.
        if decay < last.tried.decay < best.tried.decay and last.likelihood.sum() < best.likelihood.sum():
            continue
        last = search.judged(_Tried(decay, best.tried.ridge, best.tried.depth), best.weights)
        best = best.or_clearly(last)
    for depth in search.depths[1:]:
        _advance(progress)
        best = best.or_clearly(search.judged(_Tried(best.tried.decay, best.tried.ridge, depth), best.weights))
    settings = search.settled(best)
    return Chosen(
        settings, known, settings.ridge.lifts(diagonal[known]), search.directions_to_serve(settings)
    )


def _light(matrix: Floats) -> Floats:
    """The same in single precision: enough to choose by, and half the time."""
    return cast(Floats, matrix.astype(np.float32))


def _advance(progress: Progress | None) -> None:
    if progress is not None:
        progress.advance()


@dataclass(frozen=True)
class _Tried:
    decay: float
    ridge: Ridge
    depth: int


@dataclass(frozen=True, eq=False)
class _Judged:
    tried: _Tried
    weights: Floats
    likelihood: Floats

    def or_clearly(self, other: _Judged) -> _Judged:
        """The other one if it explains the cases better by more than noise."""
        ahead = other.likelihood - self.likelihood
        return other if ahead.sum() > CLEARLY * ahead.std() * len(ahead) ** 0.5 + 1.0 else self


class _Search:
    """The features of all cases at what is tried, each computed once while it stays the same."""

    def __init__(
        self,
        histories: Histories,
        together: Floats,
        known: Ints,
        cases: LeftOut,
        alike: Floats | None,
        seed: int,
    ) -> None:
        self.histories, self.known, self.cases, self.seed = histories, known, cases, seed
        n_courses = len(together)
        self.n_courses, self.diagonal = n_courses, np.diag(together)[known]
        self.gram = _light(together)
        self.alike = None if alike is None else _light(alike)
        self.steps = _light(transitions.counts(histories, n_courses))
        self.depths = [0]
        if n_courses >= FILTERED_COURSES:
            self.depths = list(dict.fromkeys(min(len(known) // per, DEEPEST) for per in DEPTHS))
        self.directions = self._directions() if self.depths[0] else None
        self.ridged: dict[Ridge, ease.Without] = {}
        self.now = int(histories.at.max())
        self.popular = self._popularity()
        there = {
            "filter": self.directions is not None,
            "texts": alike is not None,
            "lift": lift.speaks(n_courses),
        }
        self.live = np.array([at for at, name in enumerate(COMPONENTS) if there.get(name, True)])
        self.made: dict[str, object] = {}
        self.histories_at: dict[float, Rows] = {}
        self.candidates: Ints | None = None
        closed, self.target, self.found = cases.closed, cases.target, np.ones(len(cases), bool)
        if n_courses > ALL_CANDIDATES:
            closed = self._narrow()
        self.open = (~closed).astype(np.float32)
        self.many_open = max(float(np.count_nonzero(self.open)), 1.0)
        self.barrier = np.where(closed, -np.inf, 0.0).astype(np.float32)
        self.features = np.zeros((len(self.live), *closed.shape), np.float32)
        self.spread = TYPICAL[self.live]
        self.prior = blend.prior(len(histories))[self.live]

    def judged(self, tried: _Tried, start: Floats | None = None) -> _Judged:
        """The best blend of what is tried, and how well it explains the cases."""
        fitted = blend.fit(self._cases(tried), start, FIRST_STEPS if start is None else NEXT_STEPS)
        return _Judged(tried, fitted.weights, fitted.likelihood)

    def settled(self, best: _Judged) -> Settings:
        """The settings of the best, or of a single component at them where the blend would be worse."""
        cases = self._cases(best.tried)
        fitted = blend.fit(cases, best.weights)
        chosen = blend.no_worse_than_the_best_alone(cases, fitted.weights)
        lengths = np.diff(self.cases.before.starts)[self.found]
        bold = tuple(blend.boldness(cases, chosen, lengths).tolist())
        weights = np.zeros(len(COMPONENTS))
        weights[self.live] = chosen / self.spread
        tried = best.tried
        return Settings(
            tried.decay, tried.ridge, tried.depth, tuple(weights.tolist()), bold, len(self.target)
        )

    def directions_to_serve(self, settings: Settings) -> Floats | None:
        """Directions of the filter for use; None where it has no weight."""
        if not settings.weights[COMPONENTS.index("filter")]:
            return None
        judged = len(np.unique(self.cases.member))
        if self.directions is not None and judged <= FEW_SHARE * len(self.histories.members):
            return self.directions[:, : settings.depth].astype(np.float64)
        return spectrum.directions(block(self.gram, self.known), settings.depth, self.seed).astype(np.float64)

    def _cases(self, tried: _Tried) -> blend.Cases:
        """The cases with their features at what is tried, which overwrite those tried before."""
        for place, component in enumerate(self.live.tolist()):
            name = COMPONENTS[component]
            key = self._key(name, tried)
            if self.made.get(name, self) == key:
                continue
            self.made[name] = key
            table = self._at_candidates(self._whole(name, tried))
            if component >= blend.PERSONAL.start:
                self.spread[place] = self._spread_of(table, TYPICAL[component])
            np.divide(table, self.spread[place], out=self.features[place], casting="same_kind")
        return blend.Cases(self.live, self.features, self.barrier, self.target, self.prior)

    def _spread_of(self, table: Floats, typical: float) -> float:
        """Standard deviation among what could be chosen, mixed with what is typical while cases are few."""
        trust = len(self.target) / (len(self.target) + TYPICAL_CASES)
        seen = table - np.float32(np.vdot(table, self.open) / self.many_open)
        seen *= self.open
        variance = float(np.vdot(seen, seen)) / self.many_open
        return float(np.sqrt(trust * variance + (1 - trust) * typical**2)) or 1.0

    @staticmethod
    def _key(name: str, tried: _Tried) -> object:
        """What a component's features depend on."""
        match name:
            case "neighbours" | "after" | "texts" | "lift":
                return tried.decay
            case "ease":
                return (tried.decay, tried.ridge)
            case "filter":
                return (tried.decay, tried.depth)
        return None

    def _whole(self, name: str, tried: _Tried) -> Floats:
        cases = self.cases
        if name in ("popularity", "trend"):
            return self.popular[name == "trend"]
        history = self._history(transitions.NOW if name == "next" else tried.decay)
        match name:
            case "neighbours":
                return neighbours.left_out(
                    self.gram, history, cases.own_before, cases.own_target, cases.target
                )
            case "ease":
                return self._spread(self._ridged(tried.ridge).scores(history.within(self.known)))
            case "next" | "after":
                return transitions.left_out(self.steps, history, cases.own_steps, cases.target)
            case "filter":
                return self._filtered(history, tried.depth)
            case "lift":
                return lift.left_out(
                    self.gram, history, cases.own_before, cases.own, cases.own_target, cases.target
                )
        assert self.alike is not None
        return history.times(self.alike)

    def _history(self, decay: float) -> Rows:
        """What the cases had before; kept, with its table, while decays are compared."""
        if decay not in self.histories_at:
            self.histories_at[decay] = self.cases.history(decay)
        return self.histories_at[decay]

    def _ridged(self, ridge: Ridge) -> ease.Without:
        """Each is kept: decays are tried at the best of them. Where courses are many, ridges are two."""
        if ridge not in self.ridged:
            inverted = ease.inverse(block(self.gram, self.known), ridge.lifts(self.diagonal))
            self.ridged[ridge] = ease.Without.of(inverted, self.cases.own.within(self.known))
        return self.ridged[ridge]

    def _spread(self, scores: Floats) -> Floats:
        """Scores of the courses known at their places among all, 0 elsewhere."""
        if len(self.known) == self.n_courses:
            return scores
        made = np.zeros((len(scores), self.n_courses), scores.dtype)
        made[:, self.known] = scores
        return made

    def _popularity(self) -> tuple[Floats, Floats]:
        """Both features for each case: everybody's, and at the target what it would be without the case's own row."""
        cases, row = self.cases, np.arange(len(self.cases))
        total, recent = popularity.totals(self.histories, self.n_courses, self.now)
        rate = popularity.recent_rate(total, recent)
        aged = cases.weight_then * popularity.age_weights(cases.at_then, self.now)
        without = popularity.features(
            total[cases.target] - cases.weight_then, recent[cases.target] - aged, rate
        )
        made = []
        for whole, at_target in zip(popularity.features(total, recent, rate), without, strict=True):
            table = np.tile(whole.astype(np.float32), (len(row), 1))
            table[row, cases.target] = at_target
            made.append(cast(Floats, table))
        return made[0], made[1]

    def _directions(self) -> Floats:
        """Directions learned as they will be for whoever is served: with each judged member's history, but nothing of what
        they took from the first step on that is foretold."""
        members, first = np.unique(self.cases.member, return_index=True)
        whole, cases = self.histories, self.cases
        rows = Rows(whole.column, member_rows(whole), whole.starts, self.n_courses)
        all_of_them = rows.picked(members).within(self.known).squared()
        before = cases.before.valued(cases.own_before).picked(first).within(self.known).squared()
        changed = (before - all_of_them).astype(self.gram.dtype)
        return spectrum.directions(block(self.gram, self.known) + changed, max(self.depths), self.seed)

    def _filtered(self, history: Rows, depth: int) -> Floats:
        assert self.directions is not None
        found = self.directions[:, :depth]
        return self._spread(history.within(self.known).times(found) @ found.T)

    def _at_candidates(self, feature: Floats) -> Floats:
        if self.candidates is None:
            return feature
        return np.take_along_axis(feature[self.found], self.candidates, axis=1)

    def _narrow(self) -> Bools:
        """Keep each component's nearest courses; cases whose target is not among them teach nothing about a top ten.
        Which of them are closed."""
        first = _Tried(DECAYS[0], RIDGES[0], self.depths[0])
        near = []
        # Of every component, or one whose nearest were never candidates would not pay for putting them first.
        for name in (COMPONENTS[at] for at in self.live.tolist() if COMPONENTS[at] != "trend"):
            open_to = np.where(self.cases.closed, -np.inf, self._whole(name, first))
            near.append(ranked(open_to, NEAREST))
        candidates = np.sort(np.concatenate(near, axis=1), axis=1)
        repeated = np.zeros(candidates.shape, bool)
        repeated[:, 1:] = candidates[:, 1:] == candidates[:, :-1]
        hit = (candidates == self.cases.target[:, None]) & ~repeated
        self.found = hit.any(axis=1)
        self.candidates = candidates[self.found]
        closed = np.take_along_axis(self.cases.closed[self.found], self.candidates, axis=1)
        self.target = hit[self.found].argmax(axis=1)
        return closed | repeated[self.found]
