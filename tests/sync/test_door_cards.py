"""Points at a kiosk: it sees neither payments nor the ledger, so the desk sends it a card of each member."""

import pytest

from kclub_desktop.community import members, merging, rewards
from kclub_desktop.operations import door
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Event, Member, MemberCard, Payment, Registration
from kclub_desktop.sync import conflicts
from kclub_hub.communities import new_code


def pay(copy, member, amount):
    with copy.library.write(Op.RECORD_ORDER):
        rows.add(
            copy.library, Payment, member=member, amount=amount, method="cash", currency=copy.library.currency,
            paid_at=copy.clock.now(),
        )  # fmt: skip


@pytest.fixture
def evening(hubs, copies):
    """A desk with a member who has paid, and an event tonight."""
    desk = copies("知行学社")
    now = desk.clock.now()
    with desk.library.write(Op.ADD_MEMBER):
        desk.member = rows.add(
            desk.library, Member, name="李娜", phone="+8613800001234", email="lina@example.com", created_at=1
        )
        desk.event = rows.add(desk.library, Event, title="Tonight", starts_at=now + 60, ends_at=now + 7200)
        rows.add(
            desk.library, Registration, event=desk.event, member=desk.member, registered_at=now, ticket="ZX-1"
        )
    pay(desk, desk.member, 123_000)
    desk.pair(hubs.urls[0], hubs.code())
    desk.sync()
    rewards.run_if_due(desk.library)
    return desk


def kiosk_of(hubs, copies):
    kiosk = copies()
    kiosk.pair(hubs.urls[0], new_code(hubs.database, hubs.community, "kiosk"))
    kiosk.sync()
    return kiosk


def test_without_a_kiosk_there_are_no_cards(evening):
    assert evening.library.value("SELECT count(*) FROM member_card") == 0


def test_the_kiosk_greets_with_the_points_the_desk_counted(evening, hubs, copies):
    desk = evening
    kiosk = kiosk_of(hubs, copies)
    desk.sync()
    rewards.catch_up(desk.library)
    desk.sync()
    kiosk.sync()

    card = rows.get(kiosk.library, MemberCard, rows.id_for(MemberCard, {"member": desk.member}))
    assert (card.points, card.display_name, card.initials) == (123, "李*", "ln")
    assert (card.phone_tail, card.email_tail) == ("1234", "l···@")
    answer = door.scan(kiosk.library, desk.event, ticket="ZX-1")
    assert answer.greeting.points == 123
    # It counts nothing itself: the hub would not take it, and it would be wrong.
    assert kiosk.library.value("SELECT count(*) FROM points_entry") == 0
    assert kiosk.sync().aside == 0

    desk.sync()
    rewards.catch_up(desk.library)
    desk.sync()
    kiosk.sync()
    assert door.scan(kiosk.library, desk.event, ticket="ZX-1").greeting.points == 133


def test_a_card_is_written_again_only_when_it_says_something_else(evening, hubs, copies):
    desk = evening
    kiosk_of(hubs, copies)
    desk.sync()
    rewards.catch_up(desk.library)
    before = desk.library.value("SELECT max(id) FROM change_set")
    rewards.recount(desk.library)
    assert desk.library.value("SELECT max(id) FROM change_set") == before

    with desk.library.write(Op.EDIT_MEMBER):
        rows.change(desk.library, Member, desk.member, name="王娜")
    rewards.catch_up(desk.library)
    assert desk.library.value("SELECT display_name FROM member_card") == "王*"


def test_who_was_merged_into_another_gets_no_card_again_however_often_all_are_counted(evening, hubs, copies):
    """Each device that joined made one, the merge took it away, and both went to everybody."""
    desk = evening
    kiosk_of(hubs, copies)
    desk.sync()
    twin = members.add(desk.library, {"name": "李 娜", "phone": "+8613800005678"})
    rewards.recount(desk.library)
    merging.merge(desk.library, desk.member, [twin])
    rewards.catch_up(desk.library)
    standing = "SELECT member FROM member_card WHERE deleted_at IS NULL"
    assert desk.library.rows(standing) == [(desk.member,)]

    before = desk.library.value("SELECT max(id) FROM change_set")
    rewards.recount(desk.library)
    desk.sync()
    laptop = copies()
    laptop.pair(hubs.urls[0], hubs.code())
    laptop.sync()
    rewards.recount(laptop.library)

    assert desk.library.value("SELECT max(id) FROM change_set") == before
    assert laptop.library.rows(standing) == [(desk.member,)] and laptop.sync().sent == 0


def test_two_desks_that_counted_apart_have_no_conflict_to_decide_and_agree_at_the_next_count(
    evening, hubs, copies
):
    desk, other = evening, copies()
    kiosk_of(hubs, copies)
    desk.sync()
    rewards.catch_up(desk.library)
    desk.sync()
    other.pair(hubs.urls[0], hubs.code())
    other.sync()
    for copy, amount in ((desk, 10_000), (other, 20_000)):
        copy.clock.move(60)
        pay(copy, desk.member, amount)
        rewards.catch_up(copy.library)
    for copy in (desk, other, desk):
        copy.sync()
    for copy in (desk, other):
        assert conflicts.listed(copy.library) == []
        rewards.catch_up(copy.library)
    for copy in (desk, other, desk):
        copy.sync()

    row = rows.id_for(MemberCard, {"member": desk.member})
    assert [rows.get(copy.library, MemberCard, row).points for copy in (desk, other)] == [153, 153]
