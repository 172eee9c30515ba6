"""The history of some days alone: chosen from the calendar, in the community's own zone, and given up again."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from kclub_desktop.date_range import custom
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk import history_query


def test_a_day_begins_and_ends_in_the_zone_of_the_community_also_when_clocks_change():
    since, until = history_query.bounds((date(2026, 3, 29), date(2026, 3, 29)), "Europe/Berlin")
    assert until - since == 23 * 3600
    assert datetime.fromtimestamp(since, ZoneInfo("Europe/Berlin")).hour == 0


def test_only_the_steps_of_the_days_chosen_are_listed(empty_desk):
    library, clock = empty_desk.library, empty_desk.clock
    today = datetime.fromtimestamp(clock.now(), ZoneInfo(library.zone)).date()
    with library.write(Op.ADD_MEMBER):
        rows.add(library, Member, name="Li Lei", created_at=1)
    page = empty_desk.open("history")
    everything = page.list.rowCount()
    assert everything >= 1 and page.picker.text() == "Any day"

    page.picker.choose(custom(date(2001, 1, 1), date(2001, 1, 2)))
    empty_desk.settle()
    assert page.nothing.isVisible() and not page.list.isVisible()

    page.picker.choose(custom(today, today))
    empty_desk.settle()
    assert page.list.rowCount() == everything and page.list.isVisible()

    page.every_day.click()
    empty_desk.settle()
    assert page.days is None and page.picker.text() == "Any day"
