"""What may be refused about plans, prices and subscriptions; as in errors.py, data only, no words."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.errors import Refused


@dataclass(eq=False)
class MoveRefused(Refused):
    """A subscription cannot do this in the state it is in. move: as subscription_states.Move; possible: what a person can
    ask of it instead."""

    state: str
    move: str
    possible: tuple[str, ...] = ()


@dataclass(eq=False)
class PlanRefused(Refused):
    """A plan or price cannot be had or changed; why is a code: not_on_sale, price_retired, no_price, already, same_price,
    other_currency, not_again, shorter, uses, taken. what: the plan's name."""

    why: str
    what: str = ""


@dataclass(eq=False)
class UnknownPlan(Refused):
    """No plan or price fits what was asked for, or several do."""

    asked: str


@dataclass(eq=False)
class UnknownSubscription(Refused):
    """No subscription fits what was asked for, or several of the member do."""

    asked: str
