"""A text file into records with the physical line each begins on; broken quotes cost one line, not the rest.

What the cells mean is in parse.py. Lines are counted as the file has them: a record over three lines counts three.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

LONGEST_CELL = 1 << 20
"""A longer cell is a quotation mark that was never closed."""


class Record(NamedTuple):
    """The cells of one record. broken: a quotation mark is open, and only this physical line is in the cells."""

    line: int
    cells: list[str]
    broken: bool = False


class _Tape:
    """Hands lines to the CSV reader and remembers those of the record it is in."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.held: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.held.append(line)
        return line

    def give_back(self) -> Iterable[str]:
        """The lines of the failed record after its first, and everything that follows."""
        return chain(self.held[1:], self._lines)


def records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """Records of a CSV text. lines: with their ends, split as `open(newline='')` does. A blank line is a record too."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    line = 1
    tape = _Tape(lines)
    reader = csv.reader(tape, delimiter=delimiter, strict=True)
    while True:
        try:
            for cells in reader:
                yield Record(line, cells)
                line += len(tape.held)
                tape.held.clear()
            return
        except csv.Error:
            first = tape.held[0] if tape.held else ""
            cells = next(csv.reader([first], delimiter=delimiter), [])
            yield Record(line, cells, broken=len(tape.held) > 1 or _stays_open(first, delimiter))
            line += 1
            tape = _Tape(tape.give_back())
            reader = csv.reader(tape, delimiter=delimiter, strict=True)


def _stays_open(line: str, delimiter: str) -> bool:
    try:
        next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
