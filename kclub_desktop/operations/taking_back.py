"""Taking back a step that moved money: by facts that correct it, since what happened stays in the record.

A payment or refund is corrected and its receipts voided, a check-in undone, a use of a pass given back. Placing and cancelling an order is set back as rows are, unless
money came for it since, and its status is put in line with its facts. All else is the store's undo.
"""

from __future__ import annotations

from collections.abc import Collection

from kclub_desktop.community import following, giving_back, orders, payments
from kclub_desktop.errors import AlreadyUndone, NothingToUndo, NotUndoable
from kclub_desktop.operations import taking_back_plans, taking_back_uses
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library, Op
from kclub_desktop.store import undo as store_undo
from kclub_desktop.store.changes import BY_FACTS
from kclub_desktop.store.declare import Table
from kclub_desktop.store.log import StepHead, slices, step_of
from kclub_desktop.store.tables import CheckIn, Enrolment, Member, Order, Payment, PlanUse, SubscriptionEvent
from kclub_desktop.store.undo import SLICE, Undone

_MERGING = (Op.MERGE_MEMBERS, Op.REDO)
_ENROLLING = (Op.ENROL, Op.CANCEL_ENROLMENT, Op.UNDO, Op.REDO)


def undo(
    library: Library, change_set: int, *, initiator: object | None = None, progress: Progress | None = None
) -> Undone:
    """Take back the whole step of a change set. Raises UnknownChange, NotUndoable, AlreadyUndone."""
    step = step_of(library, change_set)
    if step.operation == Op.CHECK_IN:
        return taking_back_uses.take_back_check_ins(
            library, step, _touched(library, step, CheckIn), initiator
        )
    if step.operation in BY_FACTS:
        return _correct(library, step, initiator)
    touched = _touched(library, step, Order) if Order.number in step.touched else []
    made = _made(library, step, Order) if step.operation == Op.EDIT_SUBSCRIPTION and touched else []
    placed = touched if step.operation == Op.PLACE_ORDER else made
    if any(_has_money(library, order) for order in placed):
        raise NotUndoable(step.id, step.operation, "paid")
    newest = int(library.value("SELECT coalesce(max(id), 0) FROM change"))
    done = _taken_back(library, step, initiator, progress)
    if step.operation in _MERGING and Member.number in step.touched:
        giving_back.give_back(library, newest)
    following.settle_orders(library, [order for order in touched if _has_money(library, order)])
    return done


def redo(
    library: Library, change_set: int, *, initiator: object | None = None, progress: Progress | None = None
) -> Undone:
    """Do again the step of a change set that was taken back, named by itself or by its undo. Raises as the store's redo."""
    step = step_of(library, change_set)
    if step.operation != Op.UNDO and step.undone_by is not None:
        return undo(library, step.undone_by, initiator=initiator, progress=progress)
    if step.operation == Op.UNDO:
        return undo(library, step.id, initiator=initiator, progress=progress)
    return store_undo.redo(library, change_set, initiator=initiator, progress=progress)


def redo_last(library: Library, *, progress: Progress | None = None) -> Undone:
    """Do again what was taken back last. Raises NothingToUndo if nothing was, or something was done since."""
    newest = store_undo.last_redoable(library)
    if newest is None:
        raise NothingToUndo(redo=True)
    return undo(library, newest, progress=progress)


def undo_last(library: Library, *, passing: Collection[int] = (), progress: Progress | None = None) -> Undone:
    """Take back the newest step of this device that stands, as the store does; orders that got money since are left.

    Raises NothingToUndo, and what undo raises.
    """
    passed = set(passing)
    while (newest := store_undo.last_undoable(library, passed)) is not None:
        try:
            result = undo(library, newest, progress=progress)
        except NotUndoable as refused:
            if refused.why != "paid":
                raise
        else:
            if result.by is not None or result.left or result.cancelled:
                return result
        passed.add(newest)
    return store_undo.undo_last(library, passing=passed, progress=progress)


def _taken_back(
    library: Library, step: StepHead, initiator: object | None, progress: Progress | None
) -> Undone:
    def run() -> Undone:
        return store_undo.undo(library, step.id, initiator=initiator, progress=progress)

    if step.operation in _ENROLLING and {Enrolment.number, PlanUse.number} <= step.touched.keys():
        enrolments = _touched(library, step, Enrolment)
        return taking_back_uses.take_back_enrolments(library, step, enrolments, run, initiator)
    if step.operation not in taking_back_plans.OPERATIONS or SubscriptionEvent.number not in step.touched:
        return run()
    events = _touched(library, step, SubscriptionEvent)
    return taking_back_plans.take_back(library, step, events, run, initiator)


def _correct(library: Library, step: StepHead, initiator: object | None) -> Undone:
    """By a fact for each fact; an order placed in the same step is called off with them."""
    if step.undone_by is not None:
        raise AlreadyUndone(step.id, step.operation)
    done = Undone(step=step.id)
    facts = _touched(library, step, Payment)
    placed = [] if Order.number not in step.touched else _made(library, step, Order)
    with library.write(Op.CORRECT_PAYMENT, initiator=initiator, undoes=step.id) as opened:
        before = _voids(library)
        for fact in facts:
            if payments.correct(library, fact) is not None:
                done.corrected += 1
        for order in placed:
            orders.cancel(library, order)
            done.taken_back += 1
        done.voided = _voids(library) - before
        if not done.corrected and not placed:
            raise NotUndoable(step.id, step.operation, "corrected")
        store_undo.note_undone(library, step, opened.id)
        done.by = opened.id
    return done


def _voids(library: Library) -> int:
    return int(library.value("SELECT count(*) FROM receipt WHERE voids IS NOT NULL"))


def _has_money(library: Library, order: int) -> bool:
    return bool(library.value('SELECT 1 FROM payment WHERE "order" = ? LIMIT 1', (order,)))


def _touched(library: Library, step: StepHead, model: type[Table]) -> list[int]:
    found = [
        entry.row for part in slices(library, step, SLICE) for entry in part if entry.entity == model.number
    ]
    return list(dict.fromkeys(found))


def _made(library: Library, step: StepHead, model: type[Order]) -> list[int]:
    return [
        entry.row
        for part in slices(library, step, SLICE)
        for entry in part
        if entry.entity == model.number and entry.field == ""
    ]
