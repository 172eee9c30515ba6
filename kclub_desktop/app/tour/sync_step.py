"""A hub over HTTP, a second copy that has it all, edits of both sides that both keep, and two that differ for the pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kclub_desktop.app.tour.summary import Summary
from kclub_desktop.clock import FixedClock
from kclub_desktop.community import members
from kclub_desktop.secrets import Held
from kclub_desktop.store import Library, make_library, rows
from kclub_desktop.store.tables import REPLICATED, Member
from kclub_desktop.sync import devices, state
from kclub_desktop.sync.loop import SyncLoop
from kclub_hub.communities import new_code, new_community
from kclub_hub.serve import HubServer

_NOTE, _PHONE = "Wants to speak at the next evening", "+8613800138000"
_NOTES = ("Prefers a seat near the door", "Brings a friend to the next evening")
KIOSK = "East door"
_LATER_SECONDS, _TO_THE_PICTURES_SECONDS = 90, 240


class Devices(NamedTuple):
    """What keeps the desk, and the kiosk's own copy, in step with the hub."""

    desk: SyncLoop
    kiosk: SyncLoop
    kiosk_copy: Library


@contextmanager
def paired(summary: Summary, library: Library, folder: Path, clock: FixedClock) -> Iterator[Devices]:
    """The library and a hub that serves while this lasts; a second copy and a kiosk are paired, and two edits of one
    note differ. The two copies are compared before."""
    server = HubServer(folder / "hub.db", clock=clock.milliseconds)
    server.start()
    other, door = (make_library(folder / name, name="", clock=clock) for name in ("second", "door"))
    try:
        first, second = SyncLoop(library, Held()), SyncLoop(other, Held())
        first.pair(
            server.url, new_code(server.database, new_community(server.database, library.name)), "Desk"
        )
        _second_copy(summary, first, second, library, other)
        kiosk = SyncLoop(door, Held())
        code = devices.new_code(library, first.secrets, "kiosk").code
        kiosk.pair(server.url, code, KIOSK)
        kiosk.sync_now()
        first.sync_now()
        _both_edits(summary, first, second, library, other)
        _two_that_differ(summary, first, second, library, other, clock)
        yield Devices(first, kiosk, door)
    finally:
        other.shut()
        door.shut()
        server.stop()


def _second_copy(
    summary: Summary, first: SyncLoop, second: SyncLoop, library: Library, other: Library
) -> None:
    """An owner's device makes the codes, as on the Sync page."""
    sent = first.sync_now().sent
    laptop = devices.new_code(library, first.secrets, "staff")
    url = state.of(library).url
    second.pair(url, laptop.code, "Laptop")
    received = second.sync_now().received
    first.sync_now()
    same = fingerprint(library) == fingerprint(other)
    summary.note(
        "sync",
        sent and received and same,
        f"{sent} change sets sent over HTTP, {received} received; the second copy has the same rows",
        sent=sent,
        received=received,
    )


def _both_edits(
    summary: Summary, first: SyncLoop, second: SyncLoop, library: Library, other: Library
) -> None:
    member = int(library.value("SELECT min(id) FROM member WHERE deleted_at IS NULL"))
    members.edit(library, member, {"note": _NOTE})
    members.edit(other, member, {"phone": _PHONE})
    for loop in (first, second, first):
        loop.sync_now()
    both = [rows.get(copy, Member, member) for copy in (library, other)]
    agree = all(one is not None and one.note == _NOTE and one.phone == _PHONE for one in both)
    summary.note(
        "merge",
        agree and fingerprint(library) == fingerprint(other),
        "a note written on one device and a phone number on the other are on both",
    )


def _two_that_differ(
    summary: Summary, first: SyncLoop, second: SyncLoop, library: Library, other: Library, clock: FixedClock
) -> None:
    """The same note on both sides, neither having seen the other's: one stands, the other is kept to look at."""
    member = int(library.value("SELECT max(id) FROM member WHERE deleted_at IS NULL"))
    members.edit(library, member, {"note": _NOTES[0]})
    clock.move(_LATER_SECONDS)
    members.edit(other, member, {"note": _NOTES[1]})
    second.sync_now()
    found = first.sync_now().conflicts
    second.sync_now()
    clock.move(_TO_THE_PICTURES_SECONDS)
    kept = rows.get(library, Member, member)
    summary.note(
        "conflict",
        found == 1 and kept is not None and kept.note == _NOTES[1],
        "of two edits of one note the later one stands, and the other is kept to look at",
    )


def fingerprint(library: Library) -> str:
    """A hash of every replicated row; equal for two copies that hold the same."""
    digest = hashlib.sha256()
    for model in REPLICATED:
        for row in library.rows(f'SELECT * FROM "{model.name_of_table()}" ORDER BY id'):
            digest.update(repr(row).encode())
    return digest.hexdigest()
