"""How this copy stands with its hub, by what it knows itself: nothing is asked over the network."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from kclub_desktop.store import Library, moneyless
from kclub_desktop.store.tables import Device
from kclub_desktop.sync import aside, conflicts, files, outbox, state
from kclub_desktop.sync.files import FilesState


@dataclass(frozen=True)
class Status:
    """Counts and times of this copy.

    hub        its address, None while the library is not paired; device: this one's name; role: as it was paired
    waiting    change sets made here that the hub has not taken yet, those set aside included
    aside      change sets the hub does not take
    conflicts  that nobody decided yet
    synced_at  UTC seconds of the last complete sync, None = never
    files      how attachments stood after the last exchange
    sees_money False on a staff device that the owner shows none
    """

    hub: str | None
    device: str
    role: str
    waiting: int
    aside: int
    conflicts: int
    synced_at: int | None
    files: FilesState = field(default_factory=FilesState)
    sees_money: bool = True

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {"paired": self.hub is not None, **asdict(self)}


def status(library: Library) -> Status:
    """A few look-ups."""
    known = state.find(library)
    open_conflicts = conflicts.open_count(library)
    if known is None:
        return Status(None, "", "", 0, 0, open_conflicts, None)
    this = Device.select(Device.name, Device.role).where(Device.node == library.node)
    name, role = next(iter(this.tuples().execute(library)), ("", ""))
    set_aside = aside.listed(library)
    # What comes after the last that was taken counts as waiting by itself.
    passed = sum(each.change_set <= known.pushed for each in set_aside)
    waiting = outbox.waiting(library, known.pushed) + passed
    return Status(
        known.url, name, role, waiting, len(set_aside), open_conflicts, known.synced_at, files.last(library),
        moneyless.sees_money(library),
    )  # fmt: skip
