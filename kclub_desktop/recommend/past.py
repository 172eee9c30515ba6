"""The community as it stood some days ago, and what its members took since: the ground of every proof on own data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.recommend.arrays import Ints
from kclub_desktop.recommend.evidence import VIEWED
from kclub_desktop.recommend.interactions import Interactions

DAY = 86400
WINDOWS = (30, 60, 90, 180, 365)
"""Days looked back, the first in which ENOUGH_MEMBERS took something."""
ENOUGH_MEMBERS = 40


@dataclass(frozen=True, eq=False)
class Past:
    """train: all rows before the cut.  member, course: (n,) what was taken since by members known before, each pair once.
    days: how long ago the cut is."""

    train: Interactions
    member: Ints
    course: Ints
    days: int

    @property
    def members(self) -> Ints:
        """Members who took something since, ascending."""
        return np.unique(self.member)


def past(data: Interactions, now: int) -> Past:
    """Cut so that enough members took something since, as lately as possible; the longest window if they never are."""
    found = _cut(data, now, WINDOWS[0])
    for days in WINDOWS[1:]:
        if len(found.members) >= ENOUGH_MEMBERS:
            break
        longer = _cut(data, now, days)
        if len(longer.members) > len(found.members):
            found = longer
    return found


def _cut(data: Interactions, now: int, days: int) -> Past:
    """Looks alone are no taking; who was not known before is left out: of them a list could know nothing."""
    before = data.at < now - days * DAY
    train = data.at_rows(before)
    since = ~before & (data.at <= now) & (data.weight > VIEWED) & np.isin(data.member, train.member)
    return Past(train, data.member[since], data.course[since], days)
