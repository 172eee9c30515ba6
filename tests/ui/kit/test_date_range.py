"""A range of days by name means the days a person would count on a calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate

from kclub_desktop.date_range import DateRange, Preset, custom, preset_range, read
from kclub_desktop.ui.widgets.date_range_picker import DateRangePicker, days_words
from kclub_desktop.words import set_language

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        (Preset.TODAY, WEDNESDAY, WEDNESDAY),
        (Preset.YESTERDAY, date(2026, 11, 24), date(2026, 11, 24)),
        (Preset.THIS_WEEK, date(2026, 11, 23), WEDNESDAY),
        (Preset.LAST_30_DAYS, date(2026, 10, 27), WEDNESDAY),
        (Preset.LAST_MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        (Preset.THIS_YEAR, date(2026, 1, 1), WEDNESDAY),
        (Preset.LAST_12_MONTHS, date(2025, 11, 1), WEDNESDAY),
        (Preset.LAST_90_DAYS, date(2026, 8, 28), WEDNESDAY),
        (Preset.THIS_QUARTER, date(2026, 10, 1), WEDNESDAY),
    ],
)
def test_a_preset_means_the_days_a_person_would_count(preset, first, last):
    found = preset_range(preset, WEDNESDAY)
    assert (found.first, found.last) == (first, last)


def test_a_week_begins_on_sunday_where_it_does():
    assert preset_range(Preset.THIS_WEEK, WEDNESDAY, first_weekday=6).first == date(2026, 11, 22)


@given(
    st.sampled_from([p for p in Preset if p not in (Preset.CUSTOM, Preset.COMING, Preset.EVERYTHING)]),
    st.dates(date(1971, 1, 1), date(2100, 1, 1)),
    st.integers(0, 6),
)
def test_every_preset_is_in_order_and_never_reaches_into_the_future(preset, today, weekday):
    found = preset_range(preset, today, weekday)
    assert found.first <= found.last <= today
    assert found.days == sum(1 for _ in range((found.last - found.first).days + 1))


@pytest.mark.parametrize(
    ("preset", "last"),
    [
        (Preset.THIS_WEEK, date(2026, 11, 29)),
        (Preset.THIS_MONTH, date(2026, 11, 30)),
        (Preset.THIS_QUARTER, date(2026, 12, 31)),
        (Preset.THIS_YEAR, date(2026, 12, 31)),
        (Preset.LAST_30_DAYS, WEDNESDAY),
        (Preset.COMING, date.max),
    ],
)
def test_what_is_planned_counts_where_the_whole_week_or_month_is_meant(preset, last):
    assert preset_range(preset, WEDNESDAY, whole=True).last == last


@given(st.sampled_from(list(Preset)), st.dates(date(1971, 1, 1), date(2100, 1, 1)), st.dates(), st.dates())
def test_what_was_kept_of_a_range_is_the_same_range_the_next_day(preset, today, first, last):
    chosen = custom(first, last) if preset is Preset.CUSTOM else preset_range(preset, today)
    assert read(chosen.text(), today, Preset.TODAY) == chosen
    assert chosen.at(today) == chosen


@pytest.mark.parametrize("kept", ["", "next_month", "2026-01-01", "2026-01-01/soon", "/"])
def test_a_range_nobody_understands_is_the_usual_one(kept):
    assert read(kept, WEDNESDAY, Preset.TODAY) == DateRange(Preset.TODAY, WEDNESDAY, WEDNESDAY)


@given(st.dates(), st.dates())
def test_own_days_are_put_in_order(one, other):
    found = custom(one, other)
    assert found.first <= found.last and {found.first, found.last} == {one, other}


def test_the_button_says_its_days_in_the_language_shown(qtbot):
    assert days_words(date(2026, 10, 27), WEDNESDAY).replace("\u2009", " ") == "27 Oct – 25 Nov 2026"
    set_language("zh")
    assert days_words(date(2026, 10, 27), WEDNESDAY) == "2026年10月27日至11月25日"


def test_own_days_typed_the_wrong_way_round_are_refused_in_words(qtbot):
    picker = DateRangePicker(WEDNESDAY)
    qtbot.addWidget(picker)
    told = []
    picker.changed.connect(told.append)
    picker.first.setDate(QDate(2026, 5, 2))
    picker.last.setDate(QDate(2026, 5, 1))
    keep = next(
        b for b in picker._menu.findChildren(type(picker).__mro__[1]) if b.text() == "Show these days"
    )

    keep.click()
    assert told == [] and picker.error.text()

    picker.last.setDate(QDate(2026, 5, 3))
    keep.click()
    assert told[0].days == 2 and told[0].last - told[0].first == timedelta(days=1)


def test_an_open_range_is_named_without_days_and_offers_today_to_begin_with(qtbot):
    picker = DateRangePicker(WEDNESDAY, offered=(Preset.THIS_MONTH, Preset.EVERYTHING))
    qtbot.addWidget(picker)
    picker.choose(preset_range(Preset.EVERYTHING, WEDNESDAY))
    picker._fill()

    assert picker.text() == "Everything"
    assert picker.first.date() == QDate(2026, 11, 25)
    assert [action.text() for action in picker._group.actions()] == ["This month", "Everything"]
