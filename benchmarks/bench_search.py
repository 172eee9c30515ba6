"""The search box over 100,000 members (or as many as asked): the first fifty for every kind of query, beside LIKE.

LIKE over the same folded words is what the search did before; it runs in turns with each kind of query. Anki's
find_notes, over the same people, is asked once for the letters that all three know. Below: segments counted, bytes of
index per member, and what keeping it in step adds to a bulk write.
Sketch: a term is one or two pages of the index, 20 µs; fifty rows read for certainty 50 µs; eight ways to fit 0.3 ms.
Goals: p99 under 5 ms, a segment's count under 20 ms, both at 100,000.
Run: python benchmarks/bench_search.py [members] [queries of a kind]
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import anki
import community
import numpy as np
from versus import shown, spread, timed, versus

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import (
    ChangeGroup,
    Library,
    Op,
    in_step,
    make_library,
    open_library,
    rows,
    search,
    segments,
)
from kclub_desktop.store.segments import AllOf, Not, Part, Where
from kclub_desktop.store.tables import Member

LETTERS = "zh"
WRITTEN, SLICE, PAIRS = 10_000, 500, 5


def queries(library: Library, many: int) -> dict[str, list[str]]:
    """Kinds of query, each made of names and numbers that are there, by a seeded draw."""
    chance = random.Random(7)
    ids = [row for (row,) in library.rows("SELECT id FROM member ORDER BY id")]
    drawn = chance.sample(ids, min(len(ids), 3 * many))
    people = library.rows(
        f"SELECT name, email, phone FROM member WHERE id IN ({','.join('?' * len(drawn))})", drawn
    )
    chinese = [name for name, _, _ in people if not name.isascii() and search.spoken(name)][:many]
    latin = [name for name, _, _ in people if name.isascii()][:many]
    phones = [phone for _, _, phone in people if phone][:many]
    return {
        "one Chinese character": [name[0] for name in chinese],
        "Chinese name": chinese,
        "two Latin letters": [name[:2] for name in latin],
        "beginning of a Latin name": [name[:5] for name in latin],
        "inside a Latin word": [name.split()[-1][1:5] for name in latin],
        "whole pinyin": [search.spoken(name)[0] for name in chinese],
        "beginning of pinyin": [search.spoken(name)[0][:5] for name in chinese],
        "initials": [search.spoken(name)[1] for name in chinese],
        "phone tail": [phone[-4:] for phone in phones],
        "part of an e-mail": [email.partition("@")[0] for _, email, _ in people][:many],
        "two words": [f"{name.split()[0]} example" for name in latin],
        "typing mistake": [_mistyped(search.spoken(name)[0], chance) for name in chinese],
    }


def _mistyped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, max(2, len(word) - 1))
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


def by_like(library: Library, text: str) -> None:
    """The fifty newest that hold every word somewhere, by looking at everybody."""
    words = text.casefold().split()
    library.rows(
        f"SELECT id FROM search_member WHERE {' AND '.join(['text LIKE ?'] * len(words))} ORDER BY id DESC LIMIT 50",
        [f"%{word}%" for word in words],
    )


def each(work: Callable[[str], Any], texts: Iterable[str]) -> list[float]:
    """Milliseconds of processor time of each query: the file is in memory, and a busy machine would only add its own."""
    return [_processor_ms(lambda text=text: work(text)) for text in texts]


def _processor_ms(work: Callable[[], Any]) -> float:
    began = time.thread_time()
    work()
    return 1000 * (time.thread_time() - began)


def finding(library: Library, many: int) -> None:
    """The table of kinds."""
    everything: list[float] = []
    print(f"{'first fifty':28} {'ours':32} LIKE over the same words")
    for kind, texts in queries(library, many).items():
        each(lambda text: search.find(library, Member, text), texts[:3])
        ours = each(lambda text: search.find(library, Member, text), texts)
        theirs = each(lambda text: by_like(library, text), texts[:25])
        everything += ours
        ratio = statistics.median(ours) / statistics.median(theirs)
        print(f"{kind:28} {spread(ours):32} {spread(theirs)}  ×{ratio:.3f}", flush=True)
    print(f"{'all kinds':28} {spread(everything)}, worst {shown(max(everything))} ms")


def counting(library: Library) -> None:
    """Segments counted."""
    course = str(library.value("SELECT id FROM course"))
    parts: dict[str, Part] = {
        "status and level": AllOf((Where("status", "one_of", ["member"]), Where("level", "none_of", [""]))),
        "joined in 30 days": Where("joined", "last_days", 30),
        "not active for 30 days": Where("active", "not_for_days", 30),
        "takes a course": Where("course", "enrolled", course),
        "does not take it": Not(Where("course", "enrolled", course)),
        "four of these": AllOf(
            (
                Where("status", "one_of", ["member"]),
                Where("level", "one_of", ["金卡"]),
                Where("active", "not_for_days", 90),
                Where("course", "enrolled", course),
            )
        ),
    }
    for name, part in parts.items():
        taken = [_processor_ms(lambda part=part: segments.count(library, part)) for _ in range(15)]
        one = segments.members(library, part)[:1]
        again = [
            _processor_ms(lambda part=part, one=one: segments.among(library, part, one)) for _ in range(15)
        ]
        print(f"count {name:28} {spread(taken)}; one member asked again {shown(statistics.median(again))} ms")


def bytes_held(library: Library) -> None:
    """What the index takes in the file."""
    tables = library.rows(
        "SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE 'search_member%' GROUP BY name"
    )
    members = library.value("SELECT count(*) FROM member")
    print(f"index: {sum(size for _, size in tables) / members:.0f} bytes per member", end="; ")
    print(", ".join(f"{name} {size / members:.0f}" for name, size in tables if size > members))


def writing() -> None:
    """A bulk write of 10,000 members with the index and figures kept in step, and without; processor time."""
    people = list(community.members(WRITTEN))

    def write(kept: bool) -> float:
        real = in_step.refresh
        with (
            tempfile.TemporaryDirectory() as folder,
            make_library(Path(folder), name="x", clock=FixedClock(community.NOW)) as library,
        ):
            if not kept:
                in_step.refresh = lambda *_given: None
            try:
                group, began = ChangeGroup(), time.process_time()
                for start in range(0, WRITTEN, SLICE):
                    with library.write(Op.IMPORT, group=group):
                        rows.add_many(library, Member, people[start : start + SLICE])
                return 1000 * (time.process_time() - began)
            finally:
                in_step.refresh = real

    outcome = versus(
        f"{WRITTEN:,} members written in slices of {SLICE}",
        lambda: write(True),
        lambda: write(False),
        PAIRS,
        reference="without index and figures",
    )
    added = np.median(outcome.ours) - np.median(outcome.theirs)
    print(f"  {1000 * added / WRITTEN:.0f} µs of processor time per member")


def main() -> None:
    """Print the tables."""
    members = int(sys.argv[1]) if len(sys.argv) > 1 else community.MEMBERS
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    reference = anki.prepared() if members == community.MEMBERS else None
    with open_library(community.library_folder(members), clock=FixedClock(community.NOW)) as library:
        finding(library, many)
        if reference:
            with reference.program(KCLUB_BENCH_ASKED="1", KCLUB_BENCH_TABLE="1000 720 36") as program:
                program.ready_ms()
                versus(
                    f"first fifty that fit “{LETTERS}”",
                    timed(lambda: search.find(library, Member, LETTERS)),
                    lambda: program.ask("find", LETTERS)["ms"],
                    25,
                    reference=f"{anki.NAME}, find_notes (all)",
                )
        counting(library)
        bytes_held(library)
    writing()


if __name__ == "__main__":
    main()
