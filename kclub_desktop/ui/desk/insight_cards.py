"""What the cards of the insights page share: the labels of their bars, what rests on too little, and who is behind a bar."""

from __future__ import annotations

from kclub_desktop.analytics.periods import Unit
from kclub_desktop.ui.desk import shown
from kclub_desktop.ui.desk.behind_query import Behind
from kclub_desktop.ui.desk.insights_query import Insights
from kclub_desktop.words import current_language, tr, tr_many

TALL_PX = 232
PARTS = 6
"""Series that can be told apart; the small ones beyond are put together."""


def labels(found: Insights, zone: str) -> list[str]:
    """The name of each bar."""
    unit, periods = found.bars.unit, found.bars.periods
    return [shown.bar(period.start, unit, zone) for period in periods]


def spans(found: Insights, zone: str, kind: str, title: str, **more: object) -> list[Behind]:
    """What a click on each bar asks for; title with a place for {when}."""
    return [
        Behind(kind, title.format(when=name), period, more)
        for name, period in zip(labels(found, zone), found.bars.periods, strict=True)
    ]


def cut_note(found: Insights) -> str:
    """That the bars at the ends are no whole ones, if they are not; '' for days."""
    over = found.bars
    if over.unit is Unit.DAY or len(over.periods) < 2:
        return ""
    if over.cut_first and over.cut_last:
        return tr("The first and the last period are not whole.")
    if over.cut_last:
        return tr("The last period is not over yet.")
    return tr("The first period is not whole.") if over.cut_first else ""


def sentences(*said: str) -> str:
    """One after the other; Chinese puts no space between them."""
    return ("" if current_language() == "zh" else " ").join(one for one in said if one)


def few_people(n: int) -> str:
    """That so many people are too few."""
    return tr_many("not enough data yet: 1 member", "not enough data yet: {n} members", n)


def few_ratings(n: int) -> str:
    """That so many ratings are too few."""
    return tr_many("not enough data yet: 1 rating", "not enough data yet: {n} ratings", n)
