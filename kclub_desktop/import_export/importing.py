"""Bringing files in, from their bytes to the report: the order of the stages and of the files, nothing else.

All files are recognised before the first row is written. Members come before courses and those before ratings,
whatever order the person chose them in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from kclub_desktop.import_export.apply import apply
from kclub_desktop.import_export.codes import Code
from kclub_desktop.import_export.known import Known
from kclub_desktop.import_export.parse import Defaults, Noise, Remark, Row, RowReader
from kclub_desktop.import_export.plan import Planner, Slice
from kclub_desktop.import_export.plan_courses import CoursePlanner
from kclub_desktop.import_export.plan_members import MemberPlanner
from kclub_desktop.import_export.plan_ratings import RatingPlanner
from kclub_desktop.import_export.profile import Subject
from kclub_desktop.import_export.recognise import recognise
from kclub_desktop.import_export.report import FileReport, ImportReport
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.store import Library
from kclub_desktop.store.backup import Reason, before

SLICE = 500
"""Rows per transaction: short enough that the desk can write in between."""

_PLANNERS: dict[Subject, Callable[[Library, Known, RowReader, int, bool], Planner]] = {
    Subject.MEMBER: MemberPlanner,
    Subject.COURSE: CoursePlanner,
    Subject.RATING: RatingPlanner,
}
_ORDER = tuple(_PLANNERS)


def import_files(
    library: Library,
    paths: Sequence[Path | str],
    *,
    now: int,
    dry_run: bool = False,
    progress: Progress | None = None,
    source: str | None = None,
    day_first: bool | None = None,
    region: str = "CN",
    initiator: object | None = None,
) -> ImportReport:
    """Bring in every good row of these files and say of every other one why not; the report keeps the given order.

    now        UTC seconds: when new rows are created, and when a rating without a time was given
    dry_run    nothing is written, the report is the same
    progress   counts lines; once cancelled, what was written stays and the report says so
    source     read all files with this profile, when the person has said which it is
    day_first  how 3/4/2026 is read where a file does not tell
    region     ISO code of the country of phone numbers that name none
    Raises NotImportable, UnrecognisedFile, FileNotReadable before anything is written, and FileNotWritable if what is
    there already cannot be backed up; LibraryBusy, LibraryNotWritable.
    """
    progress = progress or Progress()
    files = [recognise(path, source) for path in paths]
    report = ImportReport([FileReport(file) for file in files], dry_run)
    defaults = Defaults(library.zone, library.currency, region, day_first)
    progress.expect(sum(file.letters.lines for file in files))
    known = Known(library)
    in_order = sorted(report.files, key=lambda each: _ORDER.index(each.recognised.profile.subject))
    try:
        for file_report in in_order:
            reader = RowReader(file_report.recognised, defaults)
            planner = _PLANNERS[reader.profile.subject](library, known, reader, now, dry_run)
            for planned in _slices(reader, planner, progress):
                if planned.writes and not dry_run:
                    if report.undo.id is None:
                        before(library, Reason.IMPORT)
                    apply(library, planned, known, report.undo, initiator)
                file_report.add(planned)
    except Cancelled:
        report.cancelled = True
    return report


def _slices(reader: RowReader, planner: Planner, progress: Progress) -> Iterator[Slice]:
    """Plans of the file, one slice at a time: the next is planned after the last was written."""
    rows, line = iter(reader), 0
    while batch := list(islice(rows, SLICE)):
        progress.advance(reader.lines_read - line)
        line = reader.lines_read
        planned = Slice(last_line=line)
        taken: list[Row] = []
        for row in batch:
            if isinstance(row, Noise):
                planned.skipped.append(Remark(row.line, "", row.code))
                planned.rows += row.code is Code.DUPLICATE
                continue
            planned.rows += 1
            if row.unread:
                planned.reject(row, row.faults)
            else:
                taken.append(row)
        planner.plan(taken, planned)
        planned.in_line_order()
        yield planned
