"""Who takes what, how far they are, and what they think of it."""

from __future__ import annotations

from kclub_desktop.store.declare import (
    HIDDEN,
    IMPERSONAL,
    PERSONAL,
    SEEN,
    Integer,
    Moment,
    Record,
    Reference,
    Text,
    named,
)


class Enrolment(Record):
    """A member takes a course, once per pair; progress in percent."""

    Meta = named("enrolment")
    number = 4
    natural_key = ("member", "course")
    member = Reference(PERSONAL, SEEN, to="member")
    course = Reference(PERSONAL, SEEN, to="course")
    enrolled_at = Moment(PERSONAL, SEEN)
    progress = Integer(PERSONAL, HIDDEN, default=0, means="percent")
    completed_at = Moment(PERSONAL, HIDDEN, null=True, means="when progress first reached 100")
    source = Text(IMPERSONAL, HIDDEN, means="desk, kiosk, order, plan, import or an endpoint")
    order = Reference(PERSONAL, HIDDEN, to="order", null=True)
    subscription = Reference(PERSONAL, HIDDEN, to="subscription", null=True)
    expires_at = Moment(PERSONAL, HIDDEN, null=True, means="until when it may be taken; null: for ever")


class LessonProgress(Record):
    """How far a member is in a lesson, once per pair."""

    Meta = named("lesson_progress")
    number = 57
    natural_key = ("member", "lesson")
    member = Reference(PERSONAL, HIDDEN, to="member")
    lesson = Reference(PERSONAL, HIDDEN, to="lesson")
    course = Reference(
        PERSONAL, HIDDEN, to="course", means="the lesson's, so that a course is counted without a join"
    )
    percent = Integer(PERSONAL, HIDDEN, default=0)
    started_at = Moment(PERSONAL, HIDDEN)
    seen_at = Moment(PERSONAL, HIDDEN, null=True, means="last time")
    completed_at = Moment(PERSONAL, HIDDEN, null=True)


class Rating(Record):
    """A member's current rating of a course, once per pair; its history is in the change log."""

    Meta = named("rating")
    number = 5
    natural_key = ("member", "course")
    member = Reference(PERSONAL, SEEN, to="member")
    course = Reference(PERSONAL, SEEN, to="course")
    stars = Integer(PERSONAL, SEEN, means="1 to 5")
    review = Text(PERSONAL, HIDDEN)
    rated_at = Moment(PERSONAL, SEEN)
    review_status = Text(
        IMPERSONAL, HIDDEN, means="'' (new), shown or hidden by moderation; the stars count either way"
    )
    answer = Text(IMPERSONAL, HIDDEN, means="the creator's words to the review")


class Certificate(Record):
    """A completed course on paper, once per member and course."""

    Meta = named("certificate")
    number = 58
    natural_key = ("member", "course")
    member = Reference(PERSONAL, HIDDEN, to="member")
    course = Reference(PERSONAL, HIDDEN, to="course")
    code = Text(PERSONAL, HIDDEN, means="by which it can be verified")
    name = Text(PERSONAL, HIDDEN, means="as printed")
    issued_at = Moment(PERSONAL, HIDDEN)
    revoked_at = Moment(PERSONAL, HIDDEN, null=True)


TABLES = (Enrolment, LessonProgress, Rating, Certificate)
