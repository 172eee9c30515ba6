"""kill -9 at any moment of an edit, an import or an undo: the library opens, all that was committed is there, nothing is half.

Forty rounds of edits, fourteen of imports and seven of undo, some twenty seconds; KCLUB_BAD_DAYS_ROUNDS=200 for a night.
"""

import csv
import sqlite3
from contextlib import closing

from kclub_desktop.clock import FixedClock
from kclub_desktop.import_export import import_files
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.changes import touched_by
from kclub_desktop.store.history import steps
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.store.tables import BY_NUMBER, Member
from kclub_desktop.store.triggers import generated
from kclub_desktop.store.undo import redo, undo
from tests.making import made_library

NOW, PEOPLE, LINES = 1_790_000_000, 40, 1_200
IN_ONE_LIBRARY = 6
"""Rounds of import before a fresh library, so that looking at all of it does not become the test."""


def opened(folder):
    return open_library(folder, clock=FixedClock(NOW))


def write_batches(say, folder, start):
    """Batches that each add people and edit all of the batch before, said after the commit."""
    with opened(folder) as library:
        say("began")
        earlier = []
        for number in range(start, start + 10_000):
            with library.write(Op.EDIT_MEMBER):
                rows.change_many(library, Member, [{"id": row, "note": f"{number}"} for row in earlier])
                earlier = rows.add_many(
                    library, Member, [{"name": f"b{number}", "created_at": NOW} for _ in range(PEOPLE)]
                )
            say(number)


def check_whole(library):
    """What must hold after any kill; cheap enough for each round."""
    assert library.value("PRAGMA integrity_check") == "ok"
    assert library.value("SELECT open_change_set FROM library_state") is None
    sets = library.rows("SELECT id, log_from, log_to, touched FROM change_set")
    for change_set, log_from, log_to, touched in sets:
        assert touched, "a change set that was never closed"
        noted = library.rows(
            "SELECT entity, count(DISTINCT row) FROM change WHERE id BETWEEN ? AND ? AND change_set = ?"
            " GROUP BY entity",
            (log_from, log_to, change_set),
        )
        assert dict(noted) == touched_by(touched), f"half of change set {change_set}"
    assert library.value("SELECT count(*) FROM change") == sum(b - a + 1 for _, a, b, _ in sets)
    for number in {number for *_, touched in sets for number in touched_by(touched)}:
        made = library.value("SELECT count(*) FROM change WHERE entity = ? AND field = ''", (number,))
        table = BY_NUMBER[number].name_of_table()
        assert library.value(f'SELECT count(*) FROM "{table}"') == made, f"rows of {table} past the log"


def test_whatever_moment_a_writing_program_is_killed_each_batch_is_there_whole_or_not_at_all(
    tmp_path, killed, rounds
):
    folder, acknowledged, start = tmp_path / "library", set(), 0
    made_library(folder, name="x", clock=FixedClock(NOW)).shut()
    for seed in rounds:
        acknowledged |= set(killed(write_batches, folder, start, seed=seed, within=0.12))
        start += 10_000
        with opened(folder) as library:
            check_whole(library)
            batches = dict(library.rows("SELECT name, count(*) FROM member GROUP BY name"))
            assert set(batches.values()) <= {PEOPLE}, f"seed {seed}"
            assert {f"b{number}" for number in acknowledged} <= batches.keys(), f"seed {seed}"
    with opened(folder) as library:
        assert acknowledged, "killed too early every time"
        assert dict(library.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")) == generated()


def list_of(path, number):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["email", "name", "note", "created_at"])
        for line in range(LINES):
            writer.writerow(
                [f"m{number}-{line}@example.org", f"Member {number}-{line}", "", "2026-01-05T10:00:00.000Z"]
            )


def count_in(folder):
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        return connection.execute("SELECT count(*) FROM member").fetchone()[0]


def bring(say, folder, file):
    with opened(folder) as library:
        say("began")
        import_files(library, [file], now=NOW)
        say("all")


def test_an_import_that_is_killed_leaves_whole_slices_and_the_next_one_brings_the_rest(
    tmp_path, killed, few_rounds
):
    partly = 0
    for seed in few_rounds:
        folder, before_it = tmp_path / f"library{seed // IN_ONE_LIBRARY}", seed % IN_ONE_LIBRARY * LINES
        if not before_it:
            made_library(folder, name="x", clock=FixedClock(NOW)).shut()
        file = tmp_path / "list.csv"
        list_of(file, seed)
        # Every other time when some are there and the rest is not, however long that takes on this machine.
        some = (lambda there=folder, least=before_it: count_in(there) > least) if seed % 2 else None
        killed(bring, folder, file, seed=seed, within=0.4, once=some)
        with opened(folder) as library:
            check_whole(library)
            came = library.value("SELECT count(*) FROM member") - before_it
            partly += 0 < came < LINES
            import_files(library, [file], now=NOW)
            everybody = "SELECT count(*), count(DISTINCT email) FROM member WHERE deleted_at IS NULL"
            assert library.rows(everybody) == [(before_it + LINES,) * 2], f"seed {seed}"
    assert partly, "never killed in the middle"


def take_back(say, folder, step):
    with opened(folder) as library:
        say("began")
        undo(library, step)
        say("all")


def test_an_undo_that_is_killed_is_finished_by_asking_again_and_is_one_step(tmp_path, killed, few_rounds):
    folder, partly = tmp_path / "library", 0
    with made_library(folder, name="x", clock=FixedClock(NOW)) as library:
        with library.write(Op.IMPORT):
            rows.add_many(library, Member, [{"name": "x", "created_at": NOW} for _ in range(6_000)])
        step = library.last_written
    live = "SELECT count(*) FROM member WHERE deleted_at IS NULL"
    for seed in few_rounds[::2]:
        said = killed(take_back, folder, step, seed=seed, within=0.25)
        with opened(folder) as library:
            check_whole(library)
            left = library.value(live)
            partly += 0 < left < 6_000
            if "all" not in said and left:
                undo(library, step)
            assert library.value(live) == 0, f"seed {seed}"
            redo(library, step)
            assert library.value(live) == 6_000, f"seed {seed}"
            assert [line.operation for line in steps(library, limit=2)] == ["redo", "undo"], f"seed {seed}"
    assert partly, "never killed in the middle"
