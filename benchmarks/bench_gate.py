"""What the write gate costs: edits of the real member table with its triggers, beside the same table without them.

Sketch: one edit writes a row of about 70 bytes into the log and one entry into the index by row, so two more B-tree
insertions beside the update's own. The aim is less than three times the bare update. Processor time is measured, since
two programs that write to one disk in turns mostly measure the disk and whoever else uses it.

`python benchmarks/bench_gate.py [MEMBERS] [EDITS]`
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from versus import versus

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import Library, Op, Origin, make_library, rows
from kclub_desktop.store.tables import Member

NOW = 1_790_000_000
PAIRS = 9


def library_of(folder: Path, members: int) -> Library:
    """A library with so many members that all differ."""
    library = make_library(folder, name="Gate", clock=FixedClock(NOW))
    with library.write(Op.MAKE_DEMO):
        rows.add_many(
            library,
            Member,
            [
                {
                    "name": f"Member {i}",
                    "email": f"m{i}@example.org",
                    "phone": f"+8613{i:09d}",
                    "note": "A note of the length that people write",
                    "joined_at": NOW - i,
                    "created_at": NOW,
                }
                for i in range(members)
            ],
        )
    return library


def without_triggers(library: Library) -> None:
    """The same file with nothing watching it."""
    for (name,) in library.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        library.execute_sql(f'DROP TRIGGER "{name}"')


def edit(library: Library, field: str, values: list[tuple[object, int]], origin: Origin, stamp: int) -> None:
    """One transaction of edits by executemany, as services and imports do it."""
    as_of = (stamp, 9, NOW) if origin is Origin.SYNC else None
    with library.write(Op.EDIT_MEMBER, origin=origin, as_of=as_of):
        library.connection().executemany(f"UPDATE member SET {field} = ? WHERE id = ?", values)


def bare_edit(library: Library, field: str, values: list[tuple[object, int]]) -> None:
    """The same statement in a transaction of its own."""
    library.begin_immediate()
    library.connection().executemany(f"UPDATE member SET {field} = ? WHERE id = ?", values)
    library.commit_writing()


def processor_ms(work: Callable[[], None]) -> float:
    """Milliseconds of processor time that work takes in this process."""
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def compare(
    gated: Library, bare: Library, field: str, in_order: bool, edits: int, origin: Origin = Origin.HERE
) -> None:
    """Edits of one field, in the order of ids or at random, in turns."""
    drawn = random.Random(f"{field}{in_order}{origin}")
    ids = [row for (row,) in gated.rows("SELECT id FROM member ORDER BY id")]
    others = [row for (row,) in bare.rows("SELECT id FROM member ORDER BY id")]
    rounds = [0, 0]

    def values(which: int, own: list[int]) -> list[tuple[object, int]]:
        rounds[which] += 1
        at = random.Random(f"{rounds[which]}{field}")
        if in_order:
            first = at.randrange(len(own) - edits + 1)
            chosen = own[first : first + edits]
        else:
            chosen = at.sample(own, edits)
        if field == "joined_at":
            return [(drawn.randrange(1 << 31), row) for row in chosen]
        tag = f"{rounds[which]}-{drawn.random()}"[:10]
        return [(f"{tag} {field} {number}", row) for number, row in enumerate(chosen)]

    def ours() -> float:
        given = values(0, ids)
        return processor_ms(lambda: edit(gated, field, given, origin, 1 + rounds[0]))

    def theirs() -> float:
        given = values(1, others)
        return processor_ms(lambda: bare_edit(bare, field, given))

    order = "id order" if in_order else "random order"
    outcome = versus(
        f"{edits:,} edits of member.{field}, {order}, origin {origin}",
        ours,
        theirs,
        PAIRS,
        reference="no triggers",
    )
    for library in (gated, bare):
        library.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    fastest = min(outcome.ours)
    print(f"  {1000 * edits / fastest:,.0f} edits/s at best")


def log_bytes(library: Library, edits: int, field: str) -> float:
    """Bytes by which the file grows for each edited field, once the pages are full."""
    ids = [row for (row,) in library.rows("SELECT id FROM member ORDER BY id LIMIT ?", (edits,))]
    pages = "SELECT count(*) FROM dbstat WHERE name IN ('change', 'change__row')"
    before = library.value(pages)
    edit(library, field, [(f"+8615{n:09d}", row) for n, row in enumerate(ids)], Origin.HERE, 1)
    size = library.value("PRAGMA page_size")
    return (library.value(pages) - before) * size / edits


def main() -> None:
    """Every comparison, then the bytes."""
    members = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    edits = min(int(sys.argv[2]) if len(sys.argv) > 2 else 20_000, members)
    for origin in (Origin.HERE, Origin.SYNC):
        with tempfile.TemporaryDirectory() as folder:
            gated = library_of(Path(folder) / "gated", members)
            bare = library_of(Path(folder) / "bare", members)
            without_triggers(bare)
            for field in ("note", "level", "joined_at") if origin is Origin.HERE else ("note",):
                for in_order in (False, True):
                    compare(gated, bare, field, in_order, edits, origin)
            if origin is Origin.HERE:
                entries = gated.value("SELECT count(*) FROM change")
                print(f"once more, with {entries:,} entries in the log")
                compare(gated, bare, "note", False, edits)
                print(f"log and its index: {log_bytes(gated, edits, 'phone'):.0f} bytes per edited field")
            gated.shut()
            bare.shut()


if __name__ == "__main__":
    main()
