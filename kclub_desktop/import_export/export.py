"""Members, courses and ratings into CSV that a spreadsheet reads and that comes back whole when imported.

Text that a spreadsheet would run gets one apostrophe, which an import takes off again. Rows are streamed, and the
file appears under its name only when it is complete.
"""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kclub_desktop.errors import FileNotWritable
from kclub_desktop.import_export import money
from kclub_desktop.import_export.fields import harmless
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library

_PAGE = 1000
_MEMBERS = (
    "SELECT id, name, email, phone, language, status, level, plan, channel, tags, note, email_consent, joined_at,"
    " archived_at, spent_before, spent_before_currency FROM member"
    " WHERE id > ? AND deleted_at IS NULL AND merged_into IS NULL ORDER BY id LIMIT ?"
)
_COURSES = (
    "SELECT id, title, summary, price, currency, language, category, tags, creator, status, published_at FROM course"
    " WHERE id > ? AND deleted_at IS NULL ORDER BY id LIMIT ?"
)
_RATINGS = (
    "SELECT r.id, m.id, m.email, m.phone, c.id, c.title, r.stars, r.review, r.rated_at FROM rating r"
    " JOIN member m ON m.id = r.member JOIN course c ON c.id = r.course"
    " WHERE r.id > ? AND r.deleted_at IS NULL AND m.deleted_at IS NULL AND c.deleted_at IS NULL"
    " ORDER BY r.id LIMIT ?"
)
_MEMBER_HEADERS = str.split(
    "kclub_member name email phone language status level plan channel tags note email_consent joined_at"
    " archived_at spent_before spent_before_currency"
)
_COURSE_HEADERS = str.split(
    "kclub_course title summary price currency language category tags creator status published_at"
)
_RATING_HEADERS = str.split("kclub_member email phone kclub_course title stars review rated_at")


def export_members(
    library: Library, path: Path | str, *, bom: bool = True, progress: Progress | None = None
) -> int:
    """Every live member that was not merged into another, as profiles/kclub_members.py reads them.

    bom: begin with the mark by which Excel knows UTF-8. Returns the number of rows.
    Raises FileNotWritable; Cancelled leaves no file.
    """
    return _export(library, path, _MEMBERS, _MEMBER_HEADERS, _member_cells, bom, progress)


def export_chosen(
    library: Library, path: Path | str, members: Sequence[int], *, progress: Progress | None = None
) -> int:
    """Some members, in the columns of `export_members`; see there."""
    sql = _MEMBERS.replace("WHERE", f"WHERE id IN (SELECT value FROM json_each('{_listed(members)}')) AND")
    return _export(library, path, sql, _MEMBER_HEADERS, _member_cells, True, progress)


def export_recipients(
    library: Library, path: Path | str, members: Sequence[int], *, progress: Progress | None = None
) -> int:
    """Name and e-mail of some members, for a letter that is written elsewhere; see `export_members`."""
    sql = (
        f"SELECT id, name, email, language FROM member WHERE id IN (SELECT value FROM json_each('{_listed(members)}'))"
        " AND id > ? AND deleted_at IS NULL AND merged_into IS NULL ORDER BY id LIMIT ?"
    )
    return _export(
        library, path, sql, ["name", "email", "language"], lambda row: list(row[1:]), True, progress
    )


def _listed(members: Sequence[int]) -> str:
    return json.dumps([int(member) for member in members])


def export_courses(
    library: Library, path: Path | str, *, bom: bool = True, progress: Progress | None = None
) -> int:
    """Every live course, as profiles/kclub_courses.py reads them; see `export_members`."""
    return _export(library, path, _COURSES, _COURSE_HEADERS, _course_cells, bom, progress)


def export_ratings(
    library: Library, path: Path | str, *, bom: bool = True, progress: Progress | None = None
) -> int:
    """Every live rating with its member and course, as profiles/kclub_ratings.py reads them; see `export_members`."""
    return _export(library, path, _RATINGS, _RATING_HEADERS, _rating_cells, bom, progress)


Cells = Callable[[Sequence[Any]], list[Any]]


def _export(
    library: Library,
    path: Path | str,
    sql: str,
    headers: list[str],
    cells: Cells,
    bom: bool,
    progress: Progress | None,
) -> int:
    pages = ([cells(row) for row in page] for page in _pages(library, sql))
    return write_csv(path, headers, pages, bom=bom, progress=progress)


def write_csv(
    path: Path | str,
    headers: Sequence[str],
    pages: Iterable[Sequence[Sequence[Any]]],
    *,
    bom: bool = True,
    progress: Progress | None = None,
) -> int:
    """Pages of rows into a CSV file that appears when it is complete; texts are made harmless. Returns the number of rows.

    Raises FileNotWritable; Cancelled leaves no file.
    """
    path, count, progress = Path(path), 0, progress or Progress()
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise FileNotWritable(str(path), error.strerror or str(error)) from error
    try:
        with open(handle, "w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headers)
            for page in pages:
                writer.writerows([_safe(cell) for cell in row] for row in page)
                count += len(page)
                progress.advance(len(page))
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise FileNotWritable(str(path), error.strerror or str(error)) from error
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def _pages(library: Library, sql: str) -> Iterator[list[tuple[Any, ...]]]:
    last = -(2**63)
    while page := library.rows(sql, (last, _PAGE)):
        yield page
        last = page[-1][0]


def _safe(cell: Any) -> Any:
    return harmless(cell) if type(cell) is str else cell


def _member_cells(row: Sequence[Any]) -> list[Any]:
    *texts, joined_at, archived_at, spent, currency = row
    return [*texts, moment(joined_at), moment(archived_at), _amount(spent, currency), currency]


def _course_cells(row: Sequence[Any]) -> list[Any]:
    number, title, summary, price, currency, *texts, published_at = row
    return [number, title, summary, _amount(price, currency), currency, *texts, moment(published_at)]


def _rating_cells(row: Sequence[Any]) -> list[Any]:
    return [*row[1:-1], moment(row[-1])]


def _amount(minor: int, currency: str) -> str:
    """Empty where no currency says what the amount is of, for then it is none."""
    return money.written(minor, currency) if currency else ""


def moment(at: int | None) -> str:
    """A UTC second as exports write it; empty for none."""
    return "" if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
