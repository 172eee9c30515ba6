"""What needs attention is on the overview, with the page where it is worked through, and gone once that was done."""

from PySide6.QtWidgets import QLabel, QPushButton

from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Coupon, CouponUse, Order, Subscription
from kclub_desktop.ui.desk.attention import KINDS, attention

NOW = 1_790_000_000
DAY = 86_400


def codes(library):
    return {item.kind.code: item.count for item in attention(library, NOW)}


def subscription(library, **values):
    return rows.add(
        library,
        Subscription,
        **{"member": 1, "plan": 2, "price": 3, "currency": "CNY", "started_at": 1, "created_at": 1, **values},
    )


def order(library, **values):
    return rows.add(
        library,
        Order,
        **{"member": 1, "ordered_at": 1, "currency": "CNY", "total": 5, "status": "open", **values},
    )


def test_money_that_did_not_come_and_what_ends_soon_are_counted_and_nothing_else(library):
    with library.write(Op.MAKE_DEMO):
        subscription(library, status="past_due")
        subscription(library, status="active", cancel_at_period_end=1, period_ends_at=NOW + 3 * DAY)
        subscription(library, status="active", cancel_at_period_end=0, period_ends_at=NOW + 3 * DAY)
        subscription(library, status="active", cancel_at_period_end=1, period_ends_at=NOW + 30 * DAY)
        subscription(library, status="canceled", cancel_at_period_end=1, period_ends_at=NOW + 3 * DAY)
        order(library, due_at=NOW - DAY)
        order(library, due_at=NOW + DAY)
        order(library, due_at=None)
        order(library, due_at=NOW - DAY, status="paid")

    assert codes(library) == {"past_due": 1, "overdue_orders": 1, "ending": 1}


def test_a_coupon_that_two_devices_used_up_at_once_is_looked_at_until_its_limit_allows_it(library):
    with library.write(Op.MAKE_DEMO):
        coupon = rows.add(library, Coupon, code="ONE", use_limit=1, per_member=1, created_at=1)
        for member in (1, 2):
            placed = order(library, member=member, status="paid")
            rows.add(
                library, CouponUse, coupon=coupon, member=member, order=placed, used_at=1, currency="CNY"
            )
    assert codes(library) == {"coupon_overrun": 1}

    with library.write(Op.EDIT_COUPON):
        rows.change(library, Coupon, coupon, use_limit=2)
    assert codes(library) == {}


def test_a_line_leads_to_its_page_and_goes_when_the_order_is_paid(empty_desk):
    library = empty_desk.library
    with library.write(Op.MAKE_DEMO):
        from kclub_desktop.store.tables import Member

        rows.add(library, Member, name="Li Lei", created_at=1)
        owed = order(library, due_at=NOW - DAY)
    page = empty_desk.open("overview")
    assert "Open orders past their day" in {label.text() for label in page.findChildren(QLabel)}
    look = next(
        b for b in page.findChildren(QPushButton) if b.accessibleName().startswith("Look: Open orders")
    )
    look.click()
    assert empty_desk.window.shown_page.name in ("money", "members")

    with library.write(Op.MAKE_DEMO):
        rows.change(library, Order, owed, status="paid")
    empty_desk.settle()
    page = empty_desk.open("overview")
    assert "Open orders past their day" not in {label.text() for label in page.findChildren(QLabel)}


def test_every_kind_has_a_page_that_is_there(library):
    from kclub_desktop.ui.desk.sidebar import PAGES

    assert all(set(kind.page) & set(PAGES) for kind in KINDS)
    assert len({kind.code for kind in KINDS}) == len(KINDS)
