"""One move of a subscription: its state by the table, its fields, and the fact that says so, in one write.

Which moves there are is in subscription_states.py; who asks for one is in subscriptions.py (a person), renewals.py (time)
and subscriptions_paid.py (money).
"""

from __future__ import annotations

from typing import Any

from kclub_desktop.community import mrr
from kclub_desktop.community.subscription_states import Move, State, after
from kclub_desktop.errors_of_plans import UnknownSubscription
from kclub_desktop.store import Library, rows
from kclub_desktop.store.tables import Subscription, SubscriptionEvent
from kclub_protocol.ids import derived_id


def load(library: Library, subscription: int) -> Subscription:
    """The subscription of that id. Raises UnknownSubscription."""
    found = rows.get(library, Subscription, subscription)
    if found is None or found.deleted_at is not None:
        raise UnknownSubscription(str(subscription))
    return found


def make(
    library: Library,
    subscription: Subscription,
    move: Move,
    kind: str,
    *,
    at: int,
    once: bool = False,
    fact: dict[str, Any] | None = None,
    **fields: Any,
) -> State:
    """Move it, inside a write: set fields, and note what happened. subscription is kept up to date.

    kind  of the fact; fact: more of its columns
    once  the fact is the same one on every device that comes to it: told apart by its kind and moment
    Raises MoveRefused; then nothing is written.
    """
    state = after(str(subscription.status), move)
    before = mrr.share(subscription)
    wanted = {**fields, "status": str(state)}
    for name, value in wanted.items():
        setattr(subscription, name, value)
    rows.change(library, Subscription, int(subscription.id), **wanted)
    note(library, subscription, kind, at=at, before=before, once=once, **(fact or {}))
    return state


def note(
    library: Library,
    subscription: Subscription,
    kind: str,
    *,
    at: int,
    before: int,
    once: bool = False,
    **more: Any,
) -> None:
    """The fact alone. before: its share of MRR until now, in minor units."""
    values: dict[str, Any] = {
        "subscription": int(subscription.id),
        "member": int(subscription.member),
        "kind": kind,
        "at": at,
        "monthly_before": before,
        "monthly_after": mrr.share(subscription),
        "currency": str(subscription.currency),
        **more,
    }
    if once:
        values["id"] = derived_id("subscription_event", int(subscription.id), kind, at)
        if library.value("SELECT 1 FROM subscription_event WHERE id = ?", (values["id"],)):
            return
    rows.add(library, SubscriptionEvent, **values)
