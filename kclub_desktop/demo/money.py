"""The demo's books beyond what people paid for their courses: lines of their orders, bills still open, parts, refunds, receipts
and a counted drawer. Drawn from chances of their own, so that nothing else of the demo changes."""

from __future__ import annotations

import random

from kclub_desktop.clock import local
from kclub_desktop.community import coupons, day_end, money_settings, orders, payments, receipts
from kclub_desktop.community.money_settings import MoneySettings
from kclub_desktop.community.order_lines import Line
from kclub_desktop.store import Library, rows
from kclub_desktop.store.tables import OrderLine

DAY = 86400
_BOOKS = (
    ("《知行笔记》纸质书", 6800),
    ("线下工作坊材料包", 12800),
    ("一对一辅导（60 分钟）", 48000),
    ("Study journal, set of two", 9600),
)
_WHY = ("时间冲突，改期参加", "重复购买", "course was too basic")
SEED = 5_2026


def make_money(library: Library, now: int) -> None:
    """Write the books; inside the write that makes the demo, after its people and their orders."""
    chance = random.Random(SEED)
    money_settings.change(
        library,
        MoneySettings(
            tax_rate=600, tax_name="增值税", due_days=14, issuer="知行学社文化有限公司",
            address="上海市徐汇区衡山路 12 号\n200031", footer="感谢与知行同学。",
            payment_link="https://pay.example.org/zhixing?order={order}&amount={amount}&currency={currency}",
        ),
    )  # fmt: skip
    _lines(library)
    coupon = coupons.add(library, "NEWYEAR", percent=2000, name="新年八折", use_limit=100)
    people = [row for (row,) in library.rows(
        "SELECT id FROM member WHERE status = 'member' AND archived_at IS NULL ORDER BY id LIMIT 120")]  # fmt: skip
    for place, member in enumerate(chance.sample(people, min(16, len(people)))):
        _bill(library, chance, member, place, now, coupon if place in (3, 7) else None)


def _lines(library: Library) -> None:
    """What each order of the demo was for, as a line of its own."""
    found = library.rows(
        "SELECT o.id, o.course, o.event, coalesce(c.title, e.title, ''), o.total, o.currency FROM \"order\" o"
        " LEFT JOIN course c ON c.id = o.course LEFT JOIN event e ON e.id = o.event"
    )
    rows.add_many(
        library,
        OrderLine,
        [
            {"order": order, "position": 1, "course": course, "event": event, "title": title, "unit_amount": total,
             "currency": currency}
            for order, course, event, title, total, currency in found
        ],
    )  # fmt: skip


def _bill(
    library: Library, chance: random.Random, member: int, place: int, now: int, coupon: int | None
) -> None:
    """Most are paid, a few in part, one too much, some late, one called off."""
    at = now - (place * 5 + chance.randint(0, 3)) * DAY - chance.randint(0, 6 * 3600)
    lines = [Line(*_BOOKS[place % len(_BOOKS)])]
    if chance.random() < 0.3:
        lines.append(Line(*_BOOKS[(place + 1) % len(_BOOKS)], quantity=2))
    order = orders.place(library, member, lines, currency="CNY", at=at, coupon=coupon)
    due = payments.balance(library, order).due
    if place % 4 == 1:
        return
    if place % 4 == 2:
        payments.pay(
            library, order, due // 2 // 100 * 100, "transfer", at=at + 3600, reference=f"TX{place:04d}"
        )
        return
    if place == 12:
        orders.cancel(library, order, "学员改期")
        return
    method = ("cash", "wechat", "cash", "card")[place % 4]
    payment = payments.pay(library, order, due + (2000 if place == 8 else 0), method, at=at + 600)
    if place % 8 in (3, 0):
        receipts.issue(library, order, payment=payment, language="zh")
    if place == 7:
        payments.refund(library, payment, due // 4, _WHY[place % len(_WHY)], at=min(now, at + 2 * DAY))
    if place == 4:
        day = local(at + 600, library.zone).date()
        day_end.count(library, day, day_end.drawer(library, day, "CNY").expected, "CNY")
