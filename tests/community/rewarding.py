"""What tests of points, levels and badges do to a library: pay, complete, rate, come, and take all that back."""

from itertools import count

from kclub_desktop.community import members
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import CheckIn, Course, Enrolment, Event, Payment, Rating

DAY = 86_400
_NUMBER = count(1)


def join(library, name="Lin", **fields):
    return members.add(library, {"name": name, **fields})


def pay(library, member, amount, at=None, currency="CNY", refunds=None):
    """amount in minor units; below zero with refunds for money given back."""
    with library.write(Op.RECORD_ORDER):
        return rows.add(
            library, Payment, member=member, amount=amount, currency=currency, method="cash",
            kind="refund" if amount < 0 else "payment", paid_at=library.clock.now() if at is None else at,
            refunds=refunds,
        )  # fmt: skip


def course_of(library, **fields):
    with library.write(Op.EDIT_COURSE):
        return rows.add(
            library, Course, title=f"Course {next(_NUMBER)}", created_at=library.clock.now(), **fields
        )


def complete(library, member, course=None, at=None):
    at = library.clock.now() if at is None else at
    course = course or course_of(library)
    with library.write(Op.ENROL):
        return rows.put(
            library, Enrolment, member=member, course=course, enrolled_at=at, progress=100, completed_at=at
        )


def rate(library, member, course=None, at=None):
    at = library.clock.now() if at is None else at
    with library.write(Op.RATE):
        return rows.put(
            library, Rating, member=member, course=course or course_of(library), stars=5, rated_at=at
        )


def come(library, member, event=None, at=None):
    at = library.clock.now() if at is None else at
    with library.write(Op.CHECK_IN):
        if event is None:
            event = rows.add(library, Event, title=f"Event {next(_NUMBER)}", starts_at=at, ends_at=at + 3600)
        return rows.add(library, CheckIn, event=event, member=member, scanned_at=at, answer="ok")


def remove(library, model, row):
    with library.write(Op.UNDO):
        rows.change(library, model, row, deleted_at=library.clock.now())
