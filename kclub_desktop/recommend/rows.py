"""Rows of a large table of which almost every entry is zero: histories and cases, multiplied with item–item matrices."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kclub_desktop.recommend.arrays import Floats, Ints

DENSE_COURSES = 400
"""Up to here a dense product is faster than a sparse one and its import."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Row i has value[starts[i]:starts[i + 1]] in column[starts[i]:starts[i + 1]]; all others are 0.

    column, value  equal lengths.   starts  (rows + 1,).   n_columns  width of the table.
    """

    column: Ints
    value: Floats
    starts: Ints
    n_columns: int
    _tables: dict[np.dtype, Floats] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self) -> Ints:
        """The row of every entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def valued(self, value: Floats) -> Rows:
        """The same places with other values."""
        return Rows(self.column, value, self.starts, self.n_columns)

    def scaled(self, sides: Floats) -> Rows:
        """Every column multiplied by its side; sides (n_columns,)."""
        return self.valued(self.value * sides[self.column])

    def dense(self, dtype: np.dtype | type = np.float64) -> Floats:
        """(rows, n_columns)."""
        table = np.zeros((len(self), self.n_columns), dtype)
        np.add.at(table, (self.of(), self.column), self.value)
        return table

    def times(self, matrix: Floats) -> Floats:
        """(rows, k) for a matrix (n_columns, k), in the matrix's precision."""
        if self.n_columns <= DENSE_COURSES:
            if matrix.dtype not in self._tables:
                self._tables[matrix.dtype] = self.dense(matrix.dtype)
            return self._tables[matrix.dtype] @ matrix
        from scipy.sparse import csr_array

        shape = (len(self), self.n_columns)
        sparse = csr_array((self.value.astype(matrix.dtype), self.column, self.starts), shape=shape)
        return np.asarray(sparse @ matrix)

    def dot(self, table: Floats) -> Floats:
        """Sum over each row of its values times the table's, (rows,); table (rows, n_columns)."""
        of = self.of()
        return np.bincount(of, self.value * table[of, self.column], len(self)).astype(np.float64)

    def picked(self, rows: Ints) -> Rows:
        """Only these rows, in this order."""
        entries, starts = spans(self.starts[rows], self.starts[rows + 1])
        return Rows(self.column[entries], self.value[entries], starts, self.n_columns)

    def within(self, columns: Ints) -> Rows:
        """The table of these columns (ascending) alone."""
        if len(columns) == self.n_columns:
            return self
        place = np.full(self.n_columns, -1, np.int64)
        place[columns] = np.arange(len(columns))
        kept = place[self.column] >= 0
        before = np.concatenate([[0], np.cumsum(kept)]).astype(np.int64)
        return Rows(place[self.column[kept]], self.value[kept], before[self.starts], len(columns))

    def squared(self) -> Floats:
        """Rows transposed times rows; (n_columns, n_columns)."""
        if self.n_columns <= DENSE_COURSES:
            table = self.dense()
            return table.T @ table
        from scipy.sparse import csr_array

        sparse = csr_array((self.value, self.column, self.starts), shape=(len(self), self.n_columns))
        return np.ascontiguousarray((sparse.T @ sparse).toarray())


def spans(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """The numbers first[i] … last[i] - 1 of all spans in a row, and where each span starts in them; (sum,), (n + 1,)."""
    lengths = last - first
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return np.arange(starts[-1]) + np.repeat(first - starts[:-1], lengths), starts
