"""Net revenue of each month in one currency as a line: on the overview and on the insights page."""

from __future__ import annotations

from collections.abc import Sequence

from kclub_desktop.analytics import Span
from kclub_desktop.ui.charts.lines import Lines, Series
from kclub_desktop.ui.desk import shown
from kclub_desktop.words import tr

_HEIGHT_PX = 232


def revenue_lines(months: Sequence[Span], currency: str, zone: str) -> Lines:
    """zone: IANA name of the community's time zone, for the names of the months."""
    chart = Lines(
        "",
        [shown.month(month.start, zone) for month in months],
        [Series(tr("Revenue"), [month.revenue.get(currency, 0) for month in months])],
        said=lambda value: shown.money_short(round(value), currency),
    )
    chart.setMinimumHeight(_HEIGHT_PX)
    return chart
