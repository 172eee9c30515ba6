"""Running all checks, and repairing: what a repair leaves is found by looking again, not believed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import peewee

from kclub_desktop.errors import LibraryBusy, LibraryNotWritable, LibraryUnreadable
from kclub_desktop.progress import Progress
from kclub_desktop.store import disk
from kclub_desktop.store.doctor.checks import CHECKS
from kclub_desktop.store.doctor.finding import Check, Finding, State
from kclub_desktop.store.encryption import cipher

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library


def examine(
    library: Library,
    repair: bool = False,
    progress: Progress | None = None,
    checks: Sequence[Check] = CHECKS,
) -> list[Finding]:
    """Every finding of every check, in their order. Raises LibraryBusy, LibraryNotWritable when repairing, Cancelled."""
    progress = progress or Progress()
    progress.expect(len(checks))
    found: list[Finding] = []
    for check in checks:
        found += _one(library, check, repair)
        progress.advance()
    return found


def _one(library: Library, check: Check, repair: bool) -> Iterator[Finding]:
    before = _look(library, check)
    if not before or not repair or check.repair is None:
        yield from before
        return
    try:
        check.repair(library)
    except _of_the_file(library) as error:
        if "locked" in str(error):
            raise LibraryBusy(str(library.folder)) from error
        if disk.refuses(str(error)):
            raise LibraryNotWritable(str(library.folder), str(error)) from error
        # A file too damaged for this repair: looking again says what is left.
    left = _look(library, check)
    still = {(finding.code, str(finding.values)) for finding in left}
    for finding in before:
        if (finding.code, str(finding.values)) not in still:
            yield replace(finding, state=State.REPAIRED)
    yield from left


def _look(library: Library, check: Check) -> list[Finding]:
    """What the check finds; a file too damaged for it to be asked is a finding too."""
    try:
        return list(check.look(library))
    except _of_the_file(library) as error:
        if "locked" in str(error):
            raise LibraryBusy(str(library.folder)) from error
        return [Finding("unreadable", {"check": check.name, "reason": getattr(error, "reason", str(error))})]


def _of_the_file(library: Library) -> tuple[type[Exception], ...]:
    return (peewee.DatabaseError, LibraryUnreadable, *cipher.database_errors(library.key))
