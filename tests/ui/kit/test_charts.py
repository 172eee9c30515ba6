"""A chart paints, says what it knows on hover, and can be taken away as a picture or a table."""

import pytest
from PySide6.QtCore import QPointF

from kclub_desktop.ui.charts.bars import Bar, Bars
from kclub_desktop.ui.charts.chart import nice_ceiling
from kclub_desktop.ui.charts.distribution import Distribution
from kclub_desktop.ui.charts.donut import Donut
from kclub_desktop.ui.charts.forest import Estimate, Forest
from kclub_desktop.ui.charts.heatmap import Heatmap
from kclub_desktop.ui.charts.lines import Lines, Series
from kclub_desktop.ui.charts.stacked_bars import StackedBars
from kclub_desktop.ui.charts.tornado import Swing, Tornado

CHARTS = [
    lambda: Lines("Revenue grew", ["Jan", "Feb", "Mar"], [Series("a", [1, 5, 3]), Series("b", [2, 2, 2])]),
    lambda: Bars(
        "Most stop at the visit", [Bar("Visit", 100, "100"), Bar("Sign-up", 40, "40 · 40%", key="sign_up")]
    ),
    lambda: Heatmap("Half stay", [("2026-01", 12, [1.0, 0.5]), ("2026-02", 8, [1.0, None])]),
    lambda: StackedBars(
        "Both", ["Jan", "Feb"], [Series("in", [5, 7]), Series("back", [-1, 0])], keys=["j", "f"]
    ),
    lambda: Donut("Ways", [Bar("Cash", 3, "3"), Bar("Card", 1, "1")]),
    lambda: Tornado(
        "What moves it", 100, [Swing("Price", 90, 110, "9", "11"), Swing("Number", 99, 101, "1", "2")]
    ),
    lambda: Distribution("Spent", [3, 5, 8, 13]),
    lambda: Forest("Effect", [Estimate("Mail", 4, 1, 7, 40), Estimate("Poster", 1, -2, 4, 30)]),
]
GISTS = [
    "From Jan to Mar. a: latest 3, highest 5 at Feb. b: latest 2, highest 2 at Jan.",
    "Highest: Visit, 100.",
    "2 cohorts from 2026-01 to 2026-02. Of 2026-01, 50% a month later.",
    "All together: latest 7, highest 7 at Feb. From Jan to Feb. in: latest 7, highest 7 at Feb. back: latest 0, highest 0 at Feb.",
    "4 in all. Highest: Cash, 3 · 75%.",
    "As assumed: 100. Moves it most: Price, from 90 to 110.",
    "4 values from 3 to 13; half are below 6.",
    "More than chance: Mail +4.0.",
]


@pytest.mark.parametrize("make", CHARTS)
@pytest.mark.parametrize("ending", ["png", "svg", "csv"])
def test_a_chart_can_be_taken_away(qtbot, tmp_path, make, ending):
    chart = make()
    qtbot.addWidget(chart)
    chart.resize(480, 260)

    chart.save(tmp_path / f"chart.{ending}")

    assert (tmp_path / f"chart.{ending}").stat().st_size > 30
    assert len(chart.rows()) >= 3


@pytest.mark.parametrize(("make", "gist"), zip(CHARTS, GISTS, strict=True))
def test_a_chart_says_what_it_shows(qtbot, make, gist):
    chart = make()
    qtbot.addWidget(chart)
    chart.covers = "This year"
    chart.show()
    assert chart.gist() == gist
    assert chart.accessibleDescription().startswith(f"{chart.kind()}. This year. {gist}")
    assert chart.rows()[1][0] in chart.accessibleDescription()

    chart.missing = "not enough data yet"
    chart.describe()
    assert chart.accessibleDescription() == "This year not enough data yet"


def test_a_series_keeps_its_colour_when_the_one_before_it_is_not_there(qtbot):
    both = StackedBars("", ["Jan"], [Series("in", [5], 0), Series("back", [-1], 4)])
    alone = StackedBars("", ["Jan"], [Series("back", [-1], 4)])
    for chart in (both, alone):
        qtbot.addWidget(chart)
    assert both.colour_of(1) == alone.colour_of(0)


def test_a_click_on_a_bar_tells_which(qtbot):
    chart = CHARTS[1]()
    qtbot.addWidget(chart)
    chart.resize(480, 260)
    chart.grab()

    found = chart._at(QPointF(200, 80))

    assert found[1:] == ("Sign-up: 40 · 40%", "sign_up")


@pytest.mark.parametrize(("largest", "top"), [(0, 1), (1, 1), (7, 10), (23, 25), (101, 200), (4999, 5000)])
def test_an_axis_ends_at_a_round_number(largest, top):
    assert nice_ceiling(largest) == top


def test_who_hears_a_chart_is_told_its_values(qtbot):
    from kclub_desktop.ui.charts.bars import Bar, Bars
    from kclub_desktop.ui.widgets.figure_card import FigureCard

    card = FigureCard("Who came?", Bars("", [Bar("Monday", 3, "3"), Bar("Tuesday", 12, "12")]))
    qtbot.addWidget(card)
    said = card.chart.accessibleDescription()
    assert card.chart.accessibleName() == "Who came?"
    assert "Monday" in said and "3" in said and "Tuesday" in said and "12" in said
