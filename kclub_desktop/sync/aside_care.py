"""What a person can do about changes the hub does not take: see them with the reason, try again now, write them to a file.

Setting aside and the hourly tries are in aside.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kclub_desktop.errors import FileNotWritable, FileThere, UnknownChange
from kclub_desktop.store import Library
from kclub_desktop.store.history import Step, steps
from kclub_desktop.sync import aside, outbox
from kclub_desktop.sync.aside import Aside

FORMAT = "kclub set-aside changes 1"


@dataclass(frozen=True)
class AsideStep:
    """A change set that is set aside. step: what it was, None if the history does not show it; tried_at: UTC seconds."""

    change_set: int
    step: Step | None
    reason: str
    tried_at: int


def told(library: Library) -> list[AsideStep]:
    """Everything that is set aside, oldest first."""
    return [_step(library, each) for each in aside.listed(library)]


def try_again(library: Library) -> int:
    """Let the next sync try all of it, and not only what an hour has passed for; how many that is."""
    return aside.hurry(library)


def contents(library: Library, change_sets: Sequence[int] = ()) -> dict[str, Any]:
    """What was set aside as plain data, each change set as it would go to the hub; change_sets: only these.

    Raises UnknownChange for one that is not set aside.
    """
    known = {each.change_set: each for each in aside.listed(library)}
    wanted = list(change_sets) or list(known)
    for one in wanted:
        if one not in known:
            raise UnknownChange(one)
    return {
        "format": FORMAT,
        "community": library.name,
        "changes": [_data(library, known[one]) for one in wanted],
    }


def write_file(library: Library, file: Path, change_sets: Sequence[int] = ()) -> int:
    """Write it into a new file, as JSON; how many change sets. Raises FileThere, FileNotWritable, UnknownChange."""
    whole = contents(library, change_sets)
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    try:
        with file.open("x", encoding="utf-8") as out:
            file.chmod(0o600)
            out.write(text)
    except FileExistsError as error:
        raise FileThere(str(file)) from error
    except OSError as error:
        raise FileNotWritable(str(file), error.strerror or str(error)) from error
    return len(whole["changes"])


def _step(library: Library, one: Aside) -> AsideStep:
    found = steps(library, before=one.change_set + 1, limit=1)
    fitting = found[0] if found and found[0].id <= one.change_set else None
    return AsideStep(one.change_set, fitting, one.reason, one.tried_at)


def _data(library: Library, one: Aside) -> dict[str, Any]:
    _ids, change_sets, last = outbox.collect(library, one.change_set - 1, 1)
    known = last == one.change_set and change_sets
    return {
        "step": one.change_set,
        "reason": one.reason,
        "tried_at": one.tried_at,
        "change_set": change_sets[0].to_json() if known else None,
    }
