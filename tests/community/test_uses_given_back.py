"""A pass that was used for a course or at the door, and the use that comes back when that is undone or cancelled."""

import pytest
from community.plans_for_tests import member, pay, price, status

from kclub_desktop.community import (
    checking_in,
    learning,
    orders,
    payments,
    renewals,
    subscriptions,
    uses,
    uses_given_back,
)
from kclub_desktop.community.order_lines import course_line
from kclub_desktop.errors import AlreadyUndone, NotUndoable
from kclub_desktop.errors_of_members import NotEnrolled
from kclub_desktop.operations import taking_back
from kclub_desktop.store import Op, rows
from kclub_desktop.store.history import steps
from kclub_desktop.store.tables import Course, Enrolment, Event, Registration
from kclub_desktop.words_for_history import undone_words

DAY = 86_400


@pytest.fixture
def course(library):
    with library.write(Op.EDIT_COURSE):
        return rows.add(
            library, Course, title="Ink", access="members", created_at=1, price=5_000, currency="CNY"
        )


@pytest.fixture
def ten(library):
    """Somebody with a pass for ten: (member, subscription)."""
    who = member(library)
    made = subscriptions.start(library, who, price(library, 30_000, interval="use", uses=10))
    pay(library, made)
    return who, made


def left(library, subscription):
    return uses.left_and_last(library, subscription)[0]


def last_step(library):
    return steps(library, limit=1)[0]


def test_an_enrolment_that_is_undone_gives_its_use_back_and_takes_it_again_when_redone(library, course, ten):
    who, made = ten
    learning.enrol(library, who, course)
    step = last_step(library).id
    assert left(library, made) == 9

    for _ in range(3):
        undone = taking_back.undo(library, step)
        assert left(library, made) == 10 and undone.given_back == 1
        assert undone_words(undone) == "Taken back · 1 use given back to the pass"
        assert library.value("SELECT deleted_at FROM enrolment") is not None
        assert "Use of a plan" in " ".join(words_of(last_step(library)))

        redone = taking_back.redo(library, step)
        assert left(library, made) == 9 and redone.taken_again == 1
        assert library.value("SELECT deleted_at FROM enrolment") is None
    assert renewals.run(library).uses == 0


def words_of(step):
    from kclub_desktop.words_for_history import step_words

    return [step_words(step)]


def test_a_cancelled_enrolment_gives_it_back_keeps_progress_and_the_next_one_takes_another(
    library, course, ten
):
    who, made = ten
    learning.set_progress(library, who, course, 40)

    assert learning.cancel(library, who, course)
    assert left(library, made) == 10
    with pytest.raises(NotEnrolled) as refused:
        learning.cancel(library, who, course)
    assert refused.value.course == "Ink"

    learning.enrol(library, who, course)
    assert left(library, made) == 9
    assert library.value("SELECT progress FROM enrolment WHERE deleted_at IS NULL") == 40
    assert learning.cancel(library, who, course) and left(library, made) == 10


def test_cancelling_is_a_step_that_can_be_undone_and_takes_the_use_again(library, course, ten):
    who, made = ten
    learning.enrol(library, who, course)
    learning.cancel(library, who, course)
    assert left(library, made) == 10

    assert taking_back.undo_last(library).taken_again == 1
    assert left(library, made) == 9
    assert taking_back.redo_last(library).given_back == 1
    assert left(library, made) == 10


def test_what_was_taken_without_a_pass_gives_nothing_back(library, ten):
    who, made = ten
    with library.write(Op.EDIT_COURSE):
        free = rows.add(library, Course, title="For all", created_at=1)
    learning.enrol(library, who, free)
    assert not learning.cancel(library, who, free)
    assert left(library, made) == 10


def test_progress_made_since_keeps_the_enrolment_and_its_use(library, course, ten):
    who, made = ten
    learning.enrol(library, who, course)
    step = last_step(library).id
    learning.set_progress(library, who, course, 50)

    done = taking_back.undo(library, step)
    assert done.left == 1 and done.given_back == 0 and left(library, made) == 9


def test_a_pass_that_had_ended_used_up_runs_again(library, course):
    who = member(library)
    made = subscriptions.start(library, who, price(library, 3_000, interval="use", uses=1))
    pay(library, made)
    learning.enrol(library, who, course)
    library.clock.move(2 * DAY)
    renewals.run(library)
    assert status(library, made) == "canceled"

    assert learning.cancel(library, who, course)
    assert status(library, made) == "active" and left(library, made) == 1


def test_a_course_bought_after_its_use_came_back_is_the_orders_and_takes_none(library, course, ten):
    who, made = ten
    learning.enrol(library, who, course)
    learning.cancel(library, who, course)
    order = orders.place(library, who, [course_line(library, course)], currency="CNY")
    payments.pay(library, order, 5_000, "cash")

    assert library.rows("SELECT deleted_at, subscription FROM enrolment") == [(None, None)]
    assert renewals.run(library).uses == 0 and left(library, made) == 10


def test_an_enrolment_that_went_on_a_device_which_knows_no_passes_is_evened_out_by_the_next_run(
    library, course, ten
):
    who, made = ten
    row = learning.enrol(library, who, course)
    with library.write(Op.ENROL):
        rows.change(library, Enrolment, row, deleted_at=library.clock.now())
    assert left(library, made) == 9

    assert renewals.run(library).uses == 1 and renewals.run(library).uses == 0
    assert left(library, made) == 10


def test_two_devices_give_back_the_same_use_once(library, course, ten):
    who, made = ten
    row = learning.enrol(library, who, course)
    learning.cancel(library, who, course)
    with library.write(Op.USE_PLAN):
        assert uses_given_back.even_out(library, [row]).count == 0
        assert uses_given_back.even_out(library).count == 0
    facts = library.rows("SELECT uses FROM plan_use ORDER BY uses")
    assert facts == [(-1,), (1,)] and left(library, made) == 10


# At the door


@pytest.fixture
def meeting(library):
    with library.write(Op.EDIT_EVENT):
        now = library.clock.now()
        return rows.add(library, Event, title="Meet", starts_at=now, ends_at=now + 7200)


def test_a_check_in_is_taken_back_by_its_step_with_its_use(library, meeting, ten):
    who, made = ten
    with library.write(Op.REGISTER):
        rows.add(library, Registration, event=meeting, member=who, registered_at=1, ticket="T", paid=1)
    checking_in.check_in(library, meeting, member=who)
    step = last_step(library)
    assert left(library, made) == 9 and step.undoable

    done = taking_back.undo(library, step.id)

    assert done.given_back == 1 and left(library, made) == 10
    assert last_step(library).operation == "undo_check_in" and last_step(library).undoes == step.id
    assert steps(library, limit=2)[1].undone
    with pytest.raises(AlreadyUndone):
        taking_back.undo(library, step.id)
    assert checking_in.check_in(library, meeting, member=who).answer == "ok"


def test_a_refused_scan_has_nothing_to_take_back(library, meeting):
    checking_in.check_in(library, meeting, ticket="NONE")
    with pytest.raises(NotUndoable) as refused:
        taking_back.undo(library, last_step(library).id)
    assert refused.value.why == "facts"
    assert library.value("SELECT count(*) FROM check_in") == 1
