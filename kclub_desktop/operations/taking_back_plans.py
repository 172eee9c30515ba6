"""Taking back a change of a member's plan, or doing it again: what it gave back as credit goes with it, by a fact.

Facts stay in the record, so that of the change alone would leave a credit for a plan nobody left.
"""

from __future__ import annotations

from collections.abc import Callable

from kclub_desktop.community import mrr, subscription_orders
from kclub_desktop.community.subscription_moves import load, note
from kclub_desktop.errors import NotUndoable
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.log import StepHead
from kclub_desktop.store.tables import SubscriptionEvent
from kclub_desktop.store.undo import Undone, checked

OPERATIONS = (Op.EDIT_SUBSCRIPTION, Op.UNDO, Op.REDO)
_CHANGES = ("changed_price", "corrected")


def take_back(
    library: Library,
    step: StepHead,
    events: list[int],
    run: Callable[[], Undone],
    initiator: object | None,
) -> Undone:
    """Run the store's undo of a step in one write with the facts that even out its changes of price.

    events  that the step wrote
    Raises NotUndoable: credit, where an order has used it since; then nothing is written.
    """
    told = [found for row in events if (found := rows.get(library, SubscriptionEvent, row)) is not None]
    changes = [one for one in told if str(one.kind) in _CHANGES and one.to_price and one.from_price]
    if not changes:
        return run()
    operation = Op.REDO if step.operation == Op.UNDO else Op.UNDO
    with library.write(operation, initiator=initiator, undoes=checked(library, step.id).id) as opened:
        shares = {int(one.subscription): mrr.share(load(library, int(one.subscription))) for one in changes}
        done = run()
        for one in changes:
            _even_out(library, step, one, shares[int(one.subscription)])
        done.by = opened.id if done.taken_back else None
    return done


def _even_out(library: Library, step: StepHead, told: SubscriptionEvent, share: int) -> None:
    found = load(library, int(told.subscription))
    if int(found.price) != int(told.from_price):
        # It was changed again since, and stays so: its credit holds.
        return
    given = max(0, -int(told.proration)) - int(told.credit_used)
    if given > subscription_orders.credit(library, int(found.id)):
        raise NotUndoable(step.id, step.operation, "credit")
    note(
        library, found, "corrected", at=library.clock.now(), before=share, from_price=told.to_price,
        to_price=told.from_price, credit_used=max(0, given), proration=min(0, given),
    )  # fmt: skip
