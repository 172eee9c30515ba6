"""What the sync page asks: the pairing, what waits, the last steps, and conflicts with both values."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.store import Library
from kclub_desktop.store.history import Step, steps
from kclub_desktop.store.naming import devices, name_of
from kclub_desktop.store.tables import BY_NUMBER
from kclub_desktop.sync import outbox
from kclub_protocol.stamps import milliseconds_of

LAST_SHOWN = 12


@dataclass(frozen=True)
class Paired:
    """The hub this library syncs with. synced_at None = never yet."""

    url: str
    device: str
    synced_at: int | None


@dataclass(frozen=True)
class Conflict:
    """Two devices changed one field. kept is what stands now, lost the other value; times in UTC seconds."""

    id: int
    table: str
    row: int
    what: str
    field: str
    kept: object
    kept_by: str
    kept_at: int
    lost: object
    lost_by: str
    lost_at: int


@dataclass(frozen=True)
class State:
    """Everything on the page. waiting: changes that have not been sent; None = not paired."""

    paired: Paired | None
    waiting: int
    history: list[Step]
    conflicts: list[Conflict]
    devices: list[str]


@dataclass(frozen=True)
class Chip:
    """What the chip in the sidebar rests on."""

    paired: Paired | None
    waiting: int
    conflicts: int


def chip(library: Library) -> Chip:
    """Ask for the chip: three look-ups."""
    found = paired(library)
    return Chip(found, waiting(library) if found else 0, open_conflicts(library))


def state(library: Library) -> State:
    """Ask for the whole page."""
    found = paired(library)
    return State(
        paired=found,
        waiting=waiting(library) if found else 0,
        history=steps(library, limit=LAST_SHOWN),
        conflicts=conflicts(library),
        devices=[name for name in devices(library).values() if name],
    )


def paired(library: Library) -> Paired | None:
    """The hub this library is paired with; None if with none."""
    found = library.rows("SELECT url, device, synced_at FROM sync_state LIMIT 1")
    return Paired(*found[0]) if found else None


def waiting(library: Library) -> int:
    """Change sets made here that the hub has not taken yet."""
    pushed = library.value("SELECT coalesce(min(pushed), 0) FROM sync_state")
    return outbox.waiting(library, int(pushed))


def open_conflicts(library: Library) -> int:
    """Conflicts nobody looked at yet."""
    return int(library.value("SELECT count(*) FROM conflict WHERE resolved_at IS NULL"))


def conflicts(library: Library) -> list[Conflict]:
    """Conflicts nobody decided yet, newest first."""
    names = devices(library)
    return [
        Conflict(
            conflict_id,
            BY_NUMBER[entity].name_of_table(),
            row,
            name_of(library, BY_NUMBER[entity], row),
            field,
            kept,
            names.get(kept_by, ""),
            milliseconds_of(kept_at) // 1000,
            lost,
            names.get(lost_by, ""),
            milliseconds_of(lost_at) // 1000,
        )
        for conflict_id, entity, row, field, kept, kept_by, kept_at, lost, lost_by, lost_at in library.rows(
            "SELECT id, entity, row, field, kept, kept_by, kept_at, lost, lost_by, lost_at FROM conflict"
            " WHERE resolved_at IS NULL ORDER BY id DESC LIMIT 100"
        )
    ]
