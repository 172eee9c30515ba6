"""Taking back a step that took a use of a pass: a check-in, by the fact that says so; an enrolment, with the use given back.

Both in one write with the step's undo, so that no moment knows of one without the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kclub_desktop.community import checking_in, uses_given_back
from kclub_desktop.errors import AlreadyUndone, NotUndoable
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.log import StepHead
from kclub_desktop.store.tables import CheckIn, PlanUse
from kclub_desktop.store.undo import Undone, checked, note_undone


def take_back_enrolments(
    library: Library,
    step: StepHead,
    enrolments: Sequence[int],
    run: Callable[[], Undone],
    initiator: object | None,
) -> Undone:
    """Run the store's undo of a step in one write with the facts about the uses that its enrolments took."""
    operation = Op.REDO if step.operation == Op.UNDO else Op.UNDO
    with library.write(operation, initiator=initiator, undoes=checked(library, step.id).id) as opened:
        done = run()
        evened = uses_given_back.even_out(library, enrolments)
        done.given_back, done.taken_again = evened.given_back, evened.taken
        # What this step said of uses is evened out by these, and does not stay as it was.
        done.facts = max(0, done.facts - step.touched.get(PlanUse.number, 0))
        done.by = opened.id if done.taken_back else None
    return done


def take_back_check_ins(
    library: Library, step: StepHead, scans: Sequence[int], initiator: object | None
) -> Undone:
    """Undo the check-ins of a step by facts. Raises AlreadyUndone; NotUndoable: facts, where nobody was let in by it."""
    if step.undone_by is not None:
        raise AlreadyUndone(step.id, step.operation)
    done = Undone(step=step.id)
    with library.write(Op.UNDO_CHECK_IN, initiator=initiator, undoes=step.id) as opened:
        before = _given_back(library)
        for scan in scans:
            kept = rows.get(library, CheckIn, scan)
            if kept is not None and kept.answer == checking_in.Answer.OK and kept.undoes is None:
                done.taken_back += checking_in.undo_check_in(library, scan)
        if not done.taken_back:
            raise NotUndoable(step.id, step.operation, "facts")
        done.given_back = _given_back(library) - before
        note_undone(library, step, opened.id)
        done.by = opened.id
    return done


def _given_back(library: Library) -> int:
    return int(library.value("SELECT count(*) FROM plan_use WHERE undoes IS NOT NULL"))
