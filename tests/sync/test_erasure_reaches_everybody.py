"""An erasure on one device, with a real hub: gone from the hub's file and from every copy, edits under way included."""

import pytest

from kclub_desktop.community import retention
from kclub_desktop.community.retention import Subject
from kclub_desktop.store import Op, rows
from kclub_desktop.store.privacy.erasing import erase
from kclub_desktop.store.tables import Activity, Conversation, Course, Member, Message, Payment, Rating

SECRET = "Wilhelmine-Zwicky"


def bytes_of(folder):
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def silent(copy):
    return SECRET.encode() not in bytes_of(copy.library.folder)


def hub_is_silent(hubs):
    return not any(
        SECRET.encode() in file.read_bytes() for file in hubs.file.parent.glob(hubs.file.name + "*")
    )


@pytest.fixture
def shared(hubs, copies):
    """Two copies with one member, who rated a course and was written of in a fact."""
    first, second = copies("知行学社"), copies()
    with first.library.write(Op.IMPORT):
        member = rows.add(first.library, Member, name=SECRET, email=f"{SECRET}@example.org", created_at=1)
        course = rows.add(first.library, Course, title="Tea", created_at=1)
        rows.put(first.library, Rating, member=member, course=course, stars=5, review=SECRET, rated_at=1)
        rows.add(first.library, Activity, member=member, visitor=SECRET, kind="visit", at=1)
        rows.add(first.library, Payment, member=member, amount=900, currency="CNY", paid_at=2)
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    second.pair(hubs.urls[1], hubs.code())
    second.sync()
    return first, second, member, course


def test_an_erasure_reaches_the_hub_and_the_other_device_and_a_new_one(shared, hubs, copies):
    first, second, member, _ = shared
    assert not hub_is_silent(hubs) and not silent(second)

    first.clock.move(5)
    erase(first.library, member)
    first.sync()
    second.sync()
    third = copies()
    third.pair(hubs.urls[0], hubs.code())
    third.sync()

    assert hub_is_silent(hubs)
    for copy in (first, second, third):
        assert silent(copy)
        assert copy.library.rows("SELECT amount, member FROM payment") == [(900, member)]
        assert copy.library.value("SELECT erased_at FROM member WHERE id = ?", (member,))
        assert str(member) in (copy.library.folder / "erased.json").read_text()


def test_an_edit_made_elsewhere_without_network_does_not_bring_the_person_back(shared, hubs):
    first, second, member, _ = shared

    first.clock.move(5)
    erase(first.library, member)
    second.clock.move(60)
    with second.library.write(Op.EDIT_MEMBER):
        rows.change(second.library, Member, member, note=f"{SECRET} called")
        other = rows.add(second.library, Course, title="Go", created_at=1)
        rows.put(second.library, Rating, member=member, course=other, stars=1, review=SECRET, rated_at=1)
        rows.add(second.library, Activity, member=member, visitor=SECRET, kind="visit", at=61)
    for copy in (first, second, first, second):
        copy.sync()

    assert hub_is_silent(hubs)
    for copy in (first, second):
        assert silent(copy)
        assert copy.library.value("SELECT count(*) FROM rating") == 2
        assert copy.library.value("SELECT count(*) FROM conflict") == 0


def test_an_edit_that_reached_the_hub_before_the_erasure_did_goes_as_well(shared, hubs):
    first, second, member, _ = shared

    first.clock.move(5)
    erase(first.library, member)
    second.clock.move(60)
    with second.library.write(Op.EDIT_MEMBER):
        rows.change(second.library, Member, member, note=f"{SECRET} called", phone="+86" + SECRET)
        rows.add(second.library, Activity, member=member, visitor=SECRET, kind="visit", at=61)
    second.sync()
    for copy in (first, second, first, second):
        copy.sync()

    assert hub_is_silent(hubs)
    assert silent(first) and silent(second)


def test_after_an_erasure_the_devices_fall_silent(shared):
    first, second, member, _ = shared
    first.clock.move(5)
    erase(first.library, member)
    for copy in (first, second, first, second):
        copy.sync()

    told = [copy.sync() for copy in (first, second, first, second)]

    assert [(each.received, each.sent) for each in told] == [(0, 0)] * 4


def test_a_fact_is_not_changed_by_what_merely_calls_itself_an_erasure(shared):
    first, second, _, _ = shared
    with first.library.write(Op.ERASE):
        first.library.execute_sql("UPDATE payment SET amount = 1")
        first.library.execute_sql(
            "INSERT INTO change (change_set, entity, row, field, before, after)"
            " SELECT (SELECT open_change_set FROM library_state), 10, id, 'amount', 900, 1 FROM payment"
        )
    first.sync()
    second.sync()

    assert second.library.value("SELECT amount FROM payment") == 900


def test_what_a_retention_rule_empties_goes_everywhere_and_a_later_edit_stands(shared, hubs):
    first, second, member, _ = shared
    with first.library.write(Op.RECORD_ACTIVITY):
        rows.add(first.library, Activity, visitor=SECRET, kind="visit", at=1)
        conversation = rows.add(first.library, Conversation, subject="old", status="solved", asked_at=1)
        rows.add(first.library, Message, conversation=conversation, body=SECRET, written_at=1)
    first.sync()
    erase(first.library, member)
    first.sync()
    second.sync()
    assert not silent(second) and not hub_is_silent(hubs)

    for subject in (Subject.ACTIVITY, Subject.MESSAGE):
        retention.set_rule(first.library, subject, 14, True)
    second.clock.move(3600)
    with second.library.write(Op.EDIT_MEMBER):
        rows.change(second.library, Conversation, conversation, subject="asked again")
    retention.run(first.library)
    for copy in (first, second, first):
        copy.sync()

    assert hub_is_silent(hubs)
    for copy in (first, second):
        assert silent(copy)
        assert copy.library.rows("SELECT subject FROM conversation") == [("asked again",)]
        assert retention.rules(copy.library)[2].active


def test_the_hub_does_not_empty_the_books_for_what_merely_calls_itself_an_erasure(shared, hubs, copies):
    first, _, _, _ = shared
    with first.library.write(Op.ERASE):
        first.library.execute_sql("UPDATE payment SET amount = 0")
        first.library.execute_sql(
            "INSERT INTO change (change_set, entity, row, field, before, after)"
            " SELECT (SELECT open_change_set FROM library_state), 10, id, 'amount', 900, 0 FROM payment"
        )
    first.sync()
    third = copies()
    third.pair(hubs.urls[0], hubs.code())
    third.sync()

    assert third.library.value("SELECT amount FROM payment") == 900
