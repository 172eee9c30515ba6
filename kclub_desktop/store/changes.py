"""What the store says of a change, before and after it: the operation it was, where it came from, what it touched."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from kclub_desktop.store.declare import Table


class Op(enum.StrEnum):
    """What a person or the program was doing; one per change set, shown in the history in words."""

    ADD_MEMBER = "add_member"
    EDIT_MEMBER = "edit_member"
    ARCHIVE_MEMBERS = "archive_members"
    MERGE_MEMBERS = "merge_members"
    NOT_DUPLICATE = "not_duplicate"
    TAG_MEMBERS = "tag_members"
    JOIN_MEMBERS = "join_members"
    EDIT_HOUSEHOLD = "edit_household"
    EDIT_FIELDS = "edit_fields"
    WRITE_NOTE = "write_note"
    FOLLOW_UP = "follow_up"
    EDIT_COURSE = "edit_course"
    ENROL = "enrol"
    RATE = "rate"
    EDIT_EVENT = "edit_event"
    REGISTER = "register"
    CHECK_IN = "check_in"
    UNDO_CHECK_IN = "undo_check_in"
    RECORD_ORDER = "record_order"
    RECORD_ACTIVITY = "record_activity"
    IMPORT = "import"
    MAKE_DEMO = "make_demo"
    PAIR = "pair"
    SYNC = "sync"
    EDIT_SEGMENT = "edit_segment"
    DELETE_SEGMENT = "delete_segment"
    RESOLVE_CONFLICT = "resolve_conflict"
    UNDO = "undo"
    EDIT_ATTACHMENT = "edit_attachment"
    RECORD_CONSENT = "record_consent"
    EDIT_SETTINGS = "edit_settings"
    ERASE = "erase"
    RETENTION = "retention"
    REDO = "redo"
    RECOMMEND = "recommend"
    DECLINE_COURSE = "decline_course"
    INVITE = "invite"
    EXPERIMENT = "experiment"
    EDIT_DEVICE = "edit_device"
    EDIT_PLAN = "edit_plan"
    SUBSCRIBE = "subscribe"
    EDIT_SUBSCRIPTION = "edit_subscription"
    RENEW = "renew"
    USE_PLAN = "use_plan"
    PLACE_ORDER = "place_order"
    CANCEL_ORDER = "cancel_order"
    TAKE_PAYMENT = "take_payment"
    REFUND_PAYMENT = "refund_payment"
    CORRECT_PAYMENT = "correct_payment"
    PAYMENT_FAILED = "payment_failed"
    OFFER_LINK = "offer_link"
    ISSUE_RECEIPT = "issue_receipt"
    COUNT_CASH = "count_cash"
    SETTLE_ORDERS = "settle_orders"
    EDIT_COUPON = "edit_coupon"
    REWARD = "reward"
    EDIT_LEVELS = "edit_levels"
    SET_LEVEL = "set_level"
    EDIT_POINTS_RULES = "edit_points_rules"
    CORRECT_POINTS = "correct_points"
    SPEND_POINTS = "spend_points"
    EDIT_BADGES = "edit_badges"
    AWARD_BADGE = "award_badge"
    EDIT_BENEFITS = "edit_benefits"
    CANCEL_ENROLMENT = "cancel_enrolment"


OF_MONEY = frozenset(
    {Op.TAKE_PAYMENT, Op.REFUND_PAYMENT, Op.CORRECT_PAYMENT, Op.PAYMENT_FAILED, Op.SETTLE_ORDERS}
)
"""Operations whose rows follow from facts of money: setting the rows back would leave them contradicting the facts, so
they are taken back by another fact (operations/taking_back.py) or not at all."""

BY_FACTS = frozenset({Op.TAKE_PAYMENT, Op.REFUND_PAYMENT, Op.CHECK_IN})
"""Those that can be taken back all the same: another fact says that they do not hold."""

OF_BOOKS = OF_MONEY | {
    Op.RECORD_ORDER, Op.PLACE_ORDER, Op.CANCEL_ORDER, Op.OFFER_LINK, Op.ISSUE_RECEIPT, Op.COUNT_CASH, Op.EDIT_COUPON,
    Op.SUBSCRIBE, Op.EDIT_SUBSCRIPTION, Op.RENEW, Op.USE_PLAN, Op.EDIT_PLAN,
}  # fmt: skip
"""Operations that a device which sees no money does not begin."""

NOT_UNDOABLE = (
    frozenset({Op.PAIR, Op.MAKE_DEMO, Op.ERASE, Op.RETENTION, Op.RECOMMEND, Op.EDIT_DEVICE, Op.REWARD})
    | OF_MONEY
)
"""Operations that nobody can take back: undoing them would mean nothing, or everything, or their promise was just that."""

BY_ITSELF = frozenset({Op.REWARD})
"""What the program makes of facts by itself, again and again: nobody's work, so it keeps nothing from being taken back."""

IN_SLICES = frozenset({Op.IMPORT, Op.MAKE_DEMO, Op.UNDO, Op.REDO, Op.RENEW})
"""Operations that write many change sets which are one step."""


class Origin(enum.StrEnum):
    """Who made a change, as seen from this process."""

    HERE = "here"
    OTHER_PROCESS = "other_process"
    SYNC = "sync"


@dataclass(frozen=True)
class Changes:
    """What a committed change set touched; told to whoever listens."""

    models: frozenset[type[Table]]
    origin: Origin
    initiator: object | None = None

    def touch(self, *models: type[Table]) -> bool:
        """Does it concern any of these tables?"""
        return not self.models.isdisjoint(models)


@dataclass
class ChangeGroup:
    """Change sets that are one step of undo: hand the same group to each write of a long job.

    id  of the first change set that was really written and committed; None before
    """

    id: int | None = None


@dataclass
class ChangeSet:
    """The transaction that is open now. first_change: largest id in the log before it."""

    id: int
    stamp: int
    node: int
    origin: Origin
    at: int
    first_change: int


def told(touched: dict[int, int]) -> str:
    """How many rows of which table, as change_set.touched keeps it: '1:500,4:20'."""
    return ",".join(f"{number}:{rows}" for number, rows in sorted(touched.items()))


def touched_by(kept: str) -> dict[int, int]:
    """Number of table -> rows, from change_set.touched."""
    return {
        int(number): int(rows)
        for number, _, rows in (part.partition(":") for part in kept.split(",") if part)
    }
