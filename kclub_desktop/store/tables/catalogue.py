"""The catalogue: courses and lessons, where they come from, by what right they are offered, and who let them in."""

from __future__ import annotations

from kclub_desktop.store.declare import (
    HIDDEN,
    IMPERSONAL,
    PERSONAL,
    SEEN,
    Fact,
    Flag,
    Integer,
    Json,
    Moment,
    Money,
    Record,
    Reference,
    Text,
    named,
)


class Course(Record):
    """A thing to learn."""

    Meta = named("course")
    number = 2
    parts_belong = False
    title = Text(IMPERSONAL, SEEN)
    summary = Text(IMPERSONAL, SEEN)
    price = Money(IMPERSONAL, SEEN, default=0)
    currency = Text(IMPERSONAL, SEEN)
    language = Text(IMPERSONAL, SEEN)
    category = Text(IMPERSONAL, SEEN, means="name of its category")
    tags = Text(IMPERSONAL, SEEN, means="names separated by commas")
    creator = Text(IMPERSONAL, SEEN)
    status = Text(
        IMPERSONAL,
        SEEN,
        default="published",
        means="planned, draft, in_review, approved, published or archived",
    )
    published_at = Moment(IMPERSONAL, SEEN, null=True)
    created_at = Moment(IMPERSONAL, HIDDEN)
    difficulty = Text(IMPERSONAL, SEEN, means="beginner, intermediate or advanced")
    minutes = Integer(IMPERSONAL, SEEN, default=0, means="how long it takes; 0: the sum of its lessons")
    cover = Reference(IMPERSONAL, SEEN, to="attachment", null=True)
    series = Text(IMPERSONAL, SEEN, means="name of the series it is part of")
    access = Text(
        IMPERSONAL, SEEN, default="sold", means="sold, members (of a plan or level that gives it) or free"
    )
    source = Text(IMPERSONAL, HIDDEN, default="own", means="own, purchased or submitted")
    author = Reference(PERSONAL, HIDDEN, to="member", null=True, means="the member who made it")
    archived_at = Moment(IMPERSONAL, SEEN, null=True)


class Lesson(Record):
    """A part of a course."""

    Meta = named("lesson")
    number = 3
    course = Reference(IMPERSONAL, SEEN, to="course")
    position = Integer(IMPERSONAL, SEEN)
    title = Text(IMPERSONAL, SEEN)
    kind = Text(IMPERSONAL, SEEN, default="article", means="article, video, audio, ebook or live")
    minutes = Integer(IMPERSONAL, SEEN, default=0)
    summary = Text(IMPERSONAL, SEEN)
    body = Text(IMPERSONAL, HIDDEN, means="the words of an article, as Markdown")
    url = Text(IMPERSONAL, HIDDEN, means="where it is when it is elsewhere")
    attachment = Reference(IMPERSONAL, HIDDEN, to="attachment", null=True)
    free = Flag(IMPERSONAL, SEEN, means="may be taken without owning the course")


class Category(Record):
    """A shelf of the catalogue, once per name. A course holds the name of its own."""

    Meta = named("category")
    number = 46
    natural_key = ("name",)
    name = Text(IMPERSONAL, SEEN)
    summary = Text(IMPERSONAL, SEEN)
    parent = Reference(IMPERSONAL, SEEN, to="category", null=True)
    position = Integer(IMPERSONAL, SEEN, default=0)


class CourseLink(Record):
    """Two courses belong together, once per pair and kind: `other` comes before, follows, or is part of `course`."""

    Meta = named("course_link")
    number = 47
    natural_key = ("course", "other", "kind")
    course = Reference(IMPERSONAL, SEEN, to="course")
    other = Reference(IMPERSONAL, SEEN, to="course")
    kind = Text(IMPERSONAL, SEEN, default="prerequisite", means="prerequisite, next or part")
    position = Integer(IMPERSONAL, SEEN, default=0)


class Supplier(Record):
    """Whom courses are bought from."""

    Meta = named("supplier")
    number = 48
    name = Text(PERSONAL, HIDDEN)
    contact_name = Text(PERSONAL, HIDDEN)
    email = Text(PERSONAL, HIDDEN)
    phone = Text(PERSONAL, HIDDEN)
    url = Text(IMPERSONAL, HIDDEN)
    note = Text(PERSONAL, HIDDEN)
    created_at = Moment(IMPERSONAL, HIDDEN)


class Contract(Record):
    """An agreement with a supplier, an author or a partner by which courses may be offered."""

    Meta = named("contract")
    number = 49
    supplier = Reference(IMPERSONAL, HIDDEN, to="supplier", null=True)
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    partner = Reference(PERSONAL, HIDDEN, to="partner", null=True)
    name = Text(IMPERSONAL, HIDDEN)
    reference = Text(IMPERSONAL, HIDDEN, means="its number on paper")
    terms = Text(IMPERSONAL, HIDDEN, means="what the licence allows, in words")
    signed_at = Moment(IMPERSONAL, HIDDEN, null=True)
    starts_at = Moment(IMPERSONAL, HIDDEN, null=True)
    expires_at = Moment(IMPERSONAL, HIDDEN, null=True, means="null: for ever")
    warn_days = Integer(IMPERSONAL, HIDDEN, default=60, means="days before the end at which to say so")
    cost = Money(IMPERSONAL, HIDDEN, default=0)
    currency = Text(IMPERSONAL, HIDDEN)
    attachment = Reference(IMPERSONAL, HIDDEN, to="attachment", null=True)
    status = Text(IMPERSONAL, HIDDEN, default="draft", means="draft, signed or ended")


class CourseRight(Record):
    """By what right a course is offered; without a clear one that has not expired it cannot be published."""

    Meta = named("course_right")
    number = 50
    course = Reference(IMPERSONAL, HIDDEN, to="course")
    kind = Text(IMPERSONAL, HIDDEN, default="own", means="own, licence, submission or public_domain")
    contract = Reference(IMPERSONAL, HIDDEN, to="contract", null=True)
    clear = Flag(IMPERSONAL, HIDDEN, means="somebody looked at it and it holds")
    starts_at = Moment(IMPERSONAL, HIDDEN, null=True)
    expires_at = Moment(IMPERSONAL, HIDDEN, null=True, means="null: as its contract, or for ever")
    exclusive = Flag(IMPERSONAL, HIDDEN)
    note = Text(IMPERSONAL, HIDDEN)


class Submission(Record):
    """A course offered by a member or a partner, and how far its review is."""

    Meta = named("submission")
    number = 51
    stays = frozenset({"status"})
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    partner = Reference(PERSONAL, HIDDEN, to="partner", null=True)
    course = Reference(PERSONAL, HIDDEN, to="course", null=True, means="the course it became")
    title = Text(PERSONAL, HIDDEN)
    summary = Text(PERSONAL, HIDDEN)
    body = Text(PERSONAL, HIDDEN)
    language = Text(IMPERSONAL, HIDDEN)
    category = Text(IMPERSONAL, HIDDEN)
    tags = Text(IMPERSONAL, HIDDEN)
    price = Money(PERSONAL, HIDDEN, default=0, means="what they would ask for it")
    currency = Text(IMPERSONAL, HIDDEN)
    share = Integer(PERSONAL, HIDDEN, default=0, means="royalty they would take, hundredths of a percent")
    rights_declared = Flag(PERSONAL, HIDDEN, means="they said that it is theirs to offer")
    attachment = Reference(PERSONAL, HIDDEN, to="attachment", null=True)
    status = Text(
        PERSONAL,
        HIDDEN,
        default="draft",
        means="draft, in_review, changes_requested, approved, rejected, published or archived",
    )
    alike = Json(IMPERSONAL, HIDDEN, means="near-duplicates found: list of {course, likeness in percent}")
    submitted_at = Moment(PERSONAL, HIDDEN, null=True)
    created_at = Moment(IMPERSONAL, HIDDEN)


class ReviewDecision(Fact):
    """What a reviewer decided on a submission."""

    Meta = named("review_decision")
    number = 52
    stays = frozenset({"decision"})
    submission = Reference(PERSONAL, HIDDEN, to="submission")
    decision = Text(
        PERSONAL, HIDDEN, means="in_review, changes_requested, approved, rejected, published or archived"
    )
    reviewer = Reference(IMPERSONAL, HIDDEN, to="staff", null=True)
    words = Text(PERSONAL, HIDDEN)
    decided_at = Moment(PERSONAL, HIDDEN)


class ChecklistItem(Record):
    """A question of the review checklist."""

    Meta = named("checklist_item")
    number = 53
    words = Text(IMPERSONAL, HIDDEN)
    kind = Text(IMPERSONAL, HIDDEN, default="quality", means="quality, originality or rights")
    required = Flag(IMPERSONAL, HIDDEN, default=1)
    active = Flag(IMPERSONAL, HIDDEN, default=1)
    position = Integer(IMPERSONAL, HIDDEN, default=0)


class ChecklistAnswer(Record):
    """What a reviewer's device answered to a question about a submission, once per triple."""

    Meta = named("checklist_answer")
    number = 54
    natural_key = ("submission", "item", "node")
    stays = frozenset({"answer"})
    submission = Reference(PERSONAL, HIDDEN, to="submission")
    item = Reference(IMPERSONAL, HIDDEN, to="checklist_item")
    node = Integer(IMPERSONAL, HIDDEN, means="of the device it was answered on")
    answer = Text(PERSONAL, HIDDEN, means="yes, no or not_applicable")
    words = Text(PERSONAL, HIDDEN)
    reviewer = Reference(IMPERSONAL, HIDDEN, to="staff", null=True)
    answered_at = Moment(PERSONAL, HIDDEN)


class Royalty(Record):
    """Who has a share in what a course earns."""

    Meta = named("royalty")
    number = 55
    course = Reference(PERSONAL, HIDDEN, to="course")
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    partner = Reference(PERSONAL, HIDDEN, to="partner", null=True)
    supplier = Reference(PERSONAL, HIDDEN, to="supplier", null=True)
    share = Integer(PERSONAL, HIDDEN, default=0, means="hundredths of a percent of what was paid")
    starts_at = Moment(PERSONAL, HIDDEN, null=True)
    ends_at = Moment(PERSONAL, HIDDEN, null=True)
    note = Text(PERSONAL, HIDDEN)


class RoyaltyEntry(Fact):
    """One line of what is owed to an author: earned by an order, paid out, or corrected."""

    Meta = named("royalty_entry")
    number = 56
    belongs_to = ("royalty",)
    stays = frozenset({"kind"})
    royalty = Reference(PERSONAL, HIDDEN, to="royalty")
    order = Reference(PERSONAL, HIDDEN, to="order", null=True)
    payment = Reference(PERSONAL, HIDDEN, to="payment", null=True)
    kind = Text(PERSONAL, HIDDEN, default="earned", means="earned, paid or corrected")
    amount = Money(PERSONAL, HIDDEN, means="negative when paid out")
    currency = Text(IMPERSONAL, HIDDEN)
    at = Moment(PERSONAL, HIDDEN)
    note = Text(PERSONAL, HIDDEN)


TABLES = (
    Course,
    Lesson,
    Category,
    CourseLink,
    Supplier,
    Contract,
    CourseRight,
    Submission,
    ReviewDecision,
    ChecklistItem,
    ChecklistAnswer,
    Royalty,
    RoyaltyEntry,
)
