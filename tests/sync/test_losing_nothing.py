"""The table “Losing nothing” of the promise on sync, a test per row, in its order: real files, a real hub over HTTP.

Each row is shown once here, so that a reader finds it. Its many variations are drawn in tests/simulation, and
with real processes and full disks in tests/bad_days.
"""

import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import time
import zlib

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.errors import ClockWrong, HubRefused, LibraryNotWritable, LibraryUnreadable
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.backup import Reason, all_backups, make
from kclub_desktop.store.backup.making import FOLDER
from kclub_desktop.store.encryption import cipher
from kclub_desktop.store.encryption.kiosk import opened_at_the_door
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.store.privacy import erasing
from kclub_desktop.store.tables import BY_NAME, CheckIn, Course, Member, Note, Payment
from kclub_desktop.sync import merge_rows as merging
from kclub_desktop.sync import taking_up, wire
from kclub_desktop.sync.endpoints.hub import HubEndpoint
from kclub_desktop.sync.pairing import pair
from kclub_desktop.sync.session import sync
from kclub_hub import communities
from kclub_hub.communities import new_code
from kclub_hub.compact import compact

from .conftest import NOW

DAY = 86_400


@pytest.fixture
def two(hubs, copies):
    """Two laptops of one community with a member, in agreement."""
    first, second = copies("知行学社"), copies()
    with first.library.write(Op.ADD_MEMBER):
        first.member = second.member = rows.add(
            first.library, Member, name="李娜", phone="+8613800001234", email="li@example.com", created_at=1
        )
    for copy, url in zip((first, second), hubs.urls, strict=True):
        copy.pair(url, hubs.code())
        agree(copy)
    return first, second


def agree(*all_of_them):
    return [sync(copy.library, copy.secrets) for copy in all_of_them]


def edit(copy, **fields):
    with copy.library.write(Op.EDIT_MEMBER) as opened:
        rows.change(copy.library, Member, copy.member, **fields)
    return opened


def scan(copy, door):
    with copy.library.write(Op.CHECK_IN):
        return rows.add(copy.library, CheckIn, member=copy.member, event=1, scanned_at=NOW, door=door)


def content(copy):
    """What a copy holds of people, scans, payments and notes."""
    return {
        model.__name__: copy.library.rows(f'SELECT * FROM "{model.name_of_table()}" ORDER BY id')
        for model in (Member, CheckIn, Payment, Note, Course)
    }


def test_kill_9_at_any_point_of_a_sync_opens_again_with_all_that_was_committed_and_no_half_batch(two):
    first, second = two
    for number in range(300):
        scan(first, f"door {number}")
    agree(first)
    kept = [scan(second, f"west {number}") for number in range(100)]
    folder = second.library.folder
    second.library.shut()

    for seed in range(6):
        child = multiprocessing.get_context("fork").Process(target=_sync_in, args=(folder, second.secrets))
        child.start()
        time.sleep(random.Random(seed).uniform(0, 0.5))
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        with open_library(folder, clock=second.clock) as library:
            assert library.value("PRAGMA quick_check") == "ok"
            assert library.value("SELECT open_change_set FROM library_state") is None
            there = {row for (row,) in library.rows("SELECT id FROM check_in")}
            assert there >= set(kept)

    second.library = open_library(folder, clock=second.clock)
    agree(second, first)
    assert content(first) == content(second)
    assert first.library.value("SELECT count(*) FROM check_in") == 400


def test_a_message_that_is_lost_doubled_reordered_or_late_by_a_week_gives_the_same_final_state(
    two, monkeypatch
):
    first, second = two
    send, sent = HubEndpoint._send, []

    def remembered(self, method, path, **more):
        if method == "POST" and path == "/v1/changes":
            sent.append((self.url, self._token, more))
        return send(self, method, path, **more)

    monkeypatch.setattr(HubEndpoint, "_send", remembered)
    edit(first, note="first")
    agree(first)
    edit(first, note="second")
    agree(first, second)
    late = list(reversed(sent))
    first.clock.move(7 * DAY)
    edit(second, note="third")
    agree(second, first)
    before = content(first)

    for url, token, more in late * 2:
        endpoint = HubEndpoint(url, token)
        with pytest.raises(Exception) if "after" in more else _nothing():
            endpoint._read(send(endpoint, "POST", "/v1/changes", **more))
        endpoint.close()
    agree(first, second)

    assert content(first) == content(second) == before
    assert first.library.value("SELECT note FROM member") == "third"


def test_clocks_wrong_by_hours_or_set_back_give_the_same_final_state_and_days_are_warned_of(two):
    first, second = two
    first.clock.move(9 * 3600)
    edit(first, note="from ahead")
    agree(first, second)
    second.clock.move(-5 * 3600)
    edit(second, note="from behind, but later")
    agree(second, first)
    first.clock.move(-10 * 3600)
    edit(first, tags="set back")
    agree(first, second, first)
    assert content(first) == content(second)
    assert second.library.rows("SELECT note, tags FROM member") == [("from behind, but later", "set back")]

    first.clock.move(5 * DAY)
    edit(first, note="days ahead")
    with pytest.raises(ClockWrong) as told:
        agree(first)
    assert told.value.ahead > 4 * DAY


def test_a_device_restored_from_an_old_backup_takes_back_what_it_wrote_gets_a_new_node_and_reuses_no_id(
    two, tmp_path
):
    first, second = two
    agree(first)
    old = tmp_path / "old.kclub"
    with sqlite3.connect(old) as to:
        second.library.connection().backup(to)
    to.close()
    after_the_backup = [scan(second, "west") for _ in range(3)]
    edit(second, note="after the backup")
    agree(second, first)
    node = second.library.node
    folder = second.library.folder
    second.library.shut()
    for end in ("", "-wal", "-shm"):
        (folder / f"{FILE_NAME}{end}").unlink(missing_ok=True)
    shutil.copy(old, folder / FILE_NAME)
    second.library = open_library(folder, clock=second.clock)

    agree(second)
    again = [scan(second, "again") for _ in range(3)]
    agree(second, first)

    assert second.library.node != node
    assert {row for (row,) in second.library.rows("SELECT id FROM check_in")} == {*after_the_backup, *again}
    assert content(first) == content(second)
    assert first.library.value("SELECT note FROM member") == "after the backup"


def test_a_device_that_was_away_for_a_year_catches_up_and_its_own_changes_are_in(two, hubs):
    first, second = two
    edit(second, tags="written before it left")
    own = scan(second, "west")
    for copy in two:
        copy.clock.move(370 * DAY)
    hubs.database.clock = hubs.servers[1].database.clock = lambda: (NOW + 370 * DAY) * 1000
    for number in range(5):
        edit(first, note=f"note {number}")
        agree(first)
    done = compact(hubs.database, hubs.community)
    assert done.values >= 3  # the device that is away no longer holds that up

    agree(second, first)

    assert content(first) == content(second)
    assert first.library.rows("SELECT note, tags FROM member") == [("note 4", "written before it left")]
    assert first.library.value("SELECT 1 FROM check_in WHERE id = ?", (own,)) == 1


def test_a_full_disk_or_a_corrupt_file_is_said_nothing_is_half_written_and_a_restore_is_offered(two):
    first, second = two
    with first.library.write(Op.EDIT_MEMBER):
        for number in range(40):
            rows.add(first.library, Note, row=first.member, body=f"{number} " + "x" * 4000, written_at=1)
    agree(first)
    make(second.library, Reason.MANUAL)
    pages = second.library.value("PRAGMA page_count")
    second.library.execute_sql(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(LibraryNotWritable):
        agree(second)
    assert second.library.value("SELECT count(*) FROM note") == 0
    second.library.execute_sql("PRAGMA max_page_count = 1000000")
    agree(second)
    assert content(first) == content(second)

    folder = second.library.folder
    second.library.shut()
    (folder / FILE_NAME).write_bytes(b"no library any more" * 1000)
    with pytest.raises(LibraryUnreadable):
        open_library(folder, clock=second.clock)
    assert all_backups(folder / FOLDER)


def test_newer_fields_survive_an_older_device_and_are_there_once_it_is_updated(two, monkeypatch):
    first, second = two
    with first.library.write(Op.EDIT_COURSE):
        course = rows.add(first.library, Course, title="陶艺", minutes=90, created_at=1)
    with first.library.write(Op.RECORD_ORDER):
        paid = rows.add(
            first.library, Payment, member=first.member, amount=-500, currency="CNY", paid_at=1, why="late"
        )
    agree(first)
    with monkeypatch.context() as older:
        _without(older, Course, "minutes")
        _without(older, Payment, "why")
        agree(second)
        with second.library.write(Op.EDIT_COURSE):
            rows.change(second.library, Course, course, title="陶艺入门")
        agree(second)
    _forget()

    agree(first, second, first)

    assert rows.get(first.library, Course, course).minutes == 90
    assert rows.get(second.library, Course, course).minutes == 90
    assert rows.get(second.library, Payment, paid).why == "late"
    assert content(first) == content(second)


def test_an_erased_member_is_gone_on_every_device_from_the_hubs_log_and_from_a_restored_backup(
    two, hubs, tmp_path
):
    first, second = two
    old = tmp_path / "old.kclub"
    with sqlite3.connect(old) as to:
        second.library.connection().backup(to)
    to.close()
    edit(second, note="prefers evenings")
    agree(second, first)

    erasing.erase(first.library, first.member)
    agree(first, second)

    words = ("李娜", "13800001234", "li@example.com", "prefers evenings")
    for copy in two:
        copy.library.rewrite()
    hub = hubs.file.read_bytes()
    for word in words:
        assert word.encode() not in hub
        for copy in two:
            assert word.encode() not in (copy.library.folder / FILE_NAME).read_bytes()
    folder = second.library.folder
    second.library.shut()
    for end in ("", "-wal", "-shm"):
        (folder / f"{FILE_NAME}{end}").unlink(missing_ok=True)
    shutil.copy(old, folder / FILE_NAME)
    second.library = open_library(folder, clock=second.clock)
    agree(second, first)
    assert second.library.rows("SELECT name, phone, email, note FROM member") == [("", "", "", "")]
    assert content(first) == content(second)


def test_a_stolen_kiosk_holds_no_contact_data_is_encrypted_and_is_revoked_by_one_call(two, hubs, copies):
    kiosk = copies()
    pair(
        kiosk.library,
        hubs.urls[0],
        new_code(hubs.database, hubs.community, "kiosk"),
        kiosk.secrets,
        "the door",
    )
    agree(kiosk)
    folder = kiosk.library.folder
    assert kiosk.library.value("SELECT count(*) FROM member") == 1
    kiosk.library.shut()
    plain = b"".join(file.read_bytes() for file in folder.glob(f"{FILE_NAME}*"))
    for word in ("13800001234", "li@example.com"):
        assert word.encode() not in plain and zlib.compress(word.encode()) not in plain

    kiosk.library = opened_at_the_door(folder, kiosk.clock, kiosk.secrets)
    assert cipher.is_encrypted(folder / FILE_NAME)
    (device,) = [each for each in communities.devices(hubs.database, hubs.community) if each.role == "kiosk"]
    communities.revoke(hubs.database, hubs.community, device.id)
    with pytest.raises(HubRefused):
        agree(kiosk)


class _nothing:
    def __enter__(self):
        return None

    def __exit__(self, *_error):
        return False


def _sync_in(folder, secrets):
    with open_library(folder, clock=FixedClock(NOW)) as library:
        sync(library, secrets)
    os._exit(0)


def _without(patched, model, column):
    """While patched, this version knows one column less of a table."""
    known = tuple(name for name in model.columns() if name != column)
    patched.setattr(model, "columns", classmethod(lambda _model: known))
    for module in (merging, taking_up):
        patched.setattr(module, "BY_NAME", dict(BY_NAME))
    _forget()


def _forget():
    from kclub_desktop.sync import digest

    for remembered in (wire.ids_of, wire.neutral, digest._columns, digest._of_columns):
        remembered.cache_clear()
