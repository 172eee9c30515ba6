"""When periods begin and end: month ends, 29 February, summer time; and that parts of an amount add up."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from community.plans_for_tests import day_of, moment
from hypothesis import given
from hypothesis import strategies as st

from kclub_desktop.community.periods import after_days, boundary, days_between, period_end
from kclub_desktop.community.proration import split, unused

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")


def walk(first, interval, n, count=1, zone="Asia/Shanghai"):
    """The first days of n periods after the first, each reached from the one before."""
    anchor = at = moment(first, zone)
    days = []
    for _ in range(n):
        at = period_end(anchor, at, interval, count, zone)
        days.append(day_of(at, zone))
    return days


def test_who_began_on_the_31st_is_renewed_on_each_months_last_day_and_on_the_31st_again():
    assert walk("2024-01-31", "month", 4) == ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"]
    assert walk("2023-01-31", "month", 2) == ["2023-02-28", "2023-03-31"]


def test_who_began_on_29_february_is_renewed_on_the_28th_until_there_is_a_29th_again():
    assert walk("2024-02-29", "year", 4) == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_several_months_make_one_period():
    assert walk("2024-11-30", "month", 3, count=3) == ["2025-02-28", "2025-05-30", "2025-08-30"]


def test_the_hour_on_the_wall_clock_stays_across_summer_time():
    anchor = moment("2026-02-28 09:00", "Europe/Berlin")
    march = period_end(anchor, anchor, "month", 1, "Europe/Berlin")
    april = period_end(anchor, march, "month", 1, "Europe/Berlin")
    assert april - march == 31 * 86400 - 3600
    assert datetime.fromtimestamp(april, UTC).astimezone(ZoneInfo("Europe/Berlin")).hour == 9


def test_an_hour_that_the_clock_jumps_over_is_taken_as_the_hour_after():
    # 29 March 2026, 02:30 does not exist in Berlin.
    anchor = moment("2026-01-29 02:30", "Europe/Berlin")
    at = boundary(anchor, 2, "month", 1, "Europe/Berlin")
    assert (
        datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo("Europe/Berlin")).strftime("%d %H:%M")
        == "29 03:30"
    )


moments = st.integers(1_400_000_000, 2_200_000_000)


@given(
    anchor=moments, start=moments, interval=st.sampled_from(("month", "year")), count=st.integers(1, 13),
    zone=st.sampled_from(ZONES),
)  # fmt: skip
def test_every_moment_lies_in_exactly_one_period(anchor, start, interval, count, zone):
    end = period_end(anchor, start, interval, count, zone)
    months = count * (12 if interval == "year" else 1)
    near = round((end - anchor) / (30.4 * 86400) / months)
    n = next(n for n in range(near - 3, near + 4) if boundary(anchor, n, interval, count, zone) == end)
    assert boundary(anchor, n - 1, interval, count, zone) <= start < end


@given(anchor=moments, count=st.integers(1, 12), zone=st.sampled_from(ZONES))
def test_periods_follow_each_other_and_never_drift_from_the_first_day(anchor, count, zone):
    at, first = anchor, datetime.fromtimestamp(anchor, UTC).astimezone(ZoneInfo(zone))
    for n in range(1, 30):
        at = period_end(anchor, at, "month", count, zone)
        assert at == boundary(anchor, n, "month", count, zone)
        here = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone))
        assert here.day == first.day or (here.day < first.day and (here.day >= 28))


@given(at=moments, days=st.integers(0, 800), zone=st.sampled_from(ZONES))
def test_so_many_days_later_is_so_many_days_of_the_calendar(at, days, zone):
    assert days_between(at, after_days(at, days, zone), zone) == days


@given(amount=st.integers(-(10**12), 10**12), shares=st.lists(st.integers(0, 1000), min_size=1, max_size=12))
def test_the_parts_of_an_amount_add_up_and_none_is_a_unit_off(amount, shares):
    if sum(shares) == 0:
        with pytest.raises(ValueError):
            split(amount, shares)
        return
    parts = split(amount, shares)
    assert sum(parts) == amount
    assert all(
        abs(part * sum(shares) - amount * share) < sum(shares)
        for part, share in zip(parts, shares, strict=True)
    )


@given(amount=st.integers(0, 10**10), days=st.integers(1, 400), left=st.integers(0, 400))
def test_used_and_unused_are_the_whole_and_more_days_left_give_no_less_back(amount, days, left):
    left = min(left, days)
    back = unused(amount, left, days)
    assert 0 <= back <= amount and unused(amount, 0, days) == 0 and unused(amount, days, days) == amount
    assert back >= unused(amount, max(0, left - 1), days)
