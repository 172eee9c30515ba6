"""Would it have worked? Lists made with what was known some weeks ago, beside what members took since.

The whole blend, each component alone, and popularity, on this community's own data, with intervals. With fewer cases than
a person would trust the answer says so (`enough`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.progress import Progress
from kclub_desktop.recommend.arrays import Bools, Floats, Ints
from kclub_desktop.recommend.blend import COMPONENTS
from kclub_desktop.recommend.interactions import Interactions
from kclub_desktop.recommend.model import Recommender
from kclub_desktop.recommend.past import past
from kclub_desktop.recommend.texts import Courses

ENOUGH_CASES = 30
"""Members from which on the shares mean something."""
Z = 1.96
HEAD_SHARE = 0.2
"""The head of the catalogue: this share of the courses, those taken most; the rest is its long tail."""
MOST_MEMBERS = 5000
_DRAWS = 1000


@dataclass(frozen=True)
class Share:
    """found of members; low and high: where the true share lies with 95 %, by Wilson."""

    found: int
    members: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself, 0 … 1; 0 of nobody."""
        return self.found / self.members if self.members else 0.0


@dataclass(frozen=True)
class Proof:
    """What lists of k courses, made `days` ago, would have done.

    members      who took something since.   enough  whether that is enough to trust.
    blend, popularity, components  members who would have found in their list what they then took.
    lead_low, lead_high  95 % of the blend's lead over popularity, as a difference of shares.
    coverage     share of the open courses that stand in any list.   long_tail  share of the places in lists that are not
                 of the fifth taken most.   novelty  mean bits of surprise: log2 of one over a course's share of takes.
    """

    days: int
    k: int
    members: int
    enough: bool
    blend: Share
    popularity: Share
    components: dict[str, Share]
    lead_low: float
    lead_high: float
    coverage: float
    long_tail: float
    novelty: float


def would_have_worked(
    data: Interactions,
    now: int,
    *,
    texts: Courses | None = None,
    open_courses: Ints | None = None,
    k: int = 10,
    seed: int = 0,
    progress: Progress | None = None,
) -> Proof:
    """Ask the past. open_courses: only these may be in a list, all if None. Raises Cancelled.

    Courses that a member owned then are never in their list, so a course taken since counts once.
    """
    before = past(data, now)
    model = Recommender(texts, seed).fit(before.train, progress)
    members = before.members[:: max(1, len(before.members) // MOST_MEMBERS)]
    allowed = model.courses if open_courses is None else open_courses
    taken = set(zip(before.member.tolist(), before.course.tolist(), strict=True))
    lists = {"blend": model.recommend(members, k, allowed=allowed)[0]}
    for name in COMPONENTS:
        _advance(progress)
        if model.settings.weights[COMPONENTS.index(name)] or name == "popularity":
            lists[name] = model.alone(name).recommend(members, k, allowed=allowed)[0]
    found = {name: _found(members, ids, taken) for name, ids in lists.items()}
    lead = found["blend"].astype(np.float64) - found["popularity"]
    low, high = _interval(lead, seed)
    shares = {name: share_of(hits) for name, hits in found.items()}
    return Proof(
        before.days,
        k,
        len(members),
        len(members) >= ENOUGH_CASES,
        shares.pop("blend"),
        shares.pop("popularity"),
        shares,
        low,
        high,
        *_breadth(lists["blend"], model, allowed),
    )


def share_of(hits: Bools) -> Share:
    """A share with its Wilson interval; of nobody 0 within 0 … 1."""
    n, found = len(hits), int(hits.sum())
    if not n:
        return Share(0, 0, 0.0, 1.0)
    middle = (found + Z**2 / 2) / (n + Z**2)
    half = Z * (found * (n - found) / n + Z**2 / 4) ** 0.5 / (n + Z**2)
    return Share(found, n, max(0.0, middle - half), min(1.0, middle + half))


def _found(members: Ints, lists: Ints, taken: set[tuple[int, int]]) -> Bools:
    rows = zip(members.tolist(), lists.tolist(), strict=True)
    return np.array([any((member, course) in taken for course in row) for member, row in rows], bool)


def _interval(lead: Floats, seed: int) -> tuple[float, float]:
    """Where 95 % of the mean lie when members are drawn again with replacement."""
    if not len(lead):
        return 0.0, 0.0
    random = np.random.default_rng(seed)
    means = [lead[random.integers(0, len(lead), len(lead))].mean() for _ in range(_DRAWS)]
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)


def _breadth(lists: Ints, model: Recommender, allowed: Ints) -> tuple[float, float, float]:
    """Coverage, share of the long tail, novelty."""
    shown = lists[lists >= 0]
    open_to = np.intersect1d(model.courses, allowed)
    if not len(shown) or not len(open_to):
        return 0.0, 0.0, 0.0
    counts = np.array([max(model.takers(int(course)), 0.0) for course in open_to])
    head = open_to[np.argsort(-counts, kind="stable")[: max(1, round(HEAD_SHARE * len(open_to)))]]
    share = (counts + 1) / (counts + 1).sum()
    surprise = -np.log2(share[np.searchsorted(open_to, shown)])
    return (
        len(np.unique(shown)) / len(open_to),
        float(np.mean(~np.isin(shown, head))),
        float(surprise.mean()),
    )


def _advance(progress: Progress | None) -> None:
    if progress is not None:
        progress.advance()
