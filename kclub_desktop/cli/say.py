"""How a command speaks: answers as text or JSON on stdout, failures in words on stderr with exit code 1."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from kclub_desktop.errors import KClubError, LibraryUnreadable, NotALibrary

JsonFlag = Annotated[bool, typer.Option("--json", help="Answer as JSON, for scripts.")]


def say_json(answer: Any) -> None:
    """Print plain data as one JSON document, letters as they are."""
    print(json.dumps(answer, ensure_ascii=False, indent=2))


def say_error(kind: str, message: str) -> None:
    """Print what went wrong as one JSON document on stderr. kind: the error's name, for scripts."""
    print(json.dumps({"error": {"kind": kind, "message": message}}, ensure_ascii=False), file=sys.stderr)


def say(*lines: str) -> None:
    """Print lines; member data is never taken for markup, nor for orders to the terminal."""
    for line in lines:
        print(harmless(line))


_ORDERS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def harmless(text: str) -> str:
    """Text in which what a terminal would obey (an escape in an imported name, in a hub's answer) is shown instead."""
    return text.translate(_ORDERS)


def say_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a small table under a title."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(harmless(title)) if title else None, title_justify="left", box=box.SIMPLE, pad_edge=False
    )
    for head in heads:
        table.add_column(head)
    for row in rows:
        table.add_row(*(Text(harmless(str(cell))) for cell in row))
    Console(width=None if sys.stdout.isatty() else 120).print(table)


def typed(words: str) -> str:
    """What a person types without its being shown, after words that say what is asked for."""
    import getpass

    return getpass.getpass(f"{words}: ")


@contextmanager
def in_words(as_json: bool) -> Iterator[None]:
    """Turn a Refused or Unavailable inside into its words on stderr and exit code 1."""
    try:
        yield
    except KClubError as error:
        from kclub_desktop.words_for_errors import words_for

        message = words_for(error) + _rescue(error)
        if as_json:
            say_error(type(error).__name__, message)
        else:
            print(harmless(message), file=sys.stderr)
        raise typer.Exit(1) from None


def _rescue(error: KClubError) -> str:
    """A library that cannot be read, or is gone, need not be lost: which backup brings it back."""
    if not isinstance(error, LibraryUnreadable | NotALibrary):
        return ""
    from pathlib import Path

    from kclub_desktop.store.backup import newest_good
    from kclub_desktop.words import tr

    good = newest_good(Path(error.folder))
    if good is None:
        return ""
    words = tr("Its newest good backup is {file}; kclub restore brings it back.", file=good.file)
    return f" {words}"


@contextmanager
def progress_bar(title: str, shown: bool = True) -> Iterator[Callable[[int, int | None], None] | None]:
    """A bar on a terminal's stderr, to be handed to Progress; None where nobody looks."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
