"""What happened and what is made of it: activities, segments, recommendations shown, experiments, scenarios."""

from __future__ import annotations

from kclub_desktop.store.declare import (
    HIDDEN,
    IMPERSONAL,
    PERSONAL,
    SEEN,
    Fact,
    Integer,
    Json,
    Moment,
    Record,
    Reference,
    Text,
    named,
)


class Activity(Fact):
    """One behaviour fact of a member, or of an anonymous visitor known by a random key."""

    Meta = named("activity")
    number = 11
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    visitor = Text(PERSONAL, HIDDEN)
    kind = Text(
        IMPERSONAL,
        HIDDEN,
        means="visit, sign_up, view, purchase, completion, rating, post, check_in, question or search",
    )
    at = Moment(PERSONAL, HIDDEN)
    course = Reference(PERSONAL, HIDDEN, to="course", null=True)
    event = Reference(PERSONAL, HIDDEN, to="event", null=True)
    channel = Text(IMPERSONAL, HIDDEN)
    lesson = Reference(PERSONAL, HIDDEN, to="lesson", null=True)
    campaign = Reference(IMPERSONAL, HIDDEN, to="campaign", null=True)
    link = Reference(IMPERSONAL, HIDDEN, to="tracked_link", null=True)
    words = Text(PERSONAL, HIDDEN, means="what was searched for")
    source = Text(IMPERSONAL, HIDDEN, means="kiosk, desk, web, import or an endpoint")


class Segment(Record):
    """A saved filter over members; who is in it follows from the filter, always."""

    Meta = named("segment")
    number = 95
    name = Text(IMPERSONAL, HIDDEN)
    filter = Json(IMPERSONAL, HIDDEN)  # type: ignore[assignment]  # peewee's Model.filter is never used here
    position = Integer(IMPERSONAL, HIDDEN, default=0)
    created_at = Moment(IMPERSONAL, HIDDEN)


class Recommendation(Fact):
    """A course or an event was recommended to a member somewhere."""

    Meta = named("recommendation")
    number = 96
    stays = frozenset({"reason"})
    member = Reference(PERSONAL, HIDDEN, to="member")
    course = Reference(PERSONAL, HIDDEN, to="course", null=True)
    event = Reference(PERSONAL, HIDDEN, to="event", null=True)
    place = Text(IMPERSONAL, HIDDEN, means="desk, kiosk or mailing")
    position = Integer(IMPERSONAL, HIDDEN, default=0, means="its place in the list, from 0")
    score = Integer(PERSONAL, HIDDEN, default=0, means="millionths")
    propensity = Integer(
        IMPERSONAL, HIDDEN, default=1_000_000, means="how likely it was to be shown at all, millionths"
    )
    reason = Text(PERSONAL, HIDDEN, means="code of the reason that was shown")
    experiment = Reference(IMPERSONAL, HIDDEN, to="experiment", null=True)
    variant = Text(IMPERSONAL, HIDDEN, means="a or b of the experiment, explored, or ''")
    shown_at = Moment(PERSONAL, HIDDEN)


class RecommendationFeedback(Record):
    """What a member said to a recommended course, once per pair."""

    Meta = named("recommendation_feedback")
    number = 97
    natural_key = ("member", "course")
    stays = frozenset({"verdict"})
    member = Reference(PERSONAL, SEEN, to="member")
    course = Reference(PERSONAL, SEEN, to="course")
    verdict = Text(PERSONAL, SEEN, default="not_interested", means="not_interested, later or interested")
    place = Text(IMPERSONAL, HIDDEN, means="desk, kiosk or mailing")
    said_at = Moment(PERSONAL, HIDDEN)


class Experiment(Record):
    """Two settings of the recommendations against each other."""

    Meta = named("experiment")
    number = 98
    name = Text(IMPERSONAL, HIDDEN)
    settings_a = Json(IMPERSONAL, HIDDEN)
    settings_b = Json(IMPERSONAL, HIDDEN)
    share_b = Integer(IMPERSONAL, HIDDEN, default=5000, means="of members who see b, hundredths of a percent")
    starts_at = Moment(IMPERSONAL, HIDDEN, null=True)
    ends_at = Moment(IMPERSONAL, HIDDEN, null=True)
    status = Text(IMPERSONAL, HIDDEN, default="draft", means="draft, running or ended")
    verdict = Text(IMPERSONAL, HIDDEN, means="a, b, no_difference or too_little_data")
    created_at = Moment(IMPERSONAL, HIDDEN)


class Scenario(Record):
    """A what-if of the revenue model, kept to be laid beside others."""

    Meta = named("scenario")
    number = 99
    name = Text(IMPERSONAL, HIDDEN)
    levers = Json(IMPERSONAL, HIDDEN, means="{lever: value typed in}; others are measured")
    efforts = Json(IMPERSONAL, HIDDEN, means="{lever: days of work the creator expects}")
    months = Integer(IMPERSONAL, HIDDEN, default=12)
    currency = Text(IMPERSONAL, HIDDEN)
    note = Text(IMPERSONAL, HIDDEN)
    position = Integer(IMPERSONAL, HIDDEN, default=0)
    created_at = Moment(IMPERSONAL, HIDDEN)


TABLES = (Activity, Segment, Recommendation, RecommendationFeedback, Experiment, Scenario)
