"""The last syncs of this copy: when, how much came and went, or why not. Syncs in which nothing moved are not lines.

Kept in this device's own settings, and short: what the changes were is in the history.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from kclub_desktop.errors import KClubError
from kclub_desktop.store import Library
from kclub_desktop.sync import settings

_NAME = "sync.diary"
KEPT = 30


@dataclass(frozen=True)
class Line:
    """One sync. at: UTC seconds; received, sent: change sets; trouble: name of the error that ended it, '' if none did."""

    at: int
    received: int = 0
    sent: int = 0
    conflicts: int = 0
    repaired: int = 0
    trouble: str = ""


def lines(library: Library) -> list[Line]:
    """Newest first."""
    return [Line(**each) for each in json.loads(settings.get(library, _NAME) or "[]")]


def worked(library: Library, received: int, sent: int, conflicts: int, repaired: int) -> None:
    """A sync came to its end. It is a line if something moved, or if the one before had failed."""
    before = lines(library)
    again = bool(before and before[0].trouble)
    if received or sent or conflicts or repaired or again:
        _keep(library, [Line(library.clock.now(), received, sent, conflicts, repaired), *before])


def failed(library: Library, error: KClubError) -> None:
    """A sync did not come to its end; the same trouble again is no new line."""
    before, trouble = lines(library), type(error).__name__
    if not before or before[0].trouble != trouble:
        _keep(library, [Line(library.clock.now(), trouble=trouble), *before])


def _keep(library: Library, all_of_them: list[Line]) -> None:
    settings.put(library, _NAME, json.dumps([asdict(each) for each in all_of_them[:KEPT]]))
