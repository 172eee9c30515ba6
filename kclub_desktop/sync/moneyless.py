"""What this device sees of money follows what the hub says of it: taken, it leaves this copy; granted, it is read again."""

from __future__ import annotations

from kclub_desktop.store import Changes, Library, Origin, moneyless
from kclub_desktop.store.privacy import cleaning
from kclub_desktop.store.tables import REPLICATED
from kclub_desktop.sync import aside
from kclub_desktop.sync.endpoint import Endpoint
from kclub_desktop.sync.repair import repair


def follow(library: Library, endpoint: Endpoint, sees: bool, pushed: int) -> None:
    """Bring this copy in line with what the hub says. One look-up when nothing changed.

    pushed  id of our last change set the endpoint has
    Cut short, it is done again at the next sync. Raises as Endpoint.catch_up, LibraryBusy, LibraryNotWritable.
    """
    if cleaning.is_due(library) and not moneyless.sees_money(library):
        cleaning.clean(library)
    if sees == moneyless.sees_money(library):
        return
    if sees:
        # Change sets that came without their money are here already and are not merged twice: the log is read once more.
        repair(library, endpoint, pushed)
        moneyless.note(library, sees=True)
    else:
        _take_away(library, pushed)
    library.announce(Changes(frozenset(REPLICATED), Origin.SYNC))


def _take_away(library: Library, pushed: int) -> None:
    from kclub_desktop.store import hiding_money

    own = library.rows("SELECT id FROM change_set WHERE id > ? AND origin = 'here'", (pushed,))
    unsent = {change_set for (change_set,) in own} | {each.change_set for each in aside.listed(library)}
    if hiding_money.hide(library, unsent):
        cleaning.clean(library)
