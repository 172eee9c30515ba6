"""A scripted year: people join, try, pay, pay late or never, upgrade, pause, are refunded and leave, across 29 February and both
ends of summer time. The books equal a second bookkeeping, written here from the script alone, in days and fractions.

KCLUB_YEAR_MEMBERS=1000 runs the full year; the suite a smaller one.
"""

import os
import random
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from math import ceil, floor
from zoneinfo import ZoneInfo

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.community import members, mrr, payments, plans, renewals, subscriptions
from kclub_desktop.community.plans import Wanted
from kclub_desktop.store import Op
from tests.making import made_library

PEOPLE = int(os.environ.get("KCLUB_YEAR_MEMBERS", "90"))
ZONE = ZoneInfo("Europe/Berlin")
FIRST, DAYS = date(2027, 12, 30), 380
DUE, GRACE, GIVE_UP, TRIES = 3, 7, 30, 4


def moment(day):
    """Ten in the morning, as the clock on the wall has it."""
    return int(datetime.combine(day, time(10), ZONE).timestamp())


def days(n):
    return timedelta(days=n)


def months_later(day, n):
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def part(amount, left, whole):
    """The days left of an amount, to the nearest unit, halves to the days that are over."""
    return ceil(Fraction(amount * left, whole) - Fraction(1, 2))


@dataclass
class Book:
    """One subscription as the script knows it, in days."""

    id: int
    amount: int
    months: int
    start: date
    state: str = "incomplete"
    end: date | None = None
    anchor: date | None = None
    orders: list = field(default_factory=list)  # [total, due, tries], the open ones
    grace: date | None = None
    leaving: bool = False
    paused: date | None = None
    resumes: date | None = None
    credit: int = 0
    planned: tuple | None = None

    def next_end(self):
        n = 1
        while months_later(self.anchor, n * self.months) <= self.start:
            n += 1
        return months_later(self.anchor, n * self.months)

    def worth(self):
        return (
            floor(Fraction(self.amount, self.months) + Fraction(1, 2))
            if self.state in ("active", "past_due")
            else 0
        )


class Ledger:
    """The second bookkeeping."""

    def __init__(self):
        self.books, self.paid, self.moved = {}, Counter(), Counter()
        self.ordered = 0

    def change(self, book, day, **fields):
        before = book.worth()
        for name, value in fields.items():
            setattr(book, name, value)
        self.moved[day.strftime("%Y-%m")] += book.worth() - before

    def order(self, book, total, day):
        self.ordered += 1
        if total:
            book.orders.append([total, day + days(DUE), 0])

    def period(self, book, day):
        fields = {"state": "active", "start": day}
        if book.planned:
            fields |= {"amount": book.planned[0], "months": book.planned[1], "planned": None, "anchor": day}
        self.change(book, day, **fields)
        book.end = book.next_end()
        used = min(book.credit, book.amount)
        book.credit -= used
        self.order(book, book.amount - used, day)

    def over(self, book, day):
        self.change(book, day, state="canceled", orders=[], grace=None)

    def waits(self, book):
        """(day, what) of all that time will bring."""
        due = min((order[1] for order in book.orders), default=None)
        match book.state:
            case "trialing":
                return [(book.end, "over" if book.leaving else "period")]
            case "active":
                first = [(due, "late")] if due else []
                return [*first, (book.end, "over" if book.leaving else "period")]
            case "past_due":
                return [(book.grace, "unpaid"), *([(book.end, "over")] if book.leaving else [])]
            case "unpaid":
                return [(due + days(GIVE_UP), "over")]
            case "incomplete":
                return [(book.start + days(GIVE_UP), "over")]
            case "paused":
                return [(book.resumes, "resume")] if book.resumes else []
        return []

    def until(self, day):
        for book in self.books.values():
            while True:
                waiting = [one for one in self.waits(book) if one[0] <= day]
                if not waiting:
                    break
                at, what = min(waiting, key=lambda one: one[0])
                if what == "period":
                    self.period(book, at)
                elif what == "over":
                    self.over(book, at)
                elif what == "late":
                    self.change(book, at, state="past_due", grace=at + days(GRACE))
                elif what == "unpaid":
                    self.change(book, at, state="unpaid", grace=None)
                else:
                    self.resume(book, at)

    def pay(self, book, day):
        order = min(book.orders, key=lambda one: one[1])
        book.orders.remove(order)
        self.paid[day.strftime("%Y-%m")] += order[0]
        if not book.orders and book.state in ("incomplete", "past_due", "unpaid"):
            fresh = book.state != "past_due"
            self.change(book, day, state="active", grace=None)
            if fresh:
                book.start = book.anchor = day
                book.end = book.next_end()

    def fail(self, book, day):
        order = min(book.orders, key=lambda one: one[1])
        order[2] += 1
        if book.state == "active":
            self.change(book, day, state="past_due", grace=day + days(GRACE))
        if book.state == "past_due" and order[2] >= TRIES:
            self.change(book, day, state="unpaid", grace=None)

    def switch(self, book, day, amount, months):
        whole, left = (book.end - book.start).days, (book.end - day).days
        back = part(book.amount, left, whole)
        same = months == book.months
        due = (part(amount, left, whole) if same else amount) - back
        self.change(book, day, amount=amount, months=months, planned=None)
        if not same:
            book.start = book.anchor = day
            book.end, book.leaving = book.next_end(), False
        if due > 0:
            self.order(book, due, day)
        else:
            book.credit -= due

    def resume(self, book, day):
        self.change(book, day, state="active")
        book.end += day - book.paused
        book.anchor, book.paused, book.resumes = book.end, None, None


class Year:
    """The script: what happens each day, told to the product and to the ledger."""

    def __init__(self, library, clock, seed):
        self.library, self.clock, self.chance = library, clock, random.Random(seed)
        self.ledger = Ledger()
        self.prices = {}
        for name, amount, months, trial in (
            ("basic", 9_900, 1, 14), ("better", 24_900, 1, 0), ("year", 99_000, 12, 0), ("odd", 10_001, 1, 0),
        ):  # fmt: skip
            plan = plans.add(library, name)
            every = "month" if months == 1 else "year"
            price = plans.add_price(library, plan, Wanted(amount, "EUR", every, trial_days=trial))
            self.prices[name] = (price, amount, months, trial)
        # Whoever comes on the odd days comes then: month ends, 29 February, the days the clock is changed.
        odd = [
            date(2027, 12, 31),
            date(2028, 1, 31),
            date(2028, 2, 29),
            date(2028, 3, 26),
            date(2028, 10, 29),
        ]
        self.joins = Counter(
            odd[n % 5] if n % 4 == 0 else FIRST + days(self.chance.randrange(330)) for n in range(PEOPLE)
        )
        self.temper = {}

    def day(self, day):
        self.clock.move(moment(day) - self.clock.now())
        with self.library.write(Op.RECORD_ORDER):
            renewals.run(self.library)
            self.ledger.until(day)
            for _ in range(self.joins[day]):
                self.join(day)
            for book in list(self.ledger.books.values()):
                self.live(book, day)
            if day == date(2028, 6, 1):
                self.reprice()

    def join(self, day):
        name = self.chance.choice(("basic", "basic", "better", "year", "odd"))
        price, amount, months, trial = self.prices[name]
        made = subscriptions.start(self.library, members.add(self.library, {"name": "M"}), price)
        book = Book(made, amount, months, day)
        if trial:
            book.state, book.end = "trialing", day + days(trial)
            book.anchor = book.end
        else:
            self.ledger.order(book, amount, day)
        self.ledger.books[made] = book
        self.temper[made] = self.chance.choice(("prompt", "prompt", "prompt", "late", "forgetful", "card"))

    def reprice(self):
        price, _amount, months, trial = self.prices["basic"]
        new = plans.replace_price(self.library, price, Wanted(12_900, "EUR", "month", trial_days=trial))
        self.prices["basic"] = (new, 12_900, months, trial)

    def live(self, book, day):
        chance = self.chance
        if book.orders:
            due = min(order[1] for order in book.orders)
            temper = self.temper[book.id]
            likely = {"prompt": 0.6, "late": 0.3 if day > due else 0.0, "forgetful": 0.02, "card": 0.25}[
                temper
            ]
            if temper == "card" and day >= due - days(1) and chance.random() < 0.5:
                self.fail(book, day)
            elif chance.random() < likely:
                self.pay(book, day)
            return
        roll = chance.random()
        if book.state == "paused":
            if book.resumes is None and roll < 0.1:
                subscriptions.resume(self.library, book.id)
                self.ledger.resume(book, day)
            return
        if book.state == "trialing" and roll < 0.02:
            self.leave(book, day)
        if book.state != "active":
            return
        if roll < 0.004:
            self.pause(book, day)
        elif roll < 0.010:
            self.switch(book, day)
        elif roll < 0.013:
            self.plan_ahead(book)
        elif roll < 0.017:
            self.leave(book, day)
        elif roll < 0.0185:
            subscriptions.cancel(self.library, book.id, now=True)
            self.ledger.over(book, day)
        elif roll < 0.021:
            self.refund(book, day)

    def leave(self, book, day):
        if book.leaving:
            subscriptions.keep(self.library, book.id)
        else:
            subscriptions.cancel(self.library, book.id)
        book.leaving = not book.leaving

    def pause(self, book, day):
        until = day + days(self.chance.randint(5, 60)) if self.chance.random() < 0.7 else None
        subscriptions.pause(self.library, book.id, until=until and moment(until))
        self.ledger.change(book, day, state="paused", paused=day, resumes=until)

    def other(self, book):
        names = [
            n
            for n, (_p, amount, months, _t) in self.prices.items()
            if (amount, months) != (book.amount, book.months)
        ]
        price, amount, months, _trial = self.prices[self.chance.choice(names)]
        taken = self.library.value("SELECT price FROM subscription WHERE id = ?", (book.id,)) == price
        return None if taken else (price, amount, months)

    def switch(self, book, day):
        wanted = self.other(book)
        if wanted:
            subscriptions.change(self.library, book.id, wanted[0])
            self.ledger.switch(book, day, *wanted[1:])

    def plan_ahead(self, book):
        wanted = self.other(book)
        if wanted:
            subscriptions.change(self.library, book.id, wanted[0], now=False)
            book.planned = wanted[1:]

    def open_order(self, book):
        return self.library.rows(
            "SELECT id, total FROM \"order\" WHERE subscription = ? AND status = 'open' ORDER BY due_at, id LIMIT 1",
            (book.id,),
        )[0]

    def pay(self, book, day):
        order, total = self.open_order(book)
        payments.pay(self.library, order, total, "transfer")
        self.ledger.pay(book, day)

    def fail(self, book, day):
        order, total = self.open_order(book)
        payments.fail(self.library, order, "card_declined", amount=total)
        self.ledger.fail(book, day)

    def refund(self, book, day):
        found = self.library.rows(
            "SELECT id, amount FROM payment p WHERE subscription = ? AND amount > 0 AND NOT EXISTS (SELECT 1 FROM payment"
            " r WHERE r.refunds = p.id) ORDER BY id DESC LIMIT 1",
            (book.id,),
        )
        if found:
            some = found[0][1] // 3
            payments.refund(self.library, found[0][0], some, "unhappy")
            self.ledger.paid[day.strftime("%Y-%m")] -= some


def by_month(rows):
    found = Counter()
    for at, amount in rows:
        found[f"{datetime.fromtimestamp(at, UTC).astimezone(ZONE):%Y-%m}"] += amount
    return {month: amount for month, amount in found.items() if amount}


@pytest.mark.parametrize("seed", [2028])
def test_the_books_of_a_year_equal_those_kept_by_hand(tmp_path, seed):
    clock = FixedClock(moment(FIRST))
    with made_library(tmp_path / "L", name="A", clock=clock, zone="Europe/Berlin", currency="EUR") as library:
        year = Year(library, clock, seed)
        for n in range(DAYS):
            year.day(FIRST + days(n))
        books = year.ledger.books.values()

        stands = library.rows(
            "SELECT id, status, amount, period_starts_at, period_ends_at FROM subscription ORDER BY id"
        )
        for row, status, amount, _start, ends in stands:
            book = year.ledger.books[row]
            assert (status, amount) == (book.state, book.amount), row
            if status not in ("incomplete", "canceled"):
                assert ends == moment(book.end), row
        assert by_month(library.rows("SELECT paid_at, amount FROM payment")) == {
            month: amount for month, amount in year.ledger.paid.items() if amount
        }
        assert by_month(
            library.rows("SELECT at, monthly_after - monthly_before FROM subscription_event")
        ) == {month: amount for month, amount in year.ledger.moved.items() if amount}
        worth = sum(book.worth() for book in books)
        assert mrr.running(library).get("EUR", 0) == worth == sum(year.ledger.moved.values())
        owed = sum(order[0] for book in books for order in book.orders)
        assert library.value("SELECT coalesce(sum(total), 0) FROM \"order\" WHERE status = 'open'") == owed
        assert library.value('SELECT count(*) FROM "order"') == year.ledger.ordered
        # The year was lived: every state was reached, and every kind of thing happened.
        kinds = {kind for (kind,) in library.rows("SELECT DISTINCT kind FROM subscription_event")}
        assert kinds >= {
            "started", "paid", "trial_ended", "renewed", "overdue", "payment_failed", "unpaid", "paused", "resumed",
            "changed_price", "price_planned", "cancel_asked", "ended",
        }  # fmt: skip
