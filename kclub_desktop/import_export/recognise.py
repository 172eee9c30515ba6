"""Which source a file comes from: container, letters, delimiter, header line and profile, each by content.

Never by the file's name or a fixed line: a bill has twenty lines before its header. What the columns of a source
are is data in profiles/; reading the rows is parse.py's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kclub_desktop.errors import FileNotReadable, NotImportable, UnrecognisedFile
from kclub_desktop.import_export.encoding import Letters, container, letters_of
from kclub_desktop.import_export.profile import Column, Profile, plain_header
from kclub_desktop.import_export.profiles import all_profiles
from kclub_desktop.import_export.records import records

_HEAD_LETTERS = 1 << 16
_HEAD_RECORDS = 60
_DELIMITERS = ",;\t|"
_EXCEL_HINT = re.compile(r"\ufeff?sep=(.)\s*", re.IGNORECASE)
_ENOUGH = 0.5
"""Share of known headers from which a list without a signature of its own is taken for one."""


@dataclass(frozen=True)
class Recognised:
    """A file whose source is known.

    header_line  physical line on which the header begins, from 1
    headers      as they stand in the file; a name that comes twice carries a number
    columns      (position, column of the profile) of every column that is taken
    confidence   0..1: share of the file's headers that the source is known to have
    """

    path: Path
    letters: Letters
    delimiter: str
    header_line: int
    headers: tuple[str, ...]
    profile: Profile
    columns: tuple[tuple[int, Column], ...]
    confidence: float


@dataclass(frozen=True)
class _Fit:
    profile: Profile
    confidence: float
    known: int
    line: int
    cells: tuple[str, ...]
    delimiter: str

    @property
    def rank(self) -> tuple[bool, int, float, int]:
        return not self.profile.general, self.known, self.confidence, -self.line


def recognise(path: Path | str, source: str | None = None) -> Recognised:
    """Look at a file without changing anything.

    source: name of the profile to read it with, when the person has said so.
    Raises NotImportable, UnrecognisedFile, FileNotReadable.
    """
    path = Path(path)
    letters = _letters(path)
    with path.open(encoding=letters.encoding, errors="replace", newline="") as file:
        head = file.read(_HEAD_LETTERS)
    if not head.strip("\ufeff\x00 \t\r\n,;"):
        raise NotImportable(str(path), "empty")
    lines = _lines(head)
    hint = _EXCEL_HINT.fullmatch(lines[0])
    profiles = [p for p in all_profiles() if source in (None, p.source)]
    fits = [
        fit
        for delimiter in (hint[1] if hint else _DELIMITERS)
        for record in islice(records(lines, delimiter), _HEAD_RECORDS)
        for profile in profiles
        if (fit := _fit(profile, record.line, tuple(record.cells), delimiter, forced=source is not None))
    ]
    if not fits:
        raise UnrecognisedFile(str(path), _likely_headers(lines, hint[1] if hint else _DELIMITERS))
    best = max(fits, key=lambda fit: fit.rank)
    return Recognised(
        path,
        letters,
        best.delimiter,
        best.line,
        _numbered(best.cells),
        best.profile,
        _columns(best.profile, best.cells),
        round(best.confidence, 2),
    )


def _letters(path: Path) -> Letters:
    try:
        if path.is_dir():
            raise NotImportable(str(path), "folder")
        with path.open("rb") as file:
            head = file.read(1 << 14)
        if not head:
            raise NotImportable(str(path), "empty")
        if container(head):
            raise NotImportable(str(path), "binary")
        return letters_of(path)
    except FileNotFoundError as error:
        raise NotImportable(str(path), "missing") from error
    except OSError as error:
        raise FileNotReadable(str(path), error.strerror or str(error)) from error


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)


def _fit(profile: Profile, line: int, cells: Sequence[str], delimiter: str, *, forced: bool) -> _Fit | None:
    headers = [plain for cell in cells if len(cell) < 200 and (plain := plain_header(cell))]
    names = {plain_header(header) for column in profile.columns for header in column.headers}
    known = sum(header in names for header in headers)
    if not known:
        return None
    found = {column.field for _, column in _columns(profile, cells)}
    if not all(found.intersection(group) for group in profile.signature):
        return None
    confidence = known / len(headers)
    if profile.general and not forced and confidence < _ENOUGH:
        return None
    return _Fit(profile, confidence, known, line, tuple(cells), delimiter)


def _columns(profile: Profile, cells: Sequence[str]) -> tuple[tuple[int, Column], ...]:
    """The first header of the file that a column goes by, in the order of the column's names."""
    positions: dict[str, int] = {}
    for position, cell in enumerate(cells):
        positions.setdefault(plain_header(cell), position)
    found = []
    for column in profile.columns:
        names = (plain_header(header) for header in column.headers)
        place = next((positions[name] for name in names if name in positions), None)
        if place is not None:
            found.append((place, column))
    return tuple(found)


def _numbered(cells: Sequence[str]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    headers = []
    for cell in cells:
        text = cell.strip("\ufeff \t\r\n")
        counts[text] = counts.get(text, 0) + 1
        headers.append(f"{text} ({counts[text]})" if text and counts[text] > 1 else text)
    return tuple(headers)


def _likely_headers(lines: list[str], delimiters: str) -> tuple[str, ...]:
    """What a person would take for the header: the first record with the most cells."""
    rows = [r.cells for d in delimiters for r in islice(records(lines, d), _HEAD_RECORDS)]
    widest = max(rows, key=lambda cells: sum(bool(cell.strip()) for cell in cells), default=[])
    return tuple(cell.strip("\ufeff \t\r\n")[:60] for cell in widest if cell.strip())[:40]
