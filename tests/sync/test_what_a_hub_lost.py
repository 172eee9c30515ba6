"""A hub that was put back from an old backup, over real HTTP: what it lost comes back from whoever still has it."""

import contextlib
import shutil
import sqlite3

import pytest

from kclub_desktop.errors import HubRefused
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.store.tables import CheckIn, Member, Payment
from kclub_desktop.store.undo import undo_last
from kclub_desktop.sync import devices, others
from kclub_desktop.sync.session import sync
from kclub_hub import audit, keep
from kclub_hub.communities import new_code
from kclub_hub.serve import HubServer

from .conftest import NOW


@pytest.fixture
def put_back(hubs, tmp_path):
    """Puts the hub's backup back into a new hub, and points these copies to it: (hub, its community)."""
    keep.back_up(hubs.database, tmp_path / "hub.backup")
    with contextlib.ExitStack() as ends:

        def restored(*copies):
            server = HubServer(tmp_path / "restored.sqlite", clock=lambda: NOW * 1000)
            server.start()
            ends.callback(server.stop)
            keep.restore(server.database, tmp_path / "hub.backup")
            for copy in copies:
                point(copy, server)
            return server

        yield restored


def point(copy, server):
    copy.library.execute_sql("UPDATE sync_state SET url = ?", (server.url,))


def contents(copy):
    return {
        name: copy.library.rows(f'SELECT * FROM "{name}" ORDER BY id')
        for name in ("member", "payment", "check_in")
    }


def work(copy, member):
    """An edit, a fact of money, a check-in, somebody new."""
    with copy.library.write(Op.EDIT_MEMBER):
        rows.change(copy.library, Member, member, note="written on the laptop that was stolen")
    with copy.library.write(Op.RECORD_ORDER):
        rows.add(copy.library, Payment, member=member, amount=7, currency="CNY", paid_at=NOW, why="cash")
    with copy.library.write(Op.CHECK_IN):
        rows.add(copy.library, CheckIn, event=1, member=member, scanned_at=NOW, door="A")
    with copy.library.write(Op.ADD_MEMBER):
        return rows.add(copy.library, Member, name="王芳", created_at=NOW)


@pytest.fixture
def three(hubs, copies):
    """Three copies of one community, and a member."""
    made = [copies("知行学社"), copies(), copies()]
    with made[0].library.write(Op.ADD_MEMBER):
        member = rows.add(made[0].library, Member, name="李娜", created_at=1)
    for copy in made:
        copy.pair(hubs.urls[0], hubs.code())
        copy.sync()
    return made, member


def test_what_was_written_on_a_device_that_is_gone_comes_back_from_another_and_a_new_one_gets_it(
    three, put_back, copies
):
    (gone, left, _), member = three
    added = work(gone, member)
    gone.sync()
    left.sync()
    with left.library.write(Op.EDIT_MEMBER):
        rows.change(left.library, Member, added, note="an edit of it")

    server = put_back(left)
    synced = left.sync()
    new = copies()
    new.pair(server.url, new_code(server.database, left.library.value("SELECT community FROM sync_state")))
    new.sync()

    assert contents(new) == contents(left)
    assert rows.get(new.library, Member, member).note == "written on the laptop that was stolen"
    assert new.library.rows("SELECT amount, why FROM payment") == [(7, "cash")]
    assert synced.repaired == 0 and others.hand_in(left.library, None) == 0
    lines = audit.lines(server.database, left.library.value("SELECT community FROM sync_state"))
    assert [line.detail for line in lines if line.action == "handed_in_for_others"] == ["4"]


def test_whoever_wrote_it_comes_later_hands_it_in_once_more_and_nothing_is_doubled(three, put_back):
    (first, second, _), member = three
    work(first, member)
    first.sync()
    second.sync()
    put_back(first, second)

    second.sync()
    first.sync()
    second.sync()

    assert contents(first) == contents(second)
    assert first.library.value("SELECT count(*) FROM payment") == 1
    undo_last(first.library)  # what it wrote is still its own to take back
    first.sync()
    second.sync()
    assert second.library.value("SELECT deleted_at FROM member WHERE name = '王芳'") is not None


def test_a_device_put_back_at_the_same_time_gets_its_own_work_from_another_and_a_new_node(
    three, put_back, tmp_path
):
    (first, second, _), member = three
    by_hand = tmp_path / "by_hand"
    with contextlib.closing(sqlite3.connect(by_hand)) as to:
        first.library.connection().backup(to)
    work(first, member)
    first.sync()
    second.sync()
    folder, node = first.library.folder, first.library.node
    first.library.shut()
    for part in ("-wal", "-shm"):
        (folder / f"{FILE_NAME}{part}").unlink(missing_ok=True)
    shutil.copy(by_hand, folder / FILE_NAME)
    first.library = open_library(folder, clock=first.clock)
    put_back(first, second)

    second.sync()
    sync(first.library, first.secrets)
    second.sync()

    assert contents(first) == contents(second)
    assert rows.get(first.library, Member, member).note == "written on the laptop that was stolen"
    assert first.library.node != node


def device_of(copy, node):
    return next(each for each in devices.listed(copy.library, copy.secrets) if each.node == node)


@pytest.mark.parametrize("again", [False, True], ids=["removed", "removed and let in again"])
def test_a_stolen_device_that_was_removed_after_the_backup_is_not_let_in_again(three, put_back, again):
    (stolen, owner, other), _member = three
    node = stolen.library.node
    devices.remove(owner.library, owner.secrets, device_of(owner, node))
    if again:
        devices.let_in_again(owner.library, owner.secrets, device_of(owner, node))
    sync(owner.library, owner.secrets)
    sync(other.library, other.secrets)
    put_back(owner, stolen, other)

    # Any owner's device that comes first; whoever removed it may be away.
    sync(other.library, other.secrets)
    assert (device_of(other, node).revoked_at is None) == again
    if not again:
        with pytest.raises(HubRefused):
            sync(stolen.library, stolen.secrets)
    sync(other.library, other.secrets)
    sync(owner.library, owner.secrets)
    assert contents(other) == contents(owner)


def test_a_device_that_was_removed_and_paired_again_is_not_removed_once_more(three, hubs, tmp_path):
    (kiosk, owner, other), _member = three
    node = kiosk.library.node
    devices.remove(owner.library, owner.secrets, device_of(owner, node))
    sync(owner.library, owner.secrets)
    sync(other.library, other.secrets)
    with pytest.raises(HubRefused):
        sync(kiosk.library, kiosk.secrets)
    kiosk.clock.move(60)
    kiosk.pair(hubs.urls[0], hubs.code())
    sync(kiosk.library, kiosk.secrets)
    sync(owner.library, owner.secrets)
    sync(owner.library, owner.secrets)
    for copy in (other, kiosk, owner):
        sync(copy.library, copy.secrets)
        assert copy.library.value("SELECT revoked_at FROM device WHERE node = ?", (node,)) is None

    keep.back_up(hubs.database, tmp_path / "later.backup")
    server = HubServer(tmp_path / "later.sqlite", clock=lambda: NOW * 1000)
    server.start()
    try:
        keep.restore(server.database, tmp_path / "later.backup")
        for copy in (other, owner, kiosk):
            point(copy, server)
            sync(copy.library, copy.secrets)
        assert device_of(other, node).revoked_at is None
    finally:
        server.stop()
