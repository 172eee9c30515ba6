"""A file of every released version is opened, for ever, with nothing lost; a step that breaks leaves it as it was."""

import hashlib
import json
import zipfile
from pathlib import Path

import peewee
import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.errors import LibraryUnreadable
from kclub_desktop.store import Op, migrations, open_library, rows
from kclub_desktop.store.declare import Kind, Reference, RowOf
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.store.tables import BY_NAME, REPLICATED, Member, Payment
from kclub_desktop.store.triggers import generated

FILES = sorted((Path(__file__).parents[1] / "data").glob("version_*.zip"))
NOW = 1_795_000_000


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def released(request, tmp_path):
    """(folder with the old file in it, what it held)."""
    with zipfile.ZipFile(request.param) as packed:
        (tmp_path / FILE_NAME).write_bytes(packed.read(FILE_NAME))
        return tmp_path, json.loads(packed.read("content.json"))


@pytest.fixture
def library(released):
    with open_library(released[0], clock=FixedClock(NOW)) as opened:
        yield opened


def in_file(library, table, columns):
    listed = ", ".join(f'"{column}"' for column in columns)
    return [list(row) for row in library.rows(f'SELECT {listed} FROM "{table}" ORDER BY id')]


def test_there_is_a_file_of_every_version_up_to_the_one_before_this():
    assert FILES


def test_every_row_of_a_released_file_is_still_there(library, released):
    _folder, held = released

    for table, columns in held["columns"].items():
        assert in_file(library, table, columns) == held["rows"][table], table
    for table, lines in held["log"].items():
        if table != "member_search":
            assert library.value(f"SELECT count(*) FROM {table}") == lines, table


def test_a_released_file_has_the_columns_and_triggers_of_today(library):
    for model in REPLICATED:
        present = [row[1] for row in library.rows(f'PRAGMA table_info("{model.name_of_table()}")')]
        assert sorted(present) == sorted(["id", *model.columns()])
    assert dict(library.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")) == generated()
    assert library.value("PRAGMA user_version") == migrations.CURRENT


def test_new_columns_of_old_rows_hold_what_a_new_row_would(library, released):
    for table, columns in released[1]["columns"].items():
        model = BY_NAME[table]
        for name in set(model.columns()) - set(columns):
            said = {value for (value,) in library.rows(f'SELECT DISTINCT "{name}" FROM "{table}"')}
            assert said <= {model.default_of(name)}, (table, name)


def test_no_reference_of_a_released_file_leads_nowhere(library):
    lost = []
    for model in REPLICATED:
        for name in model.columns():
            column = model.column(name)
            if isinstance(column, Reference):
                lost += library.rows(
                    f'SELECT id FROM "{model.name_of_table()}" WHERE "{name}" IS NOT NULL'
                    f' AND "{name}" NOT IN (SELECT id FROM "{column.to}")'
                )
            if isinstance(column, RowOf):
                tables = library.rows(f'SELECT DISTINCT "{column.named_by}" FROM "{model.name_of_table()}"')
                for (table,) in tables:
                    lost += library.rows(
                        f'SELECT id FROM "{model.name_of_table()}" WHERE "{column.named_by}" = ?'
                        f' AND "{name}" NOT IN (SELECT id FROM "{table}")',
                        (table,),
                    )
    assert lost == []
    assert library.rows("PRAGMA integrity_check") == [("ok",)]


def test_work_goes_on_in_a_released_file(library):
    member = library.value("SELECT id FROM member WHERE deleted_at IS NULL ORDER BY id")
    lines = library.value("SELECT count(*) FROM change")

    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, member, topics="写作", name="后来改的名字")
        rows.add(library, Payment, order=None, member=member, amount=5, currency="CNY", paid_at=NOW, fee=1)

    assert library.value("SELECT count(*) FROM change") == lines + 3
    assert rows.get(library, Member, member).topics == "写作"
    with pytest.raises(peewee.IntegrityError, match="write outside"):
        library.execute_sql("INSERT INTO plan (created_at) VALUES (1)")


def test_the_oldest_and_a_new_file_have_the_same_tables_and_indices(library, tmp_path):
    from kclub_desktop.store import make_library

    with make_library(tmp_path / "new", name="N", clock=FixedClock(NOW)) as new:
        asked = "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND name NOT LIKE 'sqlite_%'"
        assert sorted(library.rows(asked)) == sorted(new.rows(asked))


@pytest.mark.parametrize("breaking", range(1, migrations.CURRENT))
def test_a_step_that_breaks_leaves_the_file_as_it_was(released, monkeypatch, breaking):
    folder, held = released
    if breaking < held.get("version", 1):
        pytest.skip("the file has that step behind it")
    before = hashlib.sha256((folder / FILE_NAME).read_bytes()).hexdigest()
    step = migrations.STEPS[breaking]

    def half_way(database):
        step(database)
        database.execute_sql("UPDATE library_state SET name = 'half done'")
        raise peewee.OperationalError("the power went")

    steps = (*migrations.STEPS[:breaking], half_way, *migrations.STEPS[breaking + 1 :])
    with monkeypatch.context() as patched, pytest.raises(LibraryUnreadable):
        patched.setattr(migrations, "STEPS", steps)
        open_library(folder, clock=FixedClock(NOW))

    assert hashlib.sha256((folder / FILE_NAME).read_bytes()).hexdigest() == before
    with open_library(folder, clock=FixedClock(NOW)) as opened:
        assert opened.value("PRAGMA user_version") == migrations.CURRENT


def test_every_fact_of_a_released_file_still_cannot_be_edited(library):
    for model in REPLICATED:
        if model.replication is Kind.FACT and library.value(
            f'SELECT count(*) FROM "{model.name_of_table()}"'
        ):
            with pytest.raises(peewee.IntegrityError), library.write(Op.IMPORT):
                library.execute_sql(f'UPDATE "{model.name_of_table()}" SET id = id')
