"""What tests begin with is what a person begins with."""

from kclub_desktop.store import make_library
from tests.making import made_library


def content(library):
    tables = [
        name for (name,) in library.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    kept = {
        table: library.rows(f'SELECT * FROM "{table}"') for table in tables if not table.endswith("_terms")
    }
    key, *state = kept.pop("library_state")[0][1:]
    return (
        library.rows("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"),
        kept,
        state,
        len(key),
    )


def test_a_library_copied_for_a_test_is_the_one_that_would_be_made(tmp_path, clock):
    said = {"name": "知行", "zone": "Europe/Berlin", "currency": "EUR"}
    with (
        make_library(tmp_path / "made", clock=clock, **said) as made,
        made_library(tmp_path / "copied", clock=clock, **said) as copied,
        made_library(tmp_path / "another", clock=clock, **said) as another,
    ):
        assert content(copied) == content(made)
        keys = {library.value("SELECT key FROM library_state") for library in (made, copied, another)}
    assert len(keys) == 3
