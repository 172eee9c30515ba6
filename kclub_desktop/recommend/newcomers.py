"""Members of whom little is known yet: what people of their kind take first, and the topics they said they care for.

Kinds are level, channel and language; each kind's share of first courses is shrunk to that of everybody. The topics come
from the member's own words, e.g. “pick three topics” at the kiosk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from kclub_desktop.recommend.arrays import Floats
from kclub_desktop.recommend.library_data import ListedCourse, load_courses
from kclub_desktop.recommend.model import Recommender
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Member

FIRST_COURSES = 3
"""Courses per member that count as what they began with."""
SHRINK = 8.0
"""First courses that every kind is believed to have besides its own, spread as everybody's."""
TOPIC = 3.0
"""What a topic that a course is about adds to its score, in nats: said in their own words, it goes before what is popular."""
KNOWN_WELL = 3
"""Courses from which on a member's own history says enough."""
MOST_TOPICS = 3


def topics_to_offer(courses: Mapping[int, ListedCourse], most: int = 12) -> list[str]:
    """Topics to choose from: the tags of open courses, those of most courses first, none that all have."""
    open_to = [course for course in courses.values() if course.open]
    counted = Counter(tag for course in open_to for tag in course.tags)
    telling = [(tag, count) for tag, count in counted.items() if count < max(len(open_to), 2)]
    return [tag for tag, _ in sorted(telling, key=lambda one: (-one[1], one[0]))[:most]]


def offered_to(library: Library, model: Recommender, member: int, most: int) -> list[str]:
    """Topics to ask a member about: none of one who is known well or has said what they care for."""
    if len(model.owned(member)) >= KNOWN_WELL or topics_of(library, member):
        return []
    return topics_to_offer(load_courses(library), most)


def keep_topics(
    library: Library, member: int, topics: Sequence[str], *, initiator: object | None = None
) -> None:
    """Keep what a member said they care for, at most three, instead of what they said before."""
    kept = list(dict.fromkeys(topic.strip().replace(",", " ") for topic in topics if topic.strip()))
    with library.write(Op.EDIT_MEMBER, initiator=initiator):
        rows.change(library, Member, member, topics=", ".join(kept[:MOST_TOPICS]))


def topics_of(library: Library, member: int) -> tuple[str, ...]:
    """What a member said they care for."""
    said = library.value("SELECT topics FROM member WHERE id = ?", (member,)) or ""
    return tuple(topic.strip() for topic in said.split(",") if topic.strip())


def leaning(library: Library, model: Recommender, member: int, courses: Mapping[int, ListedCourse]) -> Floats:
    """What to add to the scores of a member; (n_courses,) in nats, 0 for one whose own courses say enough."""
    added = np.zeros(len(model.courses))
    trust = max(0.0, 1.0 - len(model.owned(member)) / KNOWN_WELL)
    if not trust:
        return added
    topics = set(topics_of(library, member))
    if topics:
        about = [len(topics.intersection(_tags_of(int(course), courses))) for course in model.courses]
        added += TOPIC * np.array(about, np.float64)
    found = library.rows("SELECT level, channel, language FROM member WHERE id = ?", (member,))
    if found:
        kinds = dict(zip(("level", "channel", "language"), found[0], strict=True))
        added += trust * _kind_leaning(library, model, kinds)
    return added


def _tags_of(course: int, courses: Mapping[int, ListedCourse]) -> Iterable[str]:
    return courses[course].tags if course in courses else ()


def _kind_leaning(library: Library, model: Recommender, kinds: Mapping[str, str]) -> Floats:
    """log of a kind's share of first courses against everybody's, summed over the kinds; (n_courses,)."""
    many = len(model.courses)
    added = np.zeros(many)
    member, column = model.first_courses(FIRST_COURSES)
    if not len(member):
        return added
    everybody = np.bincount(column, minlength=many) + 0.5
    everybody = everybody / everybody.sum()
    for kind, value in kinds.items():
        if not value:
            continue
        same = np.array(library.rows(f"SELECT id FROM member WHERE {kind} = ?", (value,)), np.int64).reshape(
            -1
        )
        mine = np.bincount(column[np.isin(member, same)], minlength=many)
        share = (mine + SHRINK * everybody) / (mine.sum() + SHRINK)
        added += np.log(share / everybody)
    return added
