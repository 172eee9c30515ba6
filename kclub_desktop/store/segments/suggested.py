"""Segments that most communities want, offered until they are saved: plain filters like any other."""

from __future__ import annotations

from kclub_desktop.store.segments.fields import PAYING
from kclub_desktop.store.segments.filters import AllOf, AnyOf, Part, Where
from kclub_desktop.words import tr_noop

_RUNNING = Where("subscription", "one_of", list(PAYING))

SUGGESTED: dict[str, tuple[str, Part]] = {
    "new": (tr_noop("New in the last 30 days"), Where("joined", "last_days", 30)),
    "quiet": (
        tr_noop("Quiet for 30 days"),
        AllOf((Where("status", "one_of", ["member"]), Where("active", "not_for_days", 30))),
    ),
    "paying": (tr_noop("Paying now"), _RUNNING),
    "at_risk": (
        tr_noop("At risk of leaving"),
        AnyOf(
            (
                Where("subscription", "one_of", ["past_due", "unpaid"]),
                AllOf((_RUNNING, Where("active", "not_for_days", 60))),
            )
        ),
    ),
    "leads": (
        tr_noop("Fresh leads"),
        AllOf((Where("status", "one_of", ["lead"]), Where("active", "last_days", 30))),
    ),
    "writable": (tr_noop("Agreed to e-mail"), Where("email_consent", "is", True)),
}
"""Code -> (name to translate, filter)."""
