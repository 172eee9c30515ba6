"""Sync beside a window: little is done at once, much by another process, which may be killed, stopped and left alone."""

# ruff: noqa: F811 pair_of is a fixture

import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kclub_desktop.errors import HubUnreachable, NoKeyring
from kclub_desktop.errors_of_work import WorkCutShort
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, Origin, exchange, open_library, rows, undo
from kclub_desktop.store.encryption.changing import encrypt
from kclub_desktop.store.privacy import cleaning
from kclub_desktop.store.privacy.erasing import erase
from kclub_desktop.store.tables import Member
from kclub_desktop.sync import beside, settings, state
from kclub_desktop.sync.beside import Beside
from kclub_desktop.sync.loop import SyncLoop
from tests.waiting import until

from .test_two_copies import contents, edit, pair_of  # noqa: F401 a fixture

MANY = 1_000


def add_many(copy, count=MANY, at_once=100):
    for start in range(0, count, at_once):
        with copy.library.write(Op.IMPORT):
            made = [{"name": f"Member {start + n}", "created_at": 1} for n in range(at_once)]
            rows.add_many(copy.library, Member, made)


def process_of(made):
    return made._companion._process


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z" if Path("/proc").exists() else False


@pytest.fixture
def besides():
    made = []

    def make(copy):
        made.append(Beside(copy.library, copy.secrets))
        return made[-1]

    yield make
    for each in made:
        each.end()


@pytest.fixture
def always_apart(monkeypatch):
    """However little it is."""
    monkeypatch.setattr(beside, "is_little", lambda _library: False)


def test_an_edit_goes_and_comes_without_another_process(pair_of, besides):
    first, second, member = pair_of
    desk = besides(first)

    edit(first, member, note="from the desk")
    assert desk.sync(Progress()).sent == 1 and not desk.is_there
    second.sync()
    edit(second, member, phone="+8613800000000")
    second.sync()

    assert desk.sync(Progress()).received == 1 and not desk.is_there
    assert contents(first.library) == contents(second.library)


def test_much_is_sent_by_another_process_that_stays_for_the_next_and_then_goes(pair_of, besides, monkeypatch):
    first, second, member = pair_of
    desk = besides(first)
    add_many(first)
    moved = []

    assert desk.sync(Progress(lambda *far: moved.append(far))).sent == MANY / 100
    assert desk.is_there and moved
    pid = process_of(desk).pid
    edit(first, member, note="and one more")
    assert desk.sync(Progress()).sent == 1 and process_of(desk).pid == pid
    second.sync()
    assert contents(first.library) == contents(second.library)

    desk.rest()
    assert desk.is_there
    monkeypatch.setattr(beside, "_STAYS_SECONDS", 0)
    edit(first, member, note="an edit alone does not keep it")
    assert desk.sync(Progress()).sent == 1
    assert not desk.is_there and is_gone(pid)


def test_much_that_comes_is_heard_of_as_of_another_device_and_undo_takes_back_what_was_done_here(
    pair_of, besides
):
    first, second, member = pair_of
    desk, heard = besides(first), []
    edit(first, member, note="mine")
    first.sync()
    second.sync()
    edit(second, member, phone="+8613800000000")
    add_many(second)
    second.sync()
    first.library.poll()
    first.library.on_changes(heard.append)

    synced = desk.sync(Progress())
    first.library.poll()

    assert desk.is_there and synced.received == 1 + MANY / 100
    assert [changes.origin for changes in heard] == [Origin.SYNC] and heard[0].touch(Member)
    wrote = first.library.rows("SELECT DISTINCT node FROM change_set WHERE origin = 'sync' ORDER BY 1 DESC")
    assert wrote[0] == (second.library.node,)
    undo.undo_last(first.library)
    found = rows.get(first.library, Member, member)
    assert (found.note, found.phone) == ("", "+8613800000000")


def test_what_was_done_here_before_it_became_much_is_counted_once(pair_of, besides, monkeypatch):
    first, second, member = pair_of
    desk = besides(first)
    edit(second, member, note="one that comes")
    second.sync()
    # The copies differ, which is found at the end of a sync; to put that right the whole log is read.
    first.library.execute_sql('DROP TRIGGER "member__edit_language"')
    first.library.execute_sql("UPDATE member SET language = 'xx'")

    synced = desk.sync(Progress())

    assert desk.is_there and (synced.received, synced.repaired) == (1, 1)


def test_killed_at_any_moment_it_begins_again_and_nothing_is_lost_or_said_twice(
    pair_of, besides, always_apart
):
    first, second, _member = pair_of
    desk, chance = besides(first), random.Random(5)
    add_many(first, at_once=50)
    add_many(second, at_once=50)
    second.sync()
    pids = set()

    def kill(times):
        for _ in range(times):
            until(lambda: process_of(desk) is not None and process_of(desk).pid not in pids)
            process = process_of(desk)
            pids.add(process.pid)
            time.sleep(chance.uniform(0.0, 0.4))
            process.kill()

    killing = threading.Thread(target=kill, args=(6,))
    killing.start()
    cut_short = 0
    while killing.is_alive():
        try:
            desk.sync(Progress())
        except WorkCutShort:
            cut_short += 1
            assert not desk.is_there
    killing.join()

    desk.sync(Progress())
    second.sync()
    assert cut_short <= 3 and all(is_gone(pid) for pid in pids - {process_of(desk).pid})
    assert contents(first.library) == contents(second.library)
    assert first.library.value("SELECT count(*) FROM member") == 2 * MANY + 1
    assert first.library.value("PRAGMA integrity_check") == "ok"


def test_stopped_it_ends_at_its_next_step_and_goes_on_later(pair_of, besides):
    first, second, _member = pair_of
    add_many(second, 3 * MANY, at_once=20)
    second.sync()
    desk = besides(first)
    progress = Progress(lambda done, _total: progress.cancel() if done else None)

    with pytest.raises(Cancelled):
        desk.sync(progress)
    assert 1 < first.library.value("SELECT count(*) FROM member") < 3 * MANY
    desk.sync(Progress())
    assert contents(first.library) == contents(second.library)


def test_while_the_hub_is_away_no_process_is_begun_for_it_and_one_that_is_there_ends(pair_of, besides, hubs):
    first, _second, member = pair_of
    desk = besides(first)
    add_many(first)
    desk.sync(Progress())
    assert desk.is_there
    hubs.stop()
    edit(first, member, note="offline")

    with pytest.raises(HubUnreachable) as away:
        desk.sync(Progress())
    assert away.value.url == hubs.urls[0] and not desk.is_there

    add_many(first)
    with pytest.raises(HubUnreachable):
        desk.sync(Progress())
    assert not desk.is_there


def test_a_token_is_read_and_kept_by_the_window_and_stands_in_no_argument_environment_or_log(
    pair_of, besides, always_apart, tmp_path, monkeypatch
):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    first, _second, member = pair_of
    desk, known = besides(first), state.of(first.library)
    name = state.secret_name(known.community, known.device)
    old = first.secrets.get(name)
    settings.put(first.library, settings.TOKEN_AT, "1")

    edit(first, member, note="x")
    desk.sync(Progress())

    new = first.secrets.get(name)
    assert new != old and desk.is_there
    process = Path(f"/proc/{process_of(desk).pid}")
    if process.exists():
        told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        assert old.encode() not in told and new.encode() not in told
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.suffix in (".log", ".kclub"))
    assert old.encode() not in written and new.encode() not in written
    edit(first, member, note="y")
    assert desk.sync(Progress()).sent == 1


def test_a_keyring_that_cannot_be_asked_is_said_in_the_same_words(
    pair_of, besides, always_apart, monkeypatch
):
    first, _second, _member = pair_of
    desk = besides(first)
    desk.sync(Progress())
    assert desk.is_there

    def refuse(name):
        raise NoKeyring(name)

    monkeypatch.setattr(first.secrets, "get", refuse)
    with pytest.raises(NoKeyring):
        desk.sync(Progress())


def test_an_encrypted_library_is_opened_there_with_the_key_of_the_window(pair_of, besides, always_apart):
    first, second, _member = pair_of
    folder, clock, keys = first.library.folder, first.library.clock, Held()
    first.library.shut()
    encrypt(folder, "correct horse battery", clock=clock, secrets=keys)
    first.library = open_library(folder, clock=clock, secrets=keys)
    add_many(first)
    desk = besides(first)

    desk.sync(Progress())
    second.sync()

    assert contents(first.library) == contents(second.library)
    key = first.library.key.hex().encode()
    process = Path(f"/proc/{process_of(desk).pid}")
    if process.exists():
        assert key not in (process / "cmdline").read_bytes() + (process / "environ").read_bytes()


def test_an_erasure_that_came_is_cleaned_out_of_the_file_by_the_window(pair_of, besides, always_apart):
    first, second, member = pair_of
    desk = besides(first)
    edit(first, member, note="Wilhelmine-Zwicky")
    first.sync()
    second.sync()
    erase(second.library, member)
    second.sync()

    desk.sync(Progress())

    assert not cleaning.is_due(first.library)
    left = b"".join(file.read_bytes() for file in first.library.folder.glob("*.kclub*"))
    assert b"Wilhelmine-Zwicky" not in left


def test_between_two_syncs_it_does_not_hold_the_file(pair_of, besides, always_apart):
    first, second, _member = pair_of
    desk = besides(first)
    desk.sync(Progress())
    folder, clock = first.library.folder, first.library.clock
    assert first.library.rewrite()
    first.library.shut()

    with exchange.sole_use(folder, None):
        assert desk.is_there
    first.library = open_library(folder, clock=clock)
    assert contents(first.library) == contents(second.library)


def test_a_window_that_closes_ends_it_also_while_the_hub_says_nothing(pair_of, always_apart):
    first, _second, _member = pair_of
    loop = SyncLoop(first.library, first.secrets, apart=True)
    loop.start()
    until(lambda: loop._beside.is_there and loop.progress is None)
    process, known = process_of(loop._beside), state.of(first.library)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        state.paired(first.library, url, known.community, known.device)
        loop.wake()
        until(lambda: loop.progress is not None)
        answering_nothing, _address = silent.accept()

        began = time.monotonic()
        loop.stop()
        answering_nothing.close()

    assert time.monotonic() - began < 10
    assert process.returncode is not None and is_gone(process.pid)
    with pytest.raises(Cancelled):
        loop.sync_now()


def test_a_window_that_is_killed_leaves_no_process_behind(pair_of, hubs, tmp_path):
    first, _second, _member = pair_of
    add_many(first)
    known = state.of(first.library)
    folder = tmp_path / "window"
    first.library.shut()
    shutil.copytree(first.library.folder, folder)
    token = first.secrets.get(state.secret_name(known.community, known.device))
    code = """
import sys, time
from kclub_desktop.clock import FixedClock
from kclub_desktop.progress import Progress
from kclub_desktop.secrets import Held
from kclub_desktop.store import open_library
from kclub_desktop.sync.beside import Beside
folder, name, token = sys.stdin.readline().split()
secrets = Held()
secrets.put(name, token)
desk = Beside(open_library(folder, clock=FixedClock(1_790_000_000)), secrets)
desk.sync(Progress())
print(desk._companion._process.pid, flush=True)
while True:
    desk.sync(Progress())
"""
    window = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    name = state.secret_name(known.community, known.device)
    window.stdin.write(f"{folder} {name} {token}\n".encode())
    window.stdin.flush()
    pid = int(window.stdout.readline())
    assert not is_gone(pid)
    window.kill()
    window.wait()
    window.stdin.close()
    window.stdout.close()
    until(lambda: is_gone(pid))
    with exchange.sole_use(folder, None):
        pass
