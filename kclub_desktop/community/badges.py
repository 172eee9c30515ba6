"""Badges: honours that a rule gives once and for good, or a person by hand. What was taken away by hand stays away."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from kclub_desktop.community import contact, measures, rule_versions
from kclub_desktop.community.measures import Condition
from kclub_desktop.errors import FieldRefused, UnknownBadge, UnknownMember
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Badge, BadgeAward

BY_RULE, BY_HAND = "rule", "hand"
ICONS = (
    "star", "circle-wavy-check", "medal", "trophy", "heart", "flame", "book-open", "student", "ticket",
    "chat-circle", "users-three", "rocket-launch", "crown-simple", "lightbulb",
)  # fmt: skip
"""Names of the program's own icons a badge may have."""


@dataclass(frozen=True)
class Honour:
    """A badge. rule None: given by hand only. id 0: one that is not kept yet."""

    id: int
    name: str
    summary: str = ""
    icon: str = "star"
    rule: Condition | None = None
    active: bool = True
    holders: int = 0


def badges(library: Library) -> list[Honour]:
    """All badges in their order, with how many members have each."""
    return [
        Honour(row, name, summary, icon, read_rule(rule), bool(active), holders)
        for row, name, summary, icon, rule, active, holders in library.rows(
            "SELECT b.id, b.name, b.summary, b.icon, b.rule, b.active, (SELECT count(*) FROM badge_award a"
            " JOIN member m ON m.id = a.member AND m.deleted_at IS NULL AND m.merged_into IS NULL"
            " WHERE a.badge = b.id AND a.deleted_at IS NULL)"
            " FROM badge b WHERE b.deleted_at IS NULL ORDER BY b.position, b.id"
        )
    ]


def find(library: Library, asked: str) -> Honour:
    """A badge by its name or id. Raises UnknownBadge."""
    for one in badges(library):
        if asked.strip() in (one.name, str(one.id)):
            return one
    raise UnknownBadge(asked)


def read_rule(text: str) -> Condition | None:
    """The rule kept with a badge; None for none, and for what this version cannot read."""
    try:
        said = json.loads(text) if text else None
        return measures.checked(Condition(**said)) if isinstance(said, Mapping) else None
    except (ValueError, TypeError, FieldRefused):
        return None


def save(library: Library, wanted: Honour, *, initiator: object | None = None) -> int:
    """Keep a badge; id 0 makes a new one. Who has it already keeps it. Raises FieldRefused, UnknownBadge."""
    name = contact.text("name", wanted.name, required=True)
    rule = "" if wanted.rule is None else json.dumps(asdict(measures.checked(wanted.rule)))
    values = {
        "name": name, "summary": contact.text("summary", wanted.summary),
        "icon": wanted.icon if wanted.icon in ICONS else ICONS[0], "rule": rule, "active": int(wanted.active),
    }  # fmt: skip
    with library.write(Op.EDIT_BADGES, initiator=initiator):
        if wanted.id:
            if rows.get(library, Badge, wanted.id) is None:
                raise UnknownBadge(str(wanted.id))
            rows.change(library, Badge, wanted.id, **values)
            row = wanted.id
        else:
            last = library.value("SELECT coalesce(max(position), 0) FROM badge WHERE deleted_at IS NULL")
            row = rows.add(library, Badge, position=last + 1, **values)
        rule_versions.note(library, "badge", str(row), json.loads(rule) if rule else {})
    return row


def delete(library: Library, badge: int, *, initiator: object | None = None) -> None:
    """Give a badge up; who had it loses it, and undo brings both back. Raises UnknownBadge."""
    with library.write(Op.EDIT_BADGES, initiator=initiator):
        found = rows.get(library, Badge, badge)
        if found is None or found.deleted_at is not None:
            raise UnknownBadge(str(badge))
        rows.change(library, Badge, badge, deleted_at=library.clock.now())


def award(library: Library, member: int, badge: int, *, initiator: object | None = None) -> int:
    """Give a badge by hand; harmless twice. The id of the award. Raises UnknownMember, UnknownBadge."""
    with library.write(Op.AWARD_BADGE, initiator=initiator):
        _known(library, member, badge)
        key = {"member": member, "badge": badge}
        row = rows.id_for(BadgeAward, key)
        has = rows.get(library, BadgeAward, row)
        if has is None or has.deleted_at is not None:
            rows.put(library, BadgeAward, **key, awarded_at=library.clock.now(), why=BY_HAND)
    return row


def take(library: Library, member: int, badge: int, *, initiator: object | None = None) -> None:
    """Take a badge away; no rule gives it again. Harmless where they do not have it. Raises as award."""
    with library.write(Op.AWARD_BADGE, initiator=initiator):
        _known(library, member, badge)
        row = rows.id_for(BadgeAward, {"member": member, "badge": badge})
        has = rows.get(library, BadgeAward, row)
        if has is not None and has.deleted_at is None:
            rows.change(library, BadgeAward, row, deleted_at=library.clock.now())


def badges_of(library: Library, member: int) -> list[tuple[Honour, int]]:
    """A member's badges with when each was given, the newest first."""
    return [
        (Honour(row, name, summary, icon), at)
        for row, name, summary, icon, at in library.rows(
            "SELECT b.id, b.name, b.summary, b.icon, a.awarded_at FROM badge_award a JOIN badge b ON b.id = a.badge"
            " WHERE a.member = ? AND a.deleted_at IS NULL AND b.deleted_at IS NULL AND b.active = 1"
            " ORDER BY a.awarded_at DESC, b.position",
            (member,),
        )
    ]


def holders(library: Library, badge: int, most: int = 100) -> list[tuple[int, str, int, str]]:
    """(member, name, when, why) of who has a badge, the newest first."""
    return library.rows(
        "SELECT m.id, m.name, a.awarded_at, a.why FROM badge_award a JOIN member m ON m.id = a.member"
        " WHERE a.badge = ? AND a.deleted_at IS NULL AND m.deleted_at IS NULL AND m.merged_into IS NULL"
        " ORDER BY a.awarded_at DESC, m.id LIMIT ?",
        (badge, most),
    )


def due(library: Library, now: int, members: Sequence[int] | None = None) -> list[tuple[int, int]]:
    """(member, badge) of whoever has reached a rule and never had its badge; writes nothing. members None: of all."""
    # Not badges(): counting who has each would cost as much as there are members.
    ruled = [
        (row, rule)
        for row, text in library.rows(
            "SELECT id, rule FROM badge WHERE deleted_at IS NULL AND active = 1 AND rule <> ''"
        )
        if (rule := read_rule(text)) is not None
    ]
    if not ruled:
        return []
    currency = library.currency
    asked = {measures.kind_of(currency, rule) for _badge, rule in ruled}
    values = {kind: measures.values(library, kind, now, members) for kind in asked}
    told = None if members is None else json.dumps(list(members))
    of, given = ("1", ()) if told is None else ("member IN (SELECT value FROM json_each(?))", (told,))
    had = set(library.rows(f"SELECT member, badge FROM badge_award WHERE {of}", given))
    # Who may have one: asked once there is somebody to ask for.
    reached = [
        (member, badge)
        for badge, rule in ruled
        for member, value in values[measures.kind_of(currency, rule)].items()
        if value >= rule.at_least and (member, badge) not in had
    ]
    able = _able(library, {member for member, _badge in reached})
    return [(member, badge) for member, badge in reached if member in able]


def write_awards(library: Library, found: Sequence[tuple[int, int]], now: int) -> None:
    """Give the badges that are due, inside a write."""
    rows.put_many(
        library,
        BadgeAward,
        [{"member": member, "badge": badge, "awarded_at": now, "why": BY_RULE} for member, badge in found],
    )


def _able(library: Library, members: set[int]) -> set[int]:
    if not members:
        return set()
    return {
        member
        for (member,) in library.rows(
            "SELECT id FROM member WHERE id IN (SELECT value FROM json_each(?)) AND status <> 'lead'"
            " AND deleted_at IS NULL AND merged_into IS NULL AND erased_at IS NULL",
            (json.dumps(sorted(members)),),
        )
    }


def _known(library: Library, member: int, badge: int) -> None:
    if not library.value("SELECT 1 FROM badge WHERE id = ? AND deleted_at IS NULL", (badge,)):
        raise UnknownBadge(str(badge))
    if not library.value(
        "SELECT 1 FROM member WHERE id = ? AND deleted_at IS NULL AND merged_into IS NULL AND erased_at IS NULL",
        (member,),
    ):
        raise UnknownMember(str(member))
