"""The insights page, courses and events: how they are rated, which are liked best and how far they differ, who came."""

from __future__ import annotations

from kclub_desktop.analytics.figures import ENOUGH_COURSES, ENOUGH_RATINGS
from kclub_desktop.ui.charts.bars import Bar, Bars
from kclub_desktop.ui.charts.distribution import Distribution
from kclub_desktop.ui.desk import shown
from kclub_desktop.ui.desk.behind_query import Behind
from kclub_desktop.ui.desk.insight_cards import few_ratings
from kclub_desktop.ui.desk.insights_query import Content, Insights
from kclub_desktop.ui.desk.star_bars import star_bars
from kclub_desktop.ui.widgets.figure_card import FigureCard
from kclub_desktop.words import tr, tr_many

_COURSES_SHOWN, _EVENTS_SHOWN = 8, 8


def ratings(found: Insights, data: Content) -> FigureCard:
    """The spread of all standing ratings."""
    mean = data.ratings.mean
    behind = {
        n: Behind("stars", tr_many("Gave 1 star", "Gave {n} stars", n), found.period, {"stars": n})
        for n in range(1, 6)
    }
    chart = star_bars(data.ratings.stars, behind)
    if not mean.enough:
        chart.missing = few_ratings(mean.count)
        return FigureCard(tr("How are courses rated?"), chart)
    note = tr(
        "{mean} stars on average, from {n} ratings.", mean=f"{mean.value:.2f}", n=shown.number(mean.count)
    )
    return FigureCard(tr("How are courses rated?"), chart, note)


def courses(data: Content) -> FigureCard:
    """The best rated courses by their Bayesian average."""
    best = data.courses[:_COURSES_SHOWN]
    bars = [
        Bar(
            course.title,
            course.bayesian,
            f"★ {course.bayesian:.2f} · {course.count}",
            hover=tr(
                "{title}: {mean} from {n} ratings, {bayesian} drawn towards the catalogue",
                title=course.title,
                mean=f"{course.mean:.2f}",
                n=course.count,
                bayesian=f"{course.bayesian:.2f}",
            ),
            key=("courses", course.course),
        )
        for course in best
    ]
    chart = Bars("", bars, series=5, label_width=180, said_width=84)
    if not best:
        chart.missing = few_ratings(0)
    return FigureCard(
        tr("Which courses are liked best?"), chart, tr("Few ratings are drawn towards the catalogue’s mean.")
    )


def spread(data: Content) -> FigureCard:
    """How the courses' own averages are spread, of those with enough ratings for one."""
    kept = [course for course in data.courses if course.enough]
    chart = Distribution("", [course.mean for course in kept], said="{:.1f}".format)
    if len(kept) < ENOUGH_COURSES:
        chart.missing = tr(
            "not enough data yet: {n} courses with {least} ratings or more", n=len(kept), least=ENOUGH_RATINGS
        )
    note = tr("A point is the average of a course with {n} ratings or more, in stars.", n=ENOUGH_RATINGS)
    return FigureCard(tr("How far do the courses differ?"), chart, note)


def events(data: Content) -> FigureCard:
    """Who came of who registered, at the last events."""
    over = [event for event in data.events if event.over][:_EVENTS_SHOWN]
    bars = [
        Bar(
            event.title,
            event.came,
            f"{event.came} / {event.registered}",
            hover=tr(
                "{title}: {came} came, {registered} registered, {walk_ins} walked in",
                title=event.title,
                came=event.came,
                registered=event.registered,
                walk_ins=event.walk_ins,
            ),
            key=("events", event.event),
        )
        for event in over
    ]
    chart = Bars("", bars, series=2, label_width=180, said_width=84)
    if not over:
        chart.missing = tr("No event of these days is over.")
    return FigureCard(tr("Who came to the last events?"), chart, tr("Came, of those registered."))
