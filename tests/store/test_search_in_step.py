"""The index says what the rows say: after every write, undo, sync and erasure, and in an encrypted file too."""

import contextlib
import random

import pytest
import sqlcipher3
from hypothesis import given, settings
from hypothesis import strategies as st

from kclub_desktop.clock import FixedClock
from kclub_desktop.errors import AlreadyUndone
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.store import Op, Origin, migrations, open_library, rows, search
from kclub_desktop.store.search import index
from kclub_desktop.store.tables import Contact, Conversation, Course, Lesson, Member, Message
from kclub_desktop.store.undo import undo
from tests.making import made_library

NOW = 1_790_000_000


def dump(library):
    """All that the index holds: texts, words, and every term with its rows."""
    held = {}
    for searched in search.SEARCHED.values():
        library.execute_sql("DROP TABLE IF EXISTS temp.held")
        library.execute_sql(
            f"CREATE VIRTUAL TABLE temp.held USING fts5vocab (main, {searched.terms}, instance)"
        )
        held[searched.texts] = (
            library.rows(f"SELECT id, text FROM {searched.texts} ORDER BY id"),
            library.rows(f"SELECT word FROM {searched.vocabulary} ORDER BY size, word"),
            sorted(library.rows("SELECT term, doc FROM temp.held")),
        )
        library.execute_sql("DROP TABLE temp.held")
    return held


def found(library, text):
    return [each.row for each in search.find(library, Member, text)]


def add(library, **values):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, created_at=NOW, **values)


NAMES = st.sampled_from(["李磊", "重庆人", "Anna Müller", "Anna", "", "王小明", "Lin Da", "ab", "欧阳 Tom"])
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "name": NAMES,
        "email": st.sampled_from(["", "anna.m@mail.example.org", "ll@q.example"]),
        "phone": st.sampled_from(["", "+8613800001234", "+441632960001"]),
        "tags": st.sampled_from(["", "VIP", "VIP,讲师", "early bird"]),
        "archived_at": st.sampled_from([None, NOW]),
        "deleted_at": st.sampled_from([None, NOW]),
        "merged_into": st.sampled_from([None, 7]),
        "note": st.just("n"),
    },
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), NAMES),
        st.tuples(st.just("edit"), st.integers(0, 9), EDITS),
        st.tuples(st.just("undo"), st.integers(0, 9)),
    ),
    max_size=14,
)


@settings(max_examples=25)
@given(steps=STEPS)
def test_after_any_changes_and_undos_the_index_is_as_if_made_anew(steps, tmp_path_factory):
    with made_library(tmp_path_factory.mktemp("library"), name="x", clock=FixedClock(NOW)) as library:
        made, written = [], []
        for kind, *rest in steps:
            if kind == "add":
                made.append(add(library, name=rest[0]))
            elif kind == "edit" and made and rest[1]:
                with library.write(Op.EDIT_MEMBER):
                    rows.change(library, Member, made[rest[0] % len(made)], **rest[1])
            elif kind == "undo" and written:
                with contextlib.suppress(AlreadyUndone):
                    undo(library, written[rest[0] % len(written)])
            if library.last_written:
                written.append(library.last_written)
        as_kept = dump(library)

        search.rebuild(library)

        assert dump(library) == as_kept


def test_what_is_no_longer_so_is_no_longer_found(library):
    anna = add(library, name="Anna", phone="+8613800001234")

    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, anna, name="Berta")

    assert found(library, "anna") == [] and found(library, "berta") == [anna] == found(library, "1234")


def test_deleted_and_merged_members_are_not_found_until_they_are_back(library):
    anna = add(library, name="Anna")
    for gone in ({"deleted_at": NOW}, {"merged_into": 5}):
        with library.write(Op.MERGE_MEMBERS):
            rows.change(library, Member, anna, **gone)
        assert found(library, "anna") == []

        undo(library, library.last_written)

        assert found(library, "anna") == [anna]


def test_what_came_by_sync_is_found(library):
    with library.write("edit", origin=Origin.SYNC, as_of=(5, 3, NOW)):
        rows.add(library, Member, id=77, name="远方", created_at=NOW)

    assert found(library, "yuanfang") == [77]


def test_a_write_that_fails_leaves_no_words_behind(library):
    with pytest.raises(ZeroDivisionError), library.write(Op.ADD_MEMBER):
        rows.add(library, Member, name="Anna", created_at=NOW)
        1 / 0  # noqa: B018

    assert found(library, "anna") == []


def test_an_index_of_another_form_is_made_anew_when_the_library_is_opened(library, monkeypatch):
    anna = add(library, name="Anna")
    library.execute_sql("UPDATE search_state SET made_from = '0'")
    library.execute_sql("DELETE FROM search_member")
    library.shut()

    with open_library(library.folder, clock=FixedClock(NOW)) as again:
        assert found(again, "anna") == [anna]
        assert search.is_current(again)


def test_a_file_of_the_first_version_gets_an_index(tmp_path):
    with made_library(tmp_path, name="x", clock=FixedClock(NOW)) as library:
        anna = add(library, name="Anna")
        for searched in search.SEARCHED.values():
            index._drop(library, searched.texts)

        with library.atomic("EXCLUSIVE"):
            search.install(library)

        assert found(library, "anna") == [anna]


def test_a_stopped_rebuild_leaves_the_old_index(library):
    anna = add(library, name="Anna")
    progress = Progress()
    progress.cancel()

    with pytest.raises(Cancelled):
        search.rebuild(library, progress)

    assert found(library, "anna") == [anna]


def test_damage_is_told_and_a_rebuild_repairs_it(library):
    anna, bo, cy = add(library, name="Anna"), add(library, name="Bo"), add(library, name="Cyrus")
    assert search.check(library) == []
    library.execute_sql("DELETE FROM search_member WHERE id = ?", (anna,))
    library.execute_sql("UPDATE search_member SET text = 'x' WHERE id = ?", (bo,))
    library.execute_sql("INSERT INTO search_member (id, text) VALUES (99, 'x')")
    library.execute_sql("DELETE FROM search_member_words WHERE word = 'cyrus'")

    told = {(d.row, d.kind) for d in search.check(library)}

    assert {(anna, "missing"), (bo, "stale"), (99, "left_over")} <= told
    assert {kind for _, kind in told} >= {"terms", "words"}
    assert cy not in {row for row, _ in told}
    search.rebuild(library)
    assert search.check(library) == []


def test_erased_words_are_nowhere_in_the_index(library):
    eve = add(library, name="Evangelina Unwiederbringlich", email="geheim.adresse@versteck.example")
    add(library, name="Bo")
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, eve, name="", email="")
    search.tidy(library)

    raw = b"".join(
        bytes(block)
        for table in ("search_member_terms_data", "search_member_terms_idx")
        for row in library.rows(f"SELECT * FROM {table}")
        for block in row
        if isinstance(block, bytes)
    )
    assert b"evang" not in raw and b"gehe" not in raw and b"verst" not in raw
    assert library.rows("SELECT word FROM search_member_words") == [] or all(
        "evang" not in word for (word,) in library.rows("SELECT word FROM search_member_words")
    )
    assert all("evang" not in text for (text,) in library.rows("SELECT text FROM search_member"))


def test_only_what_changed_is_written(library):
    anna = add(library, name="Anna")
    before = library.value("PRAGMA data_version"), library.value("SELECT total_changes()")
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, anna, note="x")
        changes = library.value("SELECT total_changes()")
    assert before and library.value("SELECT total_changes()") - changes < 5


def test_a_table_is_searched_by_one_line_of_declaration(library, monkeypatch):
    from kclub_desktop.store.search.declared import SEARCHED, Columns, Searched

    with library.write(Op.EDIT_COURSE):
        lesson = rows.add(library, Lesson, course=1, position=1, title="第一课 Begin")
    monkeypatch.setitem(SEARCHED, Lesson, Searched(Lesson, Columns(name=("title",))))
    with library.atomic("EXCLUSIVE"):
        search.install(library)

    with library.write(Op.EDIT_COURSE):
        later = rows.add(library, Lesson, course=1, position=2, title="第二课")

    assert [each.row for each in search.find(library, Lesson, "diyike")] == [lesson]
    assert [each.row for each in search.find(library, Lesson, "课")] == [later, lesson]


def test_the_words_of_what_belongs_to_a_row_find_that_row(library):
    anna = add(library, name="Anna")
    with library.write(Op.EDIT_MEMBER):
        rows.add(library, Contact, member=anna, kind="wechat", value="wx_anna88")
        mail = rows.add(library, Contact, member=anna, kind="email", value="second@office.example")
        rows.add(library, Contact, member=anna, kind="phone", value="010 6655 4433")
        asked = rows.add(library, Conversation, member=anna, subject="发票", asked_at=NOW)
        rows.add(library, Message, conversation=asked, body="Where is my receipt?", written_at=NOW)
        rows.add(library, Message, conversation=asked, body="请查收附件", written_at=NOW)
    for typed in ("anna88", "wx", "office", "4433"):
        assert found(library, typed) == [anna], typed
    for typed in ("发票", "fapiao", "receipt", "附件"):
        assert [each.row for each in search.find(library, Conversation, typed)] == [asked], typed

    bo = add(library, name="Bo")
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Contact, mail, member=bo)

    assert found(library, "office") == [bo]
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Contact, mail, deleted_at=NOW)
    assert found(library, "office") == []
    assert search.check(library) == []


def test_an_encrypted_file_can_hold_the_index():
    """SQLCipher brings its own SQLite: every option of the index tables must exist in it."""
    encrypted = sqlcipher3.connect(":memory:")
    encrypted.execute("PRAGMA key = 'secret'")

    class Database:
        def execute_sql(self, sql, params=()):
            return encrypted.execute(sql, tuple(params))

        def connection(self):
            return encrypted

    database, member = Database(), search.SEARCHED[Member]
    database.execute_sql("CREATE TABLE search_state (name TEXT PRIMARY KEY, made_from TEXT NOT NULL)")
    index._make(database, member)
    text = index.text_of(
        [("name", "重庆 Tom"), ("mail", "tom@mail.example"), ("phone", "+8613800001234"), ("tags", "VIP")],
        True,
    )
    index.write(database, member, {}, {5: text})
    for term in ("^zhongq", "=重庆", ".tom", "$1234", "&vip", "!"):
        assert database.execute_sql(
            f"SELECT rowid FROM {member.terms} WHERE {member.terms} MATCH ?", (f'"{term}"',)
        ).fetchall() == [(5,)], term

    index.write(database, member, {5: text}, {})

    assert database.execute_sql(
        f"SELECT count(*) FROM {member.terms} WHERE {member.terms} MATCH '\"!\"'"
    ).fetchone() == (0,)


def test_ten_thousand_random_members_are_each_found_by_name(tmp_path):
    chance = random.Random(7)
    letters = "赵钱孙李周吴郑王冯陈abcdefgh "
    with made_library(tmp_path, name="x", clock=FixedClock(NOW)) as library:
        people = ["".join(chance.choices(letters, k=chance.randint(2, 9))).strip() or "x" for _ in range(500)]
        with library.write(Op.IMPORT):
            ids = rows.add_many(library, Member, [{"name": name, "created_at": NOW} for name in people])
        for row, name in zip(ids, people, strict=True):
            sql, asked = search.fitting_exactly(Member, name)
            assert (row,) in library.rows(sql, asked), name


def test_the_migrations_leave_the_declared_index_tables(library):
    present = {name for (name,) in library.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}

    for searched in search.SEARCHED.values():
        assert {searched.texts, searched.terms, searched.vocabulary} <= present
    assert "member_search" not in present and migrations.CURRENT > 1
    assert Course in search.SEARCHED
