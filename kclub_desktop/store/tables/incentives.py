"""What rewards taking part: levels, points, badges and benefits. Points are a ledger, never a number that is changed."""

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
    RowOf,
    Text,
    named,
)


class Level(Record):
    """A rank by spend and activity, once per name. A member holds the name of theirs."""

    Meta = named("level")
    number = 38
    natural_key = ("name",)
    name = Text(IMPERSONAL, SEEN)
    summary = Text(IMPERSONAL, SEEN)
    position = Integer(IMPERSONAL, SEEN, default=0, means="higher is better")
    tone = Text(IMPERSONAL, SEEN, means="name of a colour of the theme")


class LevelRule(Record):
    """What one must reach for a level. Of several rules of a level, all of one group must hold, of any group."""

    Meta = named("level_rule")
    number = 39
    level = Reference(IMPERSONAL, HIDDEN, to="level")
    group = Integer(IMPERSONAL, HIDDEN, default=0)
    measure = Text(
        IMPERSONAL, HIDDEN, default="spend", means="spend, points, courses, events, posts or months"
    )
    at_least = Integer(IMPERSONAL, HIDDEN, default=0, means="minor units for spend, else a count")
    currency = Text(IMPERSONAL, HIDDEN)
    window_days = Integer(IMPERSONAL, HIDDEN, null=True, means="looking back so far; null: ever")
    active = Flag(IMPERSONAL, HIDDEN, default=1)


class LevelChange(Fact):
    """A member moved from one level to another."""

    Meta = named("level_change")
    number = 40
    stays = frozenset({"from_level", "to_level"})
    member = Reference(PERSONAL, HIDDEN, to="member")
    from_level = Text(PERSONAL, HIDDEN)
    to_level = Text(PERSONAL, HIDDEN)
    changed_at = Moment(PERSONAL, HIDDEN)
    why = Text(IMPERSONAL, HIDDEN, means="rule, plan, hand or import")


class PointsRule(Record):
    """What a behaviour earns, once per behaviour."""

    Meta = named("points_rule")
    number = 41
    natural_key = ("behaviour",)
    behaviour = Text(
        IMPERSONAL, HIDDEN, means="kind of an activity: completion, rating, check_in, post, purchase"
    )
    points = Integer(IMPERSONAL, HIDDEN, default=0, means="for one; for a purchase per money_per_point")
    money_per_point = Money(IMPERSONAL, HIDDEN, default=0)
    currency = Text(IMPERSONAL, HIDDEN)
    per_day = Integer(IMPERSONAL, HIDDEN, null=True, means="at most so many points a day")
    expires_after_days = Integer(IMPERSONAL, HIDDEN, null=True)
    active = Flag(IMPERSONAL, HIDDEN, default=1)


class PointsEntry(Fact):
    """One line of a member's points; what they have is the sum."""

    Meta = named("points_entry")
    number = 42
    stays = frozenset({"kind"})
    member = Reference(PERSONAL, HIDDEN, to="member")
    points = Integer(PERSONAL, HIDDEN, means="negative when spent, expired or corrected down")
    kind = Text(PERSONAL, HIDDEN, default="earned", means="earned, spent, expired or corrected")
    at = Moment(PERSONAL, HIDDEN)
    why = Text(PERSONAL, HIDDEN, means="the behaviour or the words of who corrected")
    entity = Text(IMPERSONAL, HIDDEN, means="name of the table of what earned it")
    row = RowOf(PERSONAL, HIDDEN, null=True)
    expires_at = Moment(PERSONAL, HIDDEN, null=True)
    undoes = Reference(IMPERSONAL, HIDDEN, to="points_entry", null=True)


class Badge(Record):
    """An honour."""

    Meta = named("badge")
    number = 43
    name = Text(IMPERSONAL, SEEN)
    summary = Text(IMPERSONAL, SEEN)
    icon = Text(IMPERSONAL, SEEN)
    rule = Json(IMPERSONAL, HIDDEN, means="{measure, at_least, window_days}; '' when given by hand only")
    active = Flag(IMPERSONAL, SEEN, default=1)
    position = Integer(IMPERSONAL, SEEN, default=0)


class BadgeAward(Record):
    """A member has a badge, once per pair."""

    Meta = named("badge_award")
    number = 44
    natural_key = ("member", "badge")
    stays = frozenset({"why"})
    member = Reference(PERSONAL, SEEN, to="member")
    badge = Reference(PERSONAL, SEEN, to="badge")
    awarded_at = Moment(PERSONAL, SEEN)
    why = Text(PERSONAL, HIDDEN, means="rule or hand")


class Benefit(Record):
    """What a level or a plan gives its members; access to a course or a category is one too."""

    Meta = named("benefit")
    number = 45
    level = Reference(IMPERSONAL, SEEN, to="level", null=True, means="this level and all above it")
    plan = Reference(IMPERSONAL, SEEN, to="plan", null=True)
    kind = Text(IMPERSONAL, SEEN, means="discount, early_access, priority_support, content or other")
    name = Text(IMPERSONAL, SEEN)
    percent = Integer(IMPERSONAL, SEEN, default=0, means="discount in hundredths of a percent")
    hours = Integer(IMPERSONAL, SEEN, default=0, means="how much earlier they may buy or register")
    course = Reference(IMPERSONAL, SEEN, to="course", null=True)
    category = Text(IMPERSONAL, SEEN)
    active = Flag(IMPERSONAL, SEEN, default=1)
    position = Integer(IMPERSONAL, SEEN, default=0)
    points = Integer(
        IMPERSONAL, SEEN, default=0, means="for so many points anybody may have it; 0: not for points"
    )
    valid_days = Integer(
        IMPERSONAL, SEEN, null=True, means="how long what was had for points holds; null: handed out at once"
    )


class RuleVersion(Record):
    """A rule of levels, points or badges as it was from a moment on: what was earned is counted by the rule of its day."""

    Meta = named("rule_version")
    number = 125
    subject = Text(IMPERSONAL, HIDDEN, means="level, points or badge")
    key = Text(IMPERSONAL, HIDDEN, means="the behaviour for points, else the id of the level or badge")
    content = Json(IMPERSONAL, HIDDEN, means="the whole rule; for a level the list of its rules")
    since = Moment(IMPERSONAL, HIDDEN)


TABLES = (
    Level,
    LevelRule,
    LevelChange,
    PointsRule,
    PointsEntry,
    Badge,
    BadgeAward,
    Benefit,
    RuleVersion,
)
