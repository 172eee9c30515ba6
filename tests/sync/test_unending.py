"""A sync that meets a file another program keeps, or a bug, is one that failed: the next ones go on by themselves."""

import logging
import sqlite3
from contextlib import closing

import pytest

from kclub_desktop.errors import LibraryBusy
from kclub_desktop.errors_of_work import SyncBroke
from kclub_desktop.store import Op, library, rows
from kclub_desktop.store.tables import Member
from kclub_desktop.sync import loop as loops
from kclub_desktop.sync import outbox, state
from kclub_desktop.sync.listening import Listening
from kclub_desktop.sync.loop import SyncLoop
from tests.waiting import until


@pytest.fixture
def desk(copies, hubs, monkeypatch):
    """A copy with something to send, that waits a fifth of a second for a file another program keeps."""
    monkeypatch.setattr(library, "_BUSY_MS", 200)
    copy = copies("A")
    copy.pair(hubs.urls[0], hubs.code())
    with copy.library.write(Op.ADD_MEMBER):
        rows.add(copy.library, Member, name="李娜", created_at=1)
    copy.loop = SyncLoop(copy.library, copy.secrets)
    yield copy
    copy.loop.stop()


def is_sent(copy):
    return not outbox.waiting(copy.library, state.of(copy.library).pushed)


def test_a_file_that_another_program_keeps_for_long_holds_sync_up_and_does_not_end_it(desk):
    with closing(sqlite3.connect(desk.library.file)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.loop.start()
        until(lambda: isinstance(desk.loop.error, LibraryBusy))
        other.rollback()
    desk.loop.wake()
    until(lambda: desk.loop.error is None and is_sent(desk))


def test_a_bug_in_one_sync_is_told_and_the_next_one_goes_on(desk, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr(loops, "sync", lambda *_: [].pop())
        desk.loop.start()
        until(lambda: isinstance(desk.loop.error, SyncBroke))
    assert desk.loop.error.kind == "IndexError"
    assert any(record.exc_info for record in caplog.records if record.levelno == logging.ERROR)

    desk.loop.wake()
    until(lambda: desk.loop.error is None and is_sent(desk))


def test_a_bug_while_waiting_at_the_hub_is_not_the_last_time_it_is_waited_for(desk, monkeypatch):
    desk.sync()
    heard, asked = [], []
    listening = Listening(desk.library, desk.secrets, lambda: heard.append(1))

    def ask(known, token):
        asked.append(token)
        if len(asked) == 1:
            raise AssertionError("a bug")
        return True

    monkeypatch.setattr(listening, "_ask", ask)
    listening.start()
    until(lambda: asked)
    listening.wake()
    until(lambda: heard)
    listening.stop()
