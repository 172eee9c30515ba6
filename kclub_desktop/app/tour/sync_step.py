"""The last step: a hub over HTTP, a second copy that has it all, and edits of both sides that both keep."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kclub_desktop.app.tour.summary import Summary
from kclub_desktop.clock import FixedClock
from kclub_desktop.community import members
from kclub_desktop.secrets import Held
from kclub_desktop.store import Library, make_library, rows
from kclub_desktop.store.tables import REPLICATED, Member
from kclub_desktop.sync.loop import SyncLoop
from kclub_hub.communities import new_code, new_community
from kclub_hub.serve import HubServer

_NOTE, _PHONE = "Wants to speak at the next evening", "+8613800138000"


def second_copy(summary: Summary, library: Library, folder: Path, clock: FixedClock) -> None:
    """Pair, push, pull into a second library, edit two fields of one member on both sides, and compare everything."""
    server = HubServer(folder / "hub.db", clock=clock.milliseconds)
    server.start()
    other = make_library(folder / "second", name="", clock=clock)
    try:
        community = new_community(server.database, library.name)
        first, second = SyncLoop(library, Held()), SyncLoop(other, Held())
        first.pair(server.url, new_code(server.database, community), "Desk")
        sent = first.sync_now().sent
        second.pair(server.url, new_code(server.database, community), "Laptop")
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
    finally:
        other.shut()
        server.stop()


def fingerprint(library: Library) -> str:
    """A hash of every replicated row; equal for two copies that hold the same."""
    digest = hashlib.sha256()
    for model in REPLICATED:
        for row in library.rows(f'SELECT * FROM "{model.name_of_table()}" ORDER BY id'):
            digest.update(repr(row).encode())
    return digest.hexdigest()
