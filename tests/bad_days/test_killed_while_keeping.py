"""kill -9 at any moment of a backup, a restore, an encryption or a migration: the library opens, with all that was in it.

Real processes, really killed. Eight rounds each by default, which takes some minute of waiting for the disk; KCLUB_BAD_DAYS_ROUNDS=200 for a
night. A round's moment is drawn from its number, so that a failure can be had again.
"""

import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
import zipfile
from pathlib import Path

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.secrets import SystemSecrets
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.backup import Reason, all_backups, is_good, make
from kclub_desktop.store.backup.restoring import restore
from kclub_desktop.store.encryption import locks
from kclub_desktop.store.encryption.changing import decrypt, encrypt
from kclub_desktop.store.tables import Member
from tests.making import made_library

ROUNDS = int(os.environ.get("KCLUB_BAD_DAYS_ROUNDS", "8"))
NOW, MANY = 1_790_000_000, 800
WORDS = "correct horse battery"
FIRST_VERSION = Path(__file__).parents[1] / "data" / "version_1.zip"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX word")


def secrets(folder):
    return SystemSecrets(folder.parent / "configuration", passphrase="for this test")


def opened(folder):
    return open_library(folder, clock=FixedClock(NOW + 60), secrets=secrets(folder))


def do_backup(folder):
    with opened(folder) as library:
        make(library, Reason.MANUAL)


def do_restore(folder):
    restore(
        folder, all_backups(folder / "backups")[-1].path, clock=FixedClock(NOW + 60), secrets=secrets(folder)
    )


def do_encrypt(folder):
    encrypt(folder, WORDS, clock=FixedClock(NOW + 60), secrets=secrets(folder))


def do_decrypt(folder):
    decrypt(folder, clock=FixedClock(NOW + 60), secrets=secrets(folder))


def do_open(folder):
    opened(folder).shut()


WORK = {
    "backup": do_backup,
    "restore": do_restore,
    "encrypt": do_encrypt,
    "decrypt": do_decrypt,
    "migration": do_open,
}


def child(what, folder, ready):
    locks.COST = 1 << 10
    ready.set()
    WORK[what](folder)
    os._exit(0)


def killed_in(what, folder, delay):
    """Run the work in a process of its own and kill it after so many seconds. True if it had not ended by itself."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ready = context.Event()
    process = context.Process(target=child, args=(what, folder, ready))
    process.start()
    ready.wait()
    if delay is not None:
        process.join(delay)
        if process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
    process.join()
    return process.exitcode == -signal.SIGKILL


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """For each kind of work a folder it can be done on, and how long it takes when nobody kills it."""
    locks_cost, locks.COST = locks.COST, 1 << 10
    root = tmp_path_factory.mktemp("prepared")
    folder = root / "plain" / "library"
    with made_library(folder, name="Club", clock=FixedClock(NOW)) as library:
        add(library, MANY)
        make(library, Reason.MANUAL)
        add(library, 1)
    encrypted = root / "encrypted" / "library"
    shutil.copytree(root / "plain", root / "encrypted")
    do_encrypt(encrypted)
    old = root / "old" / "library"
    old.mkdir(parents=True)
    with zipfile.ZipFile(FIRST_VERSION) as zipped:
        zipped.extract("community.kclub", old)
    from_ = {"decrypt": "encrypted", "migration": "old"}
    found = {}
    for what in WORK:
        source = root / from_.get(what, "plain")
        trial = root / f"trial-{what}"
        shutil.copytree(source, trial)
        before = time.monotonic()
        assert not killed_in(what, trial / "library", None)
        found[what] = source, time.monotonic() - before
    yield found
    locks.COST = locks_cost


def add(library, count):
    with library.write(Op.ADD_MEMBER):
        rows.add_many(library, Member, [{"name": f"Member {n}", "created_at": 1} for n in range(count)])


def sound(library):
    assert library.rows("PRAGMA integrity_check") == [("ok",)]
    return library.value("SELECT count(*) FROM member")


@pytest.mark.parametrize("round_", range(ROUNDS))
@pytest.mark.parametrize("what", list(WORK))
def test_a_kill_at_any_moment_loses_nothing(prepared, tmp_path, what, round_, monkeypatch):
    monkeypatch.setattr(locks, "COST", 1 << 10)
    source, seconds = prepared[what]
    shutil.copytree(source, tmp_path / "copy")
    folder = tmp_path / "copy" / "library"
    before = None
    if what == "migration":
        with opened(shutil.copytree(folder, tmp_path / "whole" / "library")) as library:
            before = sound(library)

    killed_in(what, folder, random.Random(f"{what} {round_}").uniform(0, seconds))

    with opened(folder) as library:
        there = sound(library)
        encrypted = library.key is not None
        make(library, Reason.MANUAL)
        with library.write(Op.ADD_MEMBER):
            rows.add(library, Member, name="after", created_at=1)
    assert there in {"restore": (MANY, MANY + 1), "migration": (before,)}.get(what, (MANY + 1,))
    assert all(is_good(backup) for backup in all_backups(folder / "backups"))
    assert not [
        file for file in folder.rglob("*") if ".part" in file.name and file.parent.name != ".restoring"
    ]
    if encrypted:
        assert b"Member 7" not in (folder / "community.kclub").read_bytes()
    # And what was cut short can be done from the start.
    if what == "encrypt" and encrypted:
        do_decrypt(folder)
    elif what == "decrypt" and not encrypted:
        do_encrypt(folder)
    else:
        WORK[what](folder)
    with opened(folder) as library:
        sound(library)
