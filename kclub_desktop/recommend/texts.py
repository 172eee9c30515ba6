"""What courses say of themselves: the only component that can speak for a course nobody took yet.

Terms of title, tags and summary, weighted by rarity (TF-IDF), and the cosine of two courses' terms. Chinese is cut into
words by jieba where that is installed, into pairs of characters otherwise; nothing else depends on which.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from kclub_desktop.recommend.arrays import Floats, Ints

TITLE, TAG, SUMMARY = 1.0, 1.5, 0.4
"""How much a term counts by where it stands."""
COMMONEST = 0.5
"""Terms in more than this share of the courses tell nothing; of few courses, terms in all of them."""
HANDFUL = 8
DENSE_COURSES = 400
LEAST_ALIKE = 0.02
"""Below, and with more than DENSE_COURSES, two courses have nothing in common."""
_RUN = re.compile(r"[㐀-鿿]+|[^\W_㐀-鿿]+")


@dataclass(frozen=True)
class CourseText:
    """What is known of a course beside who took it."""

    title: str = ""
    tags: tuple[str, ...] = ()
    summary: str = ""


Courses = Mapping[int, Any] | Iterable[int]
"""Ids, or id -> CourseText, or id -> words."""


def texts_of(courses: Courses | None) -> dict[int, CourseText]:
    """Course id -> text; plain ids have none. Raises ValueError for an id below 0 or a text that is none."""
    if courses is None:
        return {}
    texts = (
        {int(course): _text(said) for course, said in courses.items()}
        if isinstance(courses, Mapping)
        else {int(course): CourseText() for course in courses}
    )
    if any(course < 0 for course in texts):
        raise ValueError("courses: ids cannot be negative")
    return texts


def _text(said: Any) -> CourseText:
    if isinstance(said, CourseText):
        return said
    if said is None or isinstance(said, str):
        return CourseText(said or "")
    raise ValueError(f"courses: {type(said).__name__} instead of CourseText or words")


@dataclass(frozen=True, eq=False)
class Terms:
    """The terms that two courses or more have, and how much each says of each of them.

    names  term -> its number.   starts (terms + 1,): entries of a term.   column, weight (entries,): the course, and its
    part of that course's unit vector.   rarity (terms,).
    """

    names: Mapping[str, int]
    starts: Ints
    column: Ints
    weight: Floats
    rarity: Floats
    n_courses: int

    def alike(self) -> Floats | None:
        """Cosine of every two courses; (n, n) with a zero diagonal, None where no two share a term."""
        if not self.names:
            return None
        at = np.repeat(np.arange(len(self.names)), np.diff(self.starts))
        made = _cosines(at, self.column, self.weight, len(self.names), self.n_courses)
        np.fill_diagonal(made, 0.0)
        return made

    def near(self, text: CourseText) -> Floats:
        """Cosine of any text with every course; (n,). Terms that no two courses have say nothing, as between courses."""
        made, length = np.zeros(self.n_courses), 0.0
        for term, count in _terms(text).items():
            if (number := self.names.get(term)) is not None:
                entries = slice(self.starts[number], self.starts[number + 1])
                said = count * self.rarity[number]
                made[self.column[entries]] += said * self.weight[entries]
                length += said**2
        return made / max(length**0.5, 1e-9)


def terms_of(courses: Ints, texts: Mapping[int, CourseText]) -> Terms:
    """The terms of these courses (ascending ids)."""
    spread: dict[str, dict[int, float]] = {}
    for place, course in enumerate(courses.tolist()):
        if course in texts:
            for term, count in _terms(texts[course]).items():
                spread.setdefault(term, {})[place] = count
    most = max(COMMONEST * len(courses), min(HANDFUL, len(courses) - 1))
    shared = {term: found for term, found in sorted(spread.items()) if 1 < len(found) <= most}
    counts = np.array([len(found) for found in shared.values()], np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    column = np.fromiter((place for found in shared.values() for place in found), np.int64, starts[-1])
    weight = np.fromiter(
        (count for found in shared.values() for count in found.values()), np.float64, starts[-1]
    )
    rarity = np.log1p(len(courses) / counts)
    weight *= np.repeat(rarity, counts)
    norm = np.sqrt(np.bincount(column, weight**2, len(courses)))
    weight /= norm[column]
    names = {term: number for number, term in enumerate(shared)}
    return Terms(names, starts, column, weight, rarity, len(courses))


def similarity(courses: Ints, texts: Mapping[int, CourseText]) -> Floats | None:
    """Cosine of terms; (n, n) with a zero diagonal, None where no two courses share a term."""
    return terms_of(courses, texts).alike()


def _cosines(at: Ints, column: Ints, weight: Floats, n_terms: int, n_courses: int) -> Floats:
    if n_courses <= DENSE_COURSES:
        table = np.zeros((n_courses, n_terms))
        table[column, at] = weight
        return table @ table.T
    from scipy.sparse import csr_array

    sparse = csr_array((weight, (column, at)), shape=(n_courses, n_terms))
    made = np.asarray((sparse @ sparse.T).todense())
    made[made < LEAST_ALIKE] = 0.0
    return made


def _terms(text: CourseText) -> dict[str, float]:
    """Terms of a course with how much they count, before rarity."""
    counted: dict[str, float] = {}
    for tag in sorted(set(text.tags)):
        counted[f"#{tag.casefold()}"] = TAG
    for words, weight in ((text.title, TITLE), (" ".join(text.tags), TITLE), (text.summary, SUMMARY)):
        for term in _words(words):
            counted[term] = counted.get(term, 0.0) + weight
    return {term: count if term[0] == "#" else float(np.sqrt(count)) for term, count in counted.items()}


def _words(text: str) -> list[str]:
    found: list[str] = []
    for run in _RUN.findall(text.casefold()):
        if "㐀" <= run[0] <= "鿿":
            found += _cut()(run)
        elif len(run) > 1:
            found.append(run)
    return found


@lru_cache(maxsize=1)
def _cut() -> Callable[[str], list[str]]:
    """How a run of Chinese is cut into terms."""
    if importlib.util.find_spec("jieba"):
        jieba = importlib.import_module("jieba")
        return lambda run: list(jieba.cut_for_search(run))
    return _pairs


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(max(len(run) - 1, 1))]
