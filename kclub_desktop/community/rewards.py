"""Keeping points, levels and badges up with the facts: after each write for the members it concerned, daily for what
passes with time, and all of it anew after a rule has changed.

Whoever wrote the facts, this device, another process or sync, they are found in the change log, from where this device
looked last. Doing it twice changes nothing; stopped half way, the next time goes on. Each write is one short change set
of its own (Op.REWARD), which nobody has to take back: what it follows from can be.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kclub_desktop.community import badges, day_end, door_cards, known_time, levels
from kclub_desktop.community.points_ledger import Ledger
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library, Op, moneyless, setting
from kclub_desktop.store.declare import Table
from kclub_desktop.store.tables import (
    Activity,
    Badge,
    CheckIn,
    CommunitySetting,
    Device,
    Enrolment,
    Level,
    LevelChange,
    LevelRule,
    Member,
    Payment,
    Plan,
    PointsEntry,
    Rating,
    RuleVersion,
    Subscription,
)

FACTS: tuple[type[Table], ...] = (
    Payment, Enrolment, Rating, CheckIn, Activity, Subscription, PointsEntry, LevelChange,
)  # fmt: skip
"""What a member's standing follows from."""
RULES: tuple[type[Table], ...] = (Level, LevelRule, Badge, Plan, RuleVersion, CommunitySetting, Device)
"""What concerns everybody; of settings those of points and levels, of devices the kiosks, which need cards."""
WATCHED: frozenset[type[Table]] = frozenset({*FACTS, *RULES, Member})
_SEEN, _DAY, _DUE = "rewards.seen", "rewards.day", "rewards.recount"
ENTRIES, PEOPLE = 4000, 500
"""Entries of the log, and members, that one write looks at: short, so that a person at the door need not wait."""


@dataclass
class Counted:
    """What was done. members: looked at; lines: written to the ledger; moved: changed their level; badges: given."""

    members: int = 0
    lines: int = 0
    moved: int = 0
    badges: int = 0

    def add(self, other: Counted) -> None:
        """Take in what another write did."""
        self.members += other.members
        self.lines += other.lines
        self.moved += other.moved
        self.badges += other.badges


def counts_here(library: Library) -> bool:
    """Does this device see all that counts? Not a kiosk, which the desk sends cards, nor one that sees no money."""
    return not door_cards.is_kiosk(library) and moneyless.sees_money(library)


def catch_up(library: Library, progress: Progress | None = None) -> Counted:
    """Look at whoever is concerned by what was written since the last time. Raises LibraryBusy, LibraryNotWritable."""
    progress, done = progress or Progress(), Counted()
    if not counts_here(library):
        return done
    if not setting.get(library, _SEEN):
        return recount(library, progress)
    while (news := _news(library)) is not None:
        upto, members, rules = news
        if not members and not rules and upto - int(setting.get(library, _SEEN) or 0) < ENTRIES:
            # Nobody is concerned: where it was looked is noted with the next one who is, and saves a wait for the disk.
            break
        for start in range(PEOPLE, len(members), PEOPLE):
            done.add(of_members(library, members[start : start + PEOPLE]))
            progress.advance()
        done.add(_last_of_stretch(library, members[:PEOPLE], upto, rules))
    if setting.get(library, _DUE) == "1":
        done.add(recount(library, progress))
    return done


def _last_of_stretch(library: Library, members: Sequence[int], upto: int, rules: bool) -> Counted:
    """Look at members and note, in the same write, that the log was looked at up to an entry."""
    with library.write(Op.REWARD) as opened:
        done = _evaluate(library, members, known_time.now(library)) if members else Counted()
        if rules:
            setting.put(library, _DUE, "1")
        # What this write adds concerns nobody; what another process added since would be passed over.
        newest = opened.first_change == upto
        setting.put(library, _SEEN, str(library.value("SELECT max(id) FROM change") if newest else upto))
    return done


def of_members(library: Library, members: Sequence[int]) -> Counted:
    """Bring these members up to date now, in one change set; none is written when nothing changes.

    Where not all that counts is seen, nobody is counted.
    """
    if not counts_here(library):
        return Counted()
    with library.write(Op.REWARD):
        return _evaluate(library, members, known_time.now(library))


def recount(library: Library, progress: Progress | None = None) -> Counted:
    """Look at every member anew, in short writes that can be stopped: what was done is done, and it ends the same."""
    progress, done = progress or Progress(), Counted()
    if not counts_here(library):
        return done
    seen = int(library.value("SELECT coalesce(max(id), 0) FROM change"))
    everybody = [
        member for (member,) in library.rows("SELECT id FROM member WHERE deleted_at IS NULL ORDER BY id")
    ]
    progress.expect(len(everybody))
    for start in range(0, len(everybody), PEOPLE):
        part = everybody[start : start + PEOPLE]
        done.add(of_members(library, part))
        progress.advance(len(part))
    _finish(library, seen)
    return done


def count_in_write(library: Library) -> Counted:
    """Count everybody inside the write that is open, as part of it: for a library that is being made."""
    everybody = [member for (member,) in library.rows("SELECT id FROM member ORDER BY id")]
    done = of_members(library, everybody)
    setting.put(library, _SEEN, str(library.value("SELECT coalesce(max(id), 0) FROM change")))
    setting.put(library, _DAY, _today(library))
    return done


def _finish(library: Library, seen: int) -> None:
    setting.put(library, _DUE, "")
    if not setting.get(library, _SEEN):
        setting.put(library, _SEEN, str(seen))
    setting.put(library, _DAY, _today(library))


def run_if_due(library: Library, progress: Progress | None = None) -> Counted:
    """Once a day of the community: what windows, expiry and months have brought; before that what is new.

    Stopped half way, it is still due.
    """
    done = catch_up(library, progress)
    if setting.get(library, _DAY) != _today(library):
        done.add(recount(library, progress))
    return done


def _evaluate(library: Library, members: Sequence[int], now: int) -> Counted:
    """Points first: levels and badges may ask for them."""
    standing = _standing(library, members)
    accounts = Ledger(library).write(standing, now)
    door_cards.keep(library, {member: account.balance for member, account in accounts.items()}, now)
    moves = levels.moves(library, now, standing)
    levels.write_moves(library, moves, now)
    awards = badges.due(library, now, standing)
    badges.write_awards(library, awards, now)
    return Counted(
        len(standing), sum(len(each.missing) for each in accounts.values()), len(moves), len(awards)
    )


def _standing(library: Library, members: Sequence[int]) -> list[int]:
    """Those of whom something may be kept: an erased member's lines stay as the erasure left them."""
    return [
        member
        for (member,) in library.rows(
            "SELECT id FROM member WHERE id IN (SELECT value FROM json_each(?)) AND erased_at IS NULL"
            " AND deleted_at IS NULL ORDER BY id",
            (json.dumps(list(members)),),
        )
    ]


def _news(library: Library) -> tuple[int, list[int], bool] | None:
    """(last entry looked at, members concerned, was a rule changed) of the next stretch of the log; None at its end."""
    seen = int(setting.get(library, _SEEN) or 0)
    newest = int(library.value("SELECT coalesce(max(id), 0) FROM change"))
    if newest < seen:
        # An older log than the one looked at: a backup was put back. Everybody is looked at once.
        setting.put(library, _SEEN, str(newest))
        setting.put(library, _DUE, "1")
        return None
    if newest == seen:
        return None
    upto = min(newest, seen + ENTRIES)
    numbers: dict[int, type[Table]] = {model.number: model for model in WATCHED}
    touched: dict[type[Table], list[int]] = {}
    # What this device counted itself concerns nobody again.
    for entity, row in library.rows(
        "SELECT DISTINCT c.entity, c.row FROM change c JOIN change_set s ON s.id = c.change_set WHERE c.id > ?"
        " AND c.id <= ? AND NOT (s.origin = 'here' AND s.operation = ?)",
        (seen, upto, Op.REWARD),
    ):
        if entity in numbers:
            touched.setdefault(numbers[entity], []).append(row)
    moved_from = library.rows(
        "SELECT DISTINCT before FROM change WHERE id > ? AND id <= ? AND field = 'member' AND before IS NOT NULL",
        (seen, upto),
    )
    members = set(_members_of(library, touched)) | {member for (member,) in moved_from}
    return upto, sorted(members), _rules_touched(library, touched)


def _members_of(library: Library, touched: dict[type[Table], list[int]]) -> Iterable[int]:
    yield from touched.get(Member, ())
    for model in FACTS:
        if model not in touched:
            continue
        asked = "AND kind IN ('post', 'question')" if model is Activity else ""
        for (member,) in library.rows(
            f'SELECT DISTINCT member FROM "{model.name_of_table()}" WHERE id IN (SELECT value FROM json_each(?))'
            f" AND member IS NOT NULL {asked}",
            (json.dumps(touched[model]),),
        ):
            yield member


def _rules_touched(library: Library, touched: dict[type[Table], list[int]]) -> bool:
    if any(model in touched for model in RULES if model not in (CommunitySetting, Device)):
        return True
    some = (
        (CommunitySetting, "community_setting", "key LIKE 'levels.%' OR key LIKE 'points.%'"),
        (Device, "device", "role = 'kiosk'"),
    )
    return any(
        library.value(
            f"SELECT 1 FROM {table} WHERE id IN (SELECT value FROM json_each(?)) AND ({condition})",
            (json.dumps(touched[model]),),
        )
        for model, table, condition in some
        if model in touched
    )


def _today(library: Library) -> str:
    return str(day_end.today(library))
