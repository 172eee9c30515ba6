"""What the community's rules say, on a real library."""

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.community import checking_in, contact, learning, members
from kclub_desktop.community.checking_in import Answer
from kclub_desktop.community.points import points
from kclub_desktop.errors import FieldRefused, UnknownMember
from kclub_desktop.store import Op, rows, undo
from kclub_desktop.store.tables import Enrolment, Event, Member, Payment, Rating, Registration
from tests.making import made_library

START = 1_790_000_000


@pytest.fixture
def library(tmp_path):
    with made_library(tmp_path / "L", name="A", clock=FixedClock(START)) as made:
        yield made


@pytest.fixture
def meeting(library):
    """An event that starts in an hour, and four who registered in different ways."""
    with library.write(Op.EDIT_EVENT):
        event = rows.add(library, Event, title="Meet", starts_at=START + 3600, ends_at=START + 7200)
        other = rows.add(library, Event, title="Later", starts_at=START + 90_000, ends_at=START + 99_000)
    who = {
        name: members.add(library, {"name": name}) for name in ("paid", "unpaid", "cancelled", "elsewhere")
    }
    with library.write(Op.REGISTER):
        for name, member in who.items():
            rows.add(
                library,
                Registration,
                event=other if name == "elsewhere" else event,
                member=member,
                registered_at=START,
                ticket=f"ZX-{name.upper()}",
                paid=int(name != "unpaid"),
                status="cancelled" if name == "cancelled" else "registered",
            )
    return event, other, who


def test_a_member_is_kept_in_clean_form_and_an_edit_can_be_undone(library):
    member = members.add(library, {"name": "  李娜 ", "email": "LiNa@Example.com", "phone": "138 0013 8000"})
    members.edit(library, member, {"note": "likes talks"})
    undo.undo(library, undo.last_undoable(library))

    found = rows.get(library, Member, member)
    assert (found.name, found.email, found.phone, found.note) == (
        "李娜",
        "lina@example.com",
        "+8613800138000",
        "",
    )


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("name", " ", "empty"),
        ("email", "a@b", "email"),
        ("phone", "call me", "phone"),
        ("note", "x" * 2001, "too_long"),
    ],
)
def test_what_does_not_fit_its_field_is_refused_and_nothing_written(library, field, value, why):
    member = members.add(library, {"name": "Bob"})
    with pytest.raises(FieldRefused) as refused:
        members.edit(library, member, {"level": "Gold", field: value})
    assert (refused.value.field, refused.value.why) == (field, why)
    assert rows.get(library, Member, member).level == ""


def test_editing_who_is_not_there_is_refused(library):
    with pytest.raises(UnknownMember):
        members.edit(library, 5, {"name": "Bob"})


def test_many_are_archived_in_one_step(library):
    added = [members.add(library, {"name": name}) for name in "abc"]
    members.archive(library, added)
    assert all(rows.get(library, Member, member).archived_at for member in added)
    undo.undo(library, undo.last_undoable(library))
    assert not any(rows.get(library, Member, member).archived_at for member in added)


def test_no_address_is_no_error():
    assert (contact.email(""), contact.phone(" ")) == ("", "")


def test_one_current_rating_per_member_and_course(library):
    rating = learning.rate(library, 1, 2, 5, "great")
    assert learning.rate(library, 1, 2, 3) == rating
    assert [(r.stars, r.review) for r in Rating.select().execute(library)] == [(3, "")]
    with pytest.raises(FieldRefused):
        learning.rate(library, 1, 2, 6)


def test_a_course_is_completed_once_and_enrolling_twice_changes_nothing(library):
    learning.enrol(library, 1, 2)
    learning.set_progress(library, 1, 2, 40)
    enrolment = learning.enrol(library, 1, 2)
    learning.set_progress(library, 1, 2, 100)
    library.clock.move(5)
    learning.set_progress(library, 1, 2, 100)

    found = rows.get(library, Enrolment, enrolment)
    assert (found.progress, found.completed_at) == (100, START)
    assert library.value("SELECT count(*) FROM activity WHERE kind = 'completion'") == 1
    with pytest.raises(FieldRefused):
        learning.set_progress(library, 1, 2, 101)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("paid", Answer.OK),
        ("unpaid", Answer.UNPAID),
        ("cancelled", Answer.CANCELLED),
        ("elsewhere", Answer.WRONG_EVENT),
        ("nobody", Answer.UNKNOWN),
    ],
)
def test_the_door_answers_each_ticket(library, meeting, name, answer):
    event, _, who = meeting
    scan = checking_in.check_in(library, event, ticket=f" zx-{name} ", door="A")
    assert (scan.answer, scan.member) == (answer, who.get(name))


def test_a_ticket_is_good_once_says_when_and_where_and_is_good_again_after_undo(library, meeting):
    event, _, who = meeting
    first = checking_in.check_in(library, event, member=who["paid"], door="North")
    library.clock.move(60)

    second = checking_in.check_in(library, event, ticket="ZX-PAID", door="South")
    assert (second.answer, second.used_at, second.used_door) == (Answer.ALREADY_USED, START, "North")

    checking_in.undo_check_in(library, first.id)
    checking_in.undo_check_in(library, first.id)
    assert checking_in.check_in(library, event, ticket="ZX-PAID").answer is Answer.OK
    assert library.value("SELECT count(*) FROM check_in") == 4


def test_the_door_opens_two_hours_before(library, meeting):
    _, later, _ = meeting
    assert checking_in.check_in(library, later, ticket="ZX-ELSEWHERE").answer is Answer.NOT_YET_OPEN
    library.clock.move(90_000 - checking_in.OPENS_BEFORE_SECONDS)
    assert checking_in.check_in(library, later, ticket="ZX-ELSEWHERE").answer is Answer.OK


def test_points_follow_from_facts(library, meeting):
    event, _, who = meeting
    member = who["paid"]
    learning.set_progress(library, member, 9, 100)
    learning.rate(library, member, 9, 4)
    checking_in.check_in(library, event, member=member)
    with library.write(Op.RECORD_ORDER):
        for amount in (29_900, -9_900):
            rows.add(library, Payment, member=member, amount=amount, currency="CNY", paid_at=START)

    assert points(library, member) == 20 + 20 + 5 + 10
