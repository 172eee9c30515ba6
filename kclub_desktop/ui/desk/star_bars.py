"""How many ratings gave five stars, four, … as bars: on the insights page and in a course's inspector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kclub_desktop.ui.charts.bars import Bar, Bars
from kclub_desktop.ui.desk import shown
from kclub_desktop.words import tr, tr_many

GOLD = 5
"""The chart series whose colour is that of stars."""


def star_bars(stars: Sequence[int], keys: Mapping[int, object] | None = None) -> Bars:
    """stars: counts of one to five stars. keys: number of stars -> what a click on its bar tells."""
    total = sum(stars) or 1
    bars = [
        Bar(
            tr_many("1 star", "{n} stars", n),
            stars[n - 1],
            f"{shown.number(stars[n - 1])} · {stars[n - 1] / total:.0%}",
            hover=f"{'★' * n}  {shown.number(stars[n - 1])} / {shown.number(total)}",
            key=keys.get(n) if keys and stars[n - 1] else None,
        )
        for n in range(5, 0, -1)
    ]
    made = Bars("", bars, series=GOLD, label_width=56, said_width=84)
    made.setAccessibleName(tr("Ratings"))
    return made
