"""Whatever table it is: a row with every column set arrives as it was, and edits of every column merge."""

import contextlib
import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kclub_desktop.store import Op, rows
from kclub_desktop.store.declare import Flag, Kind, Reference, RowOf, Text
from kclub_desktop.store.tables import BY_NUMBER, REPLICATED, Device, Erasure, Member
from kclub_desktop.sync import wire
from kclub_protocol.changes import ChangeSet, RowChange, change_set_from_json

from .conftest import Copy, Hubs

LARGEST = (1 << 63) - 1
# A failure names its table; making 101 rows smaller would take minutes and say no more.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)


def values_of(model):
    """Anything a row of this table may hold."""
    made = {}
    for name in model.columns():
        column = model.column(name)
        if isinstance(column, Text):
            made[name] = ANY_TEXT
        elif isinstance(column, Flag):
            made[name] = st.integers(0, 1)
        elif isinstance(column, Reference | RowOf):
            made[name] = st.integers(1 << 60, LARGEST) | st.integers(-LARGEST, -(1 << 60))
        else:
            made[name] = st.integers(-LARGEST, LARGEST)
    if model is Erasure:
        # Of nobody else here: it blanks whatever belongs to its member.
        made["member"] = st.integers(1, 1000)
    # A merged member is re-pointed on arrival and a deleted one is not searched for: other tests' business.
    made.update({name: st.none() for name in ("merged_into",) if name in made})
    return st.fixed_dictionaries(made)


# An erasure blanks what belongs to its member, wherever it was drawn: test_erasure_reaches_everybody.py.
WRITTEN = [model for model in REPLICATED if model not in (Device, Erasure)]
ROWS = st.fixed_dictionaries(
    {model.number: st.tuples(values_of(model), values_of(model)) for model in WRITTEN}
)


def contents(library):
    found = {}
    for model in REPLICATED:
        listed = ", ".join(f'"{name}"' for name in ("id", *model.columns()))
        found[model.name_of_table()] = library.rows(
            f'SELECT {listed} FROM "{model.name_of_table()}" ORDER BY id'
        )
    return found


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    """Makes a hub and two copies of a community."""

    @contextlib.contextmanager
    def made():
        folder = tmp_path_factory.mktemp("every")
        hubs = Hubs(folder / "hub.sqlite")
        copies = Copy(folder / "east", "A"), Copy(folder / "west", "")
        with copies[0].library.write(Op.ADD_MEMBER):
            rows.add(copies[0].library, Member, name="李娜", created_at=1)
        for copy in copies:
            copy.pair(hubs.urls[0], hubs.code())
            copy.sync()
        try:
            yield copies
        finally:
            for copy in copies:
                copy.library.shut()
            hubs.stop()

    return made


@settings(
    max_examples=2, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck), print_blob=True
)
@given(ROWS)
def test_a_row_of_every_table_arrives_with_every_column_and_edits_of_every_column_merge(pairs, drawn):
    with pairs() as (east, west):
        ids = {}
        with east.library.write(Op.IMPORT):
            for number, (first, _) in drawn.items():
                ids[number] = rows.add(east.library, BY_NUMBER[number], **first)
        for copy in (east, west, east):
            copy.sync()
        assert contents(west.library) == contents(east.library)

        # Each device edits every second column of every record, without having seen the other.
        for copy, which in ((east, 0), (west, 1)):
            copy.clock.move(5)
            with copy.library.write(Op.IMPORT):
                for number, (_, second) in drawn.items():
                    model = BY_NUMBER[number]
                    if model.replication is Kind.RECORD:
                        names = model.columns()[which::2]
                        rows.change(
                            copy.library, model, ids[number], **{name: second[name] for name in names}
                        )
        for copy in (east, west, east, west):
            copy.sync()

        for copy in (east, west):
            assert copy.library.rows("SELECT 1 FROM conflict") == []
            for number, (first, second) in drawn.items():
                model = BY_NUMBER[number]
                there = rows.get(copy.library, model, ids[number])
                wanted = second if model.replication is Kind.RECORD else first
                assert {name: getattr(there, name) for name in model.columns()} == wanted, model
        assert contents(west.library) == contents(east.library)


@settings(max_examples=5, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(ROWS)
def test_ids_and_references_travel_as_text_and_come_back_as_numbers(drawn):
    for number, (first, _) in drawn.items():
        model = BY_NUMBER[number]
        wired = wire.fields_to_wire(model, first, made=False)

        sent = ChangeSet(1, 0, "import", 1, (RowChange(model.name_of_table(), 1, True, wired),))
        (received,) = change_set_from_json(json.loads(json.dumps(sent.to_json()))).changes

        assert wire.fields_from_wire(model, received.fields, made=False) == first
        for name, value in received.fields.items():
            is_text = isinstance(model.column(name), Reference | RowOf | Text)
            assert value is None or isinstance(value, str) == is_text
