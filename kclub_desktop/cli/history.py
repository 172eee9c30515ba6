"""`kclub history`, `kclub undo` and `kclub redo`: what was done, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.data import ID_MOST, LibraryFolder, library_of
from kclub_desktop.cli.figures import find_member
from kclub_desktop.cli.say import JsonFlag, in_words, progress_bar, say, say_json, say_table
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_desktop.store import Library
    from kclub_desktop.store.history import Step
    from kclub_desktop.store.record_history import RecordStep
    from kclub_desktop.store.take_back import Taken

_BY_FACTS = ("corrected", "voided", "given_back", "taken_again")
StepNumber = Annotated[
    int | None,
    typer.Argument(
        metavar="[STEP]",
        min=-ID_MOST,
        max=ID_MOST,
        help="Number from kclub history; otherwise the newest.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.command("history")(history)
    app.command("undo")(undo)
    app.command("redo")(redo)


def history(
    library: LibraryFolder,
    member: Annotated[
        str, typer.Option(help="E-mail or id: the history of this member's record alone.")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many lines.")] = 30,
    before: Annotated[
        int | None,
        typer.Option(min=-ID_MOST, max=ID_MOST, help="Number of a step: what was done earlier than that."),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Say what was done, when and on which device, newest first; each line can be taken back by its number."""
    with in_words(json), library_of(library) as opened:
        if member:
            _of_member(opened, member, limit, before, json)
        else:
            _all(opened, limit, before, json)


def undo(
    library: LibraryFolder,
    step: StepNumber = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be taken back and left; write nothing.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Take back a step, a whole import for instance. What changed again later is left; the undo can be undone."""
    from kclub_desktop.errors import NothingToUndo
    from kclub_desktop.operations import taking_back
    from kclub_desktop.progress import Progress
    from kclub_desktop.store import undo as undoing
    from kclub_desktop.store.since import since

    with in_words(json), library_of(library) as opened:
        if dry_run:
            number = step if step is not None else undoing.last_undoable(opened)
            if number is None:
                raise NothingToUndo
            told = since(opened, number, most=1 << 62)
            _say_taken(opened, told, {"step": str(told.step), "dry_run": True}, json)
            return
        with progress_bar(tr("Undo"), not json) as shown:
            progress = Progress(shown)
            if step is None:
                done = taking_back.undo_last(opened, progress=progress)
            else:
                done = taking_back.undo(opened, step, progress=progress)
        _say_taken(opened, done, _numbers(done), json)


def redo(library: LibraryFolder, step: StepNumber = None, json: JsonFlag = False) -> None:
    """Do again what was taken back: the step, or what undo took back last."""
    from kclub_desktop.operations import taking_back
    from kclub_desktop.progress import Progress

    with in_words(json), library_of(library) as opened, progress_bar(tr("Redo"), not json) as shown:
        progress = Progress(shown)
        if step is None:
            done = taking_back.redo_last(opened, progress=progress)
        else:
            done = taking_back.redo(opened, step, progress=progress)
        _say_taken(opened, done, _numbers(done), json, redo=True)


def _all(library: Library, limit: int, before: int | None, as_json: bool) -> None:
    from kclub_desktop.store.history import steps
    from kclub_desktop.words_for_history import device_words, step_words, undone_state_words
    from kclub_desktop.words_for_values import moment

    found = steps(library, before=before, limit=limit)
    if as_json:
        say_json({"steps": [_step_data(step) for step in found]})
        return
    if not found:
        say(tr("Nothing has changed yet."))
        return
    lines = [
        (
            step.id,
            moment(step.at, library.zone),
            device_words(step.device, step.here),
            step_words(step),
            undone_state_words(step),
        )
        for step in found
    ]
    say_table("", [tr("Step"), tr("When"), tr("Device"), tr("What"), ""], lines)


def _of_member(library: Library, asked: str, limit: int, before: int | None, as_json: bool) -> None:
    from kclub_desktop.store.record_history import of_record
    from kclub_desktop.store.tables import Member
    from kclub_desktop.words_for_history import change_words, device_words, operation_words
    from kclub_desktop.words_for_values import moment

    member, name = find_member(library, asked)
    found = of_record(library, Member, member, before=before, limit=limit)
    if as_json:
        say_json(
            {"member": {"id": str(member), "name": name}, "steps": [_record_data(step) for step in found]}
        )
        return
    zone = library.zone
    lines: list[tuple[object, ...]] = []
    for step in found:
        said = operation_words(step.operation)
        when, device = moment(step.at, zone), device_words(step.device, step.here)
        lines.append((step.step, when, device, said, tr("taken back") if step.undone else ""))
        lines += [("", "", "", change_words(Member, each, zone), "") for each in step.fields]
    say_table(name, [tr("Step"), tr("When"), tr("Device"), tr("What"), ""], lines)


def _head(number: int, step: Step | RecordStep) -> dict[str, Any]:
    """What a step is, whether of everything or of one record."""
    return {
        "step": str(number),
        "at": step.at,
        "device": step.device,
        "node": step.node,
        "here": step.here,
        "operation": step.operation,
        "undone": step.undone,
        "undoable": step.undoable,
    }


def _step_data(step: Step) -> dict[str, Any]:
    return _head(step.id, step) | {
        "what": step.what,
        "rows": {model.name_of_table(): rows for model, rows in step.rows.items()},
        "undone_on": step.undone_on,
        "undoes": str(step.undoes) if step.undoes is not None else None,
    }


def _record_data(step: RecordStep) -> dict[str, Any]:
    fields = [
        {"field": each.field, "before": each.before, "after": each.after, "applied": each.applied}
        for each in step.fields
    ]
    return _head(step.step, step) | {"made": step.made, "fields": fields}


def _numbers(done: Any) -> dict[str, Any]:
    return {"step": str(done.step), "by": str(done.by) if done.by is not None else None, "dry_run": False}


def _say_taken(
    library: Library, told: Taken, numbers: dict[str, Any], as_json: bool, redo: bool = False
) -> None:
    from kclub_desktop.store.history import step_named
    from kclub_desktop.store.since import Since
    from kclub_desktop.words_for_history import forecast_words, left_words, step_line, undone_words

    # Of a redo the person wants to hear what was done again, not which undo that took back.
    about = step_named(library, int(numbers["step"]), first=redo)
    if as_json:
        which = [
            {
                "table": left.model.name_of_table(),
                "row": str(left.row),
                "field": left.field,
                "now": left.now,
                "wanted": left.wanted,
            }
            for left in told.which
        ]
        counts = {"taken_back": told.taken_back, "left": told.left, "facts": told.facts, "which": which}
        counts |= {name: getattr(told, name) for name in _BY_FACTS if getattr(told, name, 0)}
        say_json(numbers | {"about": _step_data(about)} | counts)
        return
    say(forecast_words(told) if isinstance(told, Since) else undone_words(told, redo))
    say(f"  {step_line(about, library.zone)}")
    say(*(f"  {left_words(left, library.zone)}" for left in told.which))
