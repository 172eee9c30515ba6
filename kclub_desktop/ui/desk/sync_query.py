"""What the sync page and the chip ask of this copy: the pairing, what waits, conflicts, what the hub does not take.

The hub itself is asked by sync/devices.py, in a job of its own: the page never waits for the network.
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.store import Library
from kclub_desktop.store.tables import Device
from kclub_desktop.sync import aside_care, conflicts, diary
from kclub_desktop.sync import state as sync_state
from kclub_desktop.sync.aside_care import AsideStep
from kclub_desktop.sync.conflicts import Conflict
from kclub_desktop.sync.diary import Line
from kclub_desktop.sync.status import Status, status
from kclub_protocol.scopes import Role

_FOUNDER = 0
"""Node of the device that founded the community."""
SHOWN = 20
"""Conflicts on the page at once: more are looked at when these are settled."""


@dataclass(frozen=True)
class State:
    """Everything on the page that this copy knows itself. names: of devices, for when the hub is away.

    door  title of the event at whose door this computer stands; '' for none, None where it is no kiosk
    to_come  is what the community has still on its way to this copy?
    """

    status: Status
    conflicts: list[Conflict]
    aside: list[AsideStep]
    diary: list[Line]
    names: list[str]
    door: str | None = None
    to_come: bool = False


def chip(library: Library) -> tuple[Status, bool]:
    """Ask for the chip, a few look-ups: how it stands, and whether what the community has is still to come."""
    return status(library), is_to_come(library)


def is_to_come(library: Library) -> bool:
    """Was this copy made to join, and has not once agreed with the hub? What it shows is not the community yet."""
    known = sync_state.find(library)
    return known is not None and not known.synced_at and library.node != _FOUNDER


def state(library: Library) -> State:
    """Ask for the whole page."""
    stands = status(library)
    return State(
        status=stands,
        conflicts=conflicts.listed(library, limit=SHOWN),
        aside=aside_care.told(library),
        diary=diary.lines(library),
        names=_let_in(library),
        door=_door(library) if stands.role == Role.KIOSK else None,
        to_come=is_to_come(library),
    )


def _let_in(library: Library) -> list[str]:
    """Names of the devices that were not removed, as far as is known here."""
    here = Device.select(Device.name).where(
        (Device.name != "") & Device.revoked_at.is_null() & Device.deleted_at.is_null()
    )
    return [name for (name,) in here.order_by(Device.added_at, Device.node).tuples().execute(library)]


def is_kiosk(library: Library) -> bool:
    """Was this computer paired to stand at a door?"""
    return status(library).role == Role.KIOSK


def _door(library: Library) -> str:
    from kclub_desktop.ui.kiosk.kiosk_query import event_now, event_shown

    chosen = event_now(library, library.clock.now())
    event = event_shown(library, chosen) if chosen is not None else None
    return event.title if event else ""


def open_conflicts(library: Library) -> int:
    """Conflicts nobody decided yet."""
    return conflicts.open_count(library)
