"""`kclub import` and `kclub demo`: bringing data into a library, somebody's own or made up."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.say import JsonFlag, in_words, progress_bar, say, say_json, say_table, typed
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_desktop.store import Library

ID_MOST = 2**63 - 1
"""Numbers of rows and steps are SQLite's: a larger one names nothing, and SQLite does not take it."""
LibraryFolder = Annotated[Path, typer.Option("--library", help="The folder that holds the library.")]


def row_id(said: str) -> int | None:
    """The id that a person typed; None for anything else."""
    if not (said.removeprefix("-").isdecimal() and len(said) <= 20):
        return None
    return int(said) if abs(int(said)) <= ID_MOST else None


def library_of(folder: Path) -> Library:
    """A folder's library, opened for a command; whoever sits at a terminal is asked for its passphrase.

    Raises as open_library.
    """
    from kclub_desktop.clock import SystemClock
    from kclub_desktop.errors import PassphraseNeeded
    from kclub_desktop.store import open_library

    try:
        return open_library(folder, clock=SystemClock())
    except PassphraseNeeded:
        if not sys.stdin.isatty():
            raise
    return open_library(folder, clock=SystemClock(), passphrase=typed(tr("Passphrase")))


def books_of(folder: Path) -> Library:
    """As library_of, for a command about money. Raises MoneyNotHere on a device that sees none."""
    from kclub_desktop.errors_of_money import MoneyNotHere
    from kclub_desktop.store import moneyless

    opened = library_of(folder)
    if not moneyless.sees_money(opened):
        opened.shut()
        raise MoneyNotHere
    return opened


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.command("import")(import_)
    app.command("demo")(demo)


def import_(
    files: Annotated[
        list[Path], typer.Argument(help="CSV files; what they hold is seen from their headers.")
    ],
    library: LibraryFolder,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen and write nothing.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Bring members, courses and ratings in from files; the library is made when the folder holds none."""
    with in_words(json):
        report = _bring(files, library, dry_run, json)
    if json:
        say_json(report)
    else:
        _say_report(report)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to make the demo's library.")],
    seed: Annotated[int, typer.Option(help="Another number makes another community.")] = 2026,
    json: JsonFlag = False,
) -> None:
    """Make a believable community to try everything with."""
    from kclub_desktop.clock import SystemClock
    from kclub_desktop.demo import make_demo

    with in_words(json), make_demo(folder, clock=SystemClock(), seed=seed) as library:
        counts = {
            table: int(library.value(f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL"))
            for table in ("member", "course", "event", "enrolment", "rating")
        }
        name = library.name
    if json:
        say_json({"folder": str(folder), "name": name, "counts": counts})
        return
    say(
        tr("{name} is ready in {folder}.", name=name, folder=folder),
        tr("{members} members, {courses} courses, {events} events.", members=counts["member"],
           courses=counts["course"], events=counts["event"]),
    )  # fmt: skip


def _bring(files: list[Path], folder: Path, dry_run: bool, quiet: bool) -> dict[str, Any]:
    from kclub_desktop.clock import SystemClock
    from kclub_desktop.import_export import import_files
    from kclub_desktop.progress import Progress

    clock = SystemClock()
    with _for_import(folder, dry_run) as library, progress_bar(tr("Importing"), not quiet) as shown:
        report = import_files(library, files, dry_run=dry_run, progress=Progress(shown), now=clock.now())
        return report.as_json()


def _for_import(folder: Path, dry_run: bool) -> Library:
    """The folder's library; made when there is none, and for a dry run made elsewhere and thrown away."""
    from kclub_desktop.clock import SystemClock
    from kclub_desktop.store import is_library, make_library

    if is_library(folder):
        return library_of(folder)
    name = folder.absolute().name
    if not dry_run:
        return make_library(folder, name=name, clock=SystemClock())
    import atexit
    import shutil
    import tempfile

    scratch = Path(tempfile.mkdtemp(prefix="kclub-dry-run-"))
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    return make_library(scratch, name=name, clock=SystemClock())


def _say_report(report: dict[str, Any]) -> None:
    heads = [tr("File"), tr("Rows"), tr("Created"), tr("Merged"), tr("Skipped"), tr("Rejected")]
    lines = []
    for file in report["files"]:
        refused = len({entry["line"] for entry in file["rejected"]})
        lines.append(
            [
                file["file"],
                file["rows"],
                _counts(file["created"]),
                _counts(file["merged"]),
                len(file["skipped"]),
                refused,
            ]
        )
    say_table(tr("Nothing was written: this was a dry run.") if report.get("dry_run") else "", heads, lines)
    for file in report["files"]:
        for entry in file["rejected"]:
            place = tr("{file}, line {line}", file=file["file"], line=entry["line"])
            field = f" · {entry['field']}" if entry["field"] else ""
            say(f"{place}{field}: {entry.get('message') or entry['reason']}")


def _counts(counts: dict[str, int]) -> str:
    words = {
        "member": tr("members"),
        "course": tr("courses"),
        "rating": tr("ratings"),
        "enrolment": tr("enrolments"),
    }
    return ", ".join(f"{n} {words.get(kind, kind)}" for kind, n in counts.items() if n) or "0"
