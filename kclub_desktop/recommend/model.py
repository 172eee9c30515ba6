"""The recommender as everyone uses it: fit, recommend, score, explain, update.

It holds no text, no database and no names; the components are a file each, how their weights come about is in choice.py.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kclub_desktop.progress import Progress
from kclub_desktop.recommend import blend, popularity, transitions
from kclub_desktop.recommend.arrays import Bools, Floats, Ints, mixed, ranked
from kclub_desktop.recommend.choice import choose, core_size
from kclub_desktop.recommend.evidence import VIEWED
from kclub_desktop.recommend.explain import By, Contribution
from kclub_desktop.recommend.history import Histories, history_weights
from kclub_desktop.recommend.interactions import Interactions
from kclub_desktop.recommend.parts import Chosen, Parts, Settings, Way
from kclub_desktop.recommend.rows import Rows, spans
from kclub_desktop.recommend.texts import Courses, CourseText, Terms, terms_of, texts_of

BATCH_ROWS = 512
FEW_MEMBERS = 32
MANY_BATCHES = 8
"""From here lists are made by two threads."""
MEMBERS_AT_ONCE = 16
"""An update that touches more members learns its matrices anew instead of moving them member by member."""
_WAYS = (By.TOGETHER, By.AFTER, By.TEXT)
"""In the order of Way, what follows now being told as what follows."""


@dataclass(frozen=True, eq=False)
class _Asked:
    """What a member's courses (ids) add to the score of every course; said (_WAYS, courses, n_courses)."""

    place: int
    courses: list[int]
    said: Floats


class Recommender:
    """What is next for a member, learned from Interactions.

    courses  what else is known of courses: ids, or id -> CourseText. They can be recommended before anybody took them.
    seed     decides ties and samples; the same data in any order and the same seed give the same model.
    After fit: `courses`, ascending int64 ids of all courses known; `settings`, what was chosen on the data.
    """

    courses: Ints
    settings: Settings
    _chosen: Chosen

    def __init__(self, courses: Courses | None = None, seed: int = 0) -> None:
        self._texts = texts_of(courses)
        self.seed = seed
        self._read: tuple[Ints, Terms, Floats | None] | None = None
        self.fit(Interactions.none())

    def fit(self, data: Interactions, progress: Progress | None = None) -> Recommender:
        """Learn from data and nothing else; returns self. progress.advance is called between steps and may raise
        Cancelled: then the model is as it was before."""
        standing = data.standing()
        known = np.fromiter(self._texts, np.int64, len(self._texts))
        courses = np.union1d(standing.course, known).astype(np.int64)
        histories = Histories.of(standing, courses, self.seed)
        terms, alike = self._similarity(courses)
        _advance(progress)
        core_key, core = self._core(histories, courses)
        chosen = choose(core, len(courses), alike, self.seed, progress)
        _advance(progress)
        parts = Parts.learned(histories, len(courses), chosen, alike)
        _advance(progress)
        self.courses, self.settings, self._histories, self._parts = courses, chosen.settings, histories, parts
        self._chosen, self._terms = chosen, terms
        self._core_key = core_key
        self._combine()
        return self

    def update(self, new: Interactions) -> Recommender:
        """Learn new rows as if they had been there from the start: equal to a fit on all rows within 1e-6. Returns self.

        O(courses²) for few members while the settings stand; they are chosen anew when the data grew by a fifth, or
        when rows older than the newest tenth change. A course never seen before also needs a fit.
        """
        standing = new.standing()
        column = np.searchsorted(self.courses, standing.course)
        known = column < len(self.courses)
        known[known] = self.courses[column[known]] == standing.course[known]
        changes = self._changes(standing) if known.all() else None
        if changes is None:
            return self.fit(self._histories.interactions(self.courses).and_also(new))
        histories = self._histories
        for member, _, after in changes:
            histories = histories.with_member(member, after)
        if len(changes) > MEMBERS_AT_ONCE:
            self._parts = Parts.learned(histories, len(self.courses), self._chosen, self._parts.alike)
        else:
            now = int(histories.at.max()) if len(histories) else 0
            for _, before, after in changes:
                self._parts.replace_member(before, after, now)
        self._histories = histories
        self._combine()
        return self

    def copied(self) -> Recommender:
        """The same, so that updating one leaves the other as it was."""
        made = copy.copy(self)
        made._parts = self._parts.copied()
        made._asked = None
        return made

    def score(self, members: Any) -> Floats:
        """Score of every course for every member, owned ones too; (n, n_courses) in the order of `courses`.

        members  (n,) ids; unknown ones get popularity. Scores of two courses compare for one member; across members
        compare the shares that softmax makes of a row (serve.invite).
        """
        places = self._histories.places(np.asarray(members, np.int64).reshape(-1))
        scores = np.empty((len(places), len(self.courses)))
        if len(places) <= FEW_MEMBERS:
            for row, place in enumerate(places.tolist()):
                scores[row] = self._score_one(place)
        else:
            matrices = self._matrices()
            for first in range(0, len(places), BATCH_ROWS):
                part = places[first : first + BATCH_ROWS]
                scores[first : first + BATCH_ROWS] = self._score_many(part, *matrices)
        return scores

    def recommend(
        self, members: Any, k: int = 10, *, exclude: Any = None, allowed: Any = None
    ) -> tuple[Ints, Floats]:
        """The k best courses for each member that they do not own, best first.

        exclude  course ids never to recommend; allowed  if given, only these.
        Returns ids (n, k) int64 padded with -1, and scores (n, k) float64 padded with -inf. Equal scores: lower id first.
        For thousands of members at once scores have seven digits.
        """
        if k < 1:
            raise ValueError("k: must be at least 1")
        members = np.asarray(members, np.int64).reshape(-1)
        ids = np.full((len(members), k), -1, np.int64)
        best = np.full((len(members), k), -np.inf)
        closed = self._closed(exclude, allowed)
        batches = range(0, len(members), BATCH_ROWS)
        # Reading the matrices is what takes the time: half the digits are half the time.
        light = self._parts.matrices(self._chosen, np.float32) if len(batches) >= MANY_BATCHES else None

        def fill(first: int) -> None:
            part = slice(first, first + BATCH_ROWS)
            places = self._histories.places(members[part])
            scores = self.score(members[part]) if light is None else self._score_many(places, *light)
            if closed.any():
                scores[:, closed] = -np.inf
            owned, starts = self._spans(places)
            scores[
                np.repeat(np.arange(len(places)), np.diff(starts)), self._histories.column[owned]
            ] = -np.inf
            top = ranked(scores, k)
            found = np.take_along_axis(scores, top, axis=1)
            best[part, : top.shape[1]] = found
            ids[part, : top.shape[1]] = np.where(np.isfinite(found), self.courses[top], -1)

        if light is None:
            for first in batches:
                fill(first)
        else:
            # Sorting and products leave the interpreter's lock, and every batch has rows of its own.
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(fill, batches))
        return ids, best

    def explain(self, member: int, course: int) -> list[Contribution]:
        """What the score of a course is made of, largest amount first; the amounts add up to the score.

        Raises ValueError for a course the model does not know.
        """
        column = int(np.searchsorted(self.courses, course))
        if column >= len(self.courses) or self.courses[column] != course:
            raise ValueError(f"course: {course} is not known")
        asked = self._ask(self._histories.place(member))
        popular = self._base if len(asked.courses) else self._cold
        made = [Contribution(None, float(popular[column]))]
        for own, way in zip(asked.courses, asked.said[:, :, column].T.tolist(), strict=True):
            if amount := sum(way):
                made.append(Contribution(own, amount, dict(zip(_WAYS, way, strict=True))))
        return sorted(made, key=_largest_first)

    def alone(self, component: str) -> Recommender:
        """A model that listens to one of blend.COMPONENTS, and to the rest only where that is silent. Shares what was
        learned, so neither may be updated while both are used."""
        place = blend.COMPONENTS.index(component)
        weights = 1e-6 * np.array(self.settings.weights)
        weights[place] = max(self.settings.weights[place], 1e-3)
        made = copy.copy(self)
        made.settings = replace(self.settings, weights=tuple(weights.tolist()))
        made._chosen = replace(self._chosen, settings=made.settings)
        made._combine()
        return made

    def popular(self) -> Floats:
        """What popularity adds to the score of each course for members with a history; (n_courses,)."""
        return self._base.copy()

    def owned(self, member: int) -> Ints:
        """Ids of the courses a member has any row with; empty if the member is unknown."""
        place = self._histories.place(member)
        return (
            np.sort(self.courses[self._histories.column[self._histories.rows(place)]])
            if place >= 0
            else (np.empty(0, np.int64))
        )

    def first_courses(self, most: int) -> tuple[Ints, Ints]:
        """(member ids, columns) of the first `most` courses that each member took; looks alone are none. O(rows)."""
        whole = self._histories
        took = np.flatnonzero(whole.weight > VIEWED)
        place = whole.row_places()[took]
        early = np.arange(len(took)) - np.searchsorted(place, place, side="left") < most
        return whole.members[place[early]], whole.column[took[early]]

    def near(self, course: int) -> Floats:
        """How much having taken a course adds to every other's score; (n_courses,), 0 for one the model does not know."""
        column = int(np.searchsorted(self.courses, course))
        if column >= len(self.courses) or self.courses[column] != course:
            return np.zeros(len(self.courses))
        ways = self._parts.ways(self._chosen, np.array([column]))[:, 0]
        return np.asarray(ways[Way.TOGETHER] + ways[Way.AFTER] + ways[Way.TEXTS])

    def about(self, text: CourseText) -> Floats:
        """How much having taken something of this text would add to every course's score, by the texts alone; (n_courses,).
        0 in a community where what members take does not go by texts."""
        return self.settings.weights[blend.COMPONENTS.index("texts")] * self._terms.near(text)

    def took(self, members: Ints) -> tuple[Ints, Ints]:
        """(position in members, column) of all that these members took; looks alone are none."""
        owned, starts = self._spans(self._histories.places(members))
        position = np.repeat(np.arange(len(members)), np.diff(starts))
        taken = self._histories.weight[owned] > VIEWED
        return position[taken], self._histories.column[owned][taken]

    def takers(self, course: int) -> float:
        """Evidence for a course summed over its members: their number, where each row weighs 1."""
        column = int(np.searchsorted(self.courses, course))
        known = column < len(self.courses) and self.courses[column] == course
        return float(self._parts.total[column]) if known else 0.0

    def _combine(self) -> None:
        self._base = self._parts.base(self.settings)
        self._cold = popularity.cold_scores(self._parts.total, self._parts.recent)
        self._whole: tuple[Floats, Floats] | None = None
        self._asked: _Asked | None = None

    def _matrices(self) -> tuple[Floats, Floats]:
        """Both matrices whole, made when many are first asked for: who asks for one member needs a few rows of them."""
        if self._whole is None:
            self._whole = self._parts.matrices(self._chosen)
        return self._whole

    def _ask(self, place: int) -> _Asked:
        """What the member's courses say of all; the last one asked for is kept, since reasons follow a list. Threads
        that meet here make it twice at worst."""
        asked = self._asked
        if asked is None or asked.place != place:
            owned, history, at_once = self._history(place)
            ways = self._parts.ways(self._chosen, owned)
            ways *= history[:, None]
            ways[Way.NOW] *= (at_once / history)[:, None]
            ways[Way.AFTER] += ways[Way.NOW]
            asked = self._asked = _Asked(place, self.courses[owned].tolist(), ways[: len(_WAYS)])
        return asked

    def _similarity(self, courses: Ints) -> tuple[Terms, Floats | None]:
        """What texts say depends on which courses there are alone: read again only where that changed."""
        if self._read is None or not np.array_equal(self._read[0], courses):
            terms = terms_of(courses, self._texts)
            self._read = (courses, terms, terms.alike())
        return self._read[1:]

    def _core(self, histories: Histories, courses: Ints) -> tuple[tuple[int, int, int], Histories]:
        """The oldest rows, and (how many, time and hash of the last of them)."""
        size = core_size(len(histories))
        if size == len(histories):
            return (size, 0, 0), histories
        hashed = mixed(histories.members[histories.row_places()], courses[histories.column], self.seed)
        oldest = np.lexsort((hashed, histories.at))[:size]
        last = oldest[-1]
        rows = np.zeros(len(histories), bool)
        rows[oldest] = True
        return (size, int(histories.at[last]), int(hashed[last])), histories.kept(rows)

    def _changes(self, standing: Interactions) -> list[tuple[int, Histories, Histories]] | None:
        """(member, rows before, rows after) of each changed member; None if the settings must be chosen anew."""
        size, at, hashed = self._core_key
        grown, changes = 0, []
        for member in np.unique(standing.member).tolist():
            before = self._alone(member)
            ours = before.interactions(self.courses)
            added = standing.at_rows(standing.member == member)
            after = Histories.of(ours.and_also(added).standing(), self.courses, self.seed)
            differing = _row_set(before) ^ _row_set(after)
            if not differing:
                continue
            touched = np.array([column for column, _, _ in differing], np.int64)
            keys = mixed(np.full(len(touched), member), self.courses[touched], self.seed).tolist()
            if min(((row[2], key) for row, key in zip(differing, keys, strict=True))) <= (at, hashed):
                return None
            grown += len(after) - len(before)
            changes.append((member, before, after))
        if core_size(len(self._histories) + grown) != size or size == len(self._histories):
            return None if changes else []
        return changes

    def _alone(self, member: int) -> Histories:
        whole, place = self._histories, self._histories.place(member)
        rows = whole.rows(place) if place >= 0 else slice(0, 0)
        count = rows.stop - rows.start
        members = np.array([member] if count else [], np.int64)
        starts = np.array([0, count] if count else [0], np.int64)
        return Histories(members, starts, whole.column[rows], whole.weight[rows], whole.at[rows])

    def _history(self, place: int) -> tuple[Ints, Floats, Floats]:
        """Columns of what a member has, and both history vectors there."""
        if place < 0:
            return np.empty(0, np.int64), np.empty(0), np.empty(0)
        rows = self._histories.rows(place)
        starts = np.array([0, rows.stop - rows.start])
        at, weight = self._histories.at[rows], self._histories.weight[rows]
        used, at_once = self._histories_of(weight, at, starts)
        said = used != 0
        return self._histories.column[rows][said], used[said], at_once[said]

    def _histories_of(self, weight: Floats, at: Ints, starts: Ints) -> tuple[Floats, Floats]:
        """Both history vectors of some members' rows: decayed, and of now; each (n,)."""
        lengths = np.diff(starts)
        bold = np.repeat(np.array(self.settings.boldness)[blend.length_group(lengths)], lengths)
        decayed = history_weights(weight, at, starts, self.settings.decay)
        return bold * decayed, bold * history_weights(weight, at, starts, transitions.NOW)

    def _score_one(self, place: int) -> Floats:
        asked = self._ask(place)
        return self._base + asked.said.sum(axis=(0, 1)) if asked.courses else self._cold

    def _score_many(self, places: Ints, matrix: Floats, followed: Floats) -> Floats:
        """In the precision of the matrices."""
        whole = self._histories
        rows, starts = self._spans(places)
        weight, at = whole.weight[rows], whole.at[rows]
        history = Rows(whole.column[rows], weight, starts, len(self.courses))
        used, at_once = self._histories_of(weight, at, starts)
        scores = history.valued(used).times(matrix)
        scores += history.valued(at_once).times(followed)
        scores += self._base.astype(scores.dtype)
        silent = np.bincount(history.of(), used != 0, len(places)) == 0
        scores[silent] = self._cold
        return scores

    def _spans(self, places: Ints) -> tuple[Ints, Ints]:
        """The rows of these members, none of an unknown one, and where each member's start among them."""
        starts = self._histories.starts
        return spans(np.where(places >= 0, starts[places], 0), np.where(places >= 0, starts[places + 1], 0))

    def _closed(self, exclude: Iterable[int] | None, allowed: Iterable[int] | None) -> Bools:
        closed = np.zeros(len(self.courses), bool)
        if exclude is not None:
            closed |= np.isin(self.courses, _ids(exclude))
        if allowed is not None:
            closed |= ~np.isin(self.courses, _ids(allowed))
        return closed


def _ids(courses: Any) -> Ints:
    return np.asarray(courses if isinstance(courses, np.ndarray) else list(courses), np.int64)


def _largest_first(part: Contribution) -> tuple[float, int]:
    return -part.amount, -1 if part.course is None else part.course


def _row_set(rows: Histories) -> set[tuple[int, float, int]]:
    return set(zip(rows.column.tolist(), rows.weight.tolist(), rows.at.tolist(), strict=True))


def _advance(progress: Progress | None) -> None:
    if progress is not None:
        progress.advance()
