"""What a device remembers for itself is kept also while another program is writing, or it is said why not."""

import sqlite3
import threading
import time
from contextlib import closing

import pytest

from kclub_desktop.errors import LibraryBusy
from kclub_desktop.store import Op, rows, setting
from kclub_desktop.store.tables import Member


@pytest.fixture
def other_program(library):
    with closing(sqlite3.connect(library.file, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_a_text_is_kept_under_its_name_and_forgotten(library):
    assert setting.get(library, "colour", "grey") == "grey"
    setting.put(library, "colour", "")
    assert setting.get(library, "colour", "grey") == ""
    setting.put(library, "colour", "green")
    assert setting.get(library, "colour") == "green"
    setting.forget(library, "colour")
    assert setting.get(library, "colour") == ""


def test_it_waits_until_another_program_has_written(library, other_program):
    waiting = threading.Timer(0.3, other_program.rollback)
    waiting.start()
    setting.put(library, "colour", "green")
    waiting.join()
    assert setting.get(library, "colour") == "green"


def test_it_says_that_another_program_writes_for_too_long(library, other_program):
    library.execute_sql("PRAGMA busy_timeout = 50")
    with pytest.raises(LibraryBusy):
        setting.put(library, "colour", "green")
    assert setting.get(library, "colour") == ""


def test_inside_a_write_it_is_undone_with_the_rest(library):
    with pytest.raises(ZeroDivisionError), library.write(Op.ADD_MEMBER):
        rows.add(library, Member, name="李娜", created_at=1)
        setting.put(library, "colour", "green")
        1 / 0  # noqa: B018
    assert setting.get(library, "colour") == ""


def test_what_may_wait_is_not_waited_for(library, other_program):
    began = time.monotonic()
    with pytest.raises(LibraryBusy):
        setting.put(library, "colour", "green", waits=False)
    assert time.monotonic() - began < 1


def test_several_lines_that_are_one_step_say_it_too(library, other_program):
    library.execute_sql("PRAGMA busy_timeout = 50")
    with pytest.raises(LibraryBusy), library.atomic("IMMEDIATE"):
        setting.put(library, "colour", "green")
