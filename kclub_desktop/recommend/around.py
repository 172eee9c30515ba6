"""What stands around a member beside their own courses: the events they came to, and the friends they brought or came with.

An event speaks by its texts, as a course with the same words would, as much as texts say in this community. Friends speak
as much as friends were found to take the same courses here. Only where the library has such facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from kclub_desktop.recommend.arrays import Floats, Ints
from kclub_desktop.recommend.evidence import ENROLLED
from kclub_desktop.recommend.library_data import kin, tags_in
from kclub_desktop.recommend.model import Recommender
from kclub_desktop.recommend.texts import CourseText
from kclub_desktop.store import Library

MOST_EVENTS = 10
"""Of a member, the latest."""
HALF_LIFE = 180 * 86_400
"""Seconds after which an event says half."""
EXPECTED = 10.0
"""Courses in common that are believed to have been expected of pairs of friends before any was seen, and …"""
LIFT = 1.3
"""… how many times as many they are believed to have had."""
MOST = 2.0
"""Nats: what friends say at most."""
KNOWN_WELL = 3
"""With so many courses of their own, what a member's friends took counts half."""

_EVENTS = """
SELECT e.id, e.title, e.summary, e.tags, e.host, coalesce(s.title, ''), min(c.scanned_at) AS at
FROM check_in c JOIN event e ON e.id = c.event LEFT JOIN event_series s ON s.id = e.series
WHERE c.member = ? AND c.answer = 'ok' AND c.undoes IS NULL AND e.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM check_in u WHERE u.undoes = c.id)
GROUP BY e.id ORDER BY at DESC, e.id LIMIT ?
"""
_STANDS = "deleted_at IS NULL AND merged_into IS NULL"
_FRIENDS = f"""
SELECT referrer FROM member WHERE id = ?1 AND referrer IS NOT NULL
UNION SELECT id FROM member WHERE referrer = ?1 AND {_STANDS}
"""
_PAIRS = f"SELECT id, referrer FROM member WHERE referrer IS NOT NULL AND {_STANDS}"
_learned: WeakKeyDictionary[Recommender, float] = WeakKeyDictionary()
"""What friends say, by model: learned once for each, since it asks for all pairs."""


@dataclass(frozen=True, eq=False)
class Around:
    """What is added to the scores of one member; each (n_courses,). events: (id, title, what it adds).
    friends_count: how many of the member's friends took each course."""

    events: tuple[tuple[int, str, Floats], ...]
    friends: Floats
    friends_count: Ints

    @property
    def events_say(self) -> bool:
        """Does any event say anything of a course?"""
        return any(said.any() for _, _, said in self.events)

    def added(self) -> Floats:
        """All of it."""
        return sum((said for _, _, said in self.events), self.friends)


def around(library: Library, model: Recommender, member: int) -> Around:
    """What the library knows around a member now; zeros where it knows nothing."""
    now = library.clock.now()
    events = tuple(
        (event, title, ENROLLED * 2.0 ** (min(at - now, 0) / HALF_LIFE) * model.about(text))
        for event, title, text, at in _events_of(library, member)
    )
    friends = np.array(library.rows(_FRIENDS, (member,)), np.int64).reshape(-1)
    counts = np.bincount(model.took(friends)[1], minlength=len(model.courses))
    if not counts.any():
        return Around(events, np.zeros(len(model.courses)), counts)
    trust = KNOWN_WELL / (KNOWN_WELL + len(model.owned(member)))
    said = trust * friends_say(library, model) * np.minimum(counts / len(friends), 1.0)
    return Around(events, said, counts)


def friends_say(library: Library, model: Recommender) -> float:
    """How much likelier a member is to take what a friend took than what the community takes, in nats, 0 … MOST.

    From every pair of who brought whom, shrunk to LIFT. Kept for as long as the model.
    """
    if model not in _learned:
        pairs = np.array(library.rows(_PAIRS), np.int64).reshape(-1, 2)
        _learned[model] = _lift(model, pairs)
    return _learned[model]


def _lift(model: Recommender, pairs: Ints) -> float:
    n_courses = len(model.courses)
    brought, theirs = model.took(pairs[:, 0])
    of, friends = model.took(pairs[:, 1])
    taken = np.maximum(np.array([model.takers(int(course)) for course in model.courses]), 0.0)
    share = taken / max(float(taken.sum()), 1e-9)
    many = np.bincount(brought, minlength=len(pairs))
    expected = float(np.minimum(many[of] * share[friends], 1.0).sum())
    seen = int(np.isin(of * n_courses + friends, brought * n_courses + theirs).sum())
    lift = (seen + EXPECTED * LIFT) / (expected + EXPECTED)
    return float(np.clip(np.log(lift), 0.0, MOST))


def _events_of(library: Library, member: int) -> list[tuple[int, str, CourseText, int]]:
    return [
        (
            event,
            title,
            CourseText(title, (*tags_in("", tags), *kin(series=series, creator=host)), summary),
            at,
        )
        for event, title, summary, tags, host, series, at in library.rows(_EVENTS, (member, MOST_EVENTS))
    ]
