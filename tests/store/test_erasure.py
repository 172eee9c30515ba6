"""Erasing a person: gone from tables, log, conflicts, search and the bytes of the file; the books still add up."""

import json
import sqlite3

import pytest
from lives import SECRET, whole_life

from kclub_desktop.errors import NotUndoable, UnknownMember
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.privacy import cleaning, erased_list
from kclub_desktop.store.privacy.belonging import belongings, owners, person_of
from kclub_desktop.store.privacy.erasing import after_restore, erase, obey, preview
from kclub_desktop.store.tables import (
    REPLICATED,
    Activity,
    Course,
    ExternalId,
    Member,
    Order,
    Payment,
    Rating,
    Subscription,
)
from kclub_desktop.store.undo import undo


def bytes_of(library):
    """Everything that lies in the library's folder."""
    return b"".join(
        file.read_bytes()
        for file in sorted(library.folder.rglob("*"))
        if file.is_file() and not file.name.endswith("-shm")
    )


def said(library, word=SECRET):
    """Tables whose rows hold the word, by looking at every column of every table of the file."""
    tables = [
        name
        for (name,) in library.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%USING fts5%'"
        )
    ]
    return [
        table
        for table in tables
        if any(word in str(cell) for row in library.rows(f'SELECT * FROM "{table}"') for cell in row)
    ]


def test_nothing_of_an_erased_person_is_left_in_any_table_log_index_or_byte_of_the_file(library):
    member, _ = whole_life(library)
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, member, name=f"{SECRET} II", note=f"knows {SECRET}")
    library.execute_sql(
        "INSERT INTO conflict (entity, row, field, kept, kept_by, kept_at, lost, lost_by, lost_at)"
        " VALUES (1, ?, 'note', ?, 0, 1, ?, 1, 2)",
        (member, SECRET, SECRET),
    )
    library.execute_sql(
        "INSERT INTO unknown_change (change_set, entity, row, field, value) VALUES (1, 'member', ?, 'nick', ?),"
        " (1, 'tea_club', 77, 'guest', ?), (1, 'tea_club', 77, 'likes', ?)",
        (member, SECRET, str(member), SECRET),
    )
    assert SECRET.encode() in bytes_of(library) and b"wilhelmine" in bytes_of(library)

    erase(library, member)

    assert said(library) == []
    assert SECRET.encode() not in bytes_of(library)
    assert b"wilhelmine" not in bytes_of(library), "the search index keeps words in small letters"
    assert b"5550123" not in bytes_of(library)
    assert not cleaning.is_due(library)


def test_others_and_the_amounts_in_the_books_stay(library):
    other, _ = whole_life(library, "Somebody Else")
    member, made = whole_life(library)
    with library.write(Op.RECORD_ORDER):
        rows.add(library, Payment, member=member, order=made[Order], amount=4200, currency="CNY", paid_at=9)
    before = library.rows("SELECT id, amount, currency, paid_at, member FROM payment ORDER BY id")
    kept = library.rows("SELECT * FROM member WHERE id = ?", (other,))

    erase(library, member)

    assert library.rows("SELECT id, amount, currency, paid_at, member FROM payment ORDER BY id") == before
    assert library.rows("SELECT * FROM member WHERE id = ?", (other,)) == kept
    assert library.value('SELECT status FROM "order" WHERE id = ?', (made[Order],)) == "plain status"
    stub = rows.get(library, Member, member)
    assert (stub.name, stub.email, stub.phone, stub.email_consent) == ("", "", "", 0)
    assert stub.erased_at and stub.deleted_at


def test_a_dry_run_counts_what_goes_and_what_stays_and_writes_nothing(library):
    member, _ = whole_life(library)
    before = bytes_of(library)

    told = preview(library, member)

    assert bytes_of(library) == before
    assert told.blanked.rows["member"] == 1
    assert told.blanked.kept["order_line"] == 1
    assert told.blanked.fields > 10
    assert json.dumps(told.as_json())


def test_every_record_that_was_merged_into_the_person_goes_too(library):
    with library.write(Op.IMPORT):
        kept = rows.add(library, Member, name="Kept", created_at=1)
        loser = rows.add(library, Member, name=SECRET, created_at=1, merged_into=kept)
        older = rows.add(library, Member, name=SECRET, created_at=1, merged_into=loser)
        course = rows.add(library, Course, title="C", created_at=1)
        rows.put(library, Rating, member=older, course=course, stars=5, review=SECRET, rated_at=1)

    assert sorted(person_of(library, loser)) == sorted([kept, loser, older])
    erase(library, loser)

    assert said(library) == []


def test_two_members_merged_into_each_other_do_not_hang_an_erasure(library):
    with library.write(Op.IMPORT):
        first = rows.add(library, Member, name=SECRET, created_at=1)
        second = rows.add(library, Member, name=SECRET, created_at=1, merged_into=first)
        rows.change(library, Member, first, merged_into=second)

    erase(library, first)

    assert said(library) == []


def test_a_fact_can_be_edited_by_nothing_but_an_erasure(library):
    with library.write(Op.RECORD_ACTIVITY):
        fact = rows.add(library, Activity, visitor=SECRET, at=1)
    with pytest.raises(sqlite3.IntegrityError, match="never edited"), library.write(Op.EDIT_MEMBER):
        rows.change_many(library, Activity, [{"id": fact, "visitor": ""}])


def test_undo_does_not_bring_an_erased_person_back(library):
    member, _ = whole_life(library)
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, member, name="Other name", note="other")
    edited = library.last_written
    erase(library, member)
    erasing = library.last_written

    undo(library, edited)
    with pytest.raises(NotUndoable):
        undo(library, erasing)

    assert said(library) == [] and said(library, "Other name") == []


def test_an_older_backup_put_back_is_erased_again(library, tmp_path, clock):
    member, _ = whole_life(library)
    folder = library.folder
    library.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    old = (folder / "community.kclub").read_bytes()
    erase(library, member)
    assert (
        str(member) in (folder / "erased.json").read_text()
        and SECRET not in (folder / "erased.json").read_text()
    )
    library.shut()
    (folder / "community.kclub").write_bytes(old)

    with open_library(folder, clock=clock) as restored:
        assert said(restored) != []
        assert after_restore(restored) == 1
        assert said(restored) == []
        assert SECRET.encode() not in bytes_of(restored)
        assert after_restore(restored) == 0


def test_a_power_cut_before_the_bytes_are_cleaned_leaves_a_note_that_it_is_due(library, monkeypatch):
    member, _ = whole_life(library)

    class PowerCut(BaseException):
        pass

    def cut(_library):
        raise PowerCut

    monkeypatch.setattr(cleaning, "clean", cut)
    with pytest.raises(PowerCut):
        erase(library, member)
    monkeypatch.undo()

    assert cleaning.is_due(library)
    assert cleaning.clean(library) and SECRET.encode() not in bytes_of(library)


def test_what_is_written_of_an_erased_member_afterwards_goes_with_the_next_look(library):
    member, made = whole_life(library)
    erase(library, member)
    with library.write(Op.IMPORT):
        rows.change(library, Member, member, name=SECRET)
        rows.put(library, Rating, member=member, course=made[Course], stars=3, review=SECRET, rated_at=2)

    assert obey(library)

    assert said(library) == []
    assert not obey(library)


def test_a_list_of_erasures_that_cannot_be_read_is_made_anew_from_the_file(library):
    member, _ = whole_life(library)
    erase(library, member)
    (library.folder / "erased.json").write_text("{broken")

    erased_list.write(library)

    assert list(erased_list.read(library.folder)) == [member]


def test_erasing_somebody_unknown_is_refused(library):
    with pytest.raises(UnknownMember):
        erase(library, 12345)


def test_every_row_that_belongs_to_a_member_is_found_from_both_ends(library):
    member, made = whole_life(library)
    _, theirs = whole_life(library, "Somebody Else")

    found = belongings(library, [member])

    for model, ids in found.items():
        assert owners(library, {model: ids}) == {member}, model
    for model in (Member, Rating, ExternalId, Payment):
        assert made[model] in found[model] and theirs[model] not in found[model]


@pytest.mark.parametrize("model", REPLICATED, ids=lambda model: model.name_of_table())
def test_what_stays_of_a_table_is_named_for_columns_it_has(model):
    assert model.stays <= set(model.columns()) and model.blanked <= set(model.columns())
    assert not model.stays & model.blanked
    assert all(model.column(name).privacy.value == "personal" for name in model.stays)
    assert set(model.belongs_to or ()) <= set(model.columns())


def test_a_subscription_that_still_runs_is_said_before(library):
    member, made = whole_life(library)
    assert preview(library, member).running == 0
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Subscription, made[Subscription], status="active", ended_at=None)
    assert preview(library, member).running == 1


def test_an_encrypted_library_is_cleaned_as_well(library, clock):
    from kclub_desktop.secrets import Held
    from kclub_desktop.store.encryption.changing import encrypt

    member, _ = whole_life(library)
    folder, secrets = library.folder, Held()
    library.shut()
    encrypt(folder, "a few words nobody guesses", clock=clock, secrets=secrets)

    with open_library(folder, clock=clock, secrets=secrets) as locked:
        erase(locked, member)
        assert said(locked) == [] and not cleaning.is_due(locked)
