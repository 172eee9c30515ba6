"""Kiosk, desk and command line write into one library at the same time: nobody is turned away, nothing is lost or doubled.

Eight seconds, since waiting for each other is what is tested; KCLUB_BAD_DAYS_SECONDS=60 for a night.
"""

import time

from kclub_desktop.clock import SystemClock
from kclub_desktop.community import checking_in, members
from kclub_desktop.errors import KClubError
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.tables import CheckIn, Event, Member
from tests.making import made_library


def desk(folder, until, person, event, write):
    """Edits one member and hears of what the others do."""
    done, heard = [], set()
    with open_library(folder, clock=SystemClock(), face="desk") as library:
        library.on_changes(lambda changes: heard.update(model.__name__ for model in changes.models))
        while time.time() < until:
            members.edit(library, person, {"note": f"note {len(done)}"})
            done.append(f"note {len(done)}")
            library.poll()
        library.poll()
    write({"done": done, "heard": sorted(heard)})


def kiosk(folder, until, person, event, write):
    """Scans at a door."""
    done = []
    with open_library(folder, clock=SystemClock(), face="kiosk") as library:
        while time.time() < until:
            done.append(checking_in.check_in(library, event, ticket=f"T{len(done)}", door="East").id)
    write({"done": done})


def command_line(folder, until, person, event, write):
    """Opens, adds somebody and closes, again and again, as a script does."""
    done = []
    while time.time() < until:
        with open_library(folder, clock=SystemClock()) as library:
            done.append(members.add(library, {"name": f"New {len(done)}"}))
    write({"done": done})


def reporting(work, pipe, *given):
    try:
        work(*given, pipe.send)
    except KClubError as error:
        pipe.send({"error": repr(error)})


def test_kiosk_desk_and_command_line_write_at_once_and_nothing_is_refused_lost_or_doubled(
    tmp_path, fork, seconds
):
    folder = tmp_path / "library"
    with made_library(folder, name="x", clock=SystemClock()) as library, library.write(Op.EDIT_EVENT):
        person = rows.add(library, Member, name="Anna", created_at=1)
        event = rows.add(
            library, Event, title="Meeting", starts_at=int(time.time()), ends_at=int(time.time()) + 60
        )
    until, told = time.time() + seconds, {}
    running = []
    for work in (desk, kiosk, command_line):
        reading, writing = fork.Pipe(duplex=False)
        process = fork.Process(
            target=reporting, args=(work, writing, folder, until, person, event), daemon=True
        )
        process.start()
        running.append((work.__name__, process, reading))
    for name, process, reading in running:
        told[name] = reading.recv()
        process.join()

    assert [report["error"] for report in told.values() if "error" in report] == []
    with open_library(folder, clock=SystemClock()) as library:
        assert library.value("PRAGMA integrity_check") == "ok"
        scans = {row for (row,) in library.rows("SELECT id FROM check_in")}
        added = {row for (row,) in library.rows("SELECT id FROM member WHERE id <> ?", (person,))}
        notes = [
            after for (after,) in library.rows("SELECT after FROM change WHERE field = 'note' ORDER BY id")
        ]
        stamps = [stamp for (stamp,) in library.rows("SELECT stamp FROM change_set ORDER BY id")]
        assert scans == set(told["kiosk"]["done"]) and len(told["kiosk"]["done"]) == len(scans)
        assert added == set(told["command_line"]["done"])
        assert notes == told["desk"]["done"] and rows.get(library, Member, person).note == notes[-1]
        assert stamps == sorted(set(stamps))
    assert {CheckIn.__name__, Member.__name__} <= set(told["desk"]["heard"])
    assert min(len(report["done"]) for report in told.values()) > 0
