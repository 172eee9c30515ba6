"""The store beside plain SQLite: opening, bulk writing through the gate, and what a member and an activity weigh.

Sketch: the gate adds one row to the change log for each row written and its index entries, search a few words; the bare
way writes the same columns into the same tables without triggers. Aim: at least half as fast; opening under 100 ms.
Run: python benchmarks/bench_store.py [members]
"""

from __future__ import annotations

import gc
import shutil
import sqlite3
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

import community
from versus import Outcome, versus

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import Library, Op, make_library, open_library, rows
from kclub_desktop.store.declare import Table
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.store.tables import Activity, Member

ROWS, PAIRS = 20_000, 7
KINDS: tuple[type[Table], ...] = (Activity, Member)


def items_of(model: type[Table], count: int, first: int) -> list[dict[str, Any]]:
    """Rows to add: the community's own members, or activities of theirs."""
    if model is Member:
        return list(islice(community.members(first + count), first, None))
    return [
        {"member": number, "kind": "view", "at": community.NOW + number}
        for number in range(first, first + count)
    ]


class Bare:
    """The same tables and indices in a plain file: no triggers, no log, no search; the same pragmas."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
        for pragma in ("journal_mode = wal", "synchronous = full", "cache_size = -32000"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.columns: dict[type[Table], list[str]] = {}
        for model in KINDS:
            table = model.name_of_table()
            for (sql,) in library.rows(
                "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index')"
                " AND sql IS NOT NULL ORDER BY type DESC", (table,)
            ):  # fmt: skip
                self.connection.execute(sql)
            self.columns[model] = ["id", *model.columns()]
        self.last_id = 0

    def add(self, model: type[Table], items: list[dict[str, Any]]) -> None:
        """One transaction of executemany with every column filled."""
        names = self.columns[model]
        defaults = {name: model.default_of(name) for name in names if name != "id"}
        first, self.last_id = self.last_id + 1, self.last_id + len(items)
        marks, listed = ", ".join("?" * len(names)), ", ".join(f'"{name}"' for name in names)
        ready = (
            (row_id, *(item.get(name, defaults[name]) for name in names[1:]))
            for row_id, item in enumerate(items, first)
        )
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(
            f'INSERT INTO "{model.name_of_table()}" ({listed}) VALUES ({marks})', ready
        )
        self.connection.execute("COMMIT")


def bulk(library: Library, folder: Path) -> None:
    """Rows through the gate beside executemany, new ones each time."""
    bare = Bare(library, folder)
    for model in KINDS:
        table = model.name_of_table()
        lots = [items_of(model, ROWS, number * ROWS) for number in range(PAIRS + 1)]
        mine, theirs = iter(lots), iter(lots)

        def ours(model: type[Table] = model, lots: Any = mine) -> float:
            items = next(lots)
            began = time.perf_counter()
            with library.write(Op.IMPORT):
                rows.add_many(library, model, items)
            return 1000 * (time.perf_counter() - began)

        def plain(model: type[Table] = model, lots: Any = theirs) -> float:
            items = next(lots)
            began = time.perf_counter()
            bare.add(model, items)
            return 1000 * (time.perf_counter() - began)

        outcome = versus(
            f"{ROWS:,} rows into {table} through the gate", ours, plain, PAIRS, reference="executemany"
        )
        print(f"  {share(outcome)} of the bare speed")
    bare.connection.close()


def share(outcome: Outcome) -> str:
    """Our speed as a part of theirs."""
    return f"{1 / outcome.ratio:.0%}"


def opening(folder: Path) -> None:
    """Open, read one figure, close; beside sqlite3 doing the same."""

    def ours() -> float:
        gc.collect()
        began = time.perf_counter()
        with open_library(folder, clock=FixedClock(community.NOW)) as library:
            library.value("SELECT count(*) FROM course")
            took = 1000 * (time.perf_counter() - began)
        return took

    def plain() -> float:
        began = time.perf_counter()
        connection = sqlite3.connect(folder / FILE_NAME)
        connection.execute("SELECT count(*) FROM course").fetchone()
        took = 1000 * (time.perf_counter() - began)
        connection.close()
        return took

    versus("open the library and read", ours, plain, 21, reference="sqlite3.connect")


def weigh(model: type[Table], count: int) -> None:
    """Bytes of file a row takes in all: itself, its indices, its log entry, its search entry; and the row by itself."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with make_library(folder / "library", name="x", clock=FixedClock(community.NOW)) as library:
            items = items_of(model, count, 0)
            before = pages(library)
            with library.write(Op.IMPORT):
                rows.add_many(library, model, items)
            library.execute_sql("VACUUM")
            whole = (pages(library) - before) / count
            bare = Bare(library, folder)
            empty = (folder / "bare.sqlite").stat().st_size
            bare.add(model, items)
            bare.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            alone = ((folder / "bare.sqlite").stat().st_size - empty) / count
            bare.connection.close()
    print(f"a row of {model.name_of_table()}: {whole:.0f} bytes with log and search, {alone:.0f} without")


def pages(library: Library) -> int:
    """Bytes in use by the file's pages."""
    return int(library.value("PRAGMA page_size")) * (
        int(library.value("PRAGMA page_count")) - int(library.value("PRAGMA freelist_count"))
    )


def main() -> None:
    """All of it on a copy of the community; prints as it goes."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else community.MEMBERS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(community.library_folder(count), folder / "library")
        opening(folder / "library")
        with open_library(folder / "library", clock=FixedClock(community.NOW)) as library:
            bulk(library, folder)
    for model in KINDS:
        weigh(model, ROWS)


if __name__ == "__main__":
    main()
