"""Rows that a sync brings by the hundred: found at once by whoever asks, indexed in between or not, after a crash too."""

import threading

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.errors import LibraryBusy
from kclub_desktop.store import Op, Origin, migrations, open_library, rows, search, segments
from kclub_desktop.store.search import index, waiting
from kclub_desktop.store.segments import AllOf, Where
from kclub_desktop.store.tables import Contact, Member
from kclub_desktop.sync import afterwards
from tests.making import made_library

NOW = 1_790_000_000
COUNT = 1_200


def as_of(library, ahead=0):
    return (library.clock.milliseconds() + 1_000 + ahead) << 16, 7, NOW


def receive(library, count=COUNT, first=1, name="李娜", ahead=0):
    """One change set of another device that makes so many members."""
    made = [
        {"id": first + number, "name": f"{name} {first + number}", "tags": "newcomer", "created_at": NOW}
        for number in range(count)
    ]
    with library.write(Op.IMPORT, origin=Origin.SYNC, as_of=as_of(library, ahead)):
        library.connection().executemany(
            "INSERT INTO member (id, name, tags, created_at) VALUES (:id, :name, :tags, :created_at)", made
        )
    return [each["id"] for each in made]


def indexed(library):
    """Entries that are there, asked past the library's door."""
    return library.connection().execute("SELECT count(*) FROM search_member").fetchone()[0]


def found(library, text, limit=5_000):
    return sorted(each.row for each in search.find(library, Member, text, limit))


@pytest.fixture
def copy(tmp_path):
    with made_library(tmp_path / "library", name="Bench", clock=FixedClock(NOW)) as library:
        yield library


def test_they_wait_and_the_first_search_finds_all_of_them(copy):
    made = receive(copy)
    assert indexed(copy) == 0
    assert found(copy, "lina") == made
    assert indexed(copy) == COUNT and not waiting.is_any(copy)
    assert search.check(copy) == []


def test_few_are_indexed_at_once_as_ever(copy):
    receive(copy, count=waiting.MANY - 1)
    assert indexed(copy) == waiting.MANY - 1 and not waiting.is_any(copy)


def test_what_is_imported_here_does_not_wait(copy):
    with copy.write(Op.IMPORT):
        rows.add_many(copy, Member, [{"name": f"Anna {n}", "created_at": NOW} for n in range(COUNT)])
    assert indexed(copy) == COUNT


@pytest.mark.parametrize("where", [Where("tag", "has", "newcomer"), Where("text", "contains", "lina")])
def test_a_segment_counts_them(copy, where):
    receive(copy)
    part = AllOf((where,))
    assert segments.count(copy, part) == COUNT
    assert len(segments.members(copy, part)) == COUNT


def test_sql_that_was_made_before_they_came_finds_them(copy):
    sql, asked = search.fitting_exactly(Member, "lina")
    receive(copy)
    assert copy.value(f"SELECT count(*) FROM member WHERE id IN ({sql})", asked) == COUNT


def test_inside_a_write_they_are_found_too_and_wait_again_when_it_fails(copy):
    made = receive(copy)
    with pytest.raises(ZeroDivisionError), copy.write(Op.EDIT_MEMBER):
        assert found(copy, "lina") == made
        raise ZeroDivisionError
    assert indexed(copy) == 0 and found(copy, "lina") == made


def test_one_that_waits_can_be_edited_deleted_and_get_contacts(copy):
    made = receive(copy)
    with copy.write(Op.EDIT_MEMBER):
        rows.change(copy, Member, made[5], name="Tom Baker")
        rows.change(copy, Member, made[6], deleted_at=NOW)
        rows.add(copy, Contact, member=made[7], kind="phone", value="+441632960001")
    assert found(copy, "tom") == [made[5]] and found(copy, "960001") == [made[7]]
    assert found(copy, "lina") == [each for each in made if each not in made[5:7]]
    assert search.check(copy) == []


def test_killed_between_two_slices_the_rest_still_waits(copy, tmp_path, monkeypatch):
    made = receive(copy)
    real, slices = waiting._slice_done, []

    def one(library, searched):
        if slices:
            raise KeyboardInterrupt
        slices.append(searched)
        return real(library, searched)

    monkeypatch.setattr(waiting, "_slice_done", one)
    with pytest.raises(KeyboardInterrupt):
        search.complete(copy)
    monkeypatch.undo()
    assert 0 < indexed(copy) < COUNT
    with open_library(tmp_path / "library", clock=FixedClock(NOW)) as other:
        assert found(other, "lina") == made and search.check(other) == []
    assert found(copy, "lina") == made


def test_members_with_smaller_ids_that_come_later_wait_as_well(copy):
    later = receive(copy, first=10_000)
    waiting.complete(copy)
    again = receive(copy, first=1, name="王芳", ahead=1_000_000)
    more = receive(copy, first=20_000, name="王芳", ahead=2_000_000)
    assert found(copy, "wangfang") == again + more and found(copy, "lina") == later
    assert search.check(copy) == []


def test_after_a_sync_the_rest_is_done_without_being_asked(copy):
    receive(copy)
    afterwards.finish(copy)
    assert indexed(copy) == COUNT and not waiting.is_any(copy)


def test_a_library_that_another_program_writes_to_is_left_for_the_next_time(copy, tmp_path):
    receive(copy)
    copy.execute_sql("PRAGMA busy_timeout = 50")
    ready, done = threading.Event(), threading.Event()

    def write_long():
        with open_library(tmp_path / "library", clock=FixedClock(NOW)) as other, other.write(Op.ADD_MEMBER):
            rows.add(other, Member, name="Bo", created_at=NOW)
            ready.set()
            done.wait(10)

    writing = threading.Thread(target=write_long)
    writing.start()
    ready.wait(10)
    try:
        afterwards.finish(copy)
        with pytest.raises(LibraryBusy):
            found(copy, "lina")
    finally:
        done.set()
        writing.join()
    assert len(found(copy, "lina")) == COUNT


def test_a_version_that_does_not_know_the_mark_makes_the_index_anew(copy):
    made = receive(copy)
    kept = copy.connection().execute("SELECT name, made_from FROM search_state").fetchall()
    assert dict(kept)["search_member"] != index._made_from(search.SEARCHED[Member])
    assert index.is_current(copy)
    copy.execute_sql(
        "UPDATE search_state SET made_from = 'waiting 1 of another form' WHERE name = 'search_member'"
    )
    assert not index.is_current(copy)
    migrations.migrate(copy)
    assert indexed(copy) == len(made) and not waiting.is_any(copy) and index.is_current(copy)


def test_made_anew_nothing_waits_any_more(copy):
    receive(copy)
    search.rebuild(copy)
    assert not waiting.is_any(copy) and search.check(copy) == []


def test_a_check_in_the_midst_of_its_own_reading_writes_nothing(copy):
    receive(copy)
    with copy.atomic():
        copy.value("SELECT count(*) FROM member")
        assert copy.value("SELECT count(*) FROM search_member") == 0
    assert copy.value("SELECT count(*) FROM search_member") == COUNT
