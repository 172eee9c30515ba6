"""A chart for who cannot see it: what it is, of which days, what it says, and its values; by keyboard all that a mouse can do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QTableWidget

from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.desk.insights_page import TABS
from kclub_desktop.ui.widgets.figure_card import FigureCard
from kclub_desktop.words import set_language

PAGES = ["overview", "courses", *(f"insights:{tab}" for tab in TABS)]


def charts(desk, where):
    name, _, tab = where.partition(":")
    page = desk.open(name)
    if tab:
        page.show_tab(tab)
        desk.settle()
    if name == "courses":
        page.go_to(
            desk.library.value("SELECT course FROM rating GROUP BY course ORDER BY count(*) DESC LIMIT 1")
        )
        desk.settle()
    found = [chart for chart in page.findChildren(Chart) if chart.isVisible()]
    assert found, where
    return found


def heard(chart):
    told = QAccessible.queryAccessibleInterface(chart)
    return told.text(QAccessible.Text.Name), told.text(QAccessible.Text.Description)


def check_said(chart, where):
    name, said = heard(chart)
    assert name
    if chart.missing:
        assert chart.missing in said
        return
    assert chart.kind() and chart.gist(), name
    assert chart.kind() in said and chart.gist() in said, name
    assert chart.rows()[1][0] in said, name
    if where.startswith("insights") and "advice" not in where:
        assert chart.covers and chart.covers in said, name


def check_keys(desk, chart):
    chart.grab()
    whole = heard(chart)[1]
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    desk.qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert heard(chart)[1] == chart._spots[0][1]
    chart.clearFocus()
    assert heard(chart)[1] == whole


def test_every_chart_says_what_it_shows_and_by_arrow_each_of_its_values(desk):
    desk.window.activateWindow()
    for where in PAGES:
        for chart in charts(desk, where):
            check_said(chart, where)
            if not chart.missing:
                check_keys(desk, chart)
    set_language("zh")
    desk.settle()
    for chart in charts(desk, "insights:money"):
        check_said(chart, "insights:money")
        assert "图" in heard(chart)[1]


def test_the_keyboard_turns_a_chart_into_a_table_and_leads_to_the_members_of_a_value(desk):
    charts(desk, "insights:members")
    page = desk.open("insights")
    card = page.findChildren(FigureCard)[0]
    chart = card.chart
    chart.grab()
    desk.window.activateWindow()
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    desk.qtbot.keyClick(chart, Qt.Key.Key_Down)
    desk.qtbot.keyClick(chart, Qt.Key.Key_Return)
    desk.settle()
    assert page.panel.isVisible() and page.panel.heading.text() == "Visited"

    card.switch.setFocus(Qt.FocusReason.TabFocusReason)
    desk.qtbot.keyClick(card.switch, Qt.Key.Key_Space)
    table = card.findChild(QTableWidget)
    assert table.isVisible() and table.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert table.rowCount() == len(chart.rows()) - 1
    assert not table.tabKeyNavigation(), "Tab must leave the table"
    assert card.switch.accessibleName() == f"As chart: {chart.accessibleName()}"
