"""Staff without a sight of money: none of it comes; allowed, it is there; taken, it is gone, and nobody's work with it."""

import pytest

from kclub_desktop.community import members, merging
from kclub_desktop.errors_of_money import MoneyNotHere
from kclub_desktop.operations import taking_back
from kclub_desktop.store import Op, attachments, moneyless, rows, triggers
from kclub_desktop.store.history import steps
from kclub_desktop.store.privacy import erasing
from kclub_desktop.store.tables import BY_NAME, Member, Note, Order, Payment, Price
from kclub_desktop.sync import aside, conflicts, devices
from kclub_hub import communities, device_care
from kclub_protocol import scopes
from kclub_protocol.scopes import Sees

NOW = 1_790_000_000
SECRET = "wedding-gift-7731"


def counts(copy):
    found = {}
    for name in sorted(scopes.HIDDEN):
        if n := copy.library.value(f'SELECT count(*) FROM "{name}"'):
            found[name] = n
    return found


def grant(hubs, node, **what):
    known = next(d for d in communities.devices(hubs.database, hubs.community) if d.node == node)
    device_care.change(hubs.database, hubs.community, known.id, by="", **what)


def file_bytes(copy):
    return b"".join(file.read_bytes() for file in copy.library.folder.glob("*.kclub*"))


@pytest.fixture
def desk(hubs, copies):
    """The owner's device, with money of each kind that a copy keeps: rows, notes about them, sums, history."""
    owner = copies("知行学社")
    library = owner.library
    with library.write(Op.ADD_MEMBER):
        member = rows.add(
            library, Member, name="李娜", created_at=1, spent_before=900, spent_before_currency="CNY"
        )
        rows.add(library, Price, plan=1, amount=100, currency="CNY", created_at=1)
    with library.write(Op.RECORD_ORDER):
        order = rows.add(library, Order, member=member, ordered_at=1, total=5, currency="CNY", note=SECRET)
        rows.add(
            library, Payment, member=member, order=order, amount=5, currency="CNY", paid_at=NOW, why=SECRET
        )
        rows.add(library, Note, entity="order", row=order, body=SECRET, written_at=1)
        rows.add(library, Note, entity="member", row=member, body="likes tea", written_at=1)
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Order, order, note=SECRET + " 2")
        rows.change(library, Member, member, note="x", spent_before=950)
    owner.pair(hubs.urls[0], hubs.code())
    owner.sync()
    owner.member, owner.order = member, order
    return owner


@pytest.fixture
def staff(hubs, copies, desk):
    """Joins as staff; sees: does it see money?"""

    def join(sees, money=False):
        copy = copies()
        code = communities.new_code(hubs.database, hubs.community, "staff", money, sees_money=sees)
        copy.pair(hubs.urls[0], code)
        copy.sync()
        return copy

    return join


def round_of(*copies):
    for copy in copies * 2:
        copy.clock.move(5)
        copy.sync()


def test_a_device_that_sees_no_money_holds_none_and_everything_else(staff, desk):
    blind = staff(sees=False)

    assert not moneyless.sees_money(blind.library)
    assert counts(blind) == {} and counts(desk).keys() == {"order", "payment"}
    assert SECRET.encode() not in file_bytes(blind)
    kept = rows.get(blind.library, Member, desk.member)
    assert (kept.name, kept.note, kept.spent_before) == ("李娜", "x", 0)
    assert blind.library.rows("SELECT body FROM note") == [("likes tea",)]
    assert blind.library.value("SELECT count(*) FROM price") == 1


def test_nothing_of_money_is_written_there(staff, desk):
    blind = staff(sees=False)
    with pytest.raises(MoneyNotHere), blind.library.write(Op.TAKE_PAYMENT):
        pass
    members.edit(blind.library, desk.member, {"note": "from the front desk"})
    round_of(blind, desk)
    assert rows.get(desk.library, Member, desk.member).note == "from the front desk"
    assert rows.get(desk.library, Member, desk.member).spent_before == 950


def test_allowed_later_all_of_it_is_there_as_on_every_device(staff, desk, hubs):
    blind = staff(sees=False)
    members.edit(blind.library, desk.member, {"note": "mine"})
    round_of(blind, desk)

    grant(hubs, blind.library.node, sees_money=True)
    round_of(blind, desk)

    assert moneyless.sees_money(blind.library)
    for name in sorted({*scopes.HIDDEN, "member", "note"}):
        listed = ", ".join(f'"{column}"' for column in ("id", *BY_NAME[name].columns()))
        sql = f'SELECT {listed} FROM "{name}" ORDER BY id'
        assert blind.library.rows(sql) == desk.library.rows(sql), name
    assert blind.library.value("SELECT amount FROM member_spent") == 955
    assert not blind.sync().repaired and not desk.sync().repaired


def test_what_others_wrote_meanwhile_is_merged_as_if_it_had_always_been_there(staff, desk, hubs):
    blind = staff(sees=False)
    grant(hubs, blind.library.node, money=True)
    round_of(blind)
    with desk.library.write(Op.EDIT_MEMBER):
        rows.change(desk.library, Order, desk.order, note="at the desk")
    blind.clock.move(60)
    with blind.library.write(Op.EDIT_MEMBER):
        rows.change(blind.library, Order, desk.order, note="at the front desk")
    round_of(desk, blind)
    for copy in (blind, desk):
        assert rows.get(copy.library, Order, desk.order).note == "at the front desk"
    assert conflicts.open_count(blind.library) == 1


def test_taken_it_is_gone_from_the_rows_the_history_and_the_bytes(staff, desk, hubs):
    copy = staff(sees=True)
    assert counts(copy).keys() == {"order", "payment"} and SECRET.encode() in file_bytes(copy)

    grant(hubs, copy.library.node, sees_money=False)
    round_of(copy)

    assert counts(copy) == {}
    assert copy.library.value("SELECT count(*) FROM member_spent") == 0
    numbers = ", ".join(str(BY_NAME[name].number) for name in scopes.HIDDEN)
    assert copy.library.value(f"SELECT count(*) FROM change WHERE entity IN ({numbers})") == 0
    assert copy.library.value("SELECT count(*) FROM change WHERE field = 'spent_before'") == 0
    assert SECRET.encode() not in file_bytes(copy)
    assert all(BY_NAME[name] not in step.rows for step in steps(copy.library) for name in scopes.HIDDEN)
    assert triggers.generated() == dict(
        copy.library.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    )
    assert rows.get(copy.library, Member, desk.member).note == "x"
    round_of(copy, desk)
    assert counts(desk).keys() == {"order", "payment"}


def test_files_about_money_go_too_and_others_stay(staff, desk, hubs, tmp_path):
    copy = staff(sees=True)
    bill, photo = tmp_path / "bill.txt", tmp_path / "photo.txt"
    bill.write_text(SECRET)
    photo.write_text("a garden")
    attachments.add(copy.library, bill, Order, desk.order)
    attachments.add(copy.library, photo, Member, desk.member)
    round_of(copy)
    files = copy.library.rows("SELECT sha256 FROM attachment ORDER BY id")
    grant(hubs, copy.library.node, sees_money=False)
    round_of(copy)
    there = [attachments.path_of(copy.library, sha256).exists() for (sha256,) in files]
    assert there == [False, True]


def test_what_was_written_and_not_sent_when_it_was_taken_is_kept_and_goes_out_when_it_is_allowed_again(
    staff, desk, hubs
):
    copy = staff(sees=True, money=True)
    with copy.library.write(Op.TAKE_PAYMENT):
        own = rows.add(copy.library, Payment, member=desk.member, amount=7, currency="CNY", paid_at=NOW)
    grant(hubs, copy.library.node, sees_money=False)
    round_of(copy, desk)

    assert counts(copy) == {"payment": 1} and len(aside.listed(copy.library)) == 1
    assert rows.get(desk.library, Payment, own) is None

    grant(hubs, copy.library.node, money=True)
    aside.hurry(copy.library)
    round_of(copy, desk)
    assert rows.get(desk.library, Payment, own).amount == 7
    assert copy.library.value("SELECT sum(amount) FROM payment") == 12
    assert aside.listed(copy.library) == []


def test_a_backup_from_before_loses_it_at_its_next_sync(staff, desk, hubs, tmp_path):
    from kclub_desktop.sync import renewal

    copy = staff(sees=True)
    grant(hubs, copy.library.node, sees_money=False)
    renewal.make_due(copy.library)  # as a restored backup is: it still says that it sees money
    round_of(copy)
    assert counts(copy) == {} and not moneyless.sees_money(copy.library)


@pytest.mark.parametrize("sees", [True, False], ids=["sees money", "sees none"])
def test_staff_that_writes_no_money_merges_two_members_and_their_payments_follow(staff, desk, sees):
    copy = staff(sees)
    with desk.library.write(Op.ADD_MEMBER):
        kept = rows.add(desk.library, Member, name="Li Na", created_at=2)
    round_of(desk, copy)
    merging.merge(copy.library, kept, [desk.member])
    merged = copy.library.last_written
    round_of(copy, desk)

    assert aside.listed(copy.library) == []
    assert desk.library.rows("SELECT member FROM payment") == [(kept,)]
    assert copy.library.rows("SELECT member FROM payment") == ([(kept,)] if sees else [])

    taking_back.undo(copy.library, merged)
    round_of(copy, desk)
    assert aside.listed(copy.library) == []
    assert desk.library.rows("SELECT member FROM payment") == [(desk.member,)]


@pytest.mark.parametrize("heard", [True, False], ids=["heard of it before", "hears of it with the leave"])
def test_allowed_after_somebody_was_erased_it_has_the_books_without_their_words(staff, desk, hubs, heard):
    blind = staff(sees=False)
    erasing.erase(desk.library, desk.member)
    round_of(desk, *[blind] * heard)
    grant(hubs, blind.library.node, sees_money=True)
    round_of(blind, desk)

    paid = "SELECT id, member, amount, why FROM payment"
    assert blind.library.rows(paid) == desk.library.rows(paid)
    assert blind.library.rows("SELECT amount, why FROM payment") == [(5, "")]
    assert not blind.sync().repaired and not desk.sync().repaired


def test_an_owner_invites_and_changes_it_by_the_library(staff, desk, hubs, copies):
    code = devices.new_code(desk.library, desk.secrets, "staff", Sees.NOTHING)
    assert not code.sees_money and not code.money
    blind = copies()
    blind.pair(hubs.urls[1], code.code)
    blind.sync()
    assert not moneyless.sees_money(blind.library)

    known = next(d for d in devices.listed(desk.library, desk.secrets) if d.node == blind.library.node)
    assert not known.sees_money
    devices.grant_money(desk.library, desk.secrets, known, Sees.READS)
    round_of(blind)
    assert moneyless.sees_money(blind.library)
