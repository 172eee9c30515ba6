"""Importing 20,000 members into a library of 100,000, beside what the bare CSV reader and executemany take.

Sketch: the bare way parses no cell, knows nobody and logs nothing; a log entry per row and two index look-ups make
5 to 10 times that. Aim: 20,000 rows a second end to end.
Run: python benchmarks/bench_import.py [rows] [members]
"""

from __future__ import annotations

import csv
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

import community
from versus import versus

from kclub_desktop.clock import FixedClock
from kclub_desktop.import_export import import_files
from kclub_desktop.store import open_library

NOW = 1_790_000_000
HEADERS = ["姓名", "手机号", "邮箱", "会员等级", "加入日期", "累计消费", "来源渠道", "备注"]
PAIRS = 5


def write_list(path: Path, count: int, first: int) -> None:
    """A Chinese member list like those of shops; every third date and amount in another format."""
    dates, amounts = (
        ("2026-{m:02}-{d:02}", "2026/{m}/{d}", "2026年{m}月{d}日"),
        ("0", "¥1,299.00", "￥2,050.5"),
    )
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        for i in range(first, first + count):
            date = dates[i % 3].format(m=i % 12 + 1, d=i % 28 + 1)
            writer.writerow(
                [
                    f"王芳{i}",
                    f"+86 {13_000_000_000 + i}",
                    f"m{i}@example.cn",
                    "金卡",
                    date,
                    amounts[i % 3],
                    "知乎",
                    "",
                ]
            )


def ours(folder: Path, path: Path) -> float:
    """Milliseconds of one whole import, maps of the library included."""
    with open_library(folder, clock=FixedClock(NOW)) as library:
        began = time.perf_counter()
        report = import_files(library, [path], now=NOW)
        took = 1000 * (time.perf_counter() - began)
    created = report.files[0].created["member"]
    assert created == report.files[0].rows, "the benchmark's own rows must all be new"
    return took


def bare(folder: Path, path: Path) -> float:
    """Milliseconds of csv.reader and executemany into a bare table with the same two indexes."""
    connection = sqlite3.connect(folder / "bare.sqlite")
    connection.execute("PRAGMA journal_mode = wal")
    columns = ", ".join(f"c{i} TEXT" for i in range(len(HEADERS)))
    connection.execute(f"CREATE TABLE IF NOT EXISTS member (id INTEGER PRIMARY KEY, {columns})")
    connection.execute("CREATE INDEX IF NOT EXISTS by_phone ON member (c1)")
    connection.execute("CREATE INDEX IF NOT EXISTS by_email ON member (c2)")
    connection.commit()
    began = time.perf_counter()
    with path.open(encoding="gb18030", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        marks = ", ".join("?" * len(HEADERS))
        names = ", ".join(f"c{i}" for i in range(len(HEADERS)))
        connection.executemany(f"INSERT INTO member ({names}) VALUES ({marks})", reader)
    connection.commit()
    took = 1000 * (time.perf_counter() - began)
    connection.close()
    return took


def main() -> None:
    """Interleaved pairs, each with new rows; prints rows a second, medians and the ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    members = int(sys.argv[2]) if len(sys.argv) > 2 else community.MEMBERS
    with tempfile.TemporaryDirectory() as folder_name:
        folder = Path(folder_name)
        shutil.copytree(community.library_folder(members), folder / "library")
        lists = [folder / f"list{number}.csv" for number in range(PAIRS + 1)]
        for number, path in enumerate(lists):
            write_list(path, count, first=number * count)
        mine, theirs = iter(lists), iter(lists)
        outcome = versus(
            f"import of {count:,} members into {members:,}",
            lambda: ours(folder / "library", next(mine)),
            lambda: bare(folder, next(theirs)),
            PAIRS,
            reference="csv + executemany",
        )
        again = ours_again(folder / "library", lists[0])
    print(f"  ours: {1000 * count / statistics.median(outcome.ours):,.0f} rows/s", end="")
    print(f"; the same file again (nothing to write): {1000 * count / again:,.0f} rows/s")


def ours_again(folder: Path, path: Path) -> float:
    """Milliseconds of importing a file that is in the library already."""
    with open_library(folder, clock=FixedClock(NOW)) as library:
        began = time.perf_counter()
        report = import_files(library, [path], now=NOW)
        took = 1000 * (time.perf_counter() - began)
    assert not report.files[0].created["member"] and report.undo.id is None
    return took


if __name__ == "__main__":
    main()
