"""From the library to the model and back: the next courses for a member, with reasons, and courses like another.

How scores come about is in model.py, who may be recommended what in allowed.py, reasons in why.py, whom to invite in
inviting.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.progress import Progress
from kclub_desktop.reasons import Reason
from kclub_desktop.recommend import experiments, explore, log
from kclub_desktop.recommend.allowed import closed_to
from kclub_desktop.recommend.around import Around, around
from kclub_desktop.recommend.arrays import Floats, Ints
from kclub_desktop.recommend.cache import ModelCache
from kclub_desktop.recommend.experiments import Running, Tuning
from kclub_desktop.recommend.library_data import (
    ListedCourse,
    course_texts,
    links,
    load_courses,
    load_interactions,
    members_by_course,
)
from kclub_desktop.recommend.model import Recommender
from kclub_desktop.recommend.newcomers import leaning, topics_of
from kclub_desktop.recommend.proof import Proof, would_have_worked
from kclub_desktop.recommend.why import reasons_for
from kclub_desktop.store import Library

__all__ = [
    "ModelCache",
    "Suggestion",
    "alike_courses",
    "load_interactions",
    "next_courses",
    "proof_of",
    "show_next",
]

DAY = 86400


@dataclass(frozen=True)
class Suggestion:
    """A course to take next. score compares within one member's list only; explored: in the list to become known."""

    course_id: int
    title: str
    score: float
    reasons: tuple[Reason, ...]
    explored: bool = False


def next_courses(library: Library, model: Recommender, member: int, k: int = 3) -> list[Suggestion]:
    """The k best courses that a member may be recommended, best first; fewer when fewer are left.

    An unknown member gets what is popular among their kind. Courses that were only looked at may be recommended.
    """
    courses = load_courses(library)
    near = around(library, model, member)
    columns, scores = _ranking(library, model, member, courses, near)
    chosen = [(int(model.courses[column]), float(scores[column]), False) for column in columns[:k]]
    return _suggestions(library, model, member, courses, chosen, near)


def show_next(
    library: Library, model: Recommender, member: int, k: int = 3, *, place: str, tuning: Tuning | None = None
) -> list[Suggestion]:
    """As next_courses, for the member's own eyes: now and then a fresh course takes the last place, and what was shown is
    kept. tuning: set by the owner; while an experiment runs, the member's side of it decides instead.

    Raises LibraryBusy, LibraryNotWritable.
    """
    running = experiments.side_of(library, member)
    used = running.tuning if running else tuning or Tuning()
    courses = load_courses(library)
    near = around(library, model, member)
    columns, scores = _ranking(library, model, member, courses, near, used.novelty)
    ranked = model.courses[columns].tolist()
    ordered = scores[columns].tolist()
    counts = members_by_course(library, ranked)
    placed = explore.with_fresh(
        ranked,
        ordered,
        [counts[course] for course in ranked],
        k,
        member=member,
        day=library.clock.now() // DAY,
        share=used.explore,
    )
    score_of = dict(zip(ranked, ordered, strict=True))
    chosen = [(one.course, score_of[one.course], one.explored) for one in placed]
    suggested = _suggestions(library, model, member, courses, chosen, near)
    _keep(library, member, suggested, placed, place, running)
    return suggested


def alike_courses(library: Library, model: Recommender, course_id: int, k: int = 3) -> list[tuple[int, str]]:
    """(id, title) of the open courses most like one, by who takes them and what they say; best first."""
    courses = load_courses(library)
    near = model.near(course_id)
    found = [
        (int(model.courses[column]), courses[int(model.courses[column])])
        for column in np.argsort(-near, kind="stable").tolist()
        if near[column] > 0 and int(model.courses[column]) in courses
    ]
    return [(course, listed.title) for course, listed in found if listed.open and course != course_id][:k]


def proof_of(library: Library, progress: Progress | None = None) -> Proof:
    """Would the lists of a month ago have worked? Fits a model of its own: seconds in a large community. Raises Cancelled."""
    texts = course_texts(load_courses(library))
    data = load_interactions(library).standing()
    open_to = np.array(sorted(texts), np.int64)
    return would_have_worked(data, library.clock.now(), texts=texts, open_courses=open_to, progress=progress)


def _ranking(
    library: Library,
    model: Recommender,
    member: int,
    courses: dict[int, ListedCourse],
    near: Around,
    novelty: float = 0.0,
) -> tuple[Ints, Floats]:
    """Columns of all courses open to a member, best first, and the scores of all columns."""
    closed = closed_to(library, courses, member)
    open_to = np.array([course for course in courses if course not in closed], np.int64)
    alone = near.events_say and not len(model.owned(member))
    # An event is as good as a course: from it on popularity counts as it does for whoever has a history.
    scores = model.popular() if alone else model.score([member])[0]
    scores += leaning(library, model, member, courses)
    scores += near.added()
    if novelty:
        scores -= novelty * model.popular()
    column = np.flatnonzero(np.isin(model.courses, open_to))
    return column[np.argsort(-scores[column], kind="stable")], scores


def _suggestions(
    library: Library,
    model: Recommender,
    member: int,
    courses: dict[int, ListedCourse],
    chosen: list[tuple[int, float, bool]],
    near: Around,
) -> list[Suggestion]:
    counts = members_by_course(library, [course for course, _, _ in chosen])
    follows, topics = links(library), topics_of(library, member)
    return [
        Suggestion(
            course,
            courses[course].title,
            score,
            reasons_for(model, member, course, courses, counts[course], follows, topics, near),
            explored,
        )
        for course, score, explored in chosen
    ]


def _keep(
    library: Library,
    member: int,
    suggested: list[Suggestion],
    placed: list[explore.Placed],
    place: str,
    running: Running | None,
) -> None:
    items = [
        log.Shown(
            each.course_id,
            each.score,
            type(each.reasons[0]).__name__,
            spot.propensity,
            running.experiment if running else None,
            running.variant if running else "explored" if spot.explored else "",
        )
        for each, spot in zip(suggested, placed, strict=True)
    ]
    log.record(library, member, items, place=place)
