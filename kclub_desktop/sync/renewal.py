"""After a restore: this copy is an old state of a device that has written on since, so it asks to be another one.

With the old node it would give out ids and stamps a second time. As a new device it is sent what it wrote itself after
the backup, and whatever it had not sent when the backup was made goes out under its old stamps, once.
"""

from __future__ import annotations

from secrets import token_hex

from kclub_desktop.errors import HubRefused
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Device
from kclub_desktop.sync import state
from kclub_desktop.sync.endpoints.hub import HubEndpoint, PairedAs


def is_due(library: Library) -> bool:
    """Was this copy restored and has not asked for a new node since?"""
    return library.value("SELECT restored_key FROM library_state") is not None


def make_due(library: Library) -> None:
    """Note that this copy turned out to be an earlier state of its device: a file that was put back by hand."""
    with library.atomic("IMMEDIATE"):
        library.execute_sql(
            "UPDATE library_state SET restored_at = ?, restored_key = ?", (library.clock.now(), token_hex(16))
        )
        # It may have come past what it wrote itself, which as the old device it was not sent.
        state.pulled(library, 0)


def renew(library: Library, secrets: Secrets) -> None:
    """Ask the hub for a new node. Asked again after a lost answer, the hub gives the same one.

    Raises NotPaired, NoKeyring, HubRefused, HubUnreachable; until it worked nothing is sent.
    """
    known = state.of(library)
    token = secrets.get(state.secret_name(known.community, known.device))
    if not token:
        raise HubRefused(known.url, 401, "no token")
    endpoint = HubEndpoint(known.url, token)
    try:
        told = endpoint.renew(str(library.value("SELECT restored_key FROM library_state")))
    finally:
        endpoint.close()
    secrets.put(state.secret_name(told.community, told.device), told.token)
    # The same backup may be restored again, and knows only the device it was made on.
    secrets.put(state.secret_name(known.community, known.device), told.token)
    name = library.value("SELECT name FROM device WHERE node = ? AND deleted_at IS NULL", (library.node,))
    note(library, known.url, told, str(name or ""))


def note(library: Library, url: str, told: PairedAs, name: str) -> None:
    """From now on this copy is another device; what it had under way as the old one is looked at anew."""
    with library.atomic("IMMEDIATE"):
        library.execute_sql(
            "UPDATE library_state SET node = ?, restored_at = NULL, restored_key = NULL", (told.node,)
        )
        state.paired(library, url, told.community, told.device)
        library.execute_sql("UPDATE sync_state SET batch = 0 WHERE endpoint = ?", (state.HUB,))
    with library.write(Op.PAIR):
        rows.put(library, Device, node=told.node, name=name, role=told.role, added_at=library.clock.now())
