"""A merge was taken back: what settling had moved to the kept record meanwhile returns to the one that stands again.

Undo of a merge sets back what the merge itself moved. What others wrote of the record that was gone came later, and was
moved by settling (settling.py), on any device; who takes the merge back may not have heard of it yet. So each device looks
for it when either arrives, and all come to the same.
"""

from __future__ import annotations

from kclub_desktop.community import settled_sets
from kclub_desktop.community.settled_sets import MERGED, Settled
from kclub_desktop.store import Library, Op
from kclub_desktop.store.tables import Member
from kclub_desktop.store.take_back import Taken, decide


def give_back(library: Library, since: int) -> int:
    """Take back what settling moved away from records that stand for themselves again; how many change sets.

    since  id of the newest entry of the log that was looked at before; moves from before it are looked at as well if a
           merge was taken back since
    """
    found = settled_sets.ids(library, 0 if _parted(library, since) else since)
    sets = (settled_sets.read(library, each) for each in found)
    return sum(_return(library, settled) for settled in sets if settled is not None)


def kept_of(library: Library, member: int) -> int:
    """The member that a record stands for after all merges; itself where two devices merged in a circle."""
    passed = [member]
    while (into := library.value("SELECT merged_into FROM member WHERE id = ?", (passed[-1],))) is not None:
        if into in passed:
            return min(passed[passed.index(into) :])
        passed.append(int(into))
    return passed[-1]


def _parted(library: Library, since: int) -> bool:
    """Does a record stand again since?"""
    found = library.value(
        "SELECT 1 FROM change WHERE id > ? AND entity = ? AND field = ? AND after IS NULL LIMIT 1",
        (since, Member.number, MERGED),
    )
    return found is not None


def _return(library: Library, settled: Settled) -> bool:
    if kept_of(library, settled.loser) == kept_of(library, settled.winner):
        return False
    with library.write(Op.UNDO):
        settings = decide(library, settled.change_set, settled.entries, Taken())
        at = _since_when(library, settled.loser)
        for entity, row in {(entry.entity, entry.row) for entry in settled.entries if entry.field == ""}:
            # Two devices may do this at once, and are to say the same.
            if row in settings.values.get((entity, "deleted_at"), ()):
                settings.values[entity, "deleted_at"][row] = at
        settings.write(library)
    return not settings.empty


def _since_when(library: Library, member: int) -> int:
    """When it was last said of a record for whom it stands, the same on every device; UTC seconds."""
    return int(
        library.value(
            "SELECT s.at FROM change c JOIN change_set s ON s.id = c.change_set WHERE c.row = ? AND c.entity = ?"
            " AND c.field = ? ORDER BY s.stamp DESC, s.node DESC LIMIT 1",
            (member, Member.number, MERGED),
        )
        or library.clock.now()
    )
