"""Words for an event's figures."""

from __future__ import annotations

from kclub_desktop.analytics.events import EventTotals
from kclub_desktop.ui.desk import shown
from kclub_desktop.ui.desk.events_query import EventRow
from kclub_desktop.words import tr, tr_many


def booked_words(event: EventRow) -> str:
    """How many are registered, and of how many seats where there is a limit."""
    if event.capacity:
        return tr("{n} of {total} seats", n=event.registered, total=event.capacity)
    return tr("{n} registered", n=event.registered)


def totals_words(over: EventTotals) -> str:
    """What the events that are over come to together; a share only where enough were registered."""
    if not over.events:
        return tr("None of these events is over yet.")
    said = [
        tr_many("1 event is over", "{n} events are over", over.events),
        tr("{n} registered", n=shown.number(over.registered)),
        tr("{n} came", n=shown.number(over.came)),
    ]
    if over.no_show.enough and over.no_show.value is not None:
        said.append(tr("{share} of the registered did not come", share=f"{over.no_show.value:.0%}"))
    if over.used.enough and over.used.value is not None:
        said.append(tr("{share} of the seats were used", share=f"{over.used.value:.0%}"))
    return " · ".join(said)
