"""Two versions of the program: what a newer device sends is kept by an older one, and is data once that is updated."""

import sqlite3
import zipfile
from pathlib import Path

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import ChangeGroup, Op, open_library, rows
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.store.tables import BY_NAME, Channel, CouponUse, Course, Payment
from kclub_desktop.sync import merge_rows as merging
from kclub_desktop.sync import taking_up, wire
from kclub_desktop.sync.merge import Merged, merge
from kclub_desktop.sync.taking_up import take_up
from kclub_protocol.changes import ChangeSet, RowChange
from kclub_protocol.stamps import stamp_at
from tests.making import made_library

NOW = 1_790_000_000


@pytest.fixture
def library(tmp_path):
    with made_library(tmp_path / "L", name="A", clock=FixedClock(NOW)) as made:
        yield made


def forget():
    """What is remembered of a table's columns, since a test changes them under way."""
    wire.ids_of.cache_clear()
    wire.neutral.cache_clear()


@pytest.fixture
def older(monkeypatch):
    """While it lasts the program knows no channels, no uses of coupons, and not how long a course takes."""
    known = {name: model for name, model in BY_NAME.items() if name not in ("channel", "coupon_use")}
    columns = Course.columns
    with monkeypatch.context() as patched:
        for module in (merging, taking_up):
            patched.setattr(module, "BY_NAME", known)
        patched.setattr(
            Course, "columns", classmethod(lambda cls: tuple(c for c in columns() if c != "minutes"))
        )
        forget()
        yield patched
    forget()


def sent(seconds, *changes):
    return ChangeSet(stamp_at((NOW + seconds) * 1000), 7, "edit_course", NOW + seconds, changes)


def receive(library, *change_sets):
    for change_set in change_sets:
        merge(library, change_set, 0, Merged(), ChangeGroup())


def taken_up(library):
    result = Merged()
    take_up(library, 0, result)
    return result


MADE = RowChange(
    "course", 5, True, {"title": "Clay", "created_at": 1, "minutes": 90, "price": 0, "status": "draft"}
)
FIRST = RowChange("channel", -9, True, {"name": "小红书", "note": "new", "shoe_size": 42})
USE = RowChange(
    "coupon_use", 11, True, {"coupon": "3", "member": "4", "used_at": 7, "amount": 500, "currency": "CNY"}
)


def test_fields_and_rows_that_were_unknown_are_there_after_the_update(library, older):
    receive(
        library,
        sent(1, MADE, FIRST),
        sent(2, RowChange("channel", -9, False, {"note": "newer"})),
        sent(3, USE),
    )
    assert rows.get(library, Course, 5).minutes == 0

    taken_up(library)
    assert library.value("SELECT count(*) FROM unknown_change") == 10
    older.undo()
    forget()
    taken_up(library)

    assert rows.get(library, Course, 5).minutes == 90
    channel, use = rows.get(library, Channel, -9), rows.get(library, CouponUse, 11)
    assert (channel.name, channel.note) == ("小红书", "newer")
    assert (use.coupon, use.member, use.amount) == (3, 4, 500)
    assert library.rows("SELECT entity, field, value FROM unknown_change") == [("channel", "shoe_size", 42)]
    before = library.value("SELECT count(*) FROM change")
    taken_up(library)
    assert library.value("SELECT count(*) FROM change") == before


def test_a_row_that_two_had_made_and_one_deleted_stands_as_the_later_one_made_it(library, older):
    channel = rows.id_for(Channel, {"name": "小红书"})
    receive(
        library,
        sent(1, RowChange("channel", channel, True, {"name": "小红书", "note": "first"})),
        sent(2, RowChange("channel", channel, False, {"deleted_at": NOW + 2})),
        sent(3, RowChange("channel", channel, True, {"name": "小红书"})),
    )
    older.undo()
    forget()
    taken_up(library)

    there = rows.get(library, Channel, channel)
    assert (there.deleted_at, there.note) == (None, "")


def test_an_edit_that_was_kept_after_an_erasure_took_the_making_does_not_outdo_what_is_read_again(
    library, older
):
    channel = rows.id_for(Channel, {"name": "小红书"})
    receive(library, sent(2, RowChange("channel", channel, False, {"note": "newer"})))
    older.undo()
    forget()
    taken_up(library)
    assert rows.get(library, Channel, channel).name == ""

    receive(library, sent(1, RowChange("channel", channel, True, {"name": "小红书", "note": "new"})))

    there = rows.get(library, Channel, channel)
    assert (there.name, there.note) == ("小红书", "newer")


def test_what_a_fact_said_beyond_an_older_version_is_there_after_the_update(library, older):
    columns = Payment.columns
    older.setattr(Payment, "columns", classmethod(lambda cls: tuple(c for c in columns() if c != "why")))
    forget()
    said = {
        "member": "4",
        "amount": -500,
        "currency": "CNY",
        "paid_at": 7,
        "kind": "refund",
        "why": "came too late",
    }
    receive(library, sent(1, RowChange("payment", 11, True, said)))

    older.undo()
    forget()
    taken_up(library)

    assert (rows.get(library, Payment, 11).why, rows.get(library, Payment, 11).amount) == (
        "came too late",
        -500,
    )
    with library.write(Op.RECORD_ORDER), pytest.raises(sqlite3.IntegrityError, match="never edited"):
        rows.change(library, Payment, 11, why="another reason")


def test_a_later_edit_of_here_stands_against_what_was_kept(library, older):
    receive(library, sent(1, MADE), sent(5, RowChange("course", 5, False, {"minutes": 95})))
    older.undo()
    forget()
    library.clock.move(60)
    with library.write(Op.EDIT_COURSE):
        rows.change(library, Course, 5, minutes=30)

    result = taken_up(library)

    assert rows.get(library, Course, 5).minutes == 30
    assert result.conflicts == 2
    assert library.rows("SELECT kept, lost FROM conflict ORDER BY id") == [(30, 90), (30, 95)]


def test_what_a_file_of_version_1_had_kept_from_newer_devices_is_taken_up(tmp_path):
    with zipfile.ZipFile(Path(__file__).parents[1] / "data" / "version_1.zip") as packed:
        packed.extract(FILE_NAME, tmp_path)

    with open_library(tmp_path, clock=FixedClock(NOW)) as library:
        kept = library.rows("SELECT row, value FROM unknown_change WHERE field = 'minutes'")
        taken_up(library)

        ((course, minutes),) = kept
        assert rows.get(library, Course, course).minutes == minutes
        assert library.rows("SELECT name, note FROM channel") == [("小红书", "from a newer device")]
        assert library.rows("SELECT entity FROM unknown_change") == [("from_the_future",)]
