"""Points, levels and badges: one new fact among many members, who would move, and everybody counted anew.

Sketch: one fact is a look at the log and some fifteen look-ups by index of one member; a preview is one GROUP BY per measure.
Beside: the write of the fact itself through the gate, and the same sums asked of plain SQLite.
Aim: less than 5 ms of CPU for one new fact at 100,000 members, beyond the write of the fact, and three minutes in all
on a quiet machine. Run: python benchmarks/bench_incentives.py [members]
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import community
from versus import Run, timed, versus

from kclub_desktop.clock import FixedClock
from kclub_desktop.community import badges, level_preview, level_rules, rewards
from kclub_desktop.community.badges import Honour
from kclub_desktop.community.level_rules import Rank
from kclub_desktop.community.measures import Condition
from kclub_desktop.store import Library, Op, open_library, rows
from kclub_desktop.store.tables import Payment, Plan, Price, Subscription

DAY, SLICE, FACTS = 86_400, 5_000, 100
RANKS = (
    Rank(0, "Silver", 1, ((Condition("spend", 50_000, 365),), (Condition("courses", 1, 365),))),
    Rank(0, "Gold", 2, ((Condition("spend", 150_000, 365), Condition("months", 6)),)),
)


def pay_all(library: Library) -> list[int]:
    """Two payments a member in the last two years, a plan for each fifth, and the rules; the ids of the members."""
    chance = random.Random(7)
    members = [row for (row,) in library.rows("SELECT id FROM member ORDER BY id")]
    for start in range(0, len(members), SLICE):
        with library.write(Op.IMPORT):
            rows.add_many(
                library,
                Payment,
                [
                    {"member": member, "amount": chance.randrange(5_000, 90_000), "currency": library.currency,
                     "paid_at": community.NOW - chance.randrange(730) * DAY, "method": "card"}
                    for member in members[start : start + SLICE]
                    for _ in range(2)
                ],
            )  # fmt: skip
    level_rules.save(library, RANKS)
    subscribe(library, members[::5])
    badges.save(library, Honour(0, "Learner", rule=Condition("courses", 1)))
    return members


def subscribe(library: Library, members: list[int]) -> None:
    """A plan that gives the first level, for these members."""
    now, silver = community.NOW, level_rules.ladder(library)[0].id
    with library.write(Op.IMPORT):
        plan = rows.add(library, Plan, name="Patron", status="on_sale", level=silver, created_at=now)
        price = rows.add(library, Price, plan=plan, amount=9_900, currency=library.currency, created_at=now)
        rows.add_many(
            library,
            Subscription,
            [
                {"member": member, "plan": plan, "price": price, "status": "active", "amount": 9_900,
                 "currency": library.currency, "started_at": now - 40 * DAY, "period_starts_at": now - 10 * DAY,
                 "period_ends_at": now + 20 * DAY, "created_at": now}
                for member in members
            ],
        )  # fmt: skip


def worked(work: Callable[[], object]) -> Run:
    """A function as a run: the milliseconds that this process was at work for it. Waits for the disk are not in it."""

    def run() -> float:
        began = time.process_time()
        work()
        return 1000 * (time.process_time() - began)

    return run


def main() -> None:
    """Print the figures."""
    started = time.perf_counter()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else community.MEMBERS
    kept = community.library_folder(count)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(kept, Path(scratch) / "library"))
        with open_library(folder, clock=FixedClock(community.NOW)) as library:
            members = pay_all(library)
            for said in ("counted the first time", "counted anew, all right already"):
                began, at_work = time.perf_counter(), time.process_time()
                done = rewards.recount(library)
                taken = time.perf_counter() - began
                print(
                    f"{count:,} members {said}: {taken:.1f} s, CPU {time.process_time() - at_work:.1f} s, {done}",
                    flush=True,
                )
            chance = random.Random(1)

            def fact() -> None:
                with library.write(Op.RECORD_ORDER):
                    rows.add(library, Payment, member=chance.choice(members), amount=12_300, method="card",
                             currency=library.currency, paid_at=library.clock.now())  # fmt: skip

            def counted() -> float:
                fact()
                return worked(lambda: rewards.catch_up(library))()

            versus(
                "one new fact counted, CPU", counted, worked(fact), FACTS, reference="writing the fact, CPU"
            )
            sums = "SELECT member, sum(amount) FROM payment WHERE paid_at >= 0 GROUP BY member"
            versus(
                "who would move",
                timed(lambda: level_preview.preview(library, community.NOW)),
                timed(lambda: library.rows(sums)),
                3,
                reference="the payments of each member added up",
            )
    print(f"in all {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
