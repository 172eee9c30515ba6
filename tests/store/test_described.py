"""What is written from the declarations is up to date, and says what is so."""

import importlib.util
import json
from pathlib import Path

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import make_library
from kclub_desktop.store.described import LOCAL, as_json, as_markdown, local_tables
from kclub_desktop.store.tables import REPLICATED

WRITER = Path(__file__).resolve().parents[2] / "packaging" / "write_schema.py"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    with make_library(tmp_path_factory.mktemp("described") / "L", name="A", clock=FixedClock(1)) as made:
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
        "type": "text", "null": False, "personal": True, "kiosk": "display_name", "default": "",
    }  # fmt: skip
    assert told["payment"]["fields"]["amount"]["currency"] == "currency"
    assert told["payment"]["fields"]["order"]["to"] == "order"


def test_every_table_of_the_file_is_on_the_page(library):
    page = as_markdown(library)
    tables = {model.name_of_table() for model in REPLICATED} | set(local_tables(library))

    assert [table for table in tables if f"#### `{table}`" not in page] == []
    assert set(local_tables(library)) == LOCAL.keys(), "say in described.LOCAL what a local table is for"
