"""The tables of a community: one declaration each, from which triggers, sync and privacy follow.

What the columns mean to the community's rules is in community/; how they came to be in SQL is in migrations/.
Times are UTC seconds, money integer minor units beside its currency code.
"""

from __future__ import annotations

from kclub_desktop.store.declare import (
    Fact,
    Integer,
    Moment,
    Privacy,
    Record,
    Reference,
    Show,
    Table,
    Text,
    named,
)

_P, _I = Privacy.PERSONAL, Privacy.IMPERSONAL
_SEEN, _HIDDEN = Show.AS_IS, Show.HIDDEN


class Member(Record):
    """A person of the community, paying or not. Never deleted: archived, merged or erased."""

    Meta = named("member")
    number = 1
    blanked = frozenset({"email_consent"})
    name = Text(_P, Show.DISPLAY_NAME)
    email = Text(_P, Show.MASKED)
    phone = Text(_P, Show.MASKED)
    language = Text(_I, _SEEN)
    status = Text(_I, _HIDDEN, default="member")
    level = Text(_I, _SEEN)
    plan = Text(_I, _HIDDEN)
    channel = Text(_I, _HIDDEN)
    tags = Text(_P, _HIDDEN)
    note = Text(_P, _HIDDEN)
    email_consent = Integer(_P, _HIDDEN, default=0)
    joined_at = Moment(_I, _HIDDEN, null=True)
    archived_at = Moment(_I, _HIDDEN, null=True)
    merged_into = Reference(_I, _SEEN, to="member", null=True)
    erased_at = Moment(_I, _SEEN, null=True)
    spent_before = Integer(_P, _HIDDEN, default=0)
    spent_before_currency = Text(_I, _HIDDEN)
    created_at = Moment(_I, _HIDDEN)


class Course(Record):
    """A thing to learn."""

    Meta = named("course")
    number = 2
    title = Text(_I, _SEEN)
    summary = Text(_I, _SEEN)
    price = Integer(_I, _SEEN, default=0)
    currency = Text(_I, _SEEN)
    language = Text(_I, _SEEN)
    category = Text(_I, _SEEN)
    tags = Text(_I, _SEEN)
    creator = Text(_I, _SEEN)
    status = Text(_I, _SEEN, default="published")
    published_at = Moment(_I, _SEEN, null=True)
    created_at = Moment(_I, _HIDDEN)


class Lesson(Record):
    """A part of a course."""

    Meta = named("lesson")
    number = 3
    course = Reference(_I, _SEEN, to="course")
    position = Integer(_I, _SEEN)
    title = Text(_I, _SEEN)
    kind = Text(_I, _SEEN, default="article")
    minutes = Integer(_I, _SEEN, default=0)


class Enrolment(Record):
    """A member takes a course, once per pair; progress in percent."""

    Meta = named("enrolment")
    number = 4
    natural_key = ("member", "course")
    member = Reference(_P, _SEEN, to="member")
    course = Reference(_P, _SEEN, to="course")
    enrolled_at = Moment(_P, _SEEN)
    progress = Integer(_P, _HIDDEN, default=0)
    completed_at = Moment(_P, _HIDDEN, null=True)
    source = Text(_I, _HIDDEN)


class Rating(Record):
    """A member's current rating of a course, once per pair; its history is in the change log."""

    Meta = named("rating")
    number = 5
    natural_key = ("member", "course")
    member = Reference(_P, _SEEN, to="member")
    course = Reference(_P, _SEEN, to="course")
    stars = Integer(_P, _SEEN)
    review = Text(_P, _HIDDEN)
    rated_at = Moment(_P, _SEEN)


class Event(Record):
    """A gathering online, on site or both; zone is the IANA name its local time is kept in."""

    Meta = named("event")
    number = 6
    title = Text(_I, _SEEN)
    summary = Text(_I, _SEEN)
    mode = Text(_I, _SEEN, default="on_site")
    place = Text(_I, _SEEN)
    zone = Text(_I, _SEEN, default="Asia/Shanghai")
    starts_at = Moment(_I, _SEEN)
    ends_at = Moment(_I, _SEEN)
    capacity = Integer(_I, _SEEN, null=True)
    price = Integer(_I, _SEEN, default=0)
    currency = Text(_I, _SEEN)
    status = Text(_I, _SEEN, default="planned")


class Registration(Record):
    """Who comes to an event, once per pair; ticket is the code printed on it."""

    Meta = named("registration")
    number = 7
    natural_key = ("event", "member")
    stays = frozenset({"status"})
    event = Reference(_P, _SEEN, to="event")
    member = Reference(_P, _SEEN, to="member")
    registered_at = Moment(_P, _HIDDEN)
    ticket = Text(_P, _SEEN)
    status = Text(_P, _SEEN, default="registered")
    paid = Integer(_P, _SEEN, default=1)


class CheckIn(Fact):
    """One scan at a door, refused or not; `undoes` names the scan that this one takes back."""

    Meta = named("check_in")
    number = 8
    event = Reference(_P, _SEEN, to="event")
    member = Reference(_P, _SEEN, to="member", null=True)
    ticket = Text(_P, _SEEN)
    scanned_at = Moment(_P, _SEEN)
    door = Text(_I, _SEEN)
    answer = Text(_I, _SEEN)
    undoes = Reference(_I, _SEEN, to="check_in", null=True)


class Order(Record):
    """What a member bought: one course or one event's ticket."""

    Meta = named("order")
    number = 9
    stays = frozenset({"status"})
    member = Reference(_P, _HIDDEN, to="member")
    reference = Text(_I, _HIDDEN)
    ordered_at = Moment(_P, _HIDDEN)
    course = Reference(_P, _HIDDEN, to="course", null=True)
    event = Reference(_P, _HIDDEN, to="event", null=True)
    total = Integer(_P, _HIDDEN)
    currency = Text(_I, _HIDDEN)
    status = Text(_P, _HIDDEN, default="paid")
    channel = Text(_I, _HIDDEN)


class Payment(Fact):
    """Money in, or back out when the amount is negative. Never edited."""

    Meta = named("payment")
    number = 10
    order = Reference(_P, _HIDDEN, to="order", null=True)
    member = Reference(_P, _HIDDEN, to="member", null=True)
    amount = Integer(_P, _HIDDEN)
    currency = Text(_I, _HIDDEN)
    paid_at = Moment(_P, _HIDDEN)
    method = Text(_I, _HIDDEN)
    kind = Text(_I, _HIDDEN, default="payment")


class Activity(Fact):
    """One behaviour fact of a member, or of an anonymous visitor known by a random key."""

    Meta = named("activity")
    number = 11
    member = Reference(_P, _HIDDEN, to="member", null=True)
    visitor = Text(_P, _HIDDEN)
    kind = Text(_I, _HIDDEN)
    at = Moment(_P, _HIDDEN)
    course = Reference(_P, _HIDDEN, to="course", null=True)
    event = Reference(_P, _HIDDEN, to="event", null=True)
    channel = Text(_I, _HIDDEN)


class Device(Record):
    """A computer with a copy of this community, once per node."""

    Meta = named("device")
    number = 12
    natural_key = ("node",)
    node = Integer(_I, _SEEN)
    name = Text(_I, _HIDDEN)
    role = Text(_I, _SEEN, default="owner")
    added_at = Moment(_I, _HIDDEN)


class ExternalId(Record):
    """What another system calls one of our rows."""

    Meta = named("external_id")
    number = 13
    natural_key = ("endpoint", "kind", "external")
    points_by = ("kind", "row")
    endpoint = Text(_I, _HIDDEN)
    kind = Text(_I, _HIDDEN)
    external = Text(_P, _HIDDEN)
    row = Integer(_P, _HIDDEN)


REPLICATED: tuple[type[Table], ...] = (
    Member,
    Course,
    Lesson,
    Enrolment,
    Rating,
    Event,
    Registration,
    CheckIn,
    Order,
    Payment,
    Activity,
    Device,
    ExternalId,
)
BY_NAME: dict[str, type[Table]] = {model.name_of_table(): model for model in REPLICATED}
BY_NUMBER: dict[int, type[Table]] = {model.number: model for model in REPLICATED}
