"""Taking back a step, and doing it again: the same log read backwards, written as a step of its own.

A step is one change set or a group of them. Undo of an undo is a redo, and undo of a redo is undo of the step that
it brought back, so that a step and its undo take turns and no chain grows. What is set back and what is left is
decided in take_back.py; a fact cannot be taken back here, the rule that made it offers a correcting fact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kclub_desktop.errors import AlreadyUndone, NothingToUndo, NotUndoable
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.store.changes import BY_ITSELF, NOT_UNDOABLE, ChangeGroup, Op, touched_by
from kclub_desktop.store.declare import Kind
from kclub_desktop.store.library import Library
from kclub_desktop.store.log import STEP, Entry, StepHead, length, slices, step_of
from kclub_desktop.store.tables import BY_NUMBER
from kclub_desktop.store.take_back import Taken, decide

SLICE = 1000
"""Entries of the log per transaction, so that others can write in between."""


@dataclass
class Undone(Taken):
    """What undo or redo did. step: what was taken back or done again; by: the step it was done in, None if nothing was
    written; cancelled: the person stopped it, and undo of the same step goes on where it ended.
    corrected, voided: facts of money that other facts take back, and receipts voided with them. given_back, taken_again:
    uses of passes, by facts as well."""

    step: int = 0
    by: int | None = None
    cancelled: bool = False
    corrected: int = 0
    voided: int = 0
    given_back: int = 0
    taken_again: int = 0


def undo(
    library: Library,
    change_set: int,
    *,
    initiator: object | None = None,
    progress: Progress | None = None,
) -> Undone:
    """Take back the whole step of a change set; for a step that is itself an undo: do again what it took back.

    Raises UnknownChange, NotUndoable, AlreadyUndone, LibraryBusy, LibraryNotWritable.
    """
    step = checked(library, change_set)
    operation = Op.REDO if step.operation == Op.UNDO else Op.UNDO
    result, group = Undone(step=step.id), ChangeGroup(_unfinished(library, step))
    progress = progress or Progress()
    progress.expect(length(library, step))
    done = 0
    try:
        for entries, last in _with_last(slices(library, step, SLICE)):
            progress.advance(done)
            done = len(entries)
            with library.write(operation, group=group, initiator=initiator, undoes=step.id) as opened:
                _refuse_twice(library, step)
                settings = decide(library, step.id, entries, result)
                settings.write(library)
                if last and not (settings.empty and group.id is None):
                    note_undone(library, step, group.id or opened.id)
    except Cancelled:
        result.cancelled = True
    result.by = group.id
    return result


def redo(
    library: Library, change_set: int, *, initiator: object | None = None, progress: Progress | None = None
) -> Undone:
    """Do again the step of a change set that was taken back, named by itself or by its undo.

    Raises UnknownChange, NotUndoable if it stands, AlreadyUndone if the undo was taken back before.
    """
    step = step_of(library, change_set)
    if step.operation == Op.UNDO:
        return undo(library, step.id, initiator=initiator, progress=progress)
    if step.undone_by is None:
        raise NotUndoable(step.id, step.operation, "standing")
    return undo(library, step.undone_by, initiator=initiator, progress=progress)


def undo_last(library: Library, *, passing: Collection[int] = (), progress: Progress | None = None) -> Undone:
    """Take back the newest step of this device that stands; one that came to nothing in the end is passed over.

    passing  steps to leave out
    Raises NothingToUndo, and what undo raises.
    """
    passed = set(passing)
    while (newest := last_undoable(library, passed)) is not None:
        result = undo(library, newest, progress=progress)
        if result.by is not None or result.left or result.cancelled:
            return result
        passed.add(newest)
    raise NothingToUndo


def redo_last(library: Library, *, progress: Progress | None = None) -> Undone:
    """Do again what was taken back last. Raises NothingToUndo if nothing was, or something was done since."""
    newest = last_redoable(library)
    if newest is None:
        raise NothingToUndo(redo=True)
    return undo(library, newest, progress=progress)


def last_undoable(library: Library, passing: Collection[int] = ()) -> int | None:
    """The newest step made on this device that stands and is not itself an undo or redo. Steps of sync are not asked for,
    and facts come in by themselves while a person is busy: they are passed over."""
    left_out = (Op.UNDO, Op.REDO, *NOT_UNDOABLE)
    newest_first = library.execute_sql(
        f"SELECT {STEP}, s.touched FROM change_set s WHERE s.origin = 'here' AND s.undone_by IS NULL"
        f" AND s.touched <> '' AND s.operation NOT IN ({','.join('?' * len(left_out))}) ORDER BY s.id DESC",
        left_out,
    )
    return next(
        (int(step) for step, touched in newest_first if step not in passing and not _only_facts(touched)),
        None,
    )


def last_redoable(library: Library) -> int | None:
    """The newest undo made on this device that stands, unless something else was done since; facts do not count."""
    newest_first = library.execute_sql(
        f"SELECT {STEP}, s.operation, s.undoes, s.undone_by, s.touched FROM change_set s WHERE s.origin = 'here'"
        " AND s.touched <> '' ORDER BY s.id DESC"
    )
    for step, operation, undoes, undone_by, touched in newest_first:
        # What is given back after a merge was undone (community/giving_back.py) is no step of a person's: it undoes none.
        if operation == Op.UNDO and undone_by is None and undoes is not None:
            return int(step)
        if operation not in (Op.UNDO, Op.REDO, *BY_ITSELF) and not _only_facts(touched):
            return None
    return None


def group_of(group: ChangeGroup) -> int:
    """The step of a group that was written, for `undo`. Raises ValueError if nothing was."""
    if group.id is None:
        raise ValueError("nothing was written in this group")
    return group.id


def checked(library: Library, change_set: int) -> StepHead:
    """The step that undo of a change set would take back. Raises UnknownChange, NotUndoable, AlreadyUndone."""
    step = step_of(library, change_set)
    if step.operation == Op.REDO and step.undoes is not None:
        brought_back = step_of(library, step.undoes).undoes
        step = step_of(library, brought_back) if brought_back is not None else step
    if step.operation in NOT_UNDOABLE:
        raise NotUndoable(step.id, step.operation, "operation")
    if step.only_facts:
        raise NotUndoable(step.id, step.operation, "facts")
    _refuse_twice(library, step)
    return step


def _refuse_twice(library: Library, step: StepHead) -> None:
    """Asked again inside each write, since another process may have been quicker."""
    if library.value("SELECT undone_by FROM change_set WHERE id = ?", (step.id,)) is not None:
        raise AlreadyUndone(step.id, step.operation)


def _unfinished(library: Library, step: StepHead) -> int | None:
    """An undo of this step that was stopped half way and stands: going on with it keeps both halves one step."""
    return library.value(  # type: ignore[no-any-return]
        f"SELECT {STEP} FROM change_set s WHERE s.undoes = ? AND s.undone_by IS NULL ORDER BY s.id DESC LIMIT 1",
        (step.id,),
    )


def note_undone(library: Library, step: StepHead, by: int) -> None:
    """Under an open change set: a step no longer stands, and what it had taken back itself does again. by: the step."""
    library.execute_sql(
        "UPDATE change_set SET undone_by = ? WHERE id = ? OR change_group = ?", (by, step.id, step.id)
    )
    if step.operation == Op.UNDO and step.undoes is not None:
        library.execute_sql(
            "UPDATE change_set SET undone_by = NULL WHERE id = ? OR change_group = ?",
            (step.undoes, step.undoes),
        )


def _with_last(parts: Iterator[list[Entry]]) -> Iterator[tuple[list[Entry], bool]]:
    """Each slice, and whether it is the last one."""
    waiting = next(parts, None)
    while waiting is not None:
        following = next(parts, None)
        yield waiting, following is None
        waiting = following


def _only_facts(touched: str) -> bool:
    return all(BY_NUMBER[number].replication is Kind.FACT for number in touched_by(touched))
