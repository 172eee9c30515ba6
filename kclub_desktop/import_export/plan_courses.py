"""Courses of a file, known by the catalogue's id or by their title."""

from __future__ import annotations

from typing import Any

from kclub_desktop.import_export.codes import Code
from kclub_desktop.import_export.known import Known, plain_title
from kclub_desktop.import_export.parse import IDS, Remark, Row, RowReader
from kclub_desktop.import_export.plan import Current, Slice, compare, new_ids
from kclub_desktop.import_export.profile import Subject
from kclub_desktop.store import Library
from kclub_desktop.store.tables import Course

_IDS = IDS[Subject.COURSE]
_TEXTS = ("title", "summary", "language", "category", "tags", "creator")
_MONEY = ("price", "currency")
_FILLABLE = frozenset((*_TEXTS, "published_at"))
_COLUMNS = (*_TEXTS, "price", "currency", "status", "published_at")
_EMPTY: dict[str, Any] = {
    **dict.fromkeys(_TEXTS, ""),
    "price": 0,
    "currency": "",
    "status": "published",
    "published_at": None,
}


class CoursePlanner:
    """Plans courses; one per file."""

    def __init__(self, library: Library, known: Known, reader: RowReader, now: int, dry_run: bool) -> None:
        self._known, self._reader, self._now = known, reader, now
        self._current = Current(library, Course, _COLUMNS, dry_run)
        self._headers = {column.field: reader.file.headers[at] for at, column in reader.file.columns}

    def plan(self, rows: list[Row], into: Slice) -> None:
        """Add what these rows do to a slice."""
        found = (self._find(row) for row in rows)
        self._current.load(course for course in found if course is not None)
        for row in rows:
            course = self._find(row)
            here = None if course is None else self._current.of(course)
            if here is None and not row.values.get("title"):
                missing = Remark(row.line, self._reader.header_of("title"), Code.NO_TITLE)
                into.reject(row, [missing, *row.rejections()])
            elif row.faults:
                into.reject(row, row.rejections())
            else:
                into.warnings.extend(row.warnings())
                if course is None or here is None:
                    self._add(row, into)
                else:
                    self._merge(row, course, here, into)

    def _find(self, row: Row) -> int | None:
        return self._known.course(row.values.get(_IDS, []), row.values.get("title", ""))

    def _add(self, row: Row, into: Slice) -> None:
        number = self._known.plan_new()
        values = {"id": number, **_EMPTY, **_columns_of(row.values), "created_at": self._now}
        into.add(Course, values)
        into.created["course"] += 1
        self._current.plan(number, values)
        self._known.by_title.setdefault(plain_title(values["title"]), number)
        new_ids(into, "course", number, self._known.learn("course", number, row.values.get(_IDS, [])))

    def _merge(self, row: Row, course: int, here: dict[str, Any], into: Slice) -> None:
        into.merged["course"] += 1
        file = _columns_of(row.values)
        fills: dict[str, Any] = {}
        if not here["currency"] and not here["price"]:
            fills = {name: file.pop(name) for name in _MONEY if name in file}
        more, differences = compare(row.line, here, file, _FILLABLE, self._headers)
        fills.update(more)
        into.differences.extend(differences)
        here.update(fills)
        if course >= 0:
            into.fill(Course, course, fills)
        new_ids(into, "course", course, self._known.learn("course", course, row.values.get(_IDS, [])))


def _columns_of(values: dict[str, Any]) -> dict[str, Any]:
    """Values of a row by the names of the table's columns."""
    columns = {name: value for name, value in values.items() if name in _EMPTY and name != "price"}
    if "price" in values:
        columns["price"], columns["currency"] = values["price"]
    return columns
