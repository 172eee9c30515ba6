"""Roles, and what a device of each may write and may see: everything for an owner, all but money for staff unless it is
granted, and for a kiosk what happens at the door.

What a kiosk sees of a column is said where the column is declared (schema.json comes from there); a table or column
that is not in it, a newer version's for instance, is not shown to a kiosk at all. Which rows it sees is said here.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from functools import cache

from kclub_protocol import schema
from kclub_protocol.changes import ERASING, MOVING, RowChange
from kclub_protocol.ids import derived_id, node_of


class Sees(enum.IntEnum):
    """Money as a staff device was granted it; the number is how the hub keeps it."""

    NOTHING = -1
    READS = 0
    WRITES = 1

    @classmethod
    def of(cls, money: bool, sees_money: bool) -> Sees:
        """From the two answers by which it is told: may it write money, and see it? Who writes it sees it."""
        return cls.WRITES if money else cls.READS if sees_money else cls.NOTHING


class Role(enum.StrEnum):
    """What a device is for."""

    OWNER = "owner"
    STAFF = "staff"
    KIOSK = "kiosk"


MONEY = frozenset(
    {
        "order", "order_line", "payment", "payment_attempt", "receipt", "cash_count", "cost", "coupon", "coupon_use", "plan",
        "price", "subscription", "subscription_event", "royalty", "royalty_entry", "partner_entry", "referral_reward",
    }
)  # fmt: skip
"""Tables that staff only read unless the owner granted more."""

OFFERS = frozenset({"plan", "price"})
"""Of MONEY, what everybody may know since it is on offer."""

HIDDEN = (MONEY - OFFERS) | {"checkout"}
"""Tables that a device that sees no money gets nothing of, nor what is about a row of them."""

HIDDEN_COLUMNS: Mapping[str, frozenset[str]] = {
    "member": frozenset({"spent_before", "spent_before_currency"}),
    "contract": frozenset({"cost", "currency"}),
    "campaign": frozenset({"budget", "currency"}),
}
"""Columns of other tables that it gets nothing of either."""

OWNERS: Mapping[str, frozenset[str]] = {"staff": frozenset({"role", "grants"})}
"""Fields that say what somebody may do: an owner's to write, whatever was granted."""

KIOSK_ADDS = frozenset(
    {
        "member", "enrolment", "rating", "registration", "check_in", "activity", "consent", "conversation", "message",
        "post", "reply", "reaction", "poll_vote", "interest", "survey_response", "survey_answer", "price_answer",
        "suggestion", "recommendation", "recommendation_feedback", "printing", "checkout",
    }
)  # fmt: skip
"""Tables to which a kiosk may add rows of its own."""

KIOSK_EDITS: Mapping[str, frozenset[str]] = {
    "rating": frozenset({"stars", "review", "rated_at", "deleted_at"}),
    "registration": frozenset({"status"}),
}
"""Fields of rows made elsewhere that a kiosk may change."""

ROOTS: Mapping[str, str] = {
    "course": "published",
    "article": "published",
    "event": "to come",
    "plan": "not draft",
    "survey": "open",
    "price_test": "open",
    "post": "not hidden",
    "reply": "not hidden",
    "attachment": "of the catalogue",
}
"""Tables of which a kiosk sees some rows only, and which."""

UNDER_EVENT = "event"
"""A row that refers to an event is seen by a kiosk while the event is."""
UNDER_COURSE = frozenset({"lesson"})
"""Rows that a kiosk sees while their course is published."""
_A_DAY = 86_400
_CATALOGUE = ("course", "event")


def may_write(
    role: str, money: bool, node: int, change: RowChange, operation: str = "", *, sees_money: bool = True
) -> bool:
    """May a device of this role and node hand in this change, made by this operation?

    money, sees_money  was writing money, seeing it granted to it?
    """
    if role == Role.OWNER:
        return True
    if change.entity == "device":
        return change.row == derived_id("device", node) and "role" not in _changed(change, node, role)
    if role == Role.STAFF:
        if change.fields.keys() & OWNERS.get(change.entity, frozenset()):
            return False
        return (
            money
            or change.entity not in MONEY
            or _only_erases(change, operation)
            or (sees_money and _only_moves(change, operation))
        )
    if change.row > 0:
        return change.entity in KIOSK_ADDS and node_of(change.row) == node
    if change.made:
        return change.entity in KIOSK_ADDS
    return change.fields.keys() <= KIOSK_EDITS.get(change.entity, frozenset())


_OF_THE_MEMBER = frozenset({"points_entry"})
"""About a payment, and yet the member's: their points are no money."""


@cache
def about(entity: str) -> str:
    """The column that names the table of the row that a row of this table is about; '' if there is none."""
    if entity in _OF_THE_MEMBER:
        return ""
    fields = schema.entities().get(entity, {}).get("fields", {})
    named = (field["named_by"] for field in fields.values() if field.get("type") == "row")
    return str(next(named, ""))


def kiosk_columns(entity: str) -> Mapping[str, str]:
    """Column → how a kiosk sees it (as_is, display_name, masked); hidden and unknown ones are not in it."""
    return _kiosk().get(entity, {})


def kiosk_sees(entity: str, fields: Mapping[str, object], now: int) -> bool:
    """Does a kiosk see this row of one of ROOTS? fields: as they stand; now: Unix seconds."""
    if fields.get("deleted_at") is not None:
        return False
    match ROOTS[entity]:
        case "to come":  # or over since less than a day
            ends = fields.get("ends_at")
            return isinstance(ends, int) and ends >= now - _A_DAY and fields.get("status") != "draft"
        case "not hidden":
            return fields.get("hidden_at") is None
        case "of the catalogue":  # another's could be a person's paper
            return fields.get("entity") in _CATALOGUE
        case "not draft":
            return fields.get("status") != "draft"
        case status:
            return fields.get("status") == status


def references_event(entity: str) -> bool:
    """Does a row of this table belong to an event?"""
    return schema.entities().get(entity, {}).get("fields", {}).get(UNDER_EVENT, {}).get("to") == "event"


def usual(entity: str) -> Mapping[str, object]:
    """Column → its default: what a row that was made without saying it holds."""
    fields = schema.entities().get(entity, {}).get("fields", {})
    return {name: field["default"] for name, field in fields.items() if "default" in field}


def _only_erases(change: RowChange, operation: str) -> bool:
    """An erased person's name leaves the books as well, whoever erases; the amounts stay."""
    erased = (schema.is_erasure(change.entity, field, value) for field, value in change.fields.items())
    return operation in ERASING and not change.made and all(erased)


def _only_moves(change: RowChange, operation: str) -> bool:
    """Whoever merges two members, or takes that back, says whose the payments are; of the payments nothing else."""
    return operation in MOVING and not change.made and change.fields.keys() <= _members(change.entity)


@cache
def _members(entity: str) -> frozenset[str]:
    """The columns of a table that name a member."""
    fields = schema.entities().get(entity, {}).get("fields", {})
    return frozenset(name for name, field in fields.items() if field.get("to") == "member")


def _changed(change: RowChange, node: int, role: str) -> set[str]:
    """Fields of its own device row by which a device would say more of itself than it is told. What a making leaves out
    holds its default, which of a role is an owner's."""
    unsaid = usual("device").get("role") if change.made else role
    wrong = change.fields.get("role", unsaid) != role or change.fields.get("node", node) != node
    return {"role"} if wrong else set()


@cache
def _kiosk() -> dict[str, dict[str, str]]:
    shown = {
        entity: {name: field["kiosk"] for name, field in told["fields"].items() if field["kiosk"] != "hidden"}
        for entity, told in schema.entities().items()
    }
    # A table of which only the deleting is shown is not shown: that a row exists says something, too.
    return {entity: columns for entity, columns in shown.items() if columns.keys() - {"deleted_at"}}
