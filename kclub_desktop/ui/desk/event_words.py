"""Words for an event's figures."""

from __future__ import annotations

from kclub_desktop.ui.desk.events_query import EventRow
from kclub_desktop.words import tr


def booked_words(event: EventRow) -> str:
    """How many are registered, and of how many seats where there is a limit."""
    if event.capacity:
        return tr("{n} of {total} seats", n=event.registered, total=event.capacity)
    return tr("{n} registered", n=event.registered)
