"""Two devices that cannot see each other renew the same subscriptions: there is one order, one fact, and nothing to settle."""

from kclub_desktop.community import members, plans, renewals, subscriptions, subscriptions_paid
from kclub_desktop.community.plans import Wanted
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Order, Payment

DAY = 86_400


def joined(copy, monthly, name, days_ago):
    """A member who paid a month so many days ago."""
    at = copy.clock.now() - days_ago * DAY
    made = subscriptions.start(copy.library, members.add(copy.library, {"name": name}), monthly, at=at)
    pay(copy, made, at)
    return made


def pay(copy, subscription, at):
    library = copy.library
    (order,) = library.rows(
        "SELECT id FROM \"order\" WHERE subscription = ? AND status = 'open'", (subscription,)
    )[0]
    with library.write(Op.RECORD_ORDER):
        rows.add(library, Payment, order=order, amount=9900, currency="CNY", paid_at=at, method="cash")
        rows.change(library, Order, order, status="paid")
        subscriptions_paid.settled(library, order)


def together(copies):
    first, second = copies
    for copy in (first, second, first, second):
        copy.sync()


def told(copy):
    return {
        "orders": copy.library.rows('SELECT id, subscription, total, status FROM "order" ORDER BY id'),
        "lines": copy.library.rows("SELECT id, title FROM order_line ORDER BY id"),
        "facts": copy.library.rows("SELECT id, kind, at, monthly_after FROM subscription_event ORDER BY id"),
        "states": copy.library.rows("SELECT id, status, period_ends_at FROM subscription ORDER BY id"),
    }


def both(hubs, copies):
    first, second = copies("知行学社"), copies()
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    second.pair(hubs.urls[1], hubs.code())
    second.sync()
    return first, second


def test_two_devices_renewing_offline_make_one_order(hubs, copies):
    first, second = pair = both(hubs, copies)
    monthly = plans.add_price(first.library, plans.add(first.library, "Basic"), Wanted(9900, "CNY"))
    made = [joined(first, monthly, f"M{n}", 33) for n in range(3)]
    together(pair)

    for copy, later in ((first, 0), (second, 5 * 3600)):
        copy.clock.move(later)
        assert len(renewals.run(copy.library).orders) == len(made)
    together(pair)

    assert told(first) == told(second)
    assert len(told(first)["orders"]) == 2 * len(made)
    assert (
        first.library.rows("SELECT field FROM conflict")
        == second.library.rows("SELECT field FROM conflict")
        == []
    )


def test_paid_on_one_device_and_called_overdue_on_the_other_it_ends_up_paid(hubs, copies):
    first, second = pair = both(hubs, copies)
    monthly = plans.add_price(first.library, plans.add(first.library, "Basic"), Wanted(9900, "CNY"))
    made = joined(first, monthly, "李娜", 36)
    renewals.run(first.library, now=first.clock.now() - 4 * DAY)
    together(pair)

    pay(first, made, first.clock.now() - 3 * DAY)
    second.clock.move(60)
    renewals.run(second.library)
    assert second.library.value("SELECT status FROM subscription") == "past_due"
    together(pair)
    for copy in pair:
        renewals.run(copy.library)
    together(pair)

    assert first.library.value("SELECT status FROM subscription") == "active"
    assert told(first)["states"] == told(second)["states"]
