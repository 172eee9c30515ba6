"""A backup is whole or not there, daily, rotated, and locked when the person wants it."""

import json
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kclub_desktop.errors import BackupDamaged, FileNotWritable, PassphraseNeeded, WrongPassphrase
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, rows
from kclub_desktop.store.backup import (
    Backup,
    Reason,
    all_backups,
    backup_if_due,
    before,
    choices,
    make,
    rotation,
)
from kclub_desktop.store.backup.due import EVERY_SECONDS
from kclub_desktop.store.encryption import container, locks
from kclub_desktop.store.tables import Member

DAY = 86_400


def edit(library, member, name):
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, member, name=name)


def test_a_backup_is_a_library_of_its_own_with_everything_in_it(library, members):
    made = make(library, Reason.MANUAL)

    with sqlite3.connect(made.path) as copy:
        assert copy.execute("SELECT count(*) FROM member").fetchone() == (20,)
    assert made.counts["member"] == 20
    assert all_backups(library.folder / "backups") == [made]
    assert [each.name for each in (library.folder / "backups").iterdir() if ".part" in each.name] == []


def test_a_backup_is_made_while_somebody_writes(library, members):
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, members[0], name="half")
        # Another process's connection, as a command beside the desk has.
        other = type(library)(library.folder, library.clock)
        made = make(other, Reason.MANUAL)
        other.shut()
    with sqlite3.connect(made.path) as copy:
        assert copy.execute("SELECT count(*) FROM member WHERE name = 'half'").fetchone() == (0,)


def test_it_is_made_once_a_day_and_not_for_an_empty_library(library, clock):
    assert backup_if_due(library) is None
    with library.write(Op.ADD_MEMBER):
        rows.add(library, Member, name="Anna", created_at=clock.now())
    assert backup_if_due(library).reason == Reason.DAILY
    clock.move(EVERY_SECONDS - 1)
    assert backup_if_due(library) is None
    clock.move(1)
    assert backup_if_due(library) is not None


def test_a_backup_from_a_wrong_clock_does_not_stop_the_next_one(library, members, clock):
    clock.move(400 * DAY)
    backup_if_due(library)
    clock.move(-400 * DAY)
    assert backup_if_due(library) is not None


def test_before_risky_work_the_same_state_is_not_copied_twice(library, members):
    first = before(library, Reason.IMPORT)
    assert before(library, Reason.MIGRATION) == first
    edit(library, members[0], "Anna")
    assert before(library, Reason.IMPORT) != first


def test_an_import_is_backed_up_before_but_a_dry_run_is_not(library, members, tmp_path):
    from kclub_desktop.import_export import import_files

    file = tmp_path / "members.csv"
    file.write_text("name,email\nAnna,anna@example.org\n", encoding="utf-8")

    import_files(library, [file], now=library.clock.now(), dry_run=True)
    assert all_backups(library.folder / "backups") == []
    import_files(library, [file], now=library.clock.now())
    assert [each.reason for each in all_backups(library.folder / "backups")] == [Reason.IMPORT]


def test_the_second_folder_gets_every_daily_backup_and_may_be_away_for_a_day(
    library, members, clock, tmp_path
):
    stick = tmp_path / "stick"
    choices.choose_folder(library, stick)
    first = backup_if_due(library)
    assert [each.sha256 for each in all_backups(choices.second_folder(library))] == [first.sha256]

    stick.rename(tmp_path / "away")
    stick.write_text("not a folder")
    clock.move(DAY)
    with pytest.raises(FileNotWritable):
        backup_if_due(library)
    assert len(all_backups(library.folder / "backups")) == 2

    stick.unlink()
    (tmp_path / "away").rename(stick)
    backup_if_due(library)
    assert len(all_backups(choices.second_folder(library))) == 2


def test_a_locked_backup_shows_nothing_and_opens_with_its_passphrase(library, members, secrets):
    choices.set_passphrase(library, "correct horse battery", secrets)
    made = backup_if_due(library, secrets)

    assert made.locked and b"Member 1" not in made.path.read_bytes()
    with open(made.path, "rb") as file:
        header = container.read_header(file, made.file)
    with pytest.raises(WrongPassphrase):
        locks.opened(header.lock, "wrong horse", made.file)
    assert (
        locks.opened(header.lock, "correct horse battery", made.file)
        == choices.locked_by(library, secrets)[0]
    )


def test_no_open_backup_is_made_when_the_keyring_lost_the_key(library, members, secrets):
    choices.set_passphrase(library, "correct horse battery", secrets)
    with pytest.raises(PassphraseNeeded):
        backup_if_due(library, Held())
    assert all_backups(library.folder / "backups") == []


def test_a_spoiled_line_in_the_list_costs_no_backup(library, members):
    made = make(library, Reason.MANUAL)
    where = made.path.parent / "backups.jsonl"
    where.write_bytes(b'{"file": "comm' + b"\n[]\n3\n" + where.read_bytes()[:40])
    (found,) = all_backups(made.path.parent)
    assert (found.file, found.at, found.reason, found.sha256) == (made.file, made.at, made.reason, "")
    edit(library, members[0], "Anna")
    again = make(library, Reason.MANUAL)
    assert again in all_backups(made.path.parent)
    assert json.loads(where.read_bytes().splitlines()[-1])["file"] == again.path.name


# Rotation

moments = some.lists(
    some.tuples(some.integers(0, 4 * 366 * DAY), some.sampled_from(list(Reason))), min_size=1, max_size=120
)


def made_at(told):
    return [Backup(f"b{i}", 1_700_000_000 + at, reason, 1, False) for i, (at, reason) in enumerate(told)]


@given(moments, some.randoms())
def test_rotation_keeps_few_always_the_newest_and_the_same_twice(told, random):
    backups = made_at(told)
    stay = rotation.kept(backups)
    random.shuffle(backups)

    assert rotation.kept(backups) == stay == rotation.kept(stay)
    assert max(backups, key=lambda b: (b.at, b.file)) in stay
    assert len([b for b in stay if b.reason == Reason.DAILY]) <= 7 + 4 + 12 + 1
    assert all(len([b for b in stay if b.reason == r]) <= 5 + 1 for r in Reason if r != Reason.DAILY)


@given(some.integers(1, 800), some.integers(0, DAY - 1))
def test_a_daily_backup_for_years_leaves_seven_days_four_weeks_and_a_year(days, start):
    there: set[Backup] = set()
    for day in range(days):
        there.add(Backup(f"b{day:04}", 1_700_000_000 + start + day * DAY, Reason.DAILY, 1, False))
        there = rotation.kept(there)
    ages = sorted((days - 1) - (b.at - 1_700_000_000 - start) // DAY for b in there)

    assert ages[:7] == list(range(min(7, days)))
    assert days < 29 or any(15 <= age <= 21 for age in ages)
    assert days < 366 or ages[-1] >= 300
    assert len(ages) <= 7 + 4 + 12


# Locked files


@given(some.integers(0, 3), some.integers(-1, 1), some.data())
def test_a_locked_file_comes_back_exact_and_any_change_in_it_is_noticed(pieces, off, data):
    from io import BytesIO

    content = (b"0123456789abcdef" * (container.PIECE // 16) * pieces + b"tail")[
        : max(0, pieces * container.PIECE + off)
    ]
    key = bytes(range(32))
    lock = locks.Lock("test", b"s", b"n", b"l")
    sealed = BytesIO()
    container.lock_into(BytesIO(content), sealed, key, lock)

    assert unlocked(sealed.getvalue(), key) == content
    spoiled = bytearray(sealed.getvalue())
    spoiled[data.draw(some.integers(0, len(spoiled) - 1))] ^= 1 << data.draw(some.integers(0, 7))
    cut = sealed.getvalue()[: data.draw(some.integers(0, len(spoiled) - 1))]
    for wrong in (bytes(spoiled), cut, sealed.getvalue() + b"x"):
        with pytest.raises(BackupDamaged):
            unlocked(wrong, key)


def test_pieces_of_a_locked_file_cannot_change_places():
    from io import BytesIO

    key, sealed = bytes(32), BytesIO()
    container.lock_into(
        BytesIO(b"a" * container.PIECE + b"b" * container.PIECE + b"c"), sealed, key, locks.Lock("x")
    )
    whole = sealed.getvalue()
    size = container.PIECE + 16
    start = len(whole) - 2 * size - 17
    swapped = (
        whole[:start] + whole[start + size : start + 2 * size] + whole[start : start + size] + whole[-17:]
    )
    left_out = whole[:start] + whole[start + size :]
    ended = whole[: start + size]
    for wrong in (swapped, left_out, ended):
        with pytest.raises(BackupDamaged):
            unlocked(wrong, key)


def unlocked(sealed, key):
    from io import BytesIO

    source, target = BytesIO(sealed), BytesIO()
    container.unlock_into(source, target, key, container.read_header(source, "file"), "file")
    return target.getvalue()


def test_a_dead_link_a_folder_or_a_line_of_rubbish_hides_no_backup(library, members):
    made = make(library, Reason.MANUAL)
    folder = made.path.parent
    (folder / "community-20260101T000000Z-daily.kclub").symlink_to(folder / "gone")
    (folder / "community-20260102T000000Z-daily.kclub").mkdir()
    with open(folder / "backups.jsonl", "a", encoding="utf-8") as listed:
        for rubbish in ([], 7, None, "x"):
            listed.write("\n" + json.dumps({"file": made.path.name, "sha256": rubbish, "counts": rubbish}))
    (found,) = all_backups(folder)
    assert found.path == made.path and found.counts == {} and before(library, Reason.IMPORT)


def test_backups_do_not_become_readable_for_everybody_when_the_lock_is_damaged(library, members, secrets):
    choices.set_passphrase(library, "correct horse battery", secrets)
    (library.folder / "backups" / choices.LOCK).write_bytes(b"{")
    with pytest.raises(PassphraseNeeded):
        choices.locked_by(library, secrets)
