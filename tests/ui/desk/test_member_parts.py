"""What is kept beside a member's own record, in the inspector: birthday, contacts, notes, things to do. Refused in place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member


@pytest.fixture
def member(desk):
    with desk.library.write(Op.ADD_MEMBER):
        made = rows.add(desk.library, Member, name="Ada Beside", created_at=1, joined_at=1)
    shown = desk.open("members")
    shown.go_to(made)
    desk.settle()
    return made


@pytest.fixture
def inspector(desk, member):
    return desk.window.shown_page.inspector


def type_into(desk, line, words):
    line.setFocus()
    line.clear()
    desk.qtbot.keyClicks(line, words)
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.settle()


def test_a_birthday_is_kept_and_one_that_cannot_be_is_refused_under_its_field(desk, member, inspector):
    type_into(desk, inspector.fields["birthday"].line, "1990-02-30")
    assert inspector.fields["birthday"].error.isVisible()
    assert rows.get(desk.library, Member, member).birthday == ""
    type_into(desk, inspector.fields["birthday"].line, "1990-02-03")
    assert rows.get(desk.library, Member, member).birthday == "1990-02-03"
    desk.take_back()
    assert rows.get(desk.library, Member, member).birthday == ""


def test_a_further_address_is_added_changed_and_taken_away(desk, member, inspector):
    asked = "SELECT value FROM contact WHERE member = ? AND deleted_at IS NULL"
    inspector.relations._add_contact("email")
    type_into(desk, inspector.relations.fields["contact+email"].line, "Ada@Example.org")
    assert desk.library.rows(asked, (member,)) == [("ada@example.org",)]

    inspector.fields["name"].line.setFocus()
    inspector.fields["name"].line.clearFocus()
    desk.window.shown_page.go_to(member)
    desk.settle()
    (field,) = [name for name in inspector.fields if name.startswith("contact:")]
    type_into(desk, inspector.fields[field].line, "")
    assert desk.library.rows(asked, (member,)) == []


def test_a_note_and_something_to_do_are_kept_done_and_taken_back(desk, member, inspector):
    type_into(desk, inspector.notes.new.line, "Met at the fair")
    assert desk.library.rows("SELECT body FROM note WHERE row = ? AND deleted_at IS NULL", (member,)) == [
        ("Met at the fair",)
    ]
    desk.take_back()
    assert desk.library.rows("SELECT 1 FROM note WHERE row = ? AND deleted_at IS NULL", (member,)) == []

    inspector.to_do.words.setText("Call about the course")
    type_into(desk, inspector.to_do.day, "not a day")
    to_do = "SELECT words, done_at IS NOT NULL FROM follow_up WHERE row = ? AND deleted_at IS NULL"
    assert desk.library.rows(to_do, (member,)) == [] and desk.said
    type_into(desk, inspector.to_do.day, "2027-01-31")
    assert desk.library.rows(to_do, (member,)) == [("Call about the course", 0)]
    (done,) = [
        one for one in inspector.findChildren(QPushButton)
        if one.accessibleName() == "Done: Call about the course" and one.isVisible()
    ]  # fmt: skip
    desk.qtbot.mouseClick(done, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.library.rows(to_do, (member,)) == [("Call about the course", 1)]


def test_a_member_is_taken_out_of_a_course_their_pass_has_its_use_back_and_that_is_taken_back(desk, member):
    from kclub_desktop.community import learning, payments, plan_list, plans, subscriptions, uses
    from kclub_desktop.community.plans import Wanted
    from kclub_desktop.store.tables import Course

    library = desk.library
    with library.write(Op.EDIT_COURSE):
        course = rows.add(library, Course, title="Ink for members", access="members", created_at=1)
    price = plans.add_price(library, plans.add(library, "Three"), Wanted(9_000, "CNY", "use", uses=3))
    row = plan_list.one(library, subscriptions.start(library, member, price)).row
    payments.pay(library, row.order, row.due, "cash")
    learning.enrol(library, member, course)
    desk.settle()
    inspector = desk.window.shown_page.inspector

    def cross():
        return [
            each
            for each in inspector.findChildren(QPushButton)
            if each.accessibleName() == "Cancel the enrolment: Ink for members"
        ]

    cross()[0].click()
    desk.settle()
    assert desk.said == "Enrolment cancelled, and the pass has its use back"
    assert uses.of_member(library, member)[0].left == 3 and not cross()

    desk.take_back()
    assert uses.of_member(library, member)[0].left == 2
    assert desk.said == "Taken back · 1 use taken from the pass again"
    assert len(cross()) == 1
