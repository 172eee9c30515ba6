"""The day's end: what came in and went out by currency and method, and whether the cash drawer holds what it should.

A day is the community's own, of 23 to 25 hours where the clocks change. What the drawer should hold is what was counted
last, and all cash since; a count is a fact, and of several the latest stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kclub_desktop.clock import local, midnight
from kclub_desktop.community import contact
from kclub_desktop.errors import FieldRefused
from kclub_desktop.errors_of_money import AmountRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import CashCount

CASH = "cash"


@dataclass(frozen=True)
class MethodSum:
    """One currency and method on one day, in minor units: came in, went out (below zero), corrected, and all together."""

    currency: str
    method: str
    payments: int
    refunds: int
    corrections: int
    net: int
    facts: int


@dataclass(frozen=True)
class Drawer:
    """The cash of one currency. opening: as counted last before this day; counted, counted_at: None while it was not.

    difference  counted less expected: above zero there is too much, None while it was not counted
    """

    currency: str
    opening: int
    cash: int
    expected: int
    counted: int | None = None
    counted_at: int | None = None
    note: str = ""
    counts: int = 0

    @property
    def difference(self) -> int | None:
        """Too much (above zero) or too little in the drawer."""
        return None if self.counted is None else self.counted - self.expected


@dataclass(frozen=True)
class DayEnd:
    """One day: its sums by currency and method, and its drawers. start <= at < end in UTC seconds."""

    day: str
    start: int
    end: int
    sums: list[MethodSum]
    drawers: list[Drawer]

    def net(self) -> dict[str, int]:
        """Currency -> minor units of all facts of the day."""
        found: dict[str, int] = {}
        for each in self.sums:
            found[each.currency] = found.get(each.currency, 0) + each.net
        return found


_FIRST, _LAST = 1900, 2999
"""Years: beyond them is a slip of the finger, and at the end of what a calendar can say no day comes after."""


def bounds(day: date, zone: str) -> tuple[int, int]:
    """The UTC seconds at which a day begins and the next one does, in an IANA zone."""
    return midnight(day, zone), midnight(day + timedelta(days=1), zone)


def today(library: Library) -> date:
    """The day it is where the community is."""
    return local(library.clock.now(), library.zone).date()


def read_day(said: str, library: Library) -> date:
    """A day as YYYY-MM-DD, '' for today. Raises FieldRefused: date, for one that no book is kept of as well."""
    if not said:
        return today(library)
    try:
        day = date.fromisoformat(said)
    except ValueError as error:
        raise FieldRefused("day", "date", said) from error
    if not _FIRST <= day.year <= _LAST:
        raise FieldRefused("day", "date", said)
    return day


def day_end(library: Library, day: date) -> DayEnd:
    """All of one day. The sums are those of the day's facts to the minor unit."""
    start, end = bounds(day, library.zone)
    found = library.rows(
        "SELECT p.currency, p.method, sum(CASE WHEN p.kind = 'correction' THEN 0 WHEN p.amount > 0 THEN"
        " p.amount ELSE 0 END), sum(CASE WHEN p.kind <> 'correction' AND p.amount < 0 THEN p.amount ELSE 0 END),"
        " sum(CASE WHEN p.kind = 'correction' THEN p.amount ELSE 0 END), sum(p.amount), count(*) FROM payment p"
        " WHERE p.paid_at >= ? AND p.paid_at < ? GROUP BY p.currency, p.method ORDER BY 1, 2",
        (start, end),
    )
    return DayEnd(
        day.isoformat(), start, end, [MethodSum(*row) for row in found], _drawers(library, day, start, end)
    )


def count(
    library: Library,
    day: date,
    counted: int,
    currency: str,
    *,
    note: str = "",
    initiator: object | None = None,
) -> int:
    """Keep what was counted in the drawer at the end of a day, beside what it should hold. Returns the fact's id.

    Raises AmountRefused: not_positive for less than nothing; FieldRefused.
    """
    if counted < 0:
        raise AmountRefused("not_positive", counted, currency)
    note = contact.text("note", note)
    with library.write(Op.COUNT_CASH, initiator=initiator):
        expected = drawer(library, day, currency).expected
        return rows.add(
            library, CashCount, day=day.isoformat(), expected=expected, counted=counted, currency=currency,
            counted_at=library.clock.now(), note=note,
        )  # fmt: skip


def drawer(library: Library, day: date, currency: str) -> Drawer:
    """What the drawer of a currency should hold at the end of a day, and what was counted."""
    start, end = bounds(day, library.zone)
    before = library.rows(
        "SELECT day, counted FROM cash_count WHERE currency = ? AND day < ? ORDER BY day DESC, counted_at DESC, id DESC"
        " LIMIT 1",
        (currency, day.isoformat()),
    )
    since, opening = start, 0
    if before:
        since, opening = bounds(date.fromisoformat(before[0][0]), library.zone)[1], before[0][1]
    cash = "SELECT coalesce(sum(amount), 0) FROM payment WHERE paid_at >= ? AND paid_at < ? AND currency = ? AND method = ?"
    earlier = int(library.value(cash, (since, start, currency, CASH))) if since < start else 0
    of_day = int(library.value(cash, (start, end, currency, CASH)))
    counts = library.rows(
        "SELECT counted, counted_at, note FROM cash_count WHERE currency = ? AND day = ? ORDER BY counted_at DESC, id DESC",
        (currency, day.isoformat()),
    )
    counted, counted_at, note = counts[0] if counts else (None, None, "")
    opening += earlier
    return Drawer(currency, opening, of_day, opening + of_day, counted, counted_at, note, len(counts))


def _drawers(library: Library, day: date, start: int, end: int) -> list[Drawer]:
    """Of every currency that had cash that day or was ever counted before."""
    found = library.rows(
        "SELECT DISTINCT currency FROM payment WHERE paid_at >= ? AND paid_at < ? AND method = ?"
        " UNION SELECT DISTINCT currency FROM cash_count WHERE day <= ? ORDER BY 1",
        (start, end, CASH, day.isoformat()),
    )
    return [drawer(library, day, currency) for (currency,) in found]
