"""A community with plans, as tests of memberships need it: real rules on a real library, money recorded by hand."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kclub_desktop.community import members, plans, subscriptions_paid
from kclub_desktop.community.plans import Wanted
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Order, Payment, PaymentAttempt

MONTHLY, YEARLY = 9_900, 99_000


def moment(text, zone="Asia/Shanghai"):
    """UTC seconds of a wall clock: 2024-02-29 or 2024-02-29 18:30."""
    form = "%Y-%m-%d %H:%M" if " " in text else "%Y-%m-%d"
    return int(datetime.strptime(text, form).replace(tzinfo=ZoneInfo(zone)).timestamp())


def day_of(seconds, zone="Asia/Shanghai"):
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(zone)):%Y-%m-%d}"


def member(library, name="李娜"):
    return members.add(library, {"name": name})


def price(library, amount=MONTHLY, name=None, **more):
    """A plan with one price; its price's id."""
    count = library.value("SELECT count(*) FROM plan")
    plan = plans.add(library, name or f"Plan {count + 1}")
    return plans.add_price(library, plan, Wanted(amount, more.pop("currency", "CNY"), **more))


def pay(library, subscription, at=None):
    """What money does when the oldest open order of a subscription is paid by hand."""
    order, total, who, currency = library.rows(
        "SELECT id, total, member, currency FROM \"order\" WHERE subscription = ? AND status = 'open'"
        " AND deleted_at IS NULL ORDER BY due_at LIMIT 1",
        (subscription,),
    )[0]
    with library.write(Op.RECORD_ORDER):
        rows.add(
            library, Payment, order=order, member=who, amount=total, currency=currency, subscription=subscription,
            paid_at=library.clock.now() if at is None else at, method="transfer",
        )  # fmt: skip
        rows.change(library, Order, order, status="paid")
        subscriptions_paid.settled(library, order)
    return order


def charge_fails(library, subscription, why="card_declined"):
    order, total, currency = library.rows(
        "SELECT id, total, currency FROM \"order\" WHERE subscription = ? AND status = 'open' LIMIT 1",
        (subscription,),
    )[0]
    with library.write(Op.RECORD_ORDER):
        rows.add(
            library, PaymentAttempt, order=order, subscription=subscription, amount=total, currency=currency,
            tried_at=library.clock.now(), gateway="stripe", why=why,
        )  # fmt: skip
        subscriptions_paid.failed(library, order)


def status(library, subscription):
    return library.value("SELECT status FROM subscription WHERE id = ?", (subscription,))


def kinds(library, subscription):
    found = library.rows(
        "SELECT kind FROM subscription_event WHERE subscription = ? ORDER BY at, id", (subscription,)
    )
    return [kind for (kind,) in found]


def orders(library, subscription):
    """(total, status) of its orders, oldest first."""
    return library.rows(
        'SELECT total, status FROM "order" WHERE subscription = ? AND deleted_at IS NULL ORDER BY ordered_at, id',
        (subscription,),
    )
