"""Who of the demo's members has which plan: bought, tried, changed, paused, left, in every state one can be in.

Lived by the community's own rules, step by step, with draws of its own, so that nothing else in the demo changes.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from kclub_desktop.community import plans, renewal_steps, subscription_orders, subscriptions, uses
from kclub_desktop.community.periods import boundary
from kclub_desktop.community.plans import Wanted
from kclub_desktop.community.renewal_rules import Rules
from kclub_desktop.community.renewal_steps import Step
from kclub_desktop.community.subscription_moves import load
from kclub_desktop.community.subscriptions_paid import failed, settled
from kclub_desktop.demo.members import Person
from kclub_desktop.demo.seasons import DAY
from kclub_desktop.store import Library, rows
from kclub_desktop.store.tables import Benefit, Order, Payment, PaymentAttempt, Price

_PLANS = (
    ("研习会员 Member", "全部会员课程，活动优先报名", (("month", 9_900, 7), ("year", 99_000, 0))),
    ("私享会员 Studio", "研习会员的全部内容，外加每月一次小组辅导", (("month", 29_900, 0),)),
)
_PASS = (
    "十次卡 Ten visits",
    "线下活动签到十次，一年内有效",
    Wanted(68_000, "CNY", "use", uses=10, valid_days=365, used_by="check_in"),
)
_ONCE = ("档案馆 Archive", "往期专栏合集，一次购买长期可看", Wanted(128_000, "CNY", "once"))
# How many members end up where.
_REGULAR, _PAST_DUE, _UNPAID, _FAILED, _TRIAL, _PAUSED, _LEAVING, _LEFT, _CHANGED, _PASSES, _ARCHIVE = (
    26, 3, 2, 2, 4, 2, 3, 6, 3, 5, 3,
)  # fmt: skip


def add_memberships(library: Library, persons: list[Person], now: int, seed: int) -> None:
    """Plans with their prices and benefits, and about sixty subscriptions with their orders; inside the demo's write."""
    chance = random.Random(f"memberships {seed}")
    monthly, yearly, studio, ten, archive = _plans(library, now)
    life = _Life(library, chance, now)
    present = [person for person in persons if not person.lead and person.until > now - 30 * DAY]
    chance.shuffle(present)
    who = iter(present)

    def each(count: int, begin: Callable[[int, Person], object]) -> None:
        for n, person in zip(range(count), who, strict=False):
            begin(n, person)

    each(_REGULAR, lambda n, p: life.regular(p, (monthly, monthly, yearly, studio)[n % 4], months=2 + n % 5))
    each(_PAST_DUE, lambda n, p: life.owing(p, monthly, days=6 + n))
    each(_UNPAID, lambda n, p: life.owing(p, studio, days=16 + 5 * n))
    each(_FAILED, lambda n, p: life.declined(p, monthly))
    each(_TRIAL, lambda n, p: life.trying(p, monthly, days=2 + n))
    each(_PAUSED, lambda n, p: life.paused(p, monthly, back=12 + 9 * n))
    each(_LEAVING, lambda n, p: life.leaving(p, (monthly, studio, yearly)[n], left=4 + 5 * n))
    each(_LEFT, lambda n, p: life.left(p, monthly, days=8 + 13 * n))
    each(_CHANGED, lambda n, p: life.changed(p, monthly, studio))
    each(_PASSES, lambda n, p: life.bought(p, ten, days=320 - 30 * n))
    each(_ARCHIVE, lambda n, p: life.bought(p, archive, days=40 + 70 * n))
    uses.take_up(library)


def _plans(library: Library, now: int) -> list[int]:
    prices: list[int] = []
    for name, summary, offered in _PLANS:
        wanted = tuple(Wanted(amount, "CNY", every, trial_days=trial) for every, amount, trial in offered)
        plan = plans.add(library, name, summary=summary, prices=wanted)
        prices += [
            price for (price,) in library.rows("SELECT id FROM price WHERE plan = ? ORDER BY id", (plan,))
        ]
        discount = 1000 if len(prices) < 3 else 2000
        rows.add(
            library,
            Benefit,
            plan=plan,
            kind="discount",
            name=f"课程{10 - discount // 1000}折",
            percent=discount,
        )
        rows.add(library, Benefit, plan=plan, kind="early_access", name="活动提前报名", hours=48)
    for name, summary, only in (_PASS, _ONCE):
        plan = plans.add(library, name, summary=summary, prices=(only,))
        prices += [price for (price,) in library.rows("SELECT id FROM price WHERE plan = ?", (plan,))]
    since = now - 700 * DAY
    rows.change_many(
        library, Price, [{"id": price, "sold_from": since, "created_at": since} for price in prices]
    )
    # What the first members pay: the price before the last change of it.
    return prices


class _Life:
    """What each of them does, ending in one state now."""

    def __init__(self, library: Library, chance: random.Random, now: int) -> None:
        self._library, self._chance, self._now = library, chance, now
        self._rules = Rules()

    def regular(self, person: Person, price: int, months: int) -> int:
        """Pays when asked, up to today."""
        start = self._back(months, self._chance.randint(1, 26))
        return self._lived(person, price, start, self._now)

    def owing(self, person: Person, price: int, days: int) -> None:
        """Did not pay the period that began so many days ago."""
        start = self._back(3, days)
        made = self._lived(person, price, start, self._now - days * DAY - 3600)
        self._until(made, self._now, pays=False)

    def declined(self, person: Person, price: int) -> None:
        """Has a card that is refused."""
        made = self._lived(person, price, self._back(2, 2), self._now - 3 * DAY)
        self._until(made, self._now, pays=False)
        order = subscription_orders.open_order(self._library, made)
        if order is not None:
            rows.add(
                self._library, PaymentAttempt, member=person.id, order=order.id, subscription=made, amount=9_900,
                currency="CNY", tried_at=self._now - DAY, gateway="stripe", why="card_declined",
            )  # fmt: skip
            failed(self._library, order.id)

    def trying(self, person: Person, price: int, days: int) -> None:
        """Began the trial so many days ago."""
        subscriptions.start(self._library, person.id, price, at=self._now - days * DAY)

    def paused(self, person: Person, price: int, back: int) -> None:
        """On a pause."""
        made = self.regular(person, price, 3)
        subscriptions.pause(self._library, made, at=self._now - 5 * DAY, until=self._now + back * DAY)

    def leaving(self, person: Person, price: int, left: int) -> None:
        """Has asked to end with the period, which has so many days left."""
        yearly = self._library.value("SELECT interval FROM price WHERE id = ?", (price,)) == "year"
        end = self._now + left * DAY
        start = (
            boundary(end, -1, "year", 1, self._library.zone)
            if yearly
            else boundary(end, -4, "month", 1, self._library.zone)
        )
        made = self._lived(person, price, start, self._now)
        subscriptions.cancel(self._library, made, at=self._now - 2 * DAY, why="太忙了")

    def left(self, person: Person, price: int, days: int) -> None:
        """Ended so many days ago."""
        ended = self._now - days * DAY
        made = self._lived(person, price, boundary(ended, -3, "month", 1, self._library.zone), ended - DAY)
        subscriptions.cancel(self._library, made, at=ended - DAY)
        self._until(made, self._now)

    def changed(self, person: Person, price: int, better: int) -> None:
        """Went over to the dearer plan in mid period."""
        changed_at = self._now - 40 * DAY
        made = self._lived(person, price, self._back(4, 15), changed_at)
        if subscription_orders.open_order(self._library, made) is None:
            subscriptions.change(self._library, made, better, at=changed_at)
            self._pay(made, changed_at + 3600)
        self._until(made, self._now)

    def bought(self, person: Person, price: int, days: int) -> None:
        """Paid once, so many days ago."""
        at = self._now - days * DAY
        made = subscriptions.start(self._library, person.id, price, at=at)
        self._pay(made, at)

    def _back(self, months: int, days: int) -> int:
        """A first day so that a period begins `days` ago, months before that."""
        return boundary(self._now - days * DAY, -months, "month", 1, self._library.zone)

    def _lived(self, person: Person, price: int, start: int, until: int) -> int:
        made = subscriptions.start(self._library, person.id, price, trial=False, at=start)
        self._pay(made, start)
        self._until(made, until)
        return made

    def _until(self, subscription: int, until: int, pays: bool = True) -> None:
        found = load(self._library, subscription)
        while (due := renewal_steps.next_due(self._library, found, self._rules)) and due.at <= until:
            renewal_steps.take(self._library, found, due, self._rules)
            if pays and due.step in (Step.RENEW, Step.END_TRIAL):
                self._pay(subscription, min(self._now, due.at + self._chance.randint(3600, 2 * DAY)))
                found = load(self._library, subscription)

    def _pay(self, subscription: int, at: int) -> None:
        order = subscription_orders.open_order(self._library, subscription)
        if order is None:
            return
        total, member = self._library.rows('SELECT total, member FROM "order" WHERE id = ?', (order.id,))[0]
        rows.add(
            self._library, Payment, order=order.id, member=member, amount=total, currency="CNY", paid_at=at,
            method=self._chance.choice(("wechat", "wechat", "alipay", "transfer")), kind="payment",
            subscription=subscription,
        )  # fmt: skip
        rows.change(self._library, Order, order.id, status="paid")
        settled(self._library, order.id)
