"""A pass used on one device and given back on another: both come to the same number of uses."""

from sync.test_renewals_on_two_devices import both, pay, together

from kclub_desktop.community import checking_in, learning, members, plans, renewals, subscriptions, uses
from kclub_desktop.community.plans import Wanted
from kclub_desktop.operations import taking_back
from kclub_desktop.store import Op, rows
from kclub_desktop.store.history import steps
from kclub_desktop.store.tables import Course, Event, Registration


def test_an_enrolment_cancelled_on_both_devices_gives_its_use_back_once_on_both(hubs, copies):
    first, second = pair = both(hubs, copies)
    library = first.library
    with library.write(Op.EDIT_COURSE):
        course = rows.add(library, Course, title="Ink", access="members", created_at=1)
    who = members.add(library, {"name": "Anna"})
    ten = plans.add_price(library, plans.add(library, "Ten"), Wanted(9900, "CNY", "use", uses=10))
    made = subscriptions.start(library, who, ten)
    pay(first, made, library.clock.now())
    learning.enrol(library, who, course)
    step = steps(library, limit=1)[0].id
    together(pair)
    assert uses.left_and_last(second.library, made)[0] == 9

    # One takes the step back, the other cancels, before they hear of each other.
    taking_back.undo(library, step)
    second.clock.move(60)
    learning.cancel(second.library, who, course)
    together(pair)
    renewals.run(library)
    renewals.run(second.library)
    together(pair)

    facts = "SELECT id, uses, undoes, used_at FROM plan_use ORDER BY id"
    assert first.library.rows(facts) == second.library.rows(facts)
    assert len(first.library.rows(facts)) == 2
    assert [uses.left_and_last(copy.library, made)[0] for copy in pair] == [10, 10]


def test_a_check_in_undone_on_both_devices_gives_its_use_back_once_on_both(hubs, copies):
    first, second = pair = both(hubs, copies)
    library, now = first.library, first.clock.now()
    with library.write(Op.EDIT_EVENT):
        event = rows.add(library, Event, title="Meet", starts_at=now, ends_at=now + 7200)
    who = members.add(library, {"name": "Anna"})
    ten = plans.add_price(library, plans.add(library, "Ten"), Wanted(9900, "CNY", "use", uses=10))
    made = subscriptions.start(library, who, ten)
    pay(first, made, now)
    with library.write(Op.REGISTER):
        rows.add(library, Registration, event=event, member=who, registered_at=now, ticket="T", paid=1)
    scan = checking_in.check_in(library, event, member=who).id
    together(pair)

    for copy, later in ((first, 0), (second, 60)):
        copy.clock.move(later)
        checking_in.undo_check_in(copy.library, scan)
    together(pair)

    facts = "SELECT id, uses, undoes, used_at FROM plan_use ORDER BY id"
    assert first.library.rows(facts) == second.library.rows(facts)
    assert [uses.left_and_last(copy.library, made)[0] for copy in pair] == [10, 10]
