"""Ratings of a file: of a member and a course that are there. Who rates a course has taken it, so that is noted too."""

from __future__ import annotations

from typing import Any

from kclub_desktop.import_export import fields
from kclub_desktop.import_export.codes import Code
from kclub_desktop.import_export.known import Ids, Known
from kclub_desktop.import_export.parse import IDS, Remark, Row, RowReader
from kclub_desktop.import_export.plan import Current, Slice, compare
from kclub_desktop.import_export.plan_members import no_identity, says_who
from kclub_desktop.import_export.profile import Subject
from kclub_desktop.store import Library, rows
from kclub_desktop.store.tables import Enrolment, Rating

_COLUMNS = ("stars", "review", "rated_at")
ENROLMENT_SOURCE = "import"


class RatingPlanner:
    """Plans ratings; one per file."""

    def __init__(self, library: Library, known: Known, reader: RowReader, now: int, dry_run: bool) -> None:
        self._known, self._reader, self._now = known, reader, now
        self._ratings = Current(library, Rating, _COLUMNS, dry_run)
        self._enrolments = Current(library, Enrolment, ("member",), dry_run)
        self._headers = {column.field: reader.file.headers[at] for at, column in reader.file.columns}
        self._made: set[int] = set()

    def plan(self, rows_of_slice: list[Row], into: Slice) -> None:
        """Add what these rows do to a slice."""
        found = [self._resolve(row) for row in rows_of_slice]
        pairs = [{"member": member, "course": course} for member, course, _ in found if member and course]
        self._ratings.load(rows.id_for(Rating, pair) for pair in pairs)
        self._enrolments.load(rows.id_for(Enrolment, pair) for pair in pairs)
        for row, (member, course, reasons) in zip(rows_of_slice, found, strict=True):
            if member is None or course is None or reasons or row.faults:
                into.reject(row, [*row.rejections(), *reasons])
                continue
            into.warnings.extend(row.warnings())
            self._rate(row, {"member": member, "course": course}, into)

    def _resolve(self, row: Row) -> tuple[int | None, int | None, list[Remark]]:
        """(member, course, what is missing or unknown)."""
        values, reasons = row.values, []
        ids: Ids = values.get(IDS[Subject.COURSE], [])
        course = self._known.course(ids, values.get("course_title", ""))
        if course is None:
            header = self._reader.header_of("course", "course_title")
            asked = ids[0][1] if ids else values.get("course_title", "")
            reasons.append(Remark(row.line, header, Code.UNKNOWN_COURSE, asked))
        member = self._member(row)
        if member is None and (reason := self._unknown_member(row)):
            reasons.append(reason)
        if "stars" not in values and not any(fault.code is Code.BAD_RATING for fault in row.faults):
            reasons.append(Remark(row.line, self._reader.header_of("stars"), Code.BAD_RATING))
        return member, course, reasons

    def _member(self, row: Row) -> int | None:
        values, phone = row.values, row.values.get("phone", "")
        ids: Ids = values.get(IDS[Subject.MEMBER], [])
        match = self._known.member(ids, values.get("email", ""), phone if fields.identifies(phone) else "")
        return match.member if match else None

    def _unknown_member(self, row: Row) -> Remark | None:
        if not says_who(row):
            return no_identity(row, self._reader)
        field = next((name for name in ("email", "phone") if name in row.values), "member")
        value = str(row.values.get(field, ""))
        return Remark(row.line, self._reader.header_of(field), Code.UNKNOWN_MEMBER, value)

    def _rate(self, row: Row, pair: dict[str, int], into: Slice) -> None:
        rating, enrolment = rows.id_for(Rating, pair), rows.id_for(Enrolment, pair)
        file = {name: row.values[name] for name in _COLUMNS if name in row.values}
        here = self._ratings.of(rating)
        if here is None:
            values = {**pair, "stars": 0, "review": "", "rated_at": self._now, **file}
            into.add(Rating, values)
            into.created["rating"] += 1
            self._ratings.plan(rating, values)
            self._made.add(rating)
        else:
            self._meet(row, rating, here, file, into)
        if self._enrolments.of(enrolment) is None:
            at = file.get("rated_at", self._now)
            values = {**pair, "enrolled_at": at, "source": ENROLMENT_SOURCE}
            into.add(Enrolment, values)
            into.created["enrolment"] += 1
            self._enrolments.plan(enrolment, values)

    def _meet(self, row: Row, rating: int, here: dict[str, Any], file: dict[str, Any], into: Slice) -> None:
        """A rating that is there stays; of two in one file the later one is what the person thinks now."""
        into.merged["rating"] += 1
        if rating in self._made and file.get("rated_at", 0) > here["rated_at"]:
            into.warnings.append(Remark(row.line, self._reader.header_of("stars"), Code.RATING_REPLACED))
            if not _is_planned(into, here):
                into.fill(Rating, rating, file)
            here.update(file)
            return
        _, differences = compare(row.line, here, file, frozenset(), self._headers)
        into.differences.extend(differences)


def _is_planned(into: Slice, values: dict[str, Any]) -> bool:
    return any(new is values for new in into.new.get(Rating, ()))
