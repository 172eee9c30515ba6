"""Run by Anki's own Python: its sync server and two collections, and what a sync of N notes and cards takes each way.

Prints one line of JSON with milliseconds: push and pull of N new notes, push and pull of N edited ones, and a sync in
which nothing happened. Usage: python sync.py FOLDER N PORT
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import anki.lang
from anki.collection import AddNoteRequest, Collection

USER, PASSWORD = "bench", "bench"
STARTS_WITHIN_S = 30


def server(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """The sync server that comes with Anki, listening."""
    environment = os.environ | {
        "SYNC_USER1": f"{USER}:{PASSWORD}", "SYNC_BASE": str(folder), "SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(port),
    }  # fmt: skip
    running = subprocess.Popen(
        [sys.executable, "-m", "anki.syncserver"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(STARTS_WITHIN_S * 20):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/")
        except urllib.error.HTTPError:
            return running
        except OSError:
            time.sleep(0.05)
        else:
            return running
    raise SystemExit("the sync server did not start")


def processor_ms(process: int) -> float:
    """Milliseconds of processor time of this process and the server, which is told to 10 ms."""
    told = Path(f"/proc/{process}/stat")
    fields = told.read_text().rpartition(")")[2].split() if told.is_file() else ["0"] * 13
    ticks = int(fields[11]) + int(fields[12])
    return 1000 * (time.process_time() + ticks / os.sysconf("SC_CLK_TCK"))


def synced(collection: Collection, login: object, server: int) -> tuple[float, float]:
    """One ordinary sync: milliseconds by the clock, and of processor time of both sides."""
    began, worked = time.perf_counter(), processor_ms(server)
    answer = collection.sync_collection(login, False)
    took = 1000 * (time.perf_counter() - began), processor_ms(server) - worked
    assert answer.required == answer.NO_CHANGES, "an ordinary sync was expected"
    return took


def whole(collection: Collection, login: object, upload: bool) -> None:
    """A one-way sync, as Anki asks for with a new collection."""
    told = collection.sync_collection(login, False)
    collection.close_for_full_sync()
    collection.full_upload_or_download(auth=login, server_usn=told.server_media_usn, upload=upload)
    collection.reopen(after_full_sync=True)


def add(collection: Collection, count: int) -> None:
    """As many notes, each with one card."""
    basic, deck = collection.models.by_name("Basic"), collection.decks.id("Members")
    requests = []
    for number in range(count):
        note = collection.new_note(basic)
        note.fields = [f"Member {number} 李娜", f"member{number}@example.com"]
        requests.append(AddNoteRequest(note, deck))
    collection.add_notes(requests)


def edit(collection: Collection) -> None:
    """One field of every note."""
    notes = [collection.get_note(note) for note in collection.find_notes("deck:Members")]
    for note in notes:
        note.fields[1] += " prefers evenings"
    collection.update_notes(notes)


def main() -> None:
    """Measure."""
    folder, count, port = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    anki.lang.set_lang("en_US")
    folder.mkdir(parents=True, exist_ok=True)
    running = server(folder / "server", port)
    try:
        east, west = Collection(str(folder / "east.anki2")), Collection(str(folder / "west.anki2"))
        login = east.sync_login(USER, PASSWORD, f"http://127.0.0.1:{port}/")
        add(east, 1)
        whole(east, login, upload=True)
        whole(west, login, upload=False)
        taken, pid = {}, running.pid
        add(east, count)
        taken["push"], taken["pull"] = synced(east, login, pid), synced(west, login, pid)
        time.sleep(1.1)  # its clock of changes has whole seconds
        edit(east)
        taken["push_edits"], taken["pull_edits"] = synced(east, login, pid), synced(west, login, pid)
        taken["nothing"] = min(synced(west, login, pid) for _ in range(5))
        print(json.dumps(taken))
    finally:
        running.kill()


if __name__ == "__main__":
    main()
