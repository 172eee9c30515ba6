"""Change sets that the endpoint does not take, set aside so that everything else goes on; tried again every hour.

What is set aside stays in this copy and is told as not sent; it is never dropped.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from kclub_desktop.store import Library
from kclub_desktop.sync import settings

_NAME = "sync.aside"
_AGAIN_SECONDS = 3600


@dataclass(frozen=True)
class Aside:
    """A change set of ours. reason: in the endpoint's words; tried_at: UTC seconds."""

    change_set: int
    reason: str
    tried_at: int


def listed(library: Library) -> list[Aside]:
    """What is set aside, oldest first."""
    return [Aside(**each) for each in json.loads(settings.get(library, _NAME) or "[]")]


def put(library: Library, change_set: int, reason: str) -> None:
    """Set a change set aside, or note that it was tried again in vain."""
    others = [each for each in listed(library) if each.change_set != change_set]
    _keep(library, [*others, Aside(change_set, reason, library.clock.now())])


def taken(library: Library, change_set: int) -> None:
    """It was taken after all."""
    _keep(library, [each for each in listed(library) if each.change_set != change_set])


def due(library: Library) -> list[Aside]:
    """What is to be tried again now."""
    now = library.clock.now()
    return [each for each in listed(library) if abs(now - each.tried_at) >= _AGAIN_SECONDS]


def hurry(library: Library) -> int:
    """All of it is to be tried at the next sync; how many that is."""
    found = listed(library)
    _keep(library, [Aside(each.change_set, each.reason, 0) for each in found])
    return len(found)


def _keep(library: Library, all_of_them: list[Aside]) -> None:
    found = sorted(all_of_them, key=lambda each: each.change_set)
    settings.put(library, _NAME, json.dumps([asdict(each) for each in found]) if found else "")
