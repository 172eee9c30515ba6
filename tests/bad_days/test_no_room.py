"""A full disk and a folder that cannot be written: clear words, nothing half-written, and all of it there afterwards.

A limit on file sizes is a full disk to whoever writes, and needs no rights; where they are there, a small real disk too.
"""

import multiprocessing
import shutil
import subprocess
import sys

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.errors import KClubError, Unavailable
from kclub_desktop.import_export import import_files
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.backup import Reason, all_backups, make
from kclub_desktop.store.backup.archive import archive
from kclub_desktop.store.backup.restoring import restore
from kclub_desktop.store.encryption import locks
from kclub_desktop.store.encryption.changing import encrypt
from kclub_desktop.store.tables import Member
from kclub_desktop.words_for_errors import words_for
from tests.making import made_library

NOW, MANY = 1_790_000_000, 500
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and mounts are POSIX words")


def opened(folder):
    return open_library(folder, clock=FixedClock(NOW), secrets=Held())


def add(library, count):
    with library.write(Op.ADD_MEMBER):
        rows.add_many(
            library,
            Member,
            [{"name": f"Member {n}", "note": "x" * 900, "created_at": 1} for n in range(count)],
        )


def do_write(folder):
    with opened(folder) as library:
        for _ in range(20):
            add(library, 1000)


def do_import(folder):
    file = folder.parent / "members.csv"
    with opened(folder) as library:
        import_files(library, [file], now=NOW)


def do_backup(folder):
    with opened(folder) as library:
        make(library, Reason.MANUAL)


def do_archive(folder):
    with opened(folder) as library:
        archive(library, folder / "all.kclub-archive")


def do_restore(folder):
    restore(folder, all_backups(folder / "backups")[0].path, clock=FixedClock(NOW), secrets=Held())


def do_encrypt(folder):
    locks.COST = 1 << 10
    encrypt(folder, "correct horse battery", clock=FixedClock(NOW), secrets=Held())


WORK = {
    "write": do_write,
    "import": do_import,
    "backup": do_backup,
    "archive": do_archive,
    "restore": do_restore,
    "encrypt": do_encrypt,
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prepared") / "library"
    with made_library(folder, name="Club", clock=FixedClock(NOW)) as library:
        add(library, MANY)
        make(library, Reason.MANUAL)
    lines = [f"Guest {n},guest{n}@example.org,{'y' * 900}" for n in range(8000)]
    (folder.parent / "members.csv").write_text("\n".join(["name,email,note", *lines]), encoding="utf-8")
    return folder.parent


def limited(what, folder, most, told):
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        WORK[what](folder)
        told.put(("done", ""))
    except KClubError as error:
        told.put((type(error).__name__, words_for(error)))


@pytest.mark.parametrize("part", [0.3, 0.97])
@pytest.mark.parametrize("what", list(WORK))
def test_a_full_disk_is_said_in_words_and_costs_nothing_that_was_there(prepared, tmp_path, what, part):
    shutil.copytree(prepared, tmp_path / "copy")
    folder = tmp_path / "copy" / "library"
    size = (folder / "community.kclub").stat().st_size
    most = int(size * (part if what not in ("write", "import") else 1 + part))
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    told = context.Queue()
    process = context.Process(target=limited, args=(what, folder, most, told))
    process.start()
    name, words = told.get(timeout=120)
    process.join()

    assert name in {leaf.__name__ for leaf in Unavailable.__subclasses__()}, name
    assert words and process.exitcode == 0
    with opened(folder) as library:
        assert library.rows("PRAGMA integrity_check") == [("ok",)]
        assert library.value("SELECT count(*) FROM member WHERE name LIKE 'Member%'") % 500 == 0
        assert library.value("SELECT count(*) FROM member WHERE name LIKE 'Member%'") >= MANY
        assert library.value("SELECT open_change_set FROM library_state") is None
        make(library, Reason.MANUAL)
    assert not list(folder.rglob("*.part*"))


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own, made for this test, and how to write-protect it."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def mount(*words):
        return subprocess.run(["mount", *words, str(disk)], capture_output=True, check=False).returncode == 0

    try:
        mounted = mount("-t", "tmpfs", "-o", "size=12m", "tmpfs")
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("this user may not mount a disk")
    yield disk, mount
    # Lazily: what was refused is still held by the test that looks at it.
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.parametrize("what", list(WORK))
def test_a_real_disk_that_runs_full_costs_nothing_either(prepared, small_disk, what):
    disk, _mount = small_disk
    shutil.copytree(prepared / "library", disk / "library")
    shutil.copy(prepared / "members.csv", disk / "members.csv")
    folder, filler = disk / "library", disk / "filler"
    leave = 200_000 if what in ("backup", "archive", "restore", "encrypt") else 1_500_000
    free = shutil.disk_usage(disk).free
    filler.write_bytes(bytes(max(0, free - leave)))

    with pytest.raises(Unavailable) as refused:
        WORK[what](folder)
    assert words_for(refused.value)
    filler.unlink()
    with opened(folder) as library:
        assert library.rows("PRAGMA integrity_check") == [("ok",)]
        assert library.value("SELECT count(*) FROM member WHERE name LIKE 'Member%'") >= MANY
        (disk / "members.csv").unlink()
        make(library, Reason.MANUAL)


@pytest.mark.parametrize("what", [None, *WORK])
def test_a_folder_that_cannot_be_written_is_said_so_and_left_alone(prepared, small_disk, what):
    disk, mount = small_disk
    shutil.copytree(prepared / "library", disk / "library")
    shutil.copy(prepared / "members.csv", disk / "members.csv")
    folder = disk / "library"
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert mount("-o", "remount,ro")
    try:
        with pytest.raises(Unavailable) as refused:
            WORK.get(what, lambda where: opened(where).shut())(folder)
        assert words_for(refused.value)
        assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before
    finally:
        mount("-o", "remount,rw")
    with opened(folder) as library:
        assert library.value("SELECT count(*) FROM member") == MANY
