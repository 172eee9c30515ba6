"""What the model learns from: who did what with which course, how strongly it counts, and when.

Here an input is checked and brought to one row per member and course. What a purchase or a rating weighs is decided in
evidence.py; how the library's tables become rows is in serve.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kclub_desktop.recommend.arrays import Ints

STRONGEST = 1.0
"""Weights beyond ±1 count as ±1, so that no single row and no unit of the weights can move a list."""


@dataclass(frozen=True, eq=False)
class Interactions:
    """Rows of equal length, in any order.

    member  (n,) int64 ids.
    course  (n,) int64 ids, not negative (-1 pads an answer).
    weight  (n,) float32, counts within -1 … 1: positive evidence, negative evidence, 0 = owned and nothing more.
    at      (n,) int64 UTC seconds; only the order within a member and the age of a row matter.

    Whatever has a row is owned, whatever its weight. A member and course may come in several rows; the model uses one:
    the strongest (|weight| within 1), of equally strong ones the latest, of equally late ones the lowest weight.
    Raises ValueError that names the field.
    """

    member: Ints
    course: Ints
    weight: npt.NDArray[np.float32]
    at: Ints

    def __post_init__(self) -> None:
        for field in ("member", "course", "at"):
            object.__setattr__(self, field, _whole_numbers(field, getattr(self, field)))
        object.__setattr__(self, "weight", _weights(self.weight))
        for field in ("course", "weight", "at"):
            if len(getattr(self, field)) != len(self.member):
                raise ValueError(
                    f"{field}: {len(getattr(self, field))} rows, but member has {len(self.member)}"
                )
        if len(self.course) and int(self.course.min()) < 0:
            raise ValueError("course: ids cannot be negative")

    def __len__(self) -> int:
        return len(self.member)

    @classmethod
    def none(cls) -> Interactions:
        """No rows."""
        nothing = np.empty(0, np.int64)
        return cls(nothing, nothing, np.empty(0, np.float32), nothing)

    def and_also(self, other: Interactions) -> Interactions:
        """These rows followed by the other ones."""
        return Interactions(
            np.concatenate([self.member, other.member]),
            np.concatenate([self.course, other.course]),
            np.concatenate([self.weight, other.weight]),
            np.concatenate([self.at, other.at]),
        )

    def at_rows(self, rows: Any) -> Interactions:
        """The rows at an index array or mask."""
        return Interactions(self.member[rows], self.course[rows], self.weight[rows], self.at[rows])

    def standing(self) -> Interactions:
        """One row per member and course, weights within ±1, sorted by member and course. See the class for which row."""
        weight = np.clip(self.weight, -STRONGEST, STRONGEST)
        order = np.lexsort((-weight, self.at, np.abs(weight), self.course, self.member))
        member, course = self.member[order], self.course[order]
        last = np.ones(len(order), bool)
        last[:-1] = (member[1:] != member[:-1]) | (course[1:] != course[:-1])
        kept = order[last]
        return Interactions(self.member[kept], self.course[kept], weight[kept], self.at[kept])


def _whole_numbers(field: str, values: Any) -> Ints:
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{field}: {array.ndim} dimensions instead of one")
    if array.size and array.dtype.kind not in "iu":
        raise ValueError(f"{field}: {array.dtype} instead of whole numbers")
    if array.dtype == np.uint64 and array.size and array.max() > np.uint64(2**63 - 1):
        raise ValueError(f"{field}: beyond 63 bits")
    return array.astype(np.int64)


def _weights(values: Any) -> npt.NDArray[np.float32]:
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"weight: {array.ndim} dimensions instead of one")
    if array.size and array.dtype.kind not in "iufb":
        raise ValueError(f"weight: {array.dtype} instead of numbers")
    with np.errstate(over="ignore"):
        array = array.astype(np.float32)
    if not np.isfinite(array).all():
        raise ValueError("weight: not finite")
    return array
