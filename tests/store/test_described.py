"""What is written from the declarations is up to date, and says what is so."""

import hashlib
import importlib.util
import json
import sqlite3
from pathlib import Path

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import Op, rows
from kclub_desktop.store.described import LOCAL, as_json, as_markdown, local_tables
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.store.tables import REPLICATED, Rating
from kclub_desktop.sync import outbox
from tests.making import made_library

WRITER = Path(__file__).resolve().parents[2] / "packaging" / "write_schema.py"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    with made_library(tmp_path_factory.mktemp("described") / "L", name="A", clock=FixedClock(1)) as made:
        yield made


def test_the_written_schema_and_page_are_those_of_this_build():
    spec = importlib.util.spec_from_file_location("write_schema", WRITER)
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)

    stale = [file.name for file, text in writer.written().items() if file.read_text(encoding="utf-8") != text]

    assert stale == [], "run make schema"
    assert json.loads(writer.SCHEMA.read_text(encoding="utf-8")) == as_json()


def test_the_schema_says_of_every_field_what_a_hub_must_know():
    told = json.loads(json.dumps(as_json()))["entities"]

    assert len(told) == len(REPLICATED)
    assert told["rating"]["natural_key"] == ["member", "course"] and told["payment"]["kind"] == "fact"
    assert told["member"]["fields"]["name"] == {
        "type": "text", "null": False, "personal": True, "kiosk": "display_name", "default": "", "erased": "",
    }  # fmt: skip
    assert told["payment"]["fields"]["amount"]["currency"] == "currency"
    assert told["payment"]["fields"]["order"]["to"] == "order"


def test_every_table_of_the_file_is_on_the_page(library):
    page = as_markdown(library)
    tables = {model.name_of_table() for model in REPLICATED} | set(local_tables(library))

    assert [table for table in tables if f"#### `{table}`" not in page] == []
    assert set(local_tables(library)) == LOCAL.keys(), "say in described.LOCAL what a local table is for"


def derived_by_the_page(table, *key):
    """An id made from what docs/file-format.md says, by nothing of ours."""
    told = b""
    for part in (table, *key):
        text = f"{'i' if isinstance(part, int) else 's'}{part}".encode()
        told += len(text).to_bytes(4, "big") + text
    return -(int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big") >> 1)


def test_who_reads_the_page_can_make_ids_and_write_through_the_gate(library):
    course, other_program = 7, sqlite3.connect(library.folder / FILE_NAME, isolation_level=None)
    rating = derived_by_the_page("rating", -5, course)
    other_program.execute("BEGIN IMMEDIATE")
    (last,) = other_program.execute("SELECT last_stamp FROM library_state").fetchone()
    made = other_program.execute(
        "INSERT INTO change_set (stamp, node, operation, origin, at) VALUES (?, 0, 'rate', 'here', 5)",
        (last + 1,),
    )
    other_program.execute("UPDATE library_state SET open_change_set = ?", (made.lastrowid,))
    other_program.execute(
        "INSERT INTO rating (id, member, course, stars, rated_at) VALUES (?, -5, ?, 4, 5)", (rating, course)
    )
    other_program.execute(
        "UPDATE change_set SET touched = '5:1', log_from = (SELECT min(id) FROM change WHERE change_set = ?1),"
        " log_to = (SELECT max(id) FROM change WHERE change_set = ?1) WHERE id = ?1",
        (made.lastrowid,),
    )
    other_program.execute("UPDATE library_state SET open_change_set = NULL, last_stamp = ?", (last + 1,))
    other_program.execute("COMMIT")
    other_program.close()

    assert rows.id_for(Rating, {"member": -5, "course": course}) == rating
    assert rows.get(library, Rating, rating).stars == 4
    library.clock.move(60)
    with library.write(Op.RATE):
        rows.put(library, Rating, member=-5, course=course, stars=5, rated_at=5)
    _ids, (sent, _later), _last = outbox.collect(library, 0, 10)
    assert (sent.operation, sent.changes[0].row, sent.changes[0].fields["stars"]) == ("rate", rating, 4)
    logged = library.rows("SELECT field, before, after FROM change WHERE row = ? ORDER BY id", (rating,))
    assert logged == [("", None, None), ("stars", 4, 5)]
