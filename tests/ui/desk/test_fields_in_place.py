"""Phone numbers and amounts are judged where they are typed: in a member's panel, in a filter."""

from kclub_desktop.community import members
from kclub_desktop.ui.desk.filter_values import Money


def panel(desk):
    page = desk.open("members")
    member = desk.library.value("SELECT min(id) FROM member WHERE deleted_at IS NULL AND archived_at IS NULL")
    page.go_to(member)
    desk.settle()
    return page.inspector, member


def type_into(desk, field, words):
    field.line.setText(words)
    field.line.returnPressed.emit()
    desk.settle()


def phone_of(desk, member):
    return desk.library.value("SELECT phone FROM member WHERE id = ?", (member,))


def test_a_number_that_is_too_short_is_refused_under_it_and_the_old_one_stays(desk):
    inspector, member = panel(desk)
    before = phone_of(desk, member)
    type_into(desk, inspector.fields["phone"], "138")
    assert "too short" in inspector.fields["phone"].error.text()
    assert phone_of(desk, member) == before and inspector.fields["phone"].line.text() == "138"


def test_a_number_as_people_write_it_is_kept_with_its_country_and_taken_back(desk):
    inspector, member = panel(desk)
    before = phone_of(desk, member)
    type_into(desk, inspector.fields["phone"], "138 0013 8000")
    assert phone_of(desk, member) == "+8613800138000"
    desk.take_back()
    assert phone_of(desk, member) == before
    type_into(desk, inspector.fields["phone"], "")
    assert phone_of(desk, member) == ""


def test_one_more_number_of_a_member_is_judged_as_well(desk):
    inspector, member = panel(desk)
    part = inspector.fields["birthday"].parentWidget()
    part._add_contact("phone")
    field = inspector.fields.get("contact+phone") or part.fields["contact+phone"]
    type_into(desk, field, "12")
    assert field.error.text()
    assert desk.library.value("SELECT count(*) FROM contact WHERE member = ?", (member,)) == 0


def test_a_large_amount_in_a_filter_is_shown_to_the_cent_and_never_rounded(qtbot):
    value = Money("CNY", 123_456_789)
    qtbot.addWidget(value)
    assert value._box.text() == "1,234,567.89" and value.value["amount"] == 123_456_789
    value._box.setText("12.345")
    assert value.value is None or value.value["amount"] != 1_234
    value._field.check()
    assert value._field.refused


def test_what_another_device_wrote_comes_into_a_field_somebody_is_in_unless_they_type(desk):
    inspector, member = panel(desk)
    note, email = inspector.fields["note"], inspector.fields["email"]
    note.line.setFocus()
    email.line.setText("half typed")
    members.edit(desk.library, member, {"note": "from the laptop", "email": "laptop@example.com"})
    desk.settle()
    assert note.line.text() == "from the laptop" and email.line.text() == "half typed"
    note.line.returnPressed.emit()
    desk.settle()
    assert desk.library.value("SELECT note FROM member WHERE id = ?", (member,)) == "from the laptop"
