"""The community's devices as the hub knows them, and what an owner does about them: invite, rename, grant, remove.

Names are the library's own: a rename travels with every other edit and shows in everybody's history. Who may sync, and
what, is the hub's to say, so all of this but reading the names needs the hub.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from kclub_desktop.errors import FieldRefused, HubRefused, HubUnreachable, UnknownDevice
from kclub_desktop.errors_of_devices import HubNeeded
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.naming import devices as names_here
from kclub_desktop.store.tables import Device
from kclub_desktop.sync import removals, state
from kclub_desktop.sync.endpoints.hub import UNKNOWN_ROUTE, HubEndpoint
from kclub_desktop.sync.link import link_of
from kclub_desktop.sync.session import endpoint_of
from kclub_protocol.ids import MAX_NODE
from kclub_protocol.scopes import Role, Sees

NAME_MOST = 200
OLDER_HUB = "the hub is older than this program"
BAD_ANSWER = "the answer is not one of a hub"


@dataclass(frozen=True)
class HubDevice:
    """A device with a copy. Times in UTC seconds, None = never.

    money       may a staff device write orders and payments?
    here        is it this one?
    sees_money  False: a staff device has nothing of money
    """

    id: str
    node: int
    name: str
    role: str
    money: bool
    added_at: int
    seen_at: int | None
    revoked_at: int | None
    here: bool
    sees_money: bool = True

    @property
    def sees(self) -> Sees:
        """What of money it was granted."""
        return Sees.of(self.money, self.sees_money)

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True)
class PairingCode:
    """A one-time code. link: hub and code in one piece; until: UTC seconds by this computer's clock."""

    code: str
    link: str
    role: str
    money: bool
    until: int
    sees_money: bool = True

    @property
    def sees(self) -> Sees:
        """What of money the device will be granted."""
        return Sees.of(self.money, self.sees_money)

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def listed(library: Library, secrets: Secrets) -> list[HubDevice]:
    """Every device of the community, removed ones too, in the order they joined.

    Raises NotPaired, NoKeyring, HubNeeded, and HubRefused for a kiosk's or a removed device.
    """
    with _hub(library, secrets) as hub:
        return _read(library, hub.url, hub.devices())


def found(devices: list[HubDevice], asked: str) -> HubDevice:
    """The one device of a name or id. Raises UnknownDevice if none or several fit."""
    fitting = [each for each in devices if asked in (each.id, each.name)]
    # A name may be another's, removed long ago.
    living = [each for each in fitting if each.revoked_at is None] or fitting
    if len(living) != 1:
        raise UnknownDevice(asked, tuple(f"{each.name} ({each.id})" for each in devices))
    return living[0]


def new_code(library: Library, secrets: Secrets, role: str, sees: Sees = Sees.READS) -> PairingCode:
    """Ask the hub for a code by which another device joins. sees: what a staff device is granted of money.

    Raises as listed, HubRefused for others than an owner, and of a hub too old to keep money from a device.
    """
    with _hub(library, secrets) as hub:
        told = hub.new_code(role, sees is Sees.WRITES, sees is not Sees.NOTHING)
        sees_money = _shows_money(hub, told, sees if role == Role.STAFF else Sees.WRITES)
        code, seconds = told.get("code"), told.get("seconds")
        if not isinstance(code, str) or not isinstance(seconds, int):
            raise HubRefused(hub.url, 200, BAD_ANSWER)
        until = library.clock.now() + seconds
        return PairingCode(code, link_of(hub.url, code), role, bool(told.get("money")), until, sees_money)


def rename(library: Library, secrets: Secrets, device: HubDevice, name: str) -> None:
    """Call a device something else, on every device and at the hub. Raises FieldRefused, and as listed."""
    name = name.strip()
    if not name or not name.isprintable():
        raise FieldRefused("name", "empty", name)
    if len(name) > NAME_MOST:
        raise FieldRefused("name", "too_long", name)
    with _hub(library, secrets) as hub:
        hub.change_device(device.id, name=name)
    with library.write(Op.EDIT_DEVICE):
        row = rows.id_for(Device, {"node": device.node})
        if rows.get(library, Device, row) is not None:
            rows.change(library, Device, row, name=name)
        else:
            rows.put(library, Device, node=device.node, name=name, role=device.role, added_at=device.added_at)


def grant_money(library: Library, secrets: Secrets, device: HubDevice, sees: Sees) -> None:
    """Let a staff device write orders, payments, plans and prices, only see them, or see none: then all that is of money
    leaves its copy at its next sync. Raises as new_code."""
    with _hub(library, secrets) as hub:
        told = hub.change_device(device.id, money=sees is Sees.WRITES, sees_money=sees is not Sees.NOTHING)
        _shows_money(hub, told, sees)


def _shows_money(hub: HubEndpoint, told: dict[str, Any], asked: Sees) -> bool:
    """What the hub says it will do. Raises HubRefused on one from before money could be kept from a device."""
    sees = told.get("sees_money") is not False
    if sees and asked is Sees.NOTHING:
        raise HubRefused(hub.url, 404, OLDER_HUB)
    return sees


def remove(library: Library, secrets: Secrets, device: HubDevice) -> None:
    """Let a device in no more, from its next call on. What it handed in stays. Raises as listed."""
    with _hub(library, secrets) as hub:
        hub.revoke(device.id)
    removals.note(library, device.node, library.clock.now())


def let_in_again(library: Library, secrets: Secrets, device: HubDevice) -> None:
    """Take a removal back: the device goes on as if nothing had been. Raises as listed."""
    with _hub(library, secrets) as hub:
        hub.change_device(device.id, revoked=False)
    removals.note(library, device.node, None)


def may_manage(devices: list[HubDevice]) -> bool:
    """Is this an owner's device, which may do all of the above?"""
    return any(each.here and each.role == Role.OWNER for each in devices)


@contextmanager
def _hub(library: Library, secrets: Secrets) -> Iterator[HubEndpoint]:
    endpoint = endpoint_of(library, secrets)
    try:
        yield endpoint
    except HubUnreachable as error:
        raise HubNeeded(error.url, error.reason) from error
    except HubRefused as error:
        if error.status in UNKNOWN_ROUTE and error.reason in ("Not Found", "Method Not Allowed"):
            raise HubRefused(error.url, error.status, OLDER_HUB) from error
        raise
    finally:
        endpoint.close()


def _read(library: Library, url: str, told: list[dict[str, Any]]) -> list[HubDevice]:
    """The hub's list in our terms, under the names this library knows. Raises HubRefused on what is none."""
    own, names = state.of(library).device, names_here(library)
    try:
        return [_one(each, names.get, own) for each in told]
    except (LookupError, TypeError, ValueError) as error:
        raise HubRefused(url, 200, BAD_ANSWER) from error


def _one(told: dict[str, Any], name_of: Callable[[int], str | None], own: str) -> HubDevice:
    node, device = told["node"], told["id"]
    whole = {key: told[key] for key in ("role", "name", "id")}
    if not all(isinstance(value, str) for value in whole.values()) or type(node) is not int:
        raise TypeError
    if not 0 <= node <= MAX_NODE:
        raise ValueError
    return HubDevice(
        id=device,
        node=node,
        name=name_of(node) or told["name"],
        role=told["role"],
        money=told["money"] is True,
        added_at=int(told["added_at"]),
        seen_at=_moment(told["seen_at"]),
        revoked_at=_moment(told["revoked_at"]),
        here=device == own,
        sees_money=told.get("sees_money") is not False,
    )


def _moment(told: Any) -> int | None:
    return None if told is None else int(told)
