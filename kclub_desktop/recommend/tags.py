"""Shared tags: the only component that can speak for a course nobody took yet. Rare tags say more than common ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from kclub_desktop.recommend.arrays import Floats, Ints


@dataclass(frozen=True)
class CourseText:
    """What is known of a course beside who took it."""

    title: str = ""
    tags: tuple[str, ...] = ()


Courses = Mapping[int, CourseText] | Iterable[int]


def texts_of(courses: Courses | None) -> dict[int, CourseText]:
    """Course id -> text; plain ids have none. Raises ValueError for an id below 0."""
    if courses is None:
        return {}
    texts = (
        dict(courses) if isinstance(courses, Mapping) else {int(course): CourseText() for course in courses}
    )
    if any(course < 0 for course in texts):
        raise ValueError("courses: ids cannot be negative")
    return texts


def similarity(courses: Ints, texts: Mapping[int, CourseText]) -> Floats | None:
    """Cosine of tags weighted by rarity; (n, n) with a zero diagonal, None where no tag is shared by two courses."""
    spread: dict[str, list[int]] = {}
    for column, course in enumerate(courses.tolist()):
        for tag in sorted(set(texts.get(course, CourseText()).tags)):
            spread.setdefault(tag, []).append(column)
    shared = {tag: columns for tag, columns in spread.items() if len(columns) > 1}
    if not shared:
        return None
    table = np.zeros((len(courses), len(shared)))
    for at, columns in enumerate(shared.values()):
        table[columns, at] = np.log1p(len(courses) / len(columns))
    table /= np.maximum(np.linalg.norm(table, axis=1), 1e-12)[:, None]
    made = table @ table.T
    np.fill_diagonal(made, 0.0)
    return made
