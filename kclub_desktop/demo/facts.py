"""What happened in the demo's two years: visits, purchases, learning, ratings and events, each following from the one before."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

from kclub_desktop.demo.members import Person
from kclub_desktop.demo.people import CHANNELS, REVIEWS
from kclub_desktop.demo.seasons import DAY, DAYS, moment
from kclub_desktop.store.tables import (
    Activity,
    CheckIn,
    Enrolment,
    Order,
    Payment,
    Rating,
    Registration,
    Table,
)

VISITORS = 900
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
Rows = defaultdict[type[Table], list[dict[str, Any]]]


class Facts:
    """Collects rows by table. courses: (id, category, language, price, published_at); order ids come from new_id."""

    def __init__(self, chance: random.Random, now: int, courses: list[dict[str, Any]], new_id: Any) -> None:
        self.chance, self.now, self.courses, self.new_id = chance, now, courses, new_id
        self.rows: Rows = defaultdict(list)
        self._popular = {course["id"]: chance.paretovariate(1.3) for course in courses}
        self._good = {course["id"]: chance.gauss(4.35, 0.3) for course in courses}

    def visitors(self) -> None:
        """People who looked and were not seen again."""
        channels, weights = zip(*CHANNELS, strict=True)
        for _ in range(VISITORS):
            key = f"{self.chance.getrandbits(64):016x}"
            at = moment(self.chance, self.now - DAYS * DAY, self.now - 60)
            for step in range(self.chance.choice((1, 1, 1, 2, 3))):
                self._did("visit", None, min(at + step * 900, self.now), visitor=key,
                          channel=self.chance.choices(channels, weights)[0])  # fmt: skip

    def life(self, person: Person) -> None:
        """Everything one member did, from the first visit until they went quiet."""
        channel = str(person.fields["channel"])
        self._did("visit", person.id, person.joined_at - self.chance.randint(60, 4 * DAY), channel=channel)
        self._did("sign_up", person.id, person.joined_at, channel=channel)
        spell = person.until - person.joined_at
        for _ in range(1 + int(spell / DAY / 21)):
            kind = self.chance.choice(("visit", "visit", "post", "question"))
            self._did(kind, person.id, moment(self.chance, person.joined_at, person.until))
        if person.lead:
            return
        # Eager first, then less: purchases crowd into the first weeks after joining.
        wanted = min(14, 1 + int(spell / DAY / 38 + self.chance.random() * 1.5))
        times = sorted(int(person.joined_at + spell * self.chance.random() ** 1.6) for _ in range(wanted))
        owned: set[int] = set()
        for at in times:
            if self.chance.random() < 0.9:
                self._buys(person, at, owned)

    def _buys(self, person: Person, at: int, owned: set[int]) -> None:
        open_to = [c for c in self.courses if c["published_at"] < at and c["id"] not in owned]
        if not open_to:
            return
        speaks = person.fields["language"]
        weights = [
            self._popular[c["id"]] * person.taste[c["category"]] * (1.0 if c["language"] == speaks else 0.15)
            for c in open_to
        ]
        course = self.chance.choices(open_to, weights)[0]
        owned.add(course["id"])
        key = {"member": person.id, "course": course["id"]}
        self._did("view", person.id, at - self.chance.randint(60, 7200), course=course["id"])
        self._did("purchase", person.id, at, course=course["id"])
        refunded = self.chance.random() < 0.025
        self._pays(person, at, course["price"], refunded, course=course["id"])
        if refunded:
            return
        pace = self.chance.betavariate(1.6, 1.1)
        done_at = at + int(DAY * self.chance.uniform(6, 70))
        completed = pace > 0.55 and done_at < min(self.now, person.until + 30 * DAY)
        progress = 100 if completed else min(95, int(pace * 100))
        self.rows[Enrolment].append(
            {**key, "enrolled_at": at, "progress": progress, "completed_at": done_at if completed else None,
             "source": "purchase"}
        )  # fmt: skip
        for _ in range(progress // 25):
            when = at + int((min(done_at, self.now) - at) * self.chance.random())
            self._did("view", person.id, when, course=course["id"])
        if completed:
            self._did("completion", person.id, done_at, course=course["id"])
        if self.chance.random() < (0.6 if completed else 0.18):
            self._rates(person, course, done_at if completed else at + 3 * DAY)

    def _pays(self, person: Person, at: int, price: int, refunded: bool, **what: int) -> None:
        order = self.new_id()
        method = self.chance.choice(("wechat", "wechat", "alipay", "card", "transfer"))
        self.rows[Order].append(
            {"id": order, "member": person.id, "reference": f"ZX{len(self.rows[Order]) + 1001}", "ordered_at": at,
             "course": what.get("course"), "event": what.get("event"), "total": price, "currency": "CNY",
             "status": "refunded" if refunded else "paid", "channel": person.fields["channel"]}
        )  # fmt: skip
        paid = {"order": order, "member": person.id, "currency": "CNY", "method": method}
        if price:
            self.rows[Payment].append({**paid, "amount": price, "paid_at": at, "kind": "payment"})
        if price and refunded:
            back = min(self.now, at + 5 * DAY)
            self.rows[Payment].append({**paid, "amount": -price, "paid_at": back, "kind": "refund"})

    def _rates(self, person: Person, course: dict[str, Any], earliest: int) -> None:
        at = earliest + self.chance.randint(600, 6 * DAY)
        if at > self.now:
            return
        stars = max(1, min(5, round(self.chance.gauss(self._good[course["id"]], 0.8))))
        said = REVIEWS[str(person.fields["language"])][stars]
        review = self.chance.choice(said) if self.chance.random() < 0.45 else ""
        self.rows[Rating].append(
            {"member": person.id, "course": course["id"], "stars": stars, "review": review, "rated_at": at}
        )
        self._did("rating", person.id, at, course=course["id"])

    def gathering(self, event: dict[str, Any], persons: list[Person]) -> None:
        """Who registered for an event and, if it is over, who came."""
        opens = event["starts_at"] - 30 * DAY
        able = [p for p in persons if p.joined_at < opens and p.until > opens and not p.lead]
        chosen = self.chance.sample(able, min(len(able), event["capacity"] + 4, 46))
        for place, person in enumerate(chosen):
            at = moment(self.chance, opens, min(event["starts_at"] - 3600, self.now))
            status = "waiting" if place >= event["capacity"] else "registered"
            status = "cancelled" if self.chance.random() < 0.05 else status
            paid = status != "waiting" and (not event["price"] or self.chance.random() < 0.96)
            ticket = f"ZX-{self._code(4)}-{self._code(2)}"
            self.rows[Registration].append(
                {"event": event["id"], "member": person.id, "registered_at": at, "ticket": ticket, "status": status,
                 "paid": int(paid)}
            )  # fmt: skip
            if paid and event["price"]:
                self._pays(person, at, event["price"], False, event=event["id"])
            if event["ends_at"] < self.now and status == "registered" and paid:
                self._comes(event, person, ticket)

    def _comes(self, event: dict[str, Any], person: Person, ticket: str) -> None:
        if self.chance.random() > 0.8:
            return
        at = event["starts_at"] + self.chance.randint(-1800, 1200)
        scan = {"event": event["id"], "member": person.id, "ticket": ticket, "door": "A"}
        self.rows[CheckIn].append({**scan, "scanned_at": at, "answer": "ok"})
        self._did("check_in", person.id, at, event=event["id"])
        if self.chance.random() < 0.03:
            self.rows[CheckIn].append({**scan, "scanned_at": at + 240, "answer": "already_used"})

    def _did(self, kind: str, member: int | None, at: int, **more: Any) -> None:
        fields = {"visitor": "", "course": None, "event": None, "channel": ""} | more
        self.rows[Activity].append({"kind": kind, "member": member, "at": min(at, self.now), **fields})

    def _code(self, length: int) -> str:
        return "".join(self.chance.choice(_LETTERS) for _ in range(length))


def level(spent: int) -> str:
    """The member level for what was spent, in minor units."""
    return "金卡" if spent >= 200_000 else "银卡" if spent >= 80_000 else ""
