"""What both ends of work apart agree on: how the other process is begun and ends, and errors on their way."""

from __future__ import annotations

from typing import Any

from kclub_desktop.errors import KClubError

WORD = "--work-apart"
"""The one word of the command line that makes this program such a process; nobody types it."""
BUG = 70
"""Exit code of a process of this program that ended with a bug."""
Told = tuple[type[KClubError], tuple[Any, ...], dict[str, Any]]


def told_of(error: KClubError) -> Told:
    """An error in parts; pickle would call its class without what it was made with by name."""
    return type(error), error.args, error.__dict__


def error_of(told: Told) -> KClubError:
    """An error again."""
    kind, args, fields = told
    error = kind.__new__(kind, *args)
    error.__dict__.update(fields)
    return error
