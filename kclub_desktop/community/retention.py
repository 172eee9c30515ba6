"""Retention: how long data on people is kept, by rules the owner switches on one by one.

Each rule is about one subject and a number of months. People are erased as if they had asked for it; of visits and
conversations the words go and the counts stay. Rules are shared by all devices, and each device may run them.
"""

from __future__ import annotations

import enum
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kclub_desktop.errors import FieldRefused
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library, Op, moneyless, rows, setting
from kclub_desktop.store.declare import Table
from kclub_desktop.store.privacy import cleaning, erasing
from kclub_desktop.store.tables import Activity, Conversation, Member, Message, RetentionRule, Suggestion

LONGEST_MONTHS = 1200
_PEOPLE_AT_ONCE, _ROWS_AT_ONCE = 20, 2000
_RUN_AT = "retention.run_at"
EVERY_SECONDS = 23 * 3600


class Subject(enum.StrEnum):
    """What a rule is about."""

    LEAD = "lead"
    """Leads who never joined or bought, and of whom nothing has been heard for so long."""
    ARCHIVED = "archived"
    """Members archived for so long and without a subscription that runs."""
    ACTIVITY = "activity"
    """By which visits of people who are no member can be told to be the same person's, and what they searched for."""
    MESSAGE = "message"
    """The words of conversations, and of questions typed while looking for an answer."""


USUAL_MONTHS = {Subject.LEAD: 24, Subject.ARCHIVED: 60, Subject.ACTIVITY: 14, Subject.MESSAGE: 36}
"""What is offered for a rule that was never set."""
_ERASES = {Subject.LEAD, Subject.ARCHIVED}


@dataclass(frozen=True)
class Rule:
    """One rule as it stands; off until somebody switches it on."""

    subject: Subject
    months: int
    active: bool


@dataclass(frozen=True)
class Due:
    """How many people or entries a rule concerns. done: whether it was done, or would be."""

    subject: Subject
    months: int
    count: int
    done: bool = False

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "subject": str(self.subject),
            "months": self.months,
            "count": self.count,
            "done": self.done,
        }


def rules(library: Library) -> list[Rule]:
    """All rules, one per subject."""
    kept = {
        rule.subject: rule
        for rule in RetentionRule.select().where(RetentionRule.deleted_at.is_null()).execute(library)
    }
    return [
        Rule(subject, int(kept[subject].months), bool(kept[subject].active))
        if subject in kept
        else Rule(subject, USUAL_MONTHS[subject], False)
        for subject in Subject
    ]


def set_rule(
    library: Library, subject: Subject, months: int, active: bool, *, initiator: object | None = None
) -> None:
    """Change a rule for all devices; nothing is erased by that alone. Raises FieldRefused."""
    if not 1 <= months <= LONGEST_MONTHS:
        raise FieldRefused("months", "months", str(months))
    with library.write(Op.EDIT_SETTINGS, initiator=initiator):
        rows.put(
            library,
            RetentionRule,
            subject=str(subject),
            name=str(subject),
            months=months,
            active=int(active),
            action="erase" if subject in _ERASES else "anonymise",
        )


def would_concern(library: Library, subject: Subject, months: int, now: int) -> int:
    """How many people or entries a rule would erase now; writes nothing."""
    return sum(len(ids) for ids in _found(library, subject, before(now, months)).values())


def preview(library: Library, now: int) -> list[Due]:
    """What the active rules would erase now."""
    return [
        Due(rule.subject, rule.months, would_concern(library, rule.subject, rule.months, now))
        for rule in rules(library)
        if rule.active
    ]


def run(library: Library, *, progress: Progress | None = None) -> list[Due]:
    """Do what the active rules say, in short writes, and clean the file once at the end.

    Raises MoneyNotHere on a device that does not see who bought something, LibraryBusy, LibraryNotWritable; Cancelled: what
    was done until then is done.
    """
    moneyless.require(library)
    progress, now = progress or Progress(), library.clock.now()
    found = [
        (rule, _found(library, rule.subject, before(now, rule.months)))
        for rule in rules(library)
        if rule.active
    ]
    progress.expect(sum(len(ids) for _, owned in found for ids in owned.values()))
    try:
        for rule, owned in found:
            for model, ids in owned.items():
                _erase(library, rule.subject, model, ids, progress)
    finally:
        if cleaning.is_due(library):
            cleaning.clean(library)
    setting.put(library, _RUN_AT, str(now))
    return [
        Due(rule.subject, rule.months, sum(len(ids) for ids in owned.values()), True) for rule, owned in found
    ]


def run_if_due(library: Library, *, progress: Progress | None = None) -> list[Due]:
    """Run once a day, if any rule is on; not on a device that sees no money. Raises as run."""
    if not moneyless.sees_money(library):
        return []
    ran = int(setting.get(library, _RUN_AT) or 0)
    if abs(library.clock.now() - ran) < EVERY_SECONDS or not any(rule.active for rule in rules(library)):
        return []
    return run(library, progress=progress)


def before(now: int, months: int) -> int:
    """The same day and time so many calendar months ago, in UTC seconds; the month's last day where it is shorter."""
    moment = datetime.fromtimestamp(now, UTC)
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return int(moment.replace(year=year, month=month + 1, day=day).timestamp())


def _erase(
    library: Library, subject: Subject, model: type[Table], ids: Sequence[int], progress: Progress
) -> None:
    if subject in _ERASES:
        for start in range(0, len(ids), _PEOPLE_AT_ONCE):
            part = ids[start : start + _PEOPLE_AT_ONCE]
            erasing.erase_many(library, part, erasing.RETENTION, clean=False)
            progress.advance(len(part))
        return
    for start in range(0, len(ids), _ROWS_AT_ONCE):
        part = ids[start : start + _ROWS_AT_ONCE]
        erasing.blank_rows(library, {model: list(part)}, Op.RETENTION)
        progress.advance(len(part))


def _found(library: Library, subject: Subject, cut: int) -> dict[type[Table], list[int]]:
    return _FINDERS[subject](library, cut)


def _leads(library: Library, cut: int) -> dict[type[Table], list[int]]:
    return {
        Member: _ids(
            library,
            "SELECT id FROM member m WHERE status = 'lead' AND deleted_at IS NULL AND merged_into IS NULL"
            " AND created_at < ?1 AND (joined_at IS NULL OR joined_at < ?1)"
            ' AND NOT EXISTS (SELECT 1 FROM "order" WHERE member = m.id)'
            " AND NOT EXISTS (SELECT 1 FROM payment WHERE member = m.id)"
            " AND NOT EXISTS (SELECT 1 FROM activity WHERE member = m.id AND at >= ?1)"
            " AND NOT EXISTS (SELECT 1 FROM check_in WHERE member = m.id AND scanned_at >= ?1)"
            " AND NOT EXISTS (SELECT 1 FROM conversation WHERE member = m.id AND asked_at >= ?1)",
            cut,
        )
    }


def _archived(library: Library, cut: int) -> dict[type[Table], list[int]]:
    return {
        Member: _ids(
            library,
            "SELECT id FROM member m WHERE archived_at < ?1 AND deleted_at IS NULL AND merged_into IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM subscription WHERE member = m.id AND deleted_at IS NULL"
            "  AND status IN ('trialing', 'active', 'past_due', 'unpaid', 'paused'))",
            cut,
        )
    }


def _activities(library: Library, cut: int) -> dict[type[Table], list[int]]:
    sql = "SELECT id FROM activity WHERE at < ?1 AND member IS NULL AND (visitor <> '' OR words <> '')"
    return {Activity: _ids(library, sql, cut)}


def _messages(library: Library, cut: int) -> dict[type[Table], list[int]]:
    return {
        Message: _ids(library, "SELECT id FROM message WHERE written_at < ?1 AND body <> ''", cut),
        Conversation: _ids(
            library,
            "SELECT id FROM conversation c WHERE asked_at < ?1 AND subject <> '' AND status = 'solved'"
            " AND NOT EXISTS (SELECT 1 FROM message WHERE conversation = c.id AND written_at >= ?1)",
            cut,
        ),
        Suggestion: _ids(library, "SELECT id FROM suggestion WHERE at < ?1 AND question <> ''", cut),
    }


def _ids(library: Library, sql: str, cut: int) -> list[int]:
    return [row for (row,) in library.rows(sql, (cut,))]


_FINDERS: dict[Subject, Callable[[Library, int], dict[type[Table], list[int]]]] = {
    Subject.LEAD: _leads,
    Subject.ARCHIVED: _archived,
    Subject.ACTIVITY: _activities,
    Subject.MESSAGE: _messages,
}
