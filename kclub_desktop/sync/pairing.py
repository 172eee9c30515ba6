"""Joining a hub: a one-time code against a token, a node and, for a new copy, the community's name.

A library with a name or content founds its community on the hub; an empty one joins what is there, and one that was made
to join has no name. Two communities never mix.
"""

from __future__ import annotations

import socket
from secrets import token_hex

from kclub_desktop.errors import AnotherCommunity, HubUnreachable
from kclub_desktop.errors_of_devices import HubNeeded
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Device
from kclub_desktop.sync import renewal, state
from kclub_desktop.sync.endpoints.hub import HubEndpoint, PairedAs

_PAIRING = "pairing"


def pair(
    library: Library, url: str, code: str, secrets: Secrets, device_name: str = "", *, joining: bool = False
) -> None:
    """Pair a library with a hub.

    device_name  as others will see it; by default this computer's name
    joining      it was made to be a copy of what is there
    Raises PairingCodeRefused, AnotherCommunity, NothingToJoin, InsecureHub, HubNeeded, HubRefused, NoKeyring.
    """
    device_name = device_name or socket.gethostname()
    endpoint = HubEndpoint(url)
    attempt = _attempt(secrets)
    before, restored = state.find(library), renewal.is_due(library)
    founding, returning = None, None
    is_empty = library.value("SELECT 1 FROM change_set LIMIT 1") is None
    if before:
        returning = before.community, library.node
    elif not is_empty or (library.name and not joining):
        founding = {"name": library.name, "zone": library.zone, "currency": library.currency}
    try:
        try:
            told = endpoint.pair(
                code,
                device_name,
                founding=founding,
                returning=returning,
                restored=restored,
                joining=joining,
                attempt=attempt,
            )
        except AnotherCommunity:
            if founding is None or not is_empty:
                raise
            # Somebody named a community, put nothing into it yet, and has the code of one that is there.
            founding = None
            told = endpoint.pair(code, device_name, attempt=attempt)
    except AnotherCommunity as error:
        raise AnotherCommunity(str(library.folder), endpoint.url) from error
    except HubUnreachable as error:
        raise HubNeeded(error.url, error.reason) from error
    finally:
        endpoint.close()
    secrets.put(state.secret_name(told.community, told.device), told.token)
    if before and restored:
        renewal.note(library, endpoint.url, told, device_name)
    else:
        _note(library, endpoint.url, told, device_name, new=before is None and founding is None)
    secrets.put(_PAIRING, "")


def _attempt(secrets: Secrets) -> str:
    """A secret word for this pairing, the same until it is over: the hub's answer may be lost on the way."""
    word = secrets.get(_PAIRING) or token_hex(16)
    # Whether a secret can be kept must be known before the code is used up.
    secrets.put(_PAIRING, word)
    return word


def _note(library: Library, url: str, told: PairedAs, device_name: str, new: bool) -> None:
    with library.atomic("IMMEDIATE"):
        library.execute_sql("UPDATE library_state SET restored_at = NULL, restored_key = NULL")
        if new:
            library.execute_sql(
                "UPDATE library_state SET node = ?, name = ?, zone = coalesce(nullif(?, ''), zone),"
                " currency = coalesce(nullif(?, ''), currency)",
                (told.node, told.name, told.zone, told.currency),
            )
        state.paired(library, url, told.community, told.device)
    with library.write(Op.PAIR):
        rows.put(
            library,
            Device,
            node=told.node,
            name=device_name,
            role=told.role,
            added_at=library.clock.now(),
            revoked_at=None,
        )
