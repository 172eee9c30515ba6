"""The bars of a chart are days, weeks, months of the community's own calendar, and leave nothing out."""

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kclub_desktop.analytics.periods import Period, Unit, bars, label, of_days, so_far
from kclub_desktop.date_range import DateRange, Preset, custom
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"


def begins(text, zone):
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


@pytest.mark.parametrize(
    ("first", "last", "unit", "count"),
    [
        (date(2026, 3, 5), date(2026, 3, 5), Unit.DAY, 1),
        (date(2026, 3, 1), date(2026, 3, 31), Unit.DAY, 31),
        (date(2026, 1, 1), date(2026, 3, 31), Unit.WEEK, 14),
        (date(2025, 11, 1), date(2026, 11, 25), Unit.MONTH, 13),
        (date(2021, 1, 1), date(2026, 12, 31), Unit.QUARTER, 24),
        (date(2001, 1, 1), date(2026, 12, 31), Unit.YEAR, 26),
    ],
)
def test_a_longer_range_has_longer_bars(first, last, unit, count):
    found = bars(of_days(custom(first, last), SHANGHAI), SHANGHAI)
    assert (found.unit, len(found.periods)) == (unit, count)


def test_a_bar_begins_at_midnight_where_the_community_is_also_when_the_clock_changes():
    found = bars(of_days(custom(date(2026, 3, 28), date(2026, 3, 30)), BERLIN), BERLIN)
    assert [period.start for period in found.periods] == [
        begins(f"2026-03-{day}", BERLIN) for day in (28, 29, 30)
    ]
    assert [period.end - period.start for period in found.periods] == [86400, 82800, 86400]


def test_the_first_and_the_last_bar_say_when_they_are_not_whole():
    found = bars(of_days(custom(date(2025, 1, 15), date(2025, 9, 30)), SHANGHAI), SHANGHAI)
    assert (found.unit, found.cut_first, found.cut_last) == (Unit.MONTH, True, False)
    names = [label(period.start, found.unit, SHANGHAI) for period in found.periods]
    assert names[0] == "2025-01" and names[-1] == "2025-09"


@given(
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    st.integers(0, 6000),
    st.sampled_from([SHANGHAI, BERLIN, "America/St_Johns", "UTC"]),
)
def test_bars_follow_each_other_and_make_up_the_range(first, days, zone):
    period = of_days(custom(first, date.fromordinal(first.toordinal() + days)), zone)
    found = bars(period, zone)
    assert found.whole == period
    assert all(one.end == other.start and one.start < one.end for one, other in pairwise(found.periods))
    assert len(found.periods) <= 45


def test_everything_begins_with_the_first_fact_and_ends_now(library, clock):
    everything = DateRange(Preset.EVERYTHING, date.min, date.max)
    now = clock.now()
    assert so_far(library, everything, now) == Period(now, now + 1)
    with library.write(Op.IMPORT):
        rows.add(library, Member, name="Li", joined_at=now - 500, created_at=1)
    assert so_far(library, everything, now) == Period(now - 500, now + 1)
    assert so_far(library, custom(date(1, 1, 1), date(9999, 12, 31)), now) == Period(now - 500, now + 1)
    future = so_far(library, custom(date(2100, 1, 1), date(2100, 2, 1)), now)
    assert future.start == future.end
