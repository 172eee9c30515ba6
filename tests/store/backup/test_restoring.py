"""Going back: nothing is destroyed, nothing is changed when it cannot be done, and the copy knows that it was restored."""

import hashlib
import json
import random
import shutil
import sqlite3
import zipfile
from collections import namedtuple

import pytest

from kclub_desktop.errors import (
    ArchiveRefused,
    BackupDamaged,
    BackupOfAnother,
    BackupTooNew,
    FileNotReadable,
    FileNotWritable,
    KClubError,
    LibraryOpenElsewhere,
    LibraryUnreadable,
    NotABackup,
    PassphraseNeeded,
    WrongPassphrase,
)
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.backup import Reason, all_backups, choices, make, newest_good
from kclub_desktop.store.backup.archive import archive
from kclub_desktop.store.backup.restoring import after_restore, restore
from kclub_desktop.store.encryption.changing import encrypt
from kclub_desktop.store.tables import Member
from kclub_desktop.words_for_errors import words_for
from tests.making import made_library

WORDS = "correct horse battery"


@pytest.fixture
def club(tmp_path, clock, secrets):
    """A folder with ten members in the backup and eleven now."""
    folder = tmp_path / "club"
    with made_library(folder, name="Club", clock=clock) as library:
        add(library, 10)
        make(library, Reason.MANUAL)
        add(library, 1)
        library.execute_sql("INSERT INTO setting (name, value) VALUES ('theme', 'dark')")
    return folder


def add(library, count):
    with library.write(Op.ADD_MEMBER):
        rows.add_many(library, Member, [{"name": f"Member {n}", "created_at": 1} for n in range(count)])


def backup_of(folder):
    return all_backups(folder / "backups")[0].path


def count(folder, clock, **opening):
    with open_library(folder, clock=clock, **opening) as library:
        return library.value("SELECT count(*) FROM member")


def test_restoring_goes_back_and_that_can_be_taken_back(club, clock, secrets):
    done = restore(club, backup_of(club), clock=clock, secrets=secrets)
    assert count(club, clock) == 10 == done.counts["member"]

    restore(club, done.kept, clock=clock, secrets=secrets)
    assert count(club, clock) == 11
    assert len(list((club / "replaced").glob("*.kclub"))) == 2


def test_what_this_device_chose_and_how_far_its_ids_came_survives(club, clock, secrets):
    with open_library(club, clock=clock) as library:
        stamp, last = library.rows("SELECT last_stamp, last_id FROM library_state")[0]
    restore(club, backup_of(club), clock=clock, secrets=secrets)
    with open_library(club, clock=clock) as library:
        assert library.value("SELECT value FROM setting WHERE name = 'theme'") == "dark"
        assert library.rows("SELECT last_stamp, last_id, restored_at FROM library_state") == [
            (stamp, last, clock.now())
        ]


def test_a_library_that_somebody_has_open_is_not_replaced_under_their_hands(club, clock, secrets):
    for face in ("desk", "command"):
        with open_library(club, clock=clock, face=face), pytest.raises(LibraryOpenElsewhere):
            restore(club, backup_of(club), clock=clock, secrets=secrets)
    assert count(club, clock) == 11


def spoil(file, how):
    content = bytearray(file.read_bytes())
    if how == "cut":
        del content[len(content) // 2 :]
    elif how == "zeroed":
        content[8192:16384] = bytes(8192)
    elif how == "bit":
        content[len(content) // 2] ^= 4
    elif how == "text":
        content = bytearray(b"hello, this is no library at all")
    elif how == "empty":
        content = bytearray()
    file.write_bytes(content)


@pytest.mark.parametrize("how", ["cut", "zeroed", "bit", "text", "empty"])
@pytest.mark.parametrize("kind", ["backup", "copied", "locked", "archive"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(club, clock, secrets, tmp_path, how, kind):
    file = backup_of(club)
    if kind == "locked":
        with open_library(club, clock=clock) as library:
            choices.set_passphrase(library, WORDS, secrets)
            file = make(library, Reason.MANUAL, locked_by=choices.locked_by(library, secrets)).path
    elif kind == "archive":
        file = tmp_path / "all.kclub-archive"
        with open_library(club, clock=clock) as library:
            archive(library, file)
    elif kind == "copied":
        # Away from its list, a single bit inside a text is the text.
        how = "zeroed" if how == "bit" else how
        file = shutil.copy(file, tmp_path / "copied.kclub")
    spoil(file, how)

    with pytest.raises((BackupDamaged, NotABackup, ArchiveRefused)):
        restore(club, file, clock=clock, secrets=secrets)
    assert count(club, clock) == 11
    assert not (club / ".restoring").exists() and not (club / "replaced").exists()


@pytest.mark.parametrize("where", [100, 4096 + 50, 30 * 4096 + 10])
def test_a_damaged_library_is_named_and_its_newest_good_backup_brings_it_back(club, clock, secrets, where):
    file = club / "community.kclub"
    with open_library(club, clock=clock) as library:
        newest = make(library, Reason.MANUAL)
    spoil(newest.path, "bit")
    content = bytearray(file.read_bytes())
    content[where:] = bytes(len(content) - where)
    file.write_bytes(content)

    with pytest.raises(LibraryUnreadable), open_library(club, clock=clock) as library:
        for table in ("member", "change", "change_set"):
            library.rows(f'SELECT * FROM "{table}"')
        raise AssertionError("the damage was not met")
    good = newest_good(club)
    assert good.path != newest.path
    done = restore(club, good.path, clock=clock, secrets=secrets)
    assert count(club, clock) == 10
    with open(done.kept, "rb") as kept:
        assert kept.read() == bytes(content)


def test_a_file_of_nothing_is_brought_back_too(club, clock, secrets):
    (club / "community.kclub").write_bytes(b"")
    restore(club, newest_good(club).path, clock=clock, secrets=secrets)
    assert count(club, clock) == 10


def test_a_locked_backup_comes_back_with_its_passphrase_on_another_computer(club, clock, secrets, tmp_path):
    with open_library(club, clock=clock) as library:
        choices.set_passphrase(library, WORDS, secrets)
        file = make(library, Reason.MANUAL, locked_by=choices.locked_by(library, secrets)).path
    elsewhere = tmp_path / "elsewhere"
    with pytest.raises(PassphraseNeeded):
        restore(elsewhere, file, clock=clock, secrets=Held())
    with pytest.raises(WrongPassphrase):
        restore(elsewhere, file, clock=clock, secrets=Held(), passphrase="wrong horse battery")
    done = restore(elsewhere, file, clock=clock, secrets=Held(), passphrase=WORDS)
    assert count(elsewhere, clock) == 11
    assert done.kept == ""


def test_an_encrypted_library_stays_encrypted_whatever_is_restored(club, clock, secrets, tmp_path):
    plain = tmp_path / "plain.kclub"
    shutil.copy(backup_of(club), plain)
    encrypt(club, WORDS, clock=clock, secrets=secrets)
    done = restore(club, plain, clock=clock, secrets=secrets)

    assert done.encrypted
    assert b"Member 1" not in b"".join(f.read_bytes() for f in club.rglob("*") if f.is_file())
    assert count(club, clock, secrets=secrets) == 10
    assert count(club, clock, secrets=Held(), passphrase=WORDS) == 10
    restore(club, done.kept, clock=clock, secrets=secrets)
    assert count(club, clock, secrets=Held(), passphrase=WORDS) == 11


def test_a_backup_of_an_encrypted_library_opens_elsewhere_with_its_passphrase(club, clock, secrets, tmp_path):
    encrypt(club, WORDS, clock=clock, secrets=secrets)
    with open_library(club, clock=clock, secrets=secrets) as library:
        file = make(library, Reason.MANUAL, locked_by=choices.locked_by(library, secrets)).path
    elsewhere, ring = tmp_path / "elsewhere", Held()
    restore(elsewhere, file, clock=clock, secrets=ring, passphrase=WORDS)
    assert count(elsewhere, clock, secrets=ring) == 11
    assert count(elsewhere, clock, secrets=Held(), passphrase=WORDS) == 11
    assert b"Member 1" not in (elsewhere / "community.kclub").read_bytes()


def test_a_library_whose_passphrase_is_lost_can_still_be_replaced(club, clock, secrets, tmp_path):
    plain = tmp_path / "plain.kclub"
    shutil.copy(backup_of(club), plain)
    encrypt(club, WORDS, clock=clock, secrets=secrets)
    restore(club, plain, clock=clock, secrets=Held())
    assert count(club, clock, secrets=Held()) == 10


def test_a_backup_of_another_community_is_refused(club, clock, secrets, tmp_path):
    with made_library(tmp_path / "other", name="Other", clock=clock) as other:
        add(other, 1)
        file = make(other, Reason.MANUAL).path
    with pytest.raises(BackupOfAnother):
        restore(club, file, clock=clock, secrets=secrets)


def test_a_backup_of_a_newer_program_is_refused(club, clock, secrets, tmp_path):
    newer = tmp_path / "newer.kclub"
    shutil.copy(backup_of(club), newer)
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 9999")
    with pytest.raises(BackupTooNew):
        restore(club, newer, clock=clock, secrets=secrets)


def test_what_is_no_backup_or_not_there_is_said_so(club, clock, secrets, tmp_path):
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (a)")
    with pytest.raises(NotABackup):
        restore(club, other, clock=clock, secrets=secrets)
    with pytest.raises(FileNotReadable):
        restore(club, tmp_path / "nothing", clock=clock, secrets=secrets)


def test_who_was_erased_after_the_backup_does_not_come_back_with_it(club, clock, secrets, tmp_path):
    from kclub_desktop.store.privacy.erasing import erase

    with open_library(club, clock=clock) as library:
        member = library.value("SELECT min(id) FROM member WHERE name = 'Member 3'")
        archive(library, tmp_path / "before.kclub-archive")
        erase(library, member)
        archive(library, tmp_path / "after.kclub-archive")
    for file in (backup_of(club), tmp_path / "before.kclub-archive"):
        restore(club, file, clock=clock, secrets=secrets)
        assert b"Member 3" not in (club / "community.kclub").read_bytes()
    (club / "erased.json").unlink()
    (tmp_path / "new").mkdir()
    restore(tmp_path / "new", tmp_path / "after.kclub-archive", clock=clock, secrets=secrets)
    assert str(member) in (tmp_path / "new" / "erased.json").read_text()


def test_what_else_has_to_be_done_is_done_and_a_failure_there_changes_nothing(club, clock, secrets):
    seen = []

    def erase(library, folder):
        seen.append((library.value("SELECT count(*) FROM member"), folder))

    def fail(library, folder):
        raise BackupDamaged("x", "contents")

    after_restore.append(erase)
    try:
        restore(club, backup_of(club), clock=clock, secrets=secrets)
        assert seen == [(10, club)]
        after_restore.append(fail)
        kept = (club / "community.kclub").read_bytes()
        with pytest.raises(BackupDamaged):
            restore(club, backup_of(club), clock=clock, secrets=secrets)
        assert (club / "community.kclub").read_bytes() == kept
    finally:
        after_restore.clear()


# Archives

SLIDES = b"slides" * 1000


def place(content):
    digest = hashlib.sha256(content).hexdigest()
    return f"attachments/{digest[:2]}/{digest}"


ATTACHED = place(SLIDES)


@pytest.fixture
def archived(club, clock, tmp_path):
    (club / ATTACHED).parent.mkdir(parents=True)
    (club / ATTACHED).write_bytes(SLIDES)
    (club / "attachments" / "Thumbs.db").write_bytes(b"a system's own")
    file = tmp_path / "all.kclub-archive"
    with open_library(club, clock=clock) as library:
        archive(library, file)
    return file


def test_an_archive_brings_everything_to_another_computer(archived, clock, secrets, tmp_path):
    restore(tmp_path / "new", archived, clock=clock, secrets=secrets)
    assert count(tmp_path / "new", clock) == 11
    assert (tmp_path / "new" / ATTACHED).read_bytes() == SLIDES
    with zipfile.ZipFile(archived) as zipped:
        told = json.loads(zipped.read("manifest.json"))
    assert told["counts"]["member"] == 11 and told["erased"] == []
    assert {each["name"] for each in told["files"]} == {"community.kclub", ATTACHED}


def test_an_archive_of_an_encrypted_library_is_readable_without_it(club, clock, secrets, tmp_path):
    encrypt(club, WORDS, clock=clock, secrets=secrets)
    with open_library(club, clock=clock, secrets=secrets) as library:
        archive(library, tmp_path / "all.kclub-archive")
    restore(tmp_path / "new", tmp_path / "all.kclub-archive", clock=clock, secrets=Held())
    assert count(tmp_path / "new", clock) == 11
    assert not list(club.rglob("*.part"))


def rebuilt(archived, tmp_path, *, content=None, listed=None, more=()):
    """The same archive with something in it changed, as somebody with bad intent would."""
    made = tmp_path / "evil.kclub-archive"
    with zipfile.ZipFile(archived) as zipped, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        told = json.loads(zipped.read("manifest.json"))
        for name in zipped.namelist():
            if name != "manifest.json":
                out.writestr(name, (content or {}).get(name, zipped.read(name)))
        for name, data in more:
            out.writestr(name, data)
        if listed:
            listed(told)
        out.writestr("manifest.json", json.dumps(told))
    return made


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "attachments/../../evil", "attachments/c:evil", "attachments\\..\\evil", "attachments//x",
     "community.key", "backups/x", "attachments/.", "attachments/ab/run.exe", ATTACHED[:-2] + "zz"],
)  # fmt: skip
def test_an_archive_cannot_write_outside_its_place(archived, clock, secrets, tmp_path, name):
    def listed(told):
        told["files"].append({"name": name, "size": 4, "sha256": hashlib.sha256(b"evil").hexdigest()})

    for more_listed in (listed, None):
        evil = rebuilt(archived, tmp_path, listed=more_listed, more=[(name, b"evil")])
        with pytest.raises(ArchiveRefused):
            restore(tmp_path / "new", evil, clock=clock, secrets=secrets)
    assert not list(tmp_path.rglob("evil")) and not (tmp_path / "new" / "community.kclub").exists()


def test_a_changed_attachment_or_a_list_that_lies_is_refused(archived, clock, secrets, tmp_path):
    changed = rebuilt(archived, tmp_path, content={ATTACHED: b"slidez" * 1000})
    with pytest.raises(BackupDamaged):
        restore(tmp_path / "new", changed, clock=clock, secrets=secrets)

    def smaller(told):
        told["files"][1]["size"] = 3

    with pytest.raises(ArchiveRefused):
        restore(tmp_path / "new", rebuilt(archived, tmp_path, listed=smaller), clock=clock, secrets=secrets)
    missing = rebuilt(archived, tmp_path, listed=lambda told: told["files"].append(
        {"name": place(b"gone"), "size": 1, "sha256": ""}))  # fmt: skip
    with pytest.raises(BackupDamaged):
        restore(tmp_path / "new", missing, clock=clock, secrets=secrets)
    with pytest.raises(ArchiveRefused):
        restore(
            tmp_path / "new", rebuilt(archived, tmp_path, listed=dict.clear), clock=clock, secrets=secrets
        )


def test_an_archive_made_to_fill_the_disk_is_refused_before_it_does(archived, clock, secrets, tmp_path):
    bomb = bytes(80 << 20)

    def listed(told):
        told["files"].append(
            {"name": place(bomb), "size": len(bomb), "sha256": hashlib.sha256(bomb).hexdigest()}
        )

    evil = rebuilt(archived, tmp_path, listed=listed, more=[(place(bomb), bomb)])
    with pytest.raises(ArchiveRefused):
        restore(tmp_path / "new", evil, clock=clock, secrets=secrets)


def test_an_archive_larger_than_the_room_there_is_is_refused_before_the_disk_is_full(
    archived, clock, secrets, tmp_path, monkeypatch
):
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: namedtuple("Usage", "free")(1000))
    with pytest.raises(FileNotWritable):
        restore(tmp_path / "new", archived, clock=clock, secrets=secrets)
    assert not list((tmp_path / "new").rglob("*.kclub"))


@pytest.mark.parametrize("seed", range(12))
def test_whatever_byte_of_an_archive_or_a_backup_is_spoiled_the_answer_is_in_words(
    club, archived, clock, secrets, tmp_path, seed
):
    draw = random.Random(seed)
    for whole in (archived, backup_of(club)):
        spoiled = bytearray(whole.read_bytes())
        for _ in range(draw.choice([1, 3, 20])):
            end = draw.choice([len(spoiled), 600])
            spoiled[draw.randrange(end)] = draw.randrange(256)
        file = tmp_path / f"spoiled{whole.suffix}"
        file.write_bytes(spoiled)
        try:
            restore(tmp_path / "new", file, clock=clock, secrets=secrets)
        except KClubError as error:
            assert words_for(error) and not list((tmp_path / "new").glob("*.kclub"))
        else:
            shutil.rmtree(tmp_path / "new")
