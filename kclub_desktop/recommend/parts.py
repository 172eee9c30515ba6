"""The learned state: what every component keeps of the data, how one member's change moves it, and its sum.

All components but popularity are item–item matrices over one of two history vectors, the decayed one and the one of now,
so their blend is two matrices and a score falls apart exactly into what each owned course added.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from kclub_desktop.recommend import ease, lift, neighbours, popularity, spectrum, transitions
from kclub_desktop.recommend.arrays import Floats, Ints, Some, without_self
from kclub_desktop.recommend.gram import gram, member_vector
from kclub_desktop.recommend.history import Histories

BLOCK_ROWS = 512


class Way(enum.IntEnum):
    """In what way owned courses speak: for the decayed history, and NOW for the history of now."""

    TOGETHER = 0
    AFTER = 1
    TEXTS = 2
    NOW = 3


@dataclass(frozen=True)
class Settings:
    """What was chosen on the data: decay per step back, ridge, directions of the filter (0: none), and the weight of
    each of blend.COMPONENTS; boldness multiplies the personal part by history length. Learned from so many cases."""

    decay: float
    ridge: ease.Ridge
    depth: int
    weights: tuple[float, ...]
    boldness: tuple[float, ...]
    cases: int = 0


@dataclass(frozen=True, eq=False)
class Chosen:
    """Settings, and what was learned with them from the oldest rows.

    known  (r,) columns of the courses that ridge and filter speak of, ascending: all, or the best known where there are
    very many.   lifts  (r,) of the ridge.   directions  (r, depth) of the filter, None without one.
    """

    settings: Settings
    known: Ints
    lifts: Floats
    directions: Floats | None


@dataclass(eq=False)
class Parts:
    """Learned arrays over n courses. Changed in place by `replace_member`.

    total, recent (n,): popularity as of `now`.  gram, steps (n, n); inverse (r, r) of the columns known.  alike (n, n) or None: texts and tags.
    """

    now: int
    total: Floats
    recent: Floats
    known: Ints
    gram: Floats
    inverse: Floats
    steps: Floats
    alike: Floats | None

    @classmethod
    def learned(cls, histories: Histories, n_courses: int, chosen: Chosen, alike: Floats | None) -> Parts:
        """From all rows. O(n³ + sum of squared history lengths)."""
        now = int(histories.at.max()) if len(histories) else 0
        total, recent = popularity.totals(histories, n_courses, now)
        together = gram(histories, n_courses)
        return cls(
            now,
            total,
            recent,
            chosen.known,
            together,
            ease.inverse(block(together, chosen.known), chosen.lifts),
            transitions.counts(histories, n_courses),
            alike,
        )

    def copied(self) -> Parts:
        """The same, so that changing one leaves the other as it was; texts never change."""
        changing = ("total", "recent", "gram", "inverse", "steps")
        return replace(self, **{name: getattr(self, name).copy() for name in changing})

    def replace_member(self, before: Histories, after: Histories, now: int) -> None:
        """One member's rows went from before to after, each a Histories of at most that member. O(n²)."""
        n_courses = len(self.total)
        self.recent *= np.exp2((self.now - now) / popularity.HALF_LIFE)
        self.now = now
        vectors = []
        for rows, sign in ((before, -1.0), (after, 1.0)):
            np.add.at(self.total, rows.column, sign * rows.weight)
            np.add.at(self.recent, rows.column, sign * rows.weight * popularity.age_weights(rows.at, now))
            vector = member_vector(rows.column, rows.weight, n_courses)
            touched = np.ix_(rows.column, rows.column)
            self.gram[touched] += sign * np.outer(vector[rows.column], vector[rows.column])
            steps = transitions.pairs(rows.column, rows.weight, rows.at, np.zeros(len(rows), np.int64))
            transitions.add(self.steps, steps, sign)
            vectors.append(vector[self.known])
        ease.replace(self.inverse, vectors[0], vectors[1])

    def base(self, settings: Settings) -> Floats:
        """What popularity adds to every course for a member with a history; (n,)."""
        popular, trend = popularity.features(
            self.total, self.recent, popularity.recent_rate(self.total, self.recent)
        )
        return settings.weights[0] * popular + settings.weights[1] * trend

    def spoken(self, chosen: Chosen, owned: Some) -> Iterator[tuple[Way, Floats]]:
        """What a unit of history of each owned course adds to every course, a component at a time; (owned, n) each, zero
        for the course itself once cleared with without_self."""
        _, _, near, ridged, at_once, after, filtered, alike, lifted = chosen.settings.weights
        if near:
            yield Way.TOGETHER, near * neighbours.weights(self.gram, owned)
        if ridged:
            yield Way.TOGETHER, self._among_known(ridged, ease.weights, self.inverse, owned)
        if filtered and chosen.directions is not None:
            yield Way.TOGETHER, self._among_known(filtered, spectrum.weights, chosen.directions, owned)
        if lifted:
            yield Way.TOGETHER, lifted * lift.weights(self.gram, owned)
        if after or at_once:
            followed = transitions.weights(self.steps, owned)
            yield Way.AFTER, after * followed
            yield Way.NOW, at_once * followed
        if alike and self.alike is not None:
            yield Way.TEXTS, alike * self.alike[owned]

    def ways(self, chosen: Chosen, owned: Some, dtype: np.dtype | type = np.float64) -> Floats:
        """The same summed by Way; (ways, owned, n)."""
        n_courses = len(self.gram)
        made = np.zeros((len(Way), len(np.arange(n_courses)[owned]), n_courses), dtype)
        for way, added in self.spoken(chosen, owned):
            made[way] += added
        for table in made:
            without_self(table, owned)
        return made

    def matrices(self, chosen: Chosen, dtype: np.dtype | type = np.float64) -> tuple[Floats, Floats]:
        """The blended item–item matrices, each (n, n) with a zero diagonal: what a unit of history of i adds to the score
        of j, for the decayed history and for the history of now. Made in blocks of rows, to hold no more than these."""
        n_courses = len(self.gram)
        made, at_once = (np.zeros((n_courses, n_courses), dtype) for _ in range(2))
        for first in range(0, n_courses, BLOCK_ROWS):
            rows = slice(first, min(first + BLOCK_ROWS, n_courses))
            for way, added in self.spoken(chosen, rows):
                (at_once if way is Way.NOW else made)[rows] += added
            without_self(made[rows], rows)
            without_self(at_once[rows], rows)
        return made, at_once

    def _among_known(
        self, weight: float, weights: Callable[[Floats, Some], Floats], learned: Floats, owned: Some
    ) -> Floats:
        """A component that speaks of the columns known alone, spread over all."""
        if len(self.known) == len(self.gram):
            return weight * weights(learned, owned)
        asked = np.arange(len(self.gram))[owned]
        made = np.zeros((len(asked), len(self.gram)))
        place = np.minimum(np.searchsorted(self.known, asked), len(self.known) - 1)
        there = self.known[place] == asked
        made[np.ix_(there, self.known)] = weight * weights(learned, place[there])
        return made


def block(matrix: Floats, known: Ints) -> Floats:
    """Rows and columns known of a square matrix; the matrix itself where that is all."""
    return matrix if len(known) == len(matrix) else matrix[np.ix_(known, known)]
