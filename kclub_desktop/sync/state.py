"""How far this library and an endpoint have come: the pairing and both cursors."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.errors import NotPaired
from kclub_desktop.store import Library

HUB = "hub"


@dataclass(frozen=True)
class SyncState:
    """pulled: the endpoint's cursor; pushed: id of our last change set it has; synced_at: UTC seconds of the last
    complete sync."""

    url: str
    community: str
    device: str
    pulled: int
    pushed: int
    synced_at: int | None


def find(library: Library, endpoint: str = HUB) -> SyncState | None:
    """The pairing with an endpoint, or None."""
    found = library.rows(
        "SELECT url, community, device, pulled, pushed, synced_at FROM sync_state WHERE endpoint = ?",
        (endpoint,),
    )
    return SyncState(*found[0]) if found else None


def of(library: Library, endpoint: str = HUB) -> SyncState:
    """The pairing with an endpoint. Raises NotPaired."""
    found = find(library, endpoint)
    if found is None:
        raise NotPaired(str(library.folder))
    return found


def role(library: Library) -> str:
    """What this device was let in as; '' before it is paired."""
    return str(library.value("SELECT role FROM device WHERE node = ?", (library.node,)) or "")


def paired(library: Library, url: str, community: str, device: str, endpoint: str = HUB) -> None:
    """Note a new pairing, or a new address and name for the device of an old one; its cursors stay."""
    library.note(
        "INSERT INTO sync_state (endpoint, url, community, device) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (endpoint) DO UPDATE SET url = excluded.url, community = excluded.community,"
        " device = excluded.device",
        (endpoint, url, community, device),
    )


def pulled(library: Library, cursor: int, endpoint: str = HUB) -> None:
    """Everything up to this cursor has been merged."""
    library.note("UPDATE sync_state SET pulled = ? WHERE endpoint = ?", (cursor, endpoint))


def begin_again(library: Library, endpoint: str = HUB) -> None:
    """The endpoint's log is another one: what it has and what we have of it is to be found out anew."""
    library.note("UPDATE sync_state SET pulled = 0, pushed = 0, batch = 0 WHERE endpoint = ?", (endpoint,))


def pushed(library: Library, last: int, endpoint: str = HUB) -> None:
    """The endpoint has everything up to this change set."""
    library.note("UPDATE sync_state SET pushed = ?, batch = 0 WHERE endpoint = ?", (last, endpoint))


def finished(library: Library, at: int, endpoint: str = HUB) -> None:
    """Both sides agreed at this time."""
    library.note("UPDATE sync_state SET synced_at = ? WHERE endpoint = ?", (at, endpoint))


def secret_name(community: str, device: str) -> str:
    """Under which name a device's token is kept."""
    return f"hub:{community}:{device}"
