"""The community that benchmarks run on: as many members as wanted, the same in our library and in Anki's collection.

Seeded, so every machine has the same rows; made once and kept under build/bench until this file or the library's
version changes. Written through the store's own gate, in slices as an import would.
"""

from __future__ import annotations

import csv
import hashlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from versus import BUILD

from kclub_desktop.clock import FixedClock
from kclub_desktop.demo import people
from kclub_desktop.store import ChangeGroup, Library, Op, make_library, migrations, rows
from kclub_desktop.store.tables import Activity, Course, Enrolment, Member

MEMBERS = 100_000
NOW = 1_790_000_000
LEVELS = ("", "", "", "银卡", "金卡", "黑金")
_DAY, _SLICE = 86_400, 5_000
_COURSES = ("产品思维", "写作的结构", "SQL for creators", "播客入门", "Pricing a membership", "社群运营")


def members(count: int) -> Iterator[dict[str, Any]]:
    """Columns of Member, one by one; two of three names Chinese, every e-mail and phone once."""
    chance = random.Random(2026)
    channels, weights = zip(*people.CHANNELS, strict=True)
    for number in range(count):
        chinese = chance.random() < 0.68
        first, last = (
            chance.choice(people.GIVEN if chinese else people.FIRST),
            chance.choice(people.SURNAMES if chinese else people.LAST),
        )
        latin = "".join(c for c in f"{first}.{last}".casefold() if c.isascii() and (c.isalnum() or c == "."))
        joined = NOW - chance.randrange(730) * _DAY - chance.randrange(_DAY)
        yield {
            "name": "".join(c for c in last + first if not c.isascii()) if chinese else f"{first} {last}",
            "email": f"{latin}{number}@example.com",
            "phone": f"+86{18_000_000_000 + number}" if chinese else "",
            "language": "zh" if chinese else "en",
            "level": chance.choice(LEVELS),
            "channel": chance.choices(channels, weights)[0],
            "tags": chance.choice(("", "", "", *people.TAGS)),
            "joined_at": joined,
            "created_at": joined,
        }


def library_folder(count: int = MEMBERS) -> Path:
    """A library of that many members, each with an enrolment and an activity; made the first time."""
    folder = BUILD / f"library-{count}"
    return kept(folder, f"{migrations.CURRENT} {_source()}", lambda new: _fill(new, count))


def people_file(count: int = MEMBERS) -> Path:
    """The same members as CSV, one a line: name, e-mail, level, channel."""

    def write(new: Path) -> None:
        new.mkdir()
        with (new / "people.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows((m["name"], m["email"], m["level"], m["channel"]) for m in members(count))

    return kept(BUILD / f"people-{count}", _source(), write) / "people.csv"


def kept(folder: Path, stamp: str, make: Any) -> Path:
    """A folder that make(folder) fills, made anew when the stamp changes; one that was not finished is not kept."""
    mark = folder / "made-from"
    if mark.is_file() and mark.read_text(encoding="utf-8") == stamp:
        return folder
    print(f"making {folder.name} (once) …", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    make(folder)
    mark.write_text(stamp, encoding="utf-8")
    return folder


def _fill(folder: Path, count: int) -> None:
    with make_library(folder, name="知行学社 Zhixing Studio", clock=FixedClock(NOW)) as library:
        with library.write(Op.MAKE_DEMO):
            courses = rows.add_many(library, Course, [_course(title) for title in _COURSES])
        group, waiting = ChangeGroup(), []
        for member in members(count):
            waiting.append(member)
            if len(waiting) == _SLICE:
                _write(library, group, waiting, courses)
                waiting = []
        if waiting:
            _write(library, group, waiting, courses)


def _write(library: Library, group: ChangeGroup, found: list[dict[str, Any]], courses: list[int]) -> None:
    with library.write(Op.MAKE_DEMO, group=group):
        ids = rows.add_many(library, Member, found)
        took = [
            (member, courses[member % len(courses)], row["joined_at"])
            for member, row in zip(ids, found, strict=True)
        ]
        rows.add_many(
            library,
            Enrolment,
            [{"member": m, "course": c, "enrolled_at": at, "progress": m % 101} for m, c, at in took],
        )
        rows.add_many(
            library,
            Activity,
            [{"member": m, "course": c, "kind": "purchase", "at": at} for m, c, at in took],
        )


def _course(title: str) -> dict[str, Any]:
    return {
        "title": title,
        "price": 19_900,
        "currency": "CNY",
        "published_at": NOW - 800 * _DAY,
        "created_at": NOW - 800 * _DAY,
    }


def _source() -> str:
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
