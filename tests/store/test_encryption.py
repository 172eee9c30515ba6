"""A library encrypted at rest: nothing of it is readable, it opens by keyring or passphrase, and nothing is lost on the way."""

import pytest

from kclub_desktop.errors import (
    EncryptedAlready,
    LibraryOpenElsewhere,
    LibraryUnreadable,
    NoKeyring,
    PassphraseNeeded,
    PassphraseTooShort,
    WrongPassphrase,
)
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, is_library, open_library, rows
from kclub_desktop.store.backup import Reason, all_backups, backup_if_due, choices, make
from kclub_desktop.store.doctor import examine
from kclub_desktop.store.encryption import locks
from kclub_desktop.store.encryption.changing import change_passphrase, decrypt, encrypt
from kclub_desktop.store.encryption.kiosk import opened_at_the_door
from kclub_desktop.store.tables import Device, Member
from kclub_desktop.store.undo import undo
from tests.making import made_library

WORDS = "correct horse battery"


@pytest.fixture(autouse=True)
def _cheap_scrypt(monkeypatch):
    monkeypatch.setattr(locks, "COST", 1 << 10)


class NoRing(Held):
    """A computer without a keyring."""

    def get(self, name):
        raise NoKeyring(name)

    def put(self, name, secret):
        raise NoKeyring(name)


@pytest.fixture
def secrets():
    return Held()


@pytest.fixture
def folder(tmp_path, clock):
    with made_library(tmp_path / "club", name="Club", clock=clock) as library:
        with library.write(Op.ADD_MEMBER):
            rows.add_many(library, Member, [{"name": f"李四 {n}", "created_at": 1} for n in range(500)])
        make(library, Reason.MANUAL)
    return tmp_path / "club"


def raw(folder):
    return b"".join(f.read_bytes() for f in folder.rglob("*") if f.is_file())


def test_nothing_of_an_encrypted_library_is_readable_not_even_its_old_backups(folder, clock, secrets):
    assert "李四".encode() in raw(folder)
    encrypt(folder, WORDS, clock=clock, secrets=secrets)
    with open_library(folder, clock=clock, secrets=secrets) as library, library.write(Op.ADD_MEMBER):
        rows.add(library, Member, name="王五", created_at=1)

    assert "李四".encode() not in raw(folder)
    assert "王五".encode() not in raw(folder)
    assert is_library(folder)
    assert [each.locked for each in all_backups(folder / "backups")] == [True]


def test_it_opens_by_keyring_and_elsewhere_by_passphrase_only(folder, clock, secrets):
    assert encrypt(folder, WORDS, clock=clock, secrets=secrets)
    elsewhere = Held()

    with open_library(folder, clock=clock, secrets=secrets) as library:
        assert library.value("SELECT count(*) FROM member") == 500
    with pytest.raises(PassphraseNeeded):
        open_library(folder, clock=clock, secrets=elsewhere)
    with pytest.raises(WrongPassphrase):
        open_library(folder, clock=clock, secrets=elsewhere, passphrase="wrong horse battery")
    with open_library(folder, clock=clock, secrets=elsewhere, passphrase=WORDS) as library:
        assert library.value("SELECT count(*) FROM member") == 500
    with open_library(folder, clock=clock, secrets=elsewhere):
        pass


def test_it_works_without_any_keyring(folder, clock):
    assert not encrypt(folder, WORDS, clock=clock, secrets=NoRing())
    with open_library(folder, clock=clock, secrets=NoRing(), passphrase=WORDS) as library:
        assert library.value("SELECT count(*) FROM member") == 500
    with pytest.raises(NoKeyring):
        decrypt(folder, clock=clock, secrets=NoRing(), passphrase=WORDS)
        encrypt(folder, "", clock=clock, secrets=NoRing())


def test_the_gate_undo_and_backups_work_as_in_a_plain_one(folder, clock, secrets):
    encrypt(folder, WORDS, clock=clock, secrets=secrets)
    with open_library(folder, clock=clock, secrets=secrets) as library:
        with library.write(Op.EDIT_MEMBER) as opened:
            member = library.value("SELECT min(id) FROM member")
            rows.change(library, Member, member, name="Anna")
        undo(library, opened.id)
        assert library.value("SELECT name FROM member WHERE id = ?", (member,)) == "李四 0"
        with pytest.raises(Exception, match="write outside"):
            library.execute_sql("UPDATE member SET name = 'x'")


def test_decrypting_gives_the_same_library_back(folder, clock, secrets):
    with open_library(folder, clock=clock) as library:
        before = library.rows("SELECT id, name FROM member ORDER BY id")
        schema = library.rows("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
    encrypt(folder, WORDS, clock=clock, secrets=secrets)
    decrypt(folder, clock=clock, secrets=secrets)

    with open_library(folder, clock=clock, secrets=Held()) as library:
        assert library.rows("SELECT id, name FROM member ORDER BY id") == before
        assert library.rows("SELECT type, name, sql FROM sqlite_master ORDER BY type, name") == schema
    assert not (folder / "community.key").exists()


def test_a_changed_passphrase_opens_and_the_old_one_does_not(folder, clock, secrets):
    encrypt(folder, WORDS, clock=clock, secrets=secrets)
    with open_library(folder, clock=clock, secrets=secrets):
        change_passphrase(folder, "another good one", secrets=secrets)
    with pytest.raises(WrongPassphrase):
        open_library(folder, clock=clock, secrets=Held(), passphrase=WORDS)
    with open_library(folder, clock=clock, secrets=Held(), passphrase="another good one"):
        pass


def test_a_library_that_is_open_is_not_encrypted_under_somebodys_hands(folder, clock, secrets):
    for face in ("desk", "command"):
        with open_library(folder, clock=clock, face=face) as library:
            with pytest.raises(LibraryOpenElsewhere):
                encrypt(folder, WORDS, clock=clock, secrets=secrets)
            with library.write(Op.ADD_MEMBER):
                rows.add(library, Member, name=face, created_at=1)
    encrypt(folder, WORDS, clock=clock, secrets=secrets)
    with pytest.raises(EncryptedAlready):
        encrypt(folder, WORDS, clock=clock, secrets=secrets)


def test_a_short_passphrase_is_refused_before_anything_happens(folder, clock, secrets):
    with pytest.raises(PassphraseTooShort):
        encrypt(folder, "short", clock=clock, secrets=secrets)
    with open_library(folder, clock=clock, secrets=Held()):
        pass


def test_one_changed_bit_in_an_encrypted_file_is_noticed(folder, clock, secrets):
    encrypt(folder, WORDS, clock=clock, secrets=secrets)
    file = folder / "community.kclub"
    spoiled = bytearray(file.read_bytes())
    for page in range(1, len(spoiled) // 4096):
        spoiled[page * 4096 + 100] ^= 1
    file.write_bytes(spoiled)
    with pytest.raises(LibraryUnreadable), open_library(folder, clock=clock, secrets=secrets) as library:
        library.rows("SELECT * FROM member")


def test_a_lock_file_that_asks_for_all_memory_is_refused():
    told = locks.new_lock(bytes(32), WORDS).as_json()
    for spoiled in ({"n": 1 << 40}, {"r": 99999}, {"p": 0}, {"salt": "?"}, {"id": None, "n": "x"}):
        with pytest.raises(ValueError, match="lock"):
            locks.lock_from_json(told | spoiled)


def test_a_kiosks_copy_is_encrypted_when_it_starts_and_not_without_a_place_for_its_key(
    folder, clock, secrets
):
    with open_library(folder, clock=clock) as library, library.write(Op.PAIR):
        rows.put(library, Device, node=library.node, name="door", role="kiosk", added_at=1)
    with pytest.raises(NoKeyring):
        opened_at_the_door(folder, clock, NoRing())
    with open_library(folder, clock=clock) as busy:
        with pytest.raises(LibraryOpenElsewhere):
            opened_at_the_door(folder, clock, secrets)
        assert busy.value("SELECT count(*) FROM member") == 500

    with opened_at_the_door(folder, clock, secrets) as library:
        assert library.key is not None
    assert "李四".encode() not in raw(folder)
    with opened_at_the_door(folder, clock, secrets) as library:
        assert library.value("SELECT count(*) FROM member") == 500


def test_a_desks_own_library_shown_at_the_door_stays_as_it_is(folder, clock, secrets):
    with opened_at_the_door(folder, clock, secrets) as library:
        assert library.key is None


@pytest.mark.parametrize("cut_after", ["keep_beside", "take_place"])
def test_power_cut_between_two_steps_of_encrypting_leaves_a_library_that_opens(
    folder, clock, secrets, monkeypatch, cut_after
):
    from kclub_desktop.store import disk

    step = getattr(disk, cut_after)

    def cut(*args):
        step(*args)
        if args[1].name in (".going.part", "community.kclub"):
            raise SystemExit

    monkeypatch.setattr(disk, cut_after, cut)
    with pytest.raises(SystemExit):
        encrypt(folder, WORDS, clock=clock, secrets=secrets)
    monkeypatch.undo()
    monkeypatch.setattr(locks, "COST", 1 << 10)
    with open_library(folder, clock=clock, secrets=secrets) as library:
        assert library.value("SELECT count(*) FROM member") == 500
        assert (library.key is None) == (cut_after == "keep_beside")
    assert not list(folder.glob(".*.part"))


def test_backups_on_the_stick_are_locked_too_and_doctor_finds_what_a_cut_left_plain(
    folder, clock, secrets, tmp_path
):
    stick = tmp_path / "stick"
    with open_library(folder, clock=clock) as library:
        choices.choose_folder(library, stick)
        backup_if_due(library, secrets)
        (away,) = stick.rglob("*.kclub")
        plain = away.read_bytes()
    encrypt(folder, WORDS, clock=clock, secrets=secrets)
    assert "李四 1".encode() in plain and not list(stick.rglob("*.kclub"))

    away.write_bytes(plain)
    (folder / "backups" / away.name).write_bytes(plain)
    with open_library(folder, clock=clock, secrets=secrets) as library:
        assert [(each.code, each.values["n"]) for each in examine(library)] == [("copies_plain", 2)]
        examine(library, True)
        assert examine(library) == []
    assert not [*stick.rglob("*.kclub"), *(folder / "backups").glob("*.kclub")]
