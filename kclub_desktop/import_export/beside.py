"""An import beside a window: the same work in a process of its own, so that the window draws on meanwhile.

Progress, stopping, errors and the report are those of importing.py; the window hears of what was written as it does of
any other program's writes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kclub_desktop import apart
from kclub_desktop.import_export.importing import import_files
from kclub_desktop.import_export.report import ImportReport
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library
from kclub_desktop.store.again import Again


def import_beside(
    library: Library, paths: Sequence[Path | str], *, now: int, dry_run: bool, progress: Progress
) -> ImportReport:
    """As import_files. Raises WorkCutShort, too."""
    files = [Path(path).absolute() for path in paths]
    report: ImportReport = apart.run(
        f"{__name__}:_import", Again.of(library), files, now, dry_run, progress=progress
    )
    return report


def _import(
    again: Again,
    paths: Sequence[Path],
    now: int,
    dry_run: bool,
    *,
    progress: Progress,
    tell: Callable[[Any], None],
) -> ImportReport:
    with again.opened() as library:
        return import_files(library, paths, now=now, dry_run=dry_run, progress=progress)
