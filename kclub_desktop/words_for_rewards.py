"""Levels, points, badges and benefits in words, in both languages: rules, what is missing, and the lines of the ledger."""

from __future__ import annotations

from collections.abc import Callable

from kclub_desktop.community.benefits import Given
from kclub_desktop.community.level_progress import Progress, Step
from kclub_desktop.community.level_rules import Rank
from kclub_desktop.community.measures import Condition
from kclub_desktop.community.points import Line
from kclub_desktop.community.points_rules import PURCHASE, Rule
from kclub_desktop.words import current_language, tr, tr_code, tr_many, tr_noop
from kclub_desktop.words_for_values import day, money, number

BEHAVIOURS = {
    "purchase": tr_noop("Paying"),
    "completion": tr_noop("Completing a course"),
    "rating": tr_noop("Rating a course"),
    "check_in": tr_noop("Coming to an event"),
    "post": tr_noop("Writing a post"),
    "question": tr_noop("Asking a question"),
    "opening": tr_noop("Earned before the ledger began"),
}
KINDS = {
    "earned": tr_noop("Earned"),
    "spent": tr_noop("Points spent"),
    "expired": tr_noop("Expired"),
    "corrected": tr_noop("Corrected"),
}
MEASURES = {
    "spend": tr_noop("Spend"),
    "points": tr_noop("Points earned"),
    "courses": tr_noop("Courses completed"),
    "events": tr_noop("Events attended"),
    "posts": tr_noop("Posts written"),
    "months": tr_noop("Months as a member"),
}
WHY = {
    "rule": tr_noop("by rule"),
    "plan": tr_noop("by plan"),
    "hand": tr_noop("by hand"),
    "import": tr_noop("as it was brought in"),
}
BENEFITS = {
    "discount": tr_noop("Lower price"),
    "early_access": tr_noop("Early access"),
    "priority_support": tr_noop("Priority in support"),
    "content": tr_noop("Courses for members"),
    "other": tr_noop("Something of your own"),
}
BOARDS = {
    "points": tr_noop("Points earned"),
    "courses": tr_noop("Courses completed"),
    "events": tr_noop("Events attended"),
}
_COUNTED: dict[str, Callable[[int], str]] = {
    "points": lambda n: tr_many("1 point", "{n} points", n),
    "courses": lambda n: tr_many("1 completed course", "{n} completed courses", n),
    "events": lambda n: tr_many("1 event", "{n} events", n),
    "posts": lambda n: tr_many("1 post", "{n} posts", n),
    "months": lambda n: tr_many("1 month as a member", "{n} months as a member", n),
}


def amount_words(measure: str, value: int, currency: str) -> str:
    """So much of a measure: “¥800”, “3 events”."""
    if measure == "spend":
        return plain_money(value, currency)
    return _COUNTED[measure](value) if measure in _COUNTED else number(value)


def plain_money(value: int, currency: str) -> str:
    """An amount without minor units where there are none: ¥120, ¥120.50."""
    from babel.numbers import get_currency_precision

    said = money(value, currency)
    digits = get_currency_precision(currency)
    return said.removesuffix("." + "0" * digits) if digits else said


def condition_words(one: Condition, currency: str) -> str:
    """“spend ¥800 within 365 days”. currency: the community's, for conditions that name none."""
    much = amount_words(one.measure, one.at_least, one.currency or currency)
    said = tr("spend {much}", much=much) if one.measure == "spend" else much
    if one.window_days is None or one.measure == "months":
        return said
    within = tr_many("within a day", "within {n} days", one.window_days)
    if one.window_days == 365:
        within = tr("within a year")
    return tr("{what} {within}", what=said, within=within)


def rank_words(rank: Rank, currency: str) -> str:
    """What a level asks for, as one sentence."""
    if not rank.groups:
        return tr("Given by hand or by a plan.")
    ways = [tr(" and ").join(condition_words(one, currency) for one in group) for group in rank.groups]
    return tr("Reached with {ways}.", ways=tr("; or ").join(ways))


def step_words(step: Step, currency: str) -> str:
    """What is missing: “¥120”, “2 events”."""
    return amount_words(step.condition.measure, step.missing, step.condition.currency or currency)


def progress_words(found: Progress, currency: str, zone: str) -> str:
    """“¥120 to Gold, by 31 Dec 2026”; what the highest level, or no level at all, has to say is ''."""
    if not found.next:
        return ""
    missing = found.missing
    if not missing:
        return tr("All that {level} asks for is there.", level=found.next)
    much = tr(" and ").join(step_words(step, currency) for step in missing)
    if found.until is None:
        return tr("{much} to {level}", much=much, level=found.next)
    return tr("{much} to {level}, by {day}", much=much, level=found.next, day=day(found.until, zone))


def keeping_words(found: Progress, zone: str) -> str:
    """How the level was come by, since when, until when it is sure."""
    if not found.level:
        return tr("No level yet")
    said = tr_code(WHY, found.why, "as it was brought in")
    if found.since is not None:
        said = tr("{why} since {day}", why=said, day=day(found.since, zone))
    if found.kept_until is not None:
        said = tr("{said}, sure until {day}", said=said, day=day(found.kept_until, zone))
    return said


def rule_words(rule: Rule, currency: str) -> str:
    """“1 point per ¥10 · 50 a day at most · gone after 365 days”; for one that is off, that it earns nothing."""
    if not rule.earns:
        return tr("Earns nothing")
    points = tr_many("1 point", "{n} points", rule.points)
    if rule.behaviour == PURCHASE:
        per = plain_money(rule.money_per_point, rule.currency or currency)
        points = tr("{points} per {money}", points=points, money=per)
    parts = [points]
    if rule.per_day is not None:
        parts.append(tr("{n} a day at most", n=number(rule.per_day)))
    if rule.expires_after_days is not None:
        parts.append(tr_many("gone after 1 day", "gone after {n} days", rule.expires_after_days))
    return " · ".join(parts)


def line_words(line: Line) -> str:
    """What a line of the ledger was for."""
    behaviour = tr(BEHAVIOURS[line.why]) if line.entity and line.why in BEHAVIOURS else ""
    if line.kind == "earned" and behaviour:
        return f"{behaviour} · {line.about}" if line.about else behaviour
    if line.kind == "expired":
        return tr("Expired: {what}", what=behaviour)
    if behaviour:
        return tr("Taken back: {what}", what=f"{behaviour} · {line.about}" if line.about else behaviour)
    words = line.about or line.why
    return (
        tr("{kind}: {words}", kind=tr_code(KINDS, line.kind, "Corrected"), words=words)
        if words
        else tr(KINDS[line.kind])
    )


def signed(points: int) -> str:
    """Points with their sign: +20, −5."""
    return f"+{points:,}" if points > 0 else f"−{-points:,}" if points < 0 else "0"


def off_words(hundredths: int) -> str:
    """A discount as shops say it: 10% off; in Chinese what is left to pay: 9 折."""
    if current_language() == "zh":
        return tr("{n}% off", n=f"{(10_000 - hundredths) / 1000:g}")
    return tr("{n}% off", n=f"{hundredths / 100:g}")


def benefit_words(one: Given, course: str = "") -> str:
    """What a benefit gives. course: title of the one it is for."""
    what = course or one.category
    if one.kind == "discount":
        off = off_words(one.percent)
        return tr("{off} on {what}", off=off, what=what) if what else tr("{off} on everything", off=off)
    if one.kind == "early_access":
        return tr_many("An hour before everybody else", "{n} hours before everybody else", one.hours)
    if one.kind == "priority_support":
        return tr("Answered before others")
    if one.kind == "content":
        return tr("Opens {what}", what=what)
    return tr("As its name says")
