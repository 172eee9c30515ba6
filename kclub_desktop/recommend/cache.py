"""One fitted model per open library, learned again only after something it learns from has changed.

Any thread may ask; the others wait for one that learns. What is handed out never changes under its user: an update is
made on a copy.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np

from kclub_desktop.progress import Progress
from kclub_desktop.recommend.chances import Correction, learned
from kclub_desktop.recommend.interactions import Interactions
from kclub_desktop.recommend.library_data import course_texts, load_courses, load_interactions
from kclub_desktop.recommend.model import Recommender
from kclub_desktop.recommend.texts import CourseText
from kclub_desktop.store import Library
from kclub_desktop.store.tables import Activity, Contract, Course, CourseRight, Enrolment, Order, Rating

_LEARNED_FROM = tuple(
    model.number for model in (Course, CourseRight, Contract, Enrolment, Rating, Order, Activity)
)


@dataclass(frozen=True, eq=False)
class _Kept:
    last_change: int
    texts: dict[int, CourseText]
    data: Interactions
    model: Recommender
    correction: Correction | None = None


class ModelCache:
    """Models by library. One per process is enough."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self._kept: WeakKeyDictionary[Library, _Kept] = WeakKeyDictionary()
        self._learning = threading.Lock()

    def get(self, library: Library, progress: Progress | None = None) -> Recommender:
        """The model of all that is in the library now. Costs one look-up when nothing came; raises Cancelled."""
        with self._learning:
            kept = self._kept.get(library)
            last_change = int(library.value("SELECT coalesce(max(id), 0) FROM change"))
            if kept is not None and not _touched(library, kept.last_change, last_change):
                return kept.model
            texts = course_texts(load_courses(library))
            data = load_interactions(library).standing()
            model = self._learned(kept, texts, data, progress)
            self._kept[library] = _Kept(last_change, texts, data, model)
            return model

    def data(self, library: Library) -> Interactions:
        """What the model kept for a library was learned from. Raises KeyError before the first get."""
        return self._kept[library].data

    def correction(self, library: Library, progress: Progress | None = None) -> Correction:
        """How chances are set right on the past; learned when first asked for, and again with the model."""
        self.get(library, progress)
        with self._learning:
            kept = self._kept[library]
            if kept.correction is None:
                open_to = np.array(list(kept.texts), np.int64)
                made = learned(
                    kept.data, library.clock.now(), texts=kept.texts, open_courses=open_to, seed=self._seed
                )
                kept = self._kept[library] = replace(kept, correction=made)
            assert kept.correction is not None
            return kept.correction

    def _learned(
        self, kept: _Kept | None, texts: dict[int, CourseText], data: Interactions, progress: Progress | None
    ) -> Recommender:
        if kept is not None and kept.texts == texts:
            added = added_rows(kept.data, data)
            if added is not None:
                return kept.model.copied().update(added) if len(added) else kept.model
        return Recommender(texts, self._seed).fit(data, progress)


def added_rows(before: Interactions, now: Interactions) -> Interactions | None:
    """The rows that are new, None if any earlier one changed or went. Both standing."""
    old = set(zip(*_columns(before), strict=True))
    fresh = np.array([row not in old for row in zip(*_columns(now), strict=True)], bool)
    if len(now) - int(fresh.sum()) != len(before):
        return None
    return now.at_rows(fresh)


def _columns(data: Interactions) -> tuple[list[float], ...]:
    return data.member.tolist(), data.course.tolist(), data.weight.tolist(), data.at.tolist()


def _touched(library: Library, since: int, until: int) -> bool:
    """Did anything that a model learns from change? A change log that shrank counts as changed."""
    if until == since:
        return False
    marks = ", ".join("?" * len(_LEARNED_FROM))
    found = library.value(
        f"SELECT 1 FROM change WHERE id > ? AND entity IN ({marks}) LIMIT 1", (since, *_LEARNED_FROM)
    )
    return until < since or found is not None
