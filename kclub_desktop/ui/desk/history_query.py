"""What the history page and a record's history ask: steps in pages, one step's things, and what undo would leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kclub_desktop.clock import midnight
from kclub_desktop.errors import AlreadyUndone, NotUndoable
from kclub_desktop.store import Library
from kclub_desktop.store.declare import Table
from kclub_desktop.store.history import Step, steps
from kclub_desktop.store.record_history import RecordStep, Thing, of_record, things_of
from kclub_desktop.store.since import Since, since

THINGS_SHOWN = 12
RECORD_STEPS_SHOWN, WHOLE_SHOWN = 8, 200
_RECORD_ENTRIES = 60
_FORECAST_ROWS = 200
"""Steps of more rows are not looked through before they are asked for: an import would be read for each member of it."""


@dataclass(frozen=True)
class StepDetails:
    """One step with the first things it touched. forecast: what undo would do, None where it would be refused."""

    step: Step
    things: list[Thing]
    forecast: Since | None


@dataclass(frozen=True)
class RecordHistory:
    """A record's newest steps. forecasts: step -> what undo of it would do, for those that are small enough to tell."""

    model: type[Table]
    row: int
    steps: list[RecordStep]
    more: bool
    forecasts: Mapping[int, Since]


def listed(library: Library, limit: int, days: tuple[date, date] | None = None) -> list[Step]:
    """The newest steps, one more than asked for if there are more; days: of the first to the last of these alone."""
    if days is None:
        return steps(library, limit=limit + 1)
    since, until = bounds(days, library.zone)
    return steps(library, limit=limit + 1, since=since, until=until)


def bounds(days: tuple[date, date], zone: str) -> tuple[int, int]:
    """UTC seconds from the begin of the first day to the end of the last, in that zone."""
    first, last = days
    return midnight(first, zone), midnight(last + timedelta(days=1), zone)


def details(library: Library, step: int) -> StepDetails | None:
    """One step; None if it is not in the history (any more)."""
    found = steps(library, before=step + 1, limit=1)
    if not found or found[0].id != step:
        return None
    return StepDetails(found[0], things_of(library, step, THINGS_SHOWN), _forecast(library, step))


def of_row(library: Library, model: type[Table], row: int, shown: int = RECORD_STEPS_SHOWN) -> RecordHistory:
    """The history of one record, as its inspector shows it."""
    found = of_record(library, model, row, limit=max(_RECORD_ENTRIES, shown * 4))
    forecasts = {}
    for each in found[:shown]:
        told = _forecast(library, each.step) if each.undoable and each.rows <= _FORECAST_ROWS else None
        if told is not None:
            forecasts[each.step] = told
    return RecordHistory(model, row, found[:shown], len(found) > shown, forecasts)


def _forecast(library: Library, step: int) -> Since | None:
    try:
        return since(library, step)
    except (AlreadyUndone, NotUndoable):
        return None
