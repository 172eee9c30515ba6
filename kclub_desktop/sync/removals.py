"""Who was removed stays removed, though the hub was put back from a backup of a day when they were not.

The hub alone refuses a token, and a restored one knows of no later removal: a stolen device would be let in again. So a
removal is also written beside the device's name, on every copy, and an owner's copy repeats it. The
other way round, one that was paired again since is removed no longer, as the hub says which let it in.
"""

from __future__ import annotations

from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Device
from kclub_desktop.sync import settings, state
from kclub_desktop.sync.endpoints.hub import HubEndpoint
from kclub_protocol.scopes import Role

_LOOKED_AT_ONCE = 1_000
"""Change sets that are sooner looked at again than that it is written down that they were."""


def note(library: Library, node: int, at: int | None) -> None:
    """Write that a device was removed, at this time (UTC seconds), or let in again. Raises as Library.write."""
    row = rows.id_for(Device, {"node": node})
    known = rows.get(library, Device, row)
    if known is not None and (known.revoked_at is None) != (at is None):
        with library.write(Op.EDIT_DEVICE):
            rows.change(library, Device, row, revoked_at=at)


def repeat(library: Library, hub: HubEndpoint) -> int:
    """Remove again whom a restored hub lets in; how many. Some look-ups while the hub's log has the same life.

    Raises HubUnreachable, HubRefused; then it is done at the next sync.
    """
    life = settings.get(library, settings.LIFE)
    if settings.get(library, settings.REMOVED_IN) == life:
        _let_in_again(library, hub)
        return 0
    done = 0
    if removed := _removed(library):
        for told in hub.devices():
            if told.get("node") in removed and told.get("revoked_at") is None:
                hub.revoke(str(told["id"]))
                done += 1
    settings.put(library, settings.REMOVED_IN, life)
    return done


def _let_in_again(library: Library, hub: HubEndpoint) -> None:
    """A removed device that was paired again has not heard of its removal, and so does not take it back itself."""
    newest = int(library.value("SELECT coalesce(max(id), 0) FROM change_set"))
    seen = int(settings.get(library, settings.LET_IN_UPTO) or 0)
    if newest == seen:
        return
    paired = {
        node
        for (node,) in library.rows(
            "SELECT node FROM change_set WHERE id > ? AND operation = ?", (seen, Op.PAIR)
        )
    }
    if doubtful := paired & _removed(library):
        let_in = {told.get("node") for told in hub.devices() if told.get("revoked_at") is None}
        for node in doubtful & let_in:
            note(library, node, None)
    if paired or newest - seen > _LOOKED_AT_ONCE:
        settings.put(library, settings.LET_IN_UPTO, str(newest))


def _removed(library: Library) -> set[int]:
    """Nodes of the devices that were removed; empty where this is no owner's copy, which could do nothing about it."""
    if state.role(library) != Role.OWNER:
        return set()
    found = library.rows("SELECT node FROM device WHERE revoked_at IS NOT NULL AND deleted_at IS NULL")
    return {node for (node,) in found} - {library.node}
