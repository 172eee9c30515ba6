"""Merging what another device changed: last writer wins, field by field, by (clock stamp, node); facts are united.

Nothing that loses is dropped: it stays in the change log, and is a conflict if the two edits had not seen each
other. A field this version does not know is kept for one that does. How rows are merged is in merge_rows.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kclub_desktop.store import ChangeGroup, Library, Op, Origin
from kclub_desktop.store.log import StepHead, step_of
from kclub_desktop.store.moving import MOVING
from kclub_desktop.store.privacy import cleaning
from kclub_desktop.store.privacy.blanking import scrub
from kclub_desktop.store.privacy.erasing import ERASING
from kclub_desktop.store.tables import BY_NAME
from kclub_desktop.store.undo import note_undone
from kclub_desktop.sync.merge_rows import Arriving, merge_rows
from kclub_protocol.changes import ChangeSet, RowChange


@dataclass
class Merged:
    """How many change sets were new here, how many fields were in conflict, and was anything erased by them?"""

    change_sets: int = 0
    conflicts: int = 0
    erased: bool = False


def merge(
    library: Library,
    received: ChangeSet,
    pushed: int,
    result: Merged,
    group: ChangeGroup | None = None,
    *,
    late: bool = False,
) -> None:
    """Apply one change set of another device as one of ours, or nothing of it if it is here already.

    pushed  id of our last change set the endpoint has; edits after it had not been seen by the other side
    late    this is the part of one that is here already which this version has only now come to know
    """
    written = received.stamp, received.node
    here = library.value("SELECT id FROM change_set WHERE stamp = ? AND node = ?", written)
    if here is not None and not late:
        # A restored copy is told of what it wrote itself, as the device it was: that need not be sent again.
        if here > pushed and received.node != library.node:
            library.execute_sql(
                "UPDATE change_set SET origin = ? WHERE id = ? AND origin = ?",
                (Origin.SYNC, here, Origin.HERE),
            )
        return
    undone = _taken_back(library, received)
    with library.write(
        received.operation,
        origin=Origin.SYNC,
        as_of=(*written, received.at),
        group=group,
        undoes=undone.id if undone else None,
    ) as opened:
        operation = received.operation
        arriving = Arriving(opened, written, pushed, late, operation in ERASING, operation in MOVING)
        for changes in _without_repeats(received.changes):
            result.conflicts += merge_rows(library, arriving, changes)
        if received.operation == Op.RETENTION and _obey(library, received):
            result.erased = True
            cleaning.mark_due(library)
        if undone and received.undoes and received.undoes.whole:
            note_undone(library, undone, (group and group.id) or opened.id)
    result.change_sets += 1


def _taken_back(library: Library, received: ChangeSet) -> StepHead | None:
    """The step here that it takes back or does again; None if it is none, or of one that never came here."""
    if received.undoes is None:
        return None
    here = library.value(
        "SELECT id FROM change_set WHERE stamp = ? AND node = ?",
        (received.undoes.stamp, received.undoes.node),
    )
    return step_of(library, here) if here is not None else None


def _obey(library: Library, received: ChangeSet) -> bool:
    """What a retention rule emptied elsewhere is not told by the log here either; True if it was.

    Whoever was erased is the business of erasing.obey, which looks at everything that is theirs.
    """
    known = [change for change in received.changes if change.entity in BY_NAME]
    told = [
        scrub(library, BY_NAME[change.entity], change.row, change.fields, received.stamp) for change in known
    ]
    return any(told)


def _without_repeats(changes: Sequence[RowChange]) -> Iterator[list[RowChange]]:
    """The changes in order, in parts in which no row is met twice: rows of a part are merged all at once."""
    part: list[RowChange] = []
    met: set[tuple[str, int]] = set()
    for change in changes:
        key = change.entity, change.row
        if key in met:
            yield part
            part, met = [], set()
        part.append(change)
        met.add(key)
    if part:
        yield part
