"""From figures to charts: which chart shows an insight, what it is called, and what it says when data is too little."""

from __future__ import annotations

from kclub_desktop.analytics.figures import ENOUGH_PEOPLE
from kclub_desktop.ui.charts.bars import Bar, Bars
from kclub_desktop.ui.charts.heatmap import Heatmap
from kclub_desktop.ui.charts.lines import Lines, Series
from kclub_desktop.ui.desk import shown
from kclub_desktop.ui.desk.insights_query import Insights
from kclub_desktop.ui.desk.revenue_lines import revenue_lines
from kclub_desktop.ui.desk.star_bars import star_bars
from kclub_desktop.ui.widgets.figure_card import FigureCard
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_figures import FUNNEL_STEPS

_COURSES_SHOWN, _EVENTS_SHOWN = 8, 8
_SURVIVAL_POINTS, _DAYS_A_MONTH = 13, 30
_TALL_PX = 232


def funnel(found: Insights) -> FigureCard:
    """How far people come, each step as a share of the first."""
    steps = found.funnel.steps
    bars = [
        Bar(
            tr(FUNNEL_STEPS[step.name]),
            step.people,
            f"{shown.number(step.people)} · {step.of_first.value or 0:.0%}",
            hover=tr(
                "{n} people; {share} of the step before",
                n=shown.number(step.people),
                share=f"{step.of_previous.value or 0:.0%}",
            ),
        )
        for step in steps
    ]
    chart = Bars("", bars, label_width=96, said_width=96)
    if steps[0].people < ENOUGH_PEOPLE:
        chart.missing = tr("not enough data yet: {n} people", n=steps[0].people)
    note = tr(
        "Within {days} days of the first visit; {n} people are still on their way.",
        days=found.funnel.window_days,
        n=shown.number(found.funnel.running),
    )
    return FigureCard(tr("How far do people come?"), chart, note)


def ratings(found: Insights) -> FigureCard:
    """The spread of all standing ratings."""
    mean = found.ratings.mean
    chart = star_bars(found.ratings.stars)
    if not mean.enough:
        chart.missing = tr_many(
            "not enough data yet: 1 rating", "not enough data yet: {n} ratings", mean.count
        )
        return FigureCard(tr("How are courses rated?"), chart)
    note = tr(
        "{mean} stars on average, from {n} ratings.", mean=f"{mean.value:.2f}", n=shown.number(mean.count)
    )
    return FigureCard(tr("How are courses rated?"), chart, note)


def cohorts(found: Insights) -> FigureCard:
    """Who is still active how many months after joining."""
    kept = [cohort for cohort in found.cohorts if cohort.count]
    chart = Heatmap("", [(cohort.label, cohort.count, cohort.shares) for cohort in kept])
    people = sum(cohort.count for cohort in kept)
    if people < ENOUGH_PEOPLE:
        chart.missing = tr_many("not enough data yet: 1 member", "not enough data yet: {n} members", people)
    chart.setMinimumHeight(24 * len(kept) + 24 if not chart.missing else 96)
    note = tr(
        "Share of those who joined in a month that was active in each month since; the last cell of a row is not over."
    )
    return FigureCard(tr("Who stays?"), chart, note)


def people(found: Insights, zone: str) -> FigureCard:
    """Active and new members over the year."""
    labels = [shown.month(month.start, zone) for month in found.months]
    series = [
        Series(tr("Active"), [month.active for month in found.months]),
        Series(tr("New"), [month.new for month in found.months]),
    ]
    chart = Lines("", labels, series)
    if not any(any(line.values) for line in series):
        chart.missing = tr("Nothing yet.")
    chart.setMinimumHeight(_TALL_PX)
    return FigureCard(tr("How many are active, how many join?"), chart, tr("The last month is not over yet."))


def stay(found: Insights) -> FigureCard:
    """The survival curve: the share still here by months since joining."""
    curve = found.survival
    shares = [curve.share_after(_DAYS_A_MONTH * step) for step in range(_SURVIVAL_POINTS)]
    known = [100 * share for share in shares if share is not None]
    labels = [tr("{n} mo", n=step) for step in range(len(known))]
    chart = Lines("", labels, [Series(tr("Still here"), known)], said="{:.0f}%".format)
    if not curve.enough:
        chart.missing = tr("not enough data yet: {n} members left so far", n=curve.left)
    chart.setMinimumHeight(_TALL_PX)
    note = tr(
        "Kaplan–Meier, from {n} members; who did nothing for 30 days counts as gone.",
        n=shown.number(curve.count),
    )
    return FigureCard(tr("How long do members stay?"), chart, note)


def courses(found: Insights) -> FigureCard:
    """The best rated courses by their Bayesian average."""
    best = found.courses[:_COURSES_SHOWN]
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
        )
        for course in best
    ]
    chart = Bars("", bars, series=5, label_width=180, said_width=84)
    if not best:
        chart.missing = tr_many("not enough data yet: 1 rating", "not enough data yet: {n} ratings", 0)
    return FigureCard(
        tr("Which courses are liked best?"), chart, tr("Few ratings are drawn towards the catalogue’s mean.")
    )


def events(found: Insights) -> FigureCard:
    """Who came of who registered, at the last events."""
    over = [event for event in found.events if event.over][:_EVENTS_SHOWN]
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
        )
        for event in over
    ]
    chart = Bars("", bars, series=2, label_width=180, said_width=84)
    if not over:
        chart.missing = tr("No event is over yet.")
    return FigureCard(tr("Who came to the last events?"), chart, tr("Came, of those registered."))


def revenue(found: Insights, currency: str, zone: str) -> FigureCard:
    """Net revenue of each month in one currency."""
    chart = revenue_lines(found.months, currency, zone)
    title = tr("Revenue by month, {currency}", currency=currency)
    return FigureCard(title, chart, tr("Payments less refunds. The last month is not over yet."))
