"""The learned state: what every component keeps of the data, how one member's change moves it, and its sum.

All components but popularity are item–item matrices over one of two history vectors, the decayed one and the one of now,
so their blend is two matrices and a score falls apart exactly into what each owned course added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.recommend import ease, lift, neighbours, popularity, spectrum, transitions
from kclub_desktop.recommend.arrays import Floats, Ints
from kclub_desktop.recommend.gram import gram, member_vector
from kclub_desktop.recommend.history import Histories


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
        self.inverse = ease.replaced(self.inverse, vectors[0], vectors[1])

    def base(self, settings: Settings) -> Floats:
        """What popularity adds to every course for a member with a history; (n,)."""
        popular, trend = popularity.features(
            self.total, self.recent, popularity.recent_rate(self.total, self.recent)
        )
        return settings.weights[0] * popular + settings.weights[1] * trend

    def matrices(self, chosen: Chosen) -> tuple[Floats, Floats]:
        """The blended item–item matrices, each (n, n) with a zero diagonal: what a unit of history of i adds to the score
        of j, for the decayed history and for the history of now."""
        _, _, near, ridged, at_once, after, filtered, alike, lifted = chosen.settings.weights
        made = np.zeros_like(self.gram)
        if near:
            made += near * neighbours.weights(self.gram)
        if ridged:
            _add_block(made, ridged * ease.weights(self.inverse), self.known)
        followed = transitions.weights(self.steps)
        if after:
            made += after * followed
        if filtered and chosen.directions is not None:
            _add_block(made, filtered * spectrum.weights(chosen.directions), self.known)
        if alike and self.alike is not None:
            made += alike * self.alike
        if lifted:
            made += lifted * lift.weights(self.gram)
        np.fill_diagonal(made, 0.0)
        followed *= at_once
        np.fill_diagonal(followed, 0.0)
        return made, followed

    def ways(
        self, chosen: Chosen, owned: Ints, column: int, step_totals: Floats
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """What owned courses add to one column, by way; four (len(owned),) arrays per unit of history: taken together and
        texts for the decayed history, transitions for the decayed and for the history of now. O(len(owned) · depth).
        step_totals: steps summed over what follows, (n,)."""
        _, _, near, ridged, at_once, after, filtered, alike, lifted = chosen.settings.weights
        sides = neighbours.scale(self.gram[owned, owned])
        together = near * self.gram[owned, column] * sides * neighbours.scale(self.gram[column, column])
        place = np.searchsorted(self.known, column)
        if place < len(self.known) and self.known[place] == column:
            inner = np.minimum(np.searchsorted(self.known, owned), len(self.known) - 1)
            there = self.known[inner] == owned
            together += there * ridged * self.inverse[inner, place] / -self.inverse[place, place]
            if filtered and chosen.directions is not None:
                together += there * filtered * (chosen.directions[inner] @ chosen.directions[place])
        if lifted:
            together += lifted * lift.weights(self.gram)[owned, column]
        followed = self.steps[owned, column] / (step_totals[owned] + transitions.SHRINK)
        texts = np.zeros(len(owned)) if self.alike is None else alike * self.alike[owned, column]
        return together, texts, after * followed, at_once * followed


def block(matrix: Floats, known: Ints) -> Floats:
    """Rows and columns known of a square matrix; the matrix itself where that is all."""
    return matrix if len(known) == len(matrix) else matrix[np.ix_(known, known)]


def _add_block(made: Floats, added: Floats, known: Ints) -> None:
    if len(known) == len(made):
        made += added
    else:
        made[np.ix_(known, known)] += added
