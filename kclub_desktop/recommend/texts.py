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
    """The terms of courses, but for those that too many have, and how much each says of which course.

    names  term -> its number.   starts (terms + 1,): entries of a term.   column, weight (entries,): the course, and what
    the term says of it, rarity included.   rarity (terms,).
    """

    names: Mapping[str, int]
    starts: Ints
    column: Ints
    weight: Floats
    rarity: Floats
    n_courses: int

    def alike(self) -> Floats | None:
        """Cosine of every two courses in the terms that two or more have; (n, n) with a zero diagonal, None without any."""
        counts = np.diff(self.starts)
        shared = np.repeat(counts > 1, counts)
        if not shared.any():
            return None
        at = np.repeat(np.arange(len(counts)), counts)[shared]
        column, weight = self.column[shared], self.weight[shared]
        made = _cosines(
            at, column, weight / self._lengths(column, weight)[column], len(counts), self.n_courses
        )
        np.fill_diagonal(made, 0.0)
        return made

    def near(self, text: CourseText) -> Floats:
        """Cosine of any text with every course, in all terms; (n,). A term that no course has takes its part of the text."""
        made, length = np.zeros(self.n_courses), 0.0
        for term, count in _terms(text).items():
            number = self.names.get(term)
            said = count * (np.log1p(self.n_courses) if number is None else self.rarity[number])
            length += said**2
            if number is not None:
                entries = slice(self.starts[number], self.starts[number + 1])
                made[self.column[entries]] += said * self.weight[entries]
        lengths = self._lengths(self.column, self.weight)
        return made / np.maximum(length**0.5 * lengths, 1e-9)

    def _lengths(self, column: Ints, weight: Floats) -> Floats:
        return np.sqrt(np.bincount(column, weight**2, self.n_courses))


def terms_of(courses: Ints, texts: Mapping[int, CourseText]) -> Terms:
    """The terms of these courses (ascending ids)."""
    spread: dict[str, dict[int, float]] = {}
    for place, course in enumerate(courses.tolist()):
        if course in texts:
            for term, count in _terms(texts[course]).items():
                spread.setdefault(term, {})[place] = count
    most = max(COMMONEST * len(courses), min(HANDFUL, len(courses) - 1), 1)
    kept = {term: found for term, found in sorted(spread.items()) if len(found) <= most}
    counts = np.array([len(found) for found in kept.values()], np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    column = np.fromiter((place for found in kept.values() for place in found), np.int64, starts[-1])
    weight = np.fromiter((said for found in kept.values() for said in found.values()), np.float64, starts[-1])
    rarity = np.log1p(len(courses) / counts)
    weight *= np.repeat(rarity, counts)
    names = {term: number for number, term in enumerate(kept)}
    return Terms(names, starts, column, weight, rarity, len(courses))


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
