"""The engine between a library and a real hub: cut streams, what is not taken, copies that come apart, stopping, waiting."""

import threading
from contextlib import contextmanager

import pytest

from kclub_desktop.errors import HubRefused, HubUnreachable
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import CheckIn, Event, Member, Payment, Rating
from kclub_desktop.sync import aside, outbox, settings, state
from kclub_desktop.sync.endpoints.hub import HubEndpoint
from kclub_desktop.sync.loop import SyncLoop
from kclub_desktop.sync.session import endpoint_of, sync, sync_once
from kclub_hub.communities import new_code
from kclub_hub.keep import back_up, restore
from kclub_hub.serve import HubServer
from tests.waiting import until

from .test_two_copies import contents, edit, pair_of  # noqa: F401 a fixture


def add_members(copy, count):
    for n in range(count):
        with copy.library.write(Op.ADD_MEMBER):
            rows.add(copy.library, Member, name=f"Member {n}", created_at=1)


def rate(copy, member, stars):
    with copy.library.write(Op.RATE):
        return rows.put(copy.library, Rating, member=member, course=1, stars=stars, rated_at=copy.clock.now())


@contextmanager
def put_back(hubs, devices, folder):
    """In place of the hub there is one from its backup, under another address."""
    hubs.stop()
    new = HubServer(folder / "new.sqlite", clock=devices[0].clock.milliseconds)
    restore(new.database, folder / "hub.backup")
    new.start()
    try:
        for each in devices:
            each.library.execute_sql("UPDATE sync_state SET url = ?", (new.url,))
        yield
    finally:
        new.stop()


def test_a_new_copy_whose_stream_was_cut_goes_on_where_it_came_to(hubs, copies, monkeypatch):
    first, second = copies("A"), copies()
    add_members(first, 30)
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    second.pair(hubs.urls[0], hubs.code())
    whole = HubEndpoint.catch_up
    monkeypatch.setattr("kclub_desktop.sync.endpoints.hub._STREAM_PAGE", 5)

    def cut(self, after, own=False):
        pages = whole(self, after, own)
        yield next(pages)
        yield next(pages)
        raise HubUnreachable(self.url, "cut")

    with monkeypatch.context() as broken:
        broken.setattr(HubEndpoint, "catch_up", cut)
        with pytest.raises(HubUnreachable):
            second.sync()
    came = second.library.value("SELECT count(*) FROM member")
    assert 0 < came < 30
    synced = second.sync()

    assert second.library.value("SELECT count(*) FROM member") == 30
    assert synced.received < 30


def test_what_the_hub_does_not_take_is_set_aside_and_the_rest_goes_on(pair_of, hubs, copies):  # noqa: F811
    first, _, member = pair_of
    staff = copies()
    staff.pair(hubs.urls[0], new_code(hubs.database, hubs.community, "staff"))
    staff.sync()
    edit(staff, member, note="before")
    with staff.library.write(Op.RECORD_ORDER):
        rows.add(staff.library, Payment, member=member, amount=100, currency="CNY", paid_at=1)
    edit(staff, member, note="after")

    synced = staff.sync()
    first.sync()

    assert synced.aside == 1
    assert rows.get(first.library, Member, member).note == "after"
    assert first.library.value("SELECT count(*) FROM payment") == 0

    # The owner grants it; an hour later it is taken.
    with hubs.database.writing() as db:
        db.execute("UPDATE device SET money = 1")
    assert staff.sync().aside == 1
    staff.clock.move(3700)
    assert staff.sync().aside == 0
    first.sync()
    assert first.library.value("SELECT count(*) FROM payment") == 1
    assert aside.listed(staff.library) == []


def pay(copy, member):
    with copy.library.write(Op.RECORD_ORDER):
        rows.add(copy.library, Payment, member=member, amount=100, currency="CNY", paid_at=1)


def test_a_copy_that_came_apart_is_put_right_and_that_is_said(pair_of):  # noqa: F811
    first, second, member = pair_of
    # As by a fault of the disk or of a program: past the gate, under no stamp.
    second.library.execute_sql('DROP TRIGGER "member__edit_note"')
    second.library.execute_sql("UPDATE member SET note = 'wrong' WHERE id = ?", (member,))

    edit(first, member, phone="+8613800000000")
    first.sync()
    synced = second.sync()

    assert synced.repaired == 1
    assert rows.get(second.library, Member, member).note == ""
    assert settings.get(second.library, settings.DIFFERS) == ""


def test_a_table_that_is_wholly_missing_on_one_copy_is_found_and_put_right(pair_of):  # noqa: F811
    first, second, member = pair_of
    pay(first, member)
    first.sync()
    second.sync()
    second.library.execute_sql('DROP TRIGGER "payment__no_delete"')
    second.library.execute_sql("DELETE FROM payment")

    edit(first, member, phone="+8613800000000")
    first.sync()
    assert second.sync().repaired == 1
    assert second.library.value("SELECT count(*) FROM payment") == 1


def test_a_sync_can_be_stopped_between_two_changes_and_goes_on_later(pair_of):  # noqa: F811
    first, second, _ = pair_of
    add_members(first, 200)
    first.sync()
    progress = Progress(shown=lambda done, _total: progress.cancel() if done else None)
    endpoint = endpoint_of(second.library, second.secrets)
    with pytest.raises(Cancelled):
        sync_once(second.library, endpoint, progress)
    endpoint.close()
    assert 1 < second.library.value("SELECT count(*) FROM member") < 201

    second.sync()
    assert contents(first.library) == contents(second.library)


def test_a_hub_restored_from_an_old_backup_gets_back_what_the_devices_know(pair_of, hubs, tmp_path):  # noqa: F811
    first, second, member = pair_of
    back_up(hubs.database, tmp_path / "hub.backup")
    edit(first, member, note="after the backup")
    first.sync()
    edit(second, member, phone="+8613800000001")
    second.sync()
    hubs.stop()
    new = HubServer(
        tmp_path / "new.sqlite", port=int(hubs.urls[0].rpartition(":")[2]), clock=first.clock.milliseconds
    )
    restore(new.database, tmp_path / "hub.backup")
    new.start()
    try:
        state.paired(
            second.library, hubs.urls[0], state.of(second.library).community, state.of(second.library).device
        )
        for copy in (first, second, first):
            copy.sync()

        assert contents(first.library) == contents(second.library)
        assert rows.get(first.library, Member, member).note == "after the backup"
        assert rows.get(first.library, Member, member).phone == "+8613800000001"
        with new.database.reading() as db:
            assert (
                db.execute("SELECT count(*), count(DISTINCT stamp * 8192 + node) FROM log_set").fetchone()[0]
                > 3
            )
    finally:
        new.stop()


def test_what_a_restored_hub_has_not_got_back_yet_stays_where_it_was_read(pair_of, hubs, copies, tmp_path):  # noqa: F811
    writer, reader, member = pair_of
    other = copies()
    other.pair(hubs.urls[0], hubs.code())
    for copy in (other, writer, reader, other):
        copy.sync()
    back_up(hubs.database, tmp_path / "hub.backup")
    edit(writer, member, note="after the backup")
    writer.sync()
    reader.sync()
    with put_back(hubs, (writer, reader, other), tmp_path):
        for copy in (other, reader, other, reader):
            copy.clock.move(7_200)  # copies are compared once an hour
            assert copy.sync().repaired == 0
        assert rows.get(reader.library, Member, member).note == "after the backup"

        for copy in (writer, reader, other):
            assert copy.sync().repaired == 0

        assert contents(writer.library) == contents(reader.library) == contents(other.library)


def test_a_rating_that_a_restored_hub_has_not_got_back_yet_stays(pair_of, hubs, copies, tmp_path):  # noqa: F811
    """The member rated the course at two desks; the later rating was read by a third before the hub was put back."""
    late, reader, member = pair_of
    early = copies()
    early.pair(hubs.urls[0], hubs.code())
    for copy in (early, late, reader, early):
        copy.sync()
    back_up(hubs.database, tmp_path / "hub.backup")
    rate(early, member, stars=2)
    late.clock.move(60)
    rated = rate(late, member, stars=5)
    late.sync()
    reader.sync()
    with put_back(hubs, (late, reader, early), tmp_path):
        for copy in (early, reader, early, reader):
            copy.clock.move(7_200)  # copies are compared once an hour
            assert copy.sync().repaired == 0
        assert rows.get(reader.library, Rating, rated).stars == 5

        for copy in (late, reader, early):
            assert copy.sync().repaired == 0

        assert rows.get(early.library, Rating, rated).stars == 5
        assert contents(late.library) == contents(reader.library) == contents(early.library)


def test_a_file_put_back_by_hand_is_noticed_and_becomes_a_new_device(pair_of):  # noqa: F811
    first, second, member = pair_of
    edit(first, member, note="kept")
    first.sync()
    kept = first.library.rows("SELECT * FROM sync_state")
    edit(first, member, note="written after the copy was made")
    first.sync()
    second.sync()
    # What a file of the day before would say: none of our last change set, and the cursors of then.
    first.library.execute_sql("DELETE FROM change WHERE change_set = (SELECT max(id) FROM change_set)")
    first.library.execute_sql("DELETE FROM change_set WHERE id = (SELECT max(id) FROM change_set)")
    first.library.execute_sql("UPDATE sync_state SET pulled = ?, pushed = ?", (kept[0][4], kept[0][5]))
    before = first.library.node

    sync(first.library, first.secrets)
    second.sync()

    assert first.library.node not in (before, second.library.node)
    assert rows.get(first.library, Member, member).note == "written after the copy was made"
    assert contents(first.library) == contents(second.library)


def test_a_kiosks_file_holds_no_contact_data_nor_unpublished_things(pair_of, hubs, copies):  # noqa: F811
    first, _, member = pair_of
    edit(first, member, phone="+8613812345678", note="a private remark", tags="secret-tag")
    with first.library.write(Op.EDIT_EVENT):
        soon = rows.add(
            first.library, Event, title="Soon", starts_at=first.clock.now(), ends_at=first.clock.now() + 9
        )
        rows.add(first.library, Event, title="Long over", starts_at=1, ends_at=2)
    first.sync()
    kiosk = copies()
    kiosk.pair(hubs.urls[0], new_code(hubs.database, hubs.community, "kiosk"))
    kiosk.sync()
    with kiosk.library.write(Op.CHECK_IN):
        rows.add(kiosk.library, CheckIn, event=soon, member=member, scanned_at=5, door="A", answer="ok")
    assert kiosk.sync().aside == 0
    first.sync()

    kiosk.library.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    held = b"".join(part.read_bytes() for part in kiosk.library.folder.rglob("*") if part.is_file())
    for secret in ("李娜", "lina@example.com", "13812345678", "a private remark", "secret-tag", "Long over"):
        assert secret.encode() not in held, secret
    assert rows.get(kiosk.library, Member, member).name == "李*"
    assert first.library.value("SELECT count(*) FROM check_in") == 1


def test_a_token_is_renewed_every_three_months_and_the_old_one_ends_when_the_new_one_is_used(pair_of):  # noqa: F811
    first, _second, _ = pair_of
    known = state.of(first.library)
    name = state.secret_name(known.community, known.device)
    old = first.secrets.get(name)
    sync(first.library, first.secrets)
    assert first.secrets.get(name) == old

    first.clock.move(91 * 86_400)
    sync(first.library, first.secrets)
    new = first.secrets.get(name)
    assert new != old
    first.clock.move(-91 * 86_400)
    sync(first.library, first.secrets)
    first.secrets.put(name, old)
    with pytest.raises(HubRefused):
        first.sync()


@pytest.fixture
def loops():
    made = []

    def make(copy):
        loop = SyncLoop(copy.library, copy.secrets)
        made.append(loop)
        loop.start()
        return loop

    yield make
    for loop in made:
        loop.stop()


def test_what_is_written_at_one_desk_is_soon_at_the_other_without_asking(pair_of, loops):  # noqa: F811
    first, second, member = pair_of
    loops(first)
    loops(second)

    edit(first, member, note="hello from the first")
    until(lambda: rows.get(second.library, Member, member).note == "hello from the first")
    edit(second, member, phone="+8613800000009")
    until(lambda: rows.get(first.library, Member, member).phone == "+8613800000009")


def test_while_the_hub_is_away_only_the_chip_says_so_and_work_goes_when_it_is_back(pair_of, hubs, loops):  # noqa: F811
    first, _second, member = pair_of
    said = []
    loop = loops(first)
    loop.on_told(said.append)
    hubs.stop()
    edit(first, member, note="offline")
    until(lambda: said)
    assert isinstance(said[0], HubUnreachable)

    hubs.servers[0]._port = int(hubs.urls[0].rpartition(":")[2])
    hubs.servers[0].start()
    loop.wake()
    until(lambda: outbox.waiting(first.library, state.of(first.library).pushed) == 0)
    until(lambda: loop.error is None)


def test_a_desk_at_which_nobody_does_anything_soon_knows_that_the_hub_has_gone_and_that_it_is_back(
    pair_of,  # noqa: F811
    hubs,
    loops,
):
    first, second, member = pair_of
    loop = loops(first)
    until(lambda: first.library.value("SELECT synced_at FROM sync_state") is not None)
    edit(second, member, note="heard")
    second.sync()
    until(lambda: rows.get(first.library, Member, member).note == "heard")

    hubs.stop()
    until(lambda: isinstance(loop.error, HubUnreachable))

    hubs.servers[0]._port = int(hubs.urls[0].rpartition(":")[2])
    hubs.servers[0].start()
    until(lambda: loop.error is None, seconds=40)


def test_a_loop_of_a_library_that_is_not_paired_sleeps_until_it_is(hubs, copies, loops):
    copy = copies("A")
    copy.secrets = Held()
    loop = loops(copy)
    loop.pair(hubs.urls[0], hubs.code(), "laptop")
    until(lambda: state.of(copy.library).synced_at is not None)
    assert threading.active_count() < 50
