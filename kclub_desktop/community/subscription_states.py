"""The states of a subscription and every move between them: one table. What is not in it is refused.

The states are Stripe's. When a move comes due by time is in renewals.py; what else a move writes is in
subscription_moves.py.
"""

from __future__ import annotations

import enum

from kclub_desktop.errors_of_plans import MoveRefused


class State(enum.StrEnum):
    """What a subscription is in."""

    INCOMPLETE = "incomplete"
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    UNPAID = "unpaid"
    PAUSED = "paused"
    CANCELED = "canceled"


class Move(enum.StrEnum):
    """What can happen to one: asked for by a person, brought by time, or told by who charges."""

    PAY = "pay"
    FAIL = "fail"
    END_TRIAL = "end_trial"
    RENEW = "renew"
    FALL_DUE = "fall_due"
    LOSE_GRACE = "lose_grace"
    PAUSE = "pause"
    RESUME = "resume"
    CHANGE = "change"
    CANCEL_LATER = "cancel_later"
    KEEP = "keep"
    CANCEL = "cancel"
    END = "end"
    GIVE_BACK_USE = "give_back_use"


ALLOWED: dict[tuple[State, Move], State] = {
    (State.INCOMPLETE, Move.PAY): State.ACTIVE,
    (State.INCOMPLETE, Move.FAIL): State.INCOMPLETE,
    (State.INCOMPLETE, Move.CANCEL): State.CANCELED,
    (State.INCOMPLETE, Move.END): State.CANCELED,
    (State.TRIALING, Move.END_TRIAL): State.ACTIVE,
    (State.TRIALING, Move.CHANGE): State.TRIALING,
    (State.TRIALING, Move.CANCEL_LATER): State.TRIALING,
    (State.TRIALING, Move.KEEP): State.TRIALING,
    (State.TRIALING, Move.CANCEL): State.CANCELED,
    (State.TRIALING, Move.END): State.CANCELED,
    (State.ACTIVE, Move.RENEW): State.ACTIVE,
    (State.ACTIVE, Move.FAIL): State.PAST_DUE,
    (State.ACTIVE, Move.FALL_DUE): State.PAST_DUE,
    (State.ACTIVE, Move.PAUSE): State.PAUSED,
    (State.ACTIVE, Move.CHANGE): State.ACTIVE,
    (State.ACTIVE, Move.CANCEL_LATER): State.ACTIVE,
    (State.ACTIVE, Move.KEEP): State.ACTIVE,
    (State.ACTIVE, Move.CANCEL): State.CANCELED,
    (State.ACTIVE, Move.END): State.CANCELED,
    (State.PAST_DUE, Move.PAY): State.ACTIVE,
    (State.PAST_DUE, Move.FAIL): State.PAST_DUE,
    (State.PAST_DUE, Move.LOSE_GRACE): State.UNPAID,
    (State.PAST_DUE, Move.CANCEL_LATER): State.PAST_DUE,
    (State.PAST_DUE, Move.KEEP): State.PAST_DUE,
    (State.PAST_DUE, Move.CANCEL): State.CANCELED,
    (State.PAST_DUE, Move.END): State.CANCELED,
    (State.UNPAID, Move.PAY): State.ACTIVE,
    (State.UNPAID, Move.FAIL): State.UNPAID,
    (State.UNPAID, Move.CANCEL): State.CANCELED,
    (State.UNPAID, Move.END): State.CANCELED,
    (State.PAUSED, Move.RESUME): State.ACTIVE,
    (State.PAUSED, Move.CANCEL): State.CANCELED,
    (State.PAUSED, Move.END): State.CANCELED,
    # The one way back: a pass that was used up, and one of its uses is taken back.
    (State.CANCELED, Move.GIVE_BACK_USE): State.ACTIVE,
}

RUNNING = (State.INCOMPLETE, State.TRIALING, State.ACTIVE, State.PAST_DUE, State.UNPAID, State.PAUSED)
"""Not over yet, whether it gives anything now or not."""

BY_HAND = (
    Move.PAY, Move.CHANGE, Move.PAUSE, Move.RESUME, Move.CANCEL_LATER, Move.KEEP, Move.CANCEL, Move.LOSE_GRACE,
)  # fmt: skip
"""Moves a person can ask for, in the order in which they are offered."""


def after(state: str, move: Move) -> State:
    """The state that a move leads to. Raises MoveRefused."""
    try:
        return ALLOWED[State(state), move]
    except (KeyError, ValueError):
        raise MoveRefused(state, str(move), possible(state)) from None


def possible(state: str) -> tuple[str, ...]:
    """What a person can ask of a subscription in this state."""
    return tuple(str(move) for move in BY_HAND if state in tuple(State) and (State(state), move) in ALLOWED)
