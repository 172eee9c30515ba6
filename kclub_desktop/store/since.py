"""What has happened since a step: told before it is taken back, by deciding the same without writing."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.store.library import Library
from kclub_desktop.store.log import slices
from kclub_desktop.store.take_back import Taken, decide
from kclub_desktop.store.undo import SLICE, checked

MOST_READ = 20_000


@dataclass
class Since(Taken):
    """What undo of a step would set back and leave. step: what it would take back; whole: was the whole log of it read?"""

    step: int = 0
    whole: bool = True


def since(library: Library, change_set: int, most: int = MOST_READ) -> Since:
    """What undo of the step of a change set would do now. Writes nothing, and reads at most so many entries of its log.

    Raises UnknownChange, NotUndoable, AlreadyUndone, as undo would.
    """
    step = checked(library, change_set)
    told, already, read = Since(step=step.id), dict[tuple[int, int, str], object](), 0
    for entries in slices(library, step, SLICE):
        if read >= most:
            told.whole = False
            break
        decide(library, step.id, entries, told, already)
        read += len(entries)
    return told
