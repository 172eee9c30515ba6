"""No way of writing gets past the closed gate, whatever the statement says about conflicts; the note is exact when it is open."""

import sqlite3

import peewee
import pytest

from kclub_desktop.store import Op, rows
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.store.tables import REPLICATED, Member

NOW = 1_790_000_000
WAYS_IN = [
    "INSERT INTO member (id, created_at) VALUES (77, 1)",
    "INSERT OR IGNORE INTO member (id, created_at) VALUES (77, 1)",
    "INSERT OR REPLACE INTO member (id, name, created_at) VALUES ({anna}, 'Eve', 1)",
    "REPLACE INTO member (id, name, created_at) VALUES ({anna}, 'Eve', 1)",
    "INSERT INTO member (id, name, created_at) VALUES ({anna}, 'Eve', 1)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name",
    "UPDATE member SET name = 'Eve'",
    "UPDATE OR IGNORE member SET name = 'Eve'",
    "UPDATE OR REPLACE member SET name = 'Eve'",
    "UPDATE OR FAIL member SET name = 'Eve'",
    "UPDATE OR ROLLBACK member SET name = 'Eve'",
    "WITH eve AS (SELECT 'Eve' AS name) UPDATE member SET name = eve.name FROM eve",
    "DELETE FROM member",
]


@pytest.fixture
def anna(library):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, name="Anna", created_at=NOW)


@pytest.mark.parametrize("statement", WAYS_IN)
def test_another_tool_cannot_write_whatever_it_says_about_conflicts(library, anna, statement):
    other_tool = sqlite3.connect(library.folder / FILE_NAME, isolation_level=None)
    with pytest.raises(sqlite3.IntegrityError, match=r"write outside library.write\(\)|deleting is a field"):
        other_tool.execute(statement.format(anna=anna))
    other_tool.close()

    assert library.rows("SELECT id, name FROM member") == [(anna, "Anna")]
    assert library.value("SELECT count(*) FROM change") == 1


def test_every_table_refuses_a_row_while_the_gate_is_closed(library):
    for model in REPLICATED:
        columns = ", ".join(f'"{column}"' for column in model.columns())
        values = ", ".join("0" for _ in model.columns())
        with pytest.raises(peewee.IntegrityError, match="write outside"):
            library.execute_sql(f'INSERT INTO "{model.name_of_table()}" ({columns}) VALUES ({values})')


def test_an_upsert_notes_only_what_it_changes(library, anna):
    with library.write(Op.EDIT_MEMBER):
        rows.put_many(library, Member, [{"id": anna, "name": "Anna", "note": "n", "created_at": NOW}])

    assert library.rows("SELECT field, before, after FROM change WHERE field <> ''") == [("note", "", "n")]


def test_a_change_set_s_run_of_the_log_is_exactly_its_own(library, anna):
    for name in ("a", "b", "c"):
        with library.write(Op.EDIT_MEMBER):
            rows.change(library, Member, anna, name=name, note=name)

    runs = library.rows("SELECT id, log_from, log_to FROM change_set ORDER BY id")
    own = library.rows("SELECT change_set, min(id), max(id) FROM change GROUP BY change_set ORDER BY 1")
    assert runs == own
