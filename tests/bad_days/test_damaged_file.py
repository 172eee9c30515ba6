"""A file that a disk has damaged: it opens with what is in it, or is called unreadable and its good backup is named.

Every kind of page SQLite has is zeroed, flipped and cut off. Never a traceback, never a half answer taken for a whole.
"""

import random
import shutil
import sqlite3

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.clock import FixedClock
from kclub_desktop.errors import LibraryUnreadable
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.backup import Reason, make, newest_good
from kclub_desktop.store.backup.restoring import restore
from kclub_desktop.store.encryption import locks
from kclub_desktop.store.encryption.changing import encrypt
from kclub_desktop.store.surroundings import cloud_drive, copies_beside
from kclub_desktop.store.tables import Member
from kclub_desktop.words_for_errors import words_for
from tests.making import made_library

NOW, MANY, PAGE = 1_790_000_000, 3000, 4096


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A library with pages of every kind, a backup of it, and which page is of which kind."""
    folder = tmp_path_factory.mktemp("prepared") / "library"
    with made_library(folder, name="Club", clock=FixedClock(NOW)) as library:
        with library.write(Op.ADD_MEMBER):
            rows.add_many(
                library, Member,
                [{"name": f"Member {n}", "email": f"m{n}@example.org", "note": "x" * 9000 if n < 9 else "", "created_at": 1}
                 for n in range(MANY)],
            )  # fmt: skip
        make(library, Reason.MANUAL)
    with sqlite3.connect(folder / "community.kclub") as file:
        kinds = file.execute(
            "SELECT CASE WHEN pageno = 1 THEN 'first' ELSE pagetype || ' of ' || name END, min(pageno), max(pageno)"
            " FROM dbstat WHERE name IN ('sqlite_schema', 'member', 'change', 'change_set', 'member__email')"
            " GROUP BY 1"
        ).fetchall()
    return folder, {kind: (low, high) for kind, low, high in kinds}


def damages(content, first, last, how, random_):
    if how == "zeroed":
        for page in {first, last}:
            content[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    elif how == "flipped":
        for page in {first, last}:
            for _ in range(20):
                content[(page - 1) * PAGE + random_.randrange(PAGE)] ^= 1 << random_.randrange(8)
    elif how == "header flipped":
        content[(first - 1) * PAGE + (0 if first > 1 else 100)] ^= 0xFF
    else:
        del content[(first - 1) * PAGE + random_.randrange(PAGE) :]


def use(folder):
    """What a day's work asks of a library: everything is read, something is written, and it is backed up."""
    with open_library(folder, clock=FixedClock(NOW), secrets=Held()) as library:
        for (table,) in library.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        ):
            library.rows(f'SELECT * FROM "{table}"')
        found = library.value("SELECT count(*) FROM member")
        with library.write(Op.ADD_MEMBER):
            rows.add(library, Member, name="after", email="a@example.org", created_at=1)
        library.rows("SELECT id FROM member WHERE email > '' ORDER BY email")
        return found


@pytest.mark.parametrize("how", ["zeroed", "flipped", "header flipped", "cut"])
def test_a_damaged_page_of_any_kind_is_met_with_words_or_not_at_all(prepared, tmp_path, how):
    source, kinds = prepared
    assert {kind.split(" of ")[0] for kind in kinds} >= {"first", "leaf", "internal", "overflow"}
    met = 0
    for number, (kind, (first, last)) in enumerate(kinds.items()):
        folder = shutil.copytree(source, tmp_path / str(number))
        content = bytearray((folder / "community.kclub").read_bytes())
        damages(content, first, last, how, random.Random(f"{how} {kind}"))
        (folder / "community.kclub").write_bytes(content)
        try:
            assert use(folder) == MANY, kind
        except LibraryUnreadable as error:
            assert words_for(error)
            met += 1
        good = newest_good(folder)
        restore(folder, good.path, clock=FixedClock(NOW), secrets=Held())
        assert use(folder) == MANY, kind
        shutil.rmtree(folder)
    assert met


@pytest.mark.parametrize("content", [b"", b"\0" * 40_000, b"SQLite format 3\0", b"hello", None])
def test_a_file_that_is_no_library_any_more_names_the_backup_that_brings_it_back(prepared, tmp_path, content):
    folder = shutil.copytree(prepared[0], tmp_path / "library")
    file = folder / "community.kclub"
    file.write_bytes(file.read_bytes()[:5000] if content is None else content)
    told = CliRunner().invoke(app, ["--language", "en", "doctor", "--library", str(folder)])

    assert told.exit_code == 1 and "Traceback" not in told.output
    assert str(newest_good(folder).path) in told.stderr and "kclub restore" in told.stderr
    restored = CliRunner().invoke(
        app, ["--language", "en", "restore", str(newest_good(folder).path), "--library", str(folder)]
    )
    assert restored.exit_code == 0, restored.output
    assert use(folder) == MANY


def test_a_file_that_is_gone_names_the_backup_too(prepared, tmp_path):
    folder = shutil.copytree(prepared[0], tmp_path / "library")
    (folder / "community.kclub").unlink()
    told = CliRunner().invoke(app, ["--language", "en", "doctor", "--library", str(folder)])
    assert told.exit_code == 1 and str(newest_good(folder).path) in told.stderr


def test_damage_anywhere_in_an_encrypted_file_is_always_noticed(prepared, tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "COST", 1 << 10)
    source = shutil.copytree(prepared[0], tmp_path / "library")
    ring = Held()
    encrypt(source, "correct horse battery", clock=FixedClock(NOW), secrets=ring)
    whole = (source / "community.kclub").read_bytes()
    for seed in range(8):
        spoiled = bytearray(whole)
        spoiled[random.Random(seed).randrange(len(spoiled))] ^= 1
        (source / "community.kclub").write_bytes(spoiled)
        try:
            with open_library(source, clock=FixedClock(NOW), secrets=ring) as library:
                noticed = library.rows("PRAGMA cipher_integrity_check") != []
        except LibraryUnreadable:
            noticed = True
        assert noticed, seed


@pytest.mark.parametrize(
    ("path", "drive"),
    [
        ("Dropbox/club", "Dropbox"),
        ("Dropbox (Studio)/club", "Dropbox"),
        ("OneDrive - Studio/club", "OneDrive"),
        ("Library/Mobile Documents/club", "iCloud Drive"),
        ("GoogleDrive-anna@example.org/My Drive/club", "Google Drive"),
        ("我的坚果云/club", "坚果云"),
        ("documents/club", ""),
        ("about dropbox/club", ""),
    ],
)
def test_a_folder_that_a_cloud_drive_keeps_in_step_is_known_by_its_name(tmp_path, path, drive):
    (tmp_path / path).mkdir(parents=True)
    assert cloud_drive(tmp_path / path) == drive


def test_a_syncthing_folder_is_known_by_its_marker(tmp_path):
    (tmp_path / "shared" / ".stfolder").mkdir(parents=True)
    (tmp_path / "shared" / "club").mkdir()
    assert cloud_drive(tmp_path / "shared" / "club") == "Syncthing"


def test_the_copies_that_cloud_drives_make_of_two_edits_are_found(prepared, tmp_path):
    folder = shutil.copytree(prepared[0], tmp_path / "library")
    assert copies_beside(folder) == []
    copies = [
        "community (conflicted copy 2026-11-26).kclub",
        "community-LAPTOP.kclub",
        "community.sync-conflict-20261126-101010-ABCDEF.kclub",
        "community(冲突副本).kclub",
        "community 2.kclub",
    ]
    for name in copies:
        (folder / name).write_bytes(b"x")
    assert {file.name for file in copies_beside(folder)} == set(copies)
