"""The insights page: each tab over the days that are chosen, kept after a restart, and every chart leads to who is behind it."""

from datetime import date

from PySide6.QtWidgets import QLabel, QPushButton

from kclub_desktop import analytics
from kclub_desktop.date_range import Preset, custom, preset_range
from kclub_desktop.progress import Progress
from kclub_desktop.store import segments
from kclub_desktop.ui.charts.distribution import Distribution
from kclub_desktop.ui.charts.donut import Donut
from kclub_desktop.ui.charts.forest import Forest
from kclub_desktop.ui.charts.stacked_bars import StackedBars
from kclub_desktop.ui.charts.tornado import Tornado
from kclub_desktop.ui.desk import behind_query
from kclub_desktop.ui.desk.behind_query import Behind
from kclub_desktop.ui.desk.insights_page import TABS, InsightsPage
from kclub_desktop.ui.widgets.figure_card import FigureCard

DRAWN = [tab for tab in TABS if tab != "advice"]


def tab_of(desk, tab):
    page = desk.open("insights")
    page.show_tab(tab)
    desk.settle()
    return page


def cards(page):
    return {card.chart.accessibleName(): card for card in page.findChildren(FigureCard)}


def chart_of(page, kind, name=""):
    return next(
        card.chart for title, card in cards(page).items() if isinstance(card.chart, kind) and name in title
    )


def keys(chart):
    chart.grab()
    return [key for _box, _words, key in chart._spots if key is not None]


def test_every_chart_can_be_read_as_a_table(desk):
    for tab in TABS:
        found = cards(tab_of(desk, tab))
        assert found
        for card in found.values():
            card.turn()
            assert card.chart.isHidden() and len(card.chart.rows()) >= 2


def test_too_little_data_is_said_and_not_drawn(empty_desk):
    for tab in DRAWN:
        missing = [card.chart.missing for card in cards(tab_of(empty_desk, tab)).values()]
        assert missing and all(missing)


def test_money_is_shown_by_source_by_plan_by_method_by_member_and_by_what_would_move_it(desk):
    page = tab_of(desk, "money")
    found = {type(card.chart) for card in cards(page).values()}
    assert found == {StackedBars, Donut, Distribution, Tornado}

    sources = chart_of(page, StackedBars, "come from")
    period = analytics.so_far(desk.library, page.days.range, desk.clock.now())
    revenue = desk.library.value(
        "SELECT sum(amount) FROM payment WHERE paid_at >= ? AND paid_at < ?", (period.start, period.end)
    )
    assert sum(sum(one.values) for one in sources.series) == revenue


def test_the_days_chosen_narrow_every_figure_and_stay_after_a_restart(desk):
    page = tab_of(desk, "content")
    year = sum(bar.value for bar in cards(page)["How are courses rated?"].chart.bars)

    page.picker.choose(custom(date(2026, 7, 1), date(2026, 7, 31)))
    desk.settle()

    july = sum(bar.value for bar in cards(page)["How are courses rated?"].chart.bars)
    period = analytics.of_days(custom(date(2026, 7, 1), date(2026, 7, 31)), desk.library.zone)
    assert 0 < july < year
    assert july == desk.library.value(
        "SELECT count(*) FROM rating JOIN course ON course.id = rating.course WHERE rating.deleted_at IS NULL"
        " AND course.deleted_at IS NULL AND rated_at >= ? AND rated_at < ?",
        (period.start, period.end),
    )
    again = InsightsPage(desk.session)
    assert again.days.range == custom(date(2026, 7, 1), date(2026, 7, 31))
    assert again.tab == "content" and "2026" in again.picker.text()
    again.deleteLater()

    page.picker.choose(preset_range(Preset.LAST_90_DAYS, page.days.today()))
    before = page.days.range
    desk.clock.move(3 * 86400)
    assert (page.days.range.last - before.last).days == (page.days.range.first - before.first).days == 3


def test_the_events_page_shows_the_events_of_the_days_chosen_and_what_they_came_to(desk):
    page = desk.open("events")
    every = page.list.rowCount()
    page.picker.choose(preset_range(Preset.COMING, page.days.today()))
    desk.settle()
    starts = desk.library.rows("SELECT starts_at FROM event WHERE deleted_at IS NULL")
    today = analytics.of_days(page.days.range, desk.library.zone).start
    assert page.list.rowCount() == sum(at >= today for (at,) in starts) < every
    assert page.totals.text() == "None of these events is over yet."

    page.picker.choose(preset_range(Preset.LAST_365_DAYS, page.days.today()))
    desk.settle()
    over = analytics.totals(
        analytics.attendance(
            desk.library, desk.clock.now(), period=analytics.of_days(page.days.range, desk.library.zone)
        )
    )
    assert (
        f"{over.came} came" in page.totals.text() and f"{over.events} events are over" in page.totals.text()
    )

    # What somebody asks for is shown whatever days are on the list.
    page.picker.choose(custom(date(2001, 1, 1), date(2001, 1, 2)))
    desk.settle()
    assert page.nothing.isVisible()
    event, title = desk.library.rows("SELECT id, title FROM event WHERE deleted_at IS NULL LIMIT 1")[0]
    page.events.clear()
    page.go_to(event)
    desk.settle()
    assert page.inspector.isVisible()
    assert title in [label.text() for label in page.inspector.findChildren(QLabel)]


def test_every_bar_leads_to_its_members_or_to_its_course_or_event(desk):
    found = {}
    for tab in DRAWN:
        for title, card in cards(tab_of(desk, tab)).items():
            if isinstance(card.chart, Tornado) or "How long" in title or "differ" in title:
                continue
            assert keys(card.chart), f"nothing to click on: {title}"
            for key in keys(card.chart):
                found[key.kind if isinstance(key, Behind) else key[0]] = key
    assert set(found) == {"step", "span", "cohort", "stars", "paid", "moved", "plans", "courses", "events"}
    for kind, key in found.items():
        if isinstance(key, Behind):
            people = behind_query.ask(desk.library, desk.clock.now(), key, Progress())
            assert people.members and [one.member for one in people.shown] == people.members[:500], kind

    wanted = []
    page = desk.open("insights")
    page.wanted.connect(lambda name, row: wanted.append((name, row)))
    page.show_behind(found["courses"])
    assert wanted == [found["courses"]]


def test_the_members_behind_the_numbers_are_as_many_as_the_numbers_say(desk):
    page = tab_of(desk, "money")

    def behind(key):
        assert isinstance(key, Behind)
        page.show_behind(key)
        desk.settle()
        return page.panel._people

    plans = chart_of(page, StackedBars, "which plan")
    assert len(behind(keys(plans)[-1]).members) == sum(one.values[-1] for one in plans.series)
    spent = chart_of(page, Distribution)
    in_columns = [n for _low, _high, n in spent.bins() if n]
    assert [len(behind(key).members) for key in keys(spent)] == in_columns
    moved = chart_of(page, StackedBars, "every month")
    everyone = behind(keys(moved)[-1])
    assert len(everyone.members) == len(everyone.shown) and all(one.said for one in everyone.shown)


def test_the_members_behind_a_bar_are_opened_or_kept_as_a_segment_which_undo_takes_back(desk):
    page = tab_of(desk, "members")
    bought = keys(cards(page)["How far do people come?"].chart)[2]
    page.show_behind(bought)
    desk.settle()
    found = page.panel._people
    assert found.behind.title == "Bought" and page.panel.list.rowCount() == min(500, len(found.members))

    keep = next(b for b in page.panel.findChildren(QPushButton) if b.text() == "Keep as a segment")
    keep.click()
    desk.settle()
    ((text,),) = desk.library.rows("SELECT filter FROM segment WHERE name = 'Bought' AND deleted_at IS NULL")
    here = {
        who
        for (who,) in desk.library.rows("SELECT id FROM member WHERE archived_at IS NULL")
        if who in set(found.members)
    }
    assert set(segments.members(desk.library, segments.parse(text), "")) == here
    desk.take_back()
    assert not desk.library.rows("SELECT 1 FROM segment WHERE name = 'Bought' AND deleted_at IS NULL")

    opened = []
    page.wanted.connect(lambda name, row: opened.append((name, row)))
    page.panel.list.setCurrentCell(1, 0)
    assert opened == [("members", page.panel._people.shown[1].member)]


def test_a_cell_of_the_cohorts_leads_to_its_members_and_channels_are_compared_with_everybody(desk):
    page = tab_of(desk, "members")
    heat = cards(page)["Who stays?"].chart
    heat.grab()
    cells = [(words, key) for _box, words, key in heat._spots]
    for words, key in (cells[0], cells[-1], cells[len(cells) // 2]):
        page.show_behind(key)
        desk.settle()
        assert len(page.panel._people.members) == int(words.rsplit("(")[1].split("/")[0])

    chart = chart_of(page, Forest)
    assert len(chart.estimates) >= 3
    assert all(one.low <= one.value <= one.high for one in chart.estimates)
    assert (
        min(one.value for one in chart.estimates)
        <= chart.reference
        <= max(one.value for one in chart.estimates)
    )
