"""A chart paints, says what it knows on hover, and can be taken away as a picture or a table."""

import pytest
from PySide6.QtCore import QPointF

from kclub_desktop.ui.charts.bars import Bar, Bars
from kclub_desktop.ui.charts.chart import nice_ceiling
from kclub_desktop.ui.charts.heatmap import Heatmap
from kclub_desktop.ui.charts.lines import Lines, Series

CHARTS = [
    lambda: Lines("Revenue grew", ["Jan", "Feb", "Mar"], [Series("a", [1, 5, 3]), Series("b", [2, 2, 2])]),
    lambda: Bars(
        "Most stop at the visit", [Bar("Visit", 100, "100"), Bar("Sign-up", 40, "40 · 40%", key="sign_up")]
    ),
    lambda: Heatmap("Half stay", [("2026-01", 12, [1.0, 0.5]), ("2026-02", 8, [1.0, None])]),
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
