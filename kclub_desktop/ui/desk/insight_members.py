"""The insights page, members: how far people come, by which channel, how many are active, who stays and how long."""

from __future__ import annotations

from kclub_desktop.analytics import Period
from kclub_desktop.analytics.figures import ENOUGH_PEOPLE
from kclub_desktop.analytics.periods import month_after
from kclub_desktop.ui.charts.bars import Bar, Bars
from kclub_desktop.ui.charts.forest import Estimate, Forest
from kclub_desktop.ui.charts.heatmap import Heatmap
from kclub_desktop.ui.charts.lines import Lines, Series
from kclub_desktop.ui.desk import shown
from kclub_desktop.ui.desk.behind_query import Behind
from kclub_desktop.ui.desk.insight_cards import TALL_PX, cut_note, few_people, labels, sentences, spans
from kclub_desktop.ui.desk.insights_query import Insights, Members
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.figure_card import FigureCard
from kclub_desktop.words import tr
from kclub_desktop.words_for_figures import FUNNEL_STEPS

_SURVIVAL_POINTS, _DAYS_A_MONTH, _COHORT_PX = 13, 30, 24


def funnel(found: Insights, data: Members) -> FigureCard:
    """How far people come, each step as a share of the first."""
    steps = data.funnel.steps
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
            key=Behind("step", tr(FUNNEL_STEPS[step.name]), found.period, {"step": step.name}),
        )
        for step in steps
    ]
    chart = Bars("", bars, label_width=96, said_width=96)
    if steps[0].people < ENOUGH_PEOPLE:
        chart.missing = tr("not enough data yet: {n} people", n=steps[0].people)
    note = tr(
        "Within {days} days of the first visit; {n} people are still on their way.",
        days=data.funnel.window_days,
        n=shown.number(data.funnel.running),
    )
    return FigureCard(tr("How far do people come?"), chart, note)


def channels(found: Insights, data: Members) -> FigureCard:
    """The share of each channel's visitors that bought, with its interval, against everybody's."""
    kept = [channel for channel in data.channels if channel.enough]
    title = tr("Which channel brings buyers?")
    chart = Forest(
        "",
        [
            Estimate(
                one.channel or tr("unknown"),
                one.share,
                one.low,
                one.high,
                one.people,
                Behind(
                    "step",
                    tr("Bought, by {channel}", channel=one.channel or tr("unknown")),
                    found.period,
                    {"step": "purchase", "channel": one.channel},
                ),
            )
            for one in kept
        ],
        reference=data.usual,
        said="{:.0%}".format,
    )
    if len(kept) < 2:
        n = data.channels[0].people if data.channels else 0
        chart.missing = tr("not enough data yet: {n} people by the largest channel", n=shown.number(n))
        return FigureCard(title, chart)
    note = tr(
        "Share of a channel’s visitors who bought, with the range it lies in with 95 % certainty; the dashed line is everybody’s {share}. Grey: may be chance.",
        share=f"{data.usual:.0%}",
    )
    left = len(data.channels) - len(kept)
    if left:
        more = tr("Channels with fewer than {n} visitors are left out: {left}.", n=ENOUGH_PEOPLE, left=left)
        note = sentences(note, more)
    return FigureCard(title, chart, note)


def cohorts(found: Insights, data: Members, zone: str) -> FigureCard:
    """Who is still active how many months after joining."""
    kept = [cohort for cohort in data.cohorts if cohort.count]

    def behind(at: int, after: int) -> Behind:
        cohort = month_after(kept[at].start, zone, 0)
        within = Period(max(cohort.start, found.period.start), min(cohort.end, found.period.end))
        title = tr("Joined in {when}, active {n} months later", when=kept[at].label, n=after)
        return Behind("cohort", title, within, {"after": after})

    months = max((sum(share is not None for share in cohort.shares) for cohort in kept), default=0)
    chart = Heatmap(
        "", [(cohort.label, cohort.count, cohort.shares[:months]) for cohort in kept], key_of=behind
    )
    people = sum(cohort.count for cohort in kept)
    if people < ENOUGH_PEOPLE:
        chart.missing = few_people(people)
    high = scaled(_COHORT_PX) * (len(kept) + 1)
    chart.setMinimumHeight(scaled(96) if chart.missing else high)
    chart.setMaximumHeight(scaled(96) if chart.missing else high)
    note = tr(
        "Share of those who joined in a month that was active in each month since; the last cell of a row is not over."
    )
    return FigureCard(tr("Who stays?"), chart, note)


def people(found: Insights, data: Members, zone: str) -> FigureCard:
    """Active and new members over the range."""
    series = [
        Series(tr("Active"), [span.active for span in data.spans]),
        Series(tr("New"), [span.new for span in data.spans]),
    ]
    keys = spans(found, zone, "span", tr("Active or new, {when}"))
    chart = Lines("", labels(found, zone), series, keys=keys)
    if not any(any(line.values) for line in series):
        chart.missing = tr("Nothing in these days.")
    chart.setMinimumHeight(TALL_PX)
    return FigureCard(tr("How many are active, how many join?"), chart, cut_note(found))


def stay(data: Members) -> FigureCard:
    """The survival curve: the share still here by months since joining."""
    curve = data.survival
    shares = [curve.share_after(_DAYS_A_MONTH * step) for step in range(_SURVIVAL_POINTS)]
    known = [100 * share for share in shares if share is not None]
    names = [tr("{n} mo", n=step) for step in range(len(known))]
    chart = Lines("", names, [Series(tr("Still here"), known)], said="{:.0f}%".format)
    if not curve.enough:
        chart.missing = tr("not enough data yet: {n} members left so far", n=curve.left)
    chart.setMinimumHeight(TALL_PX)
    note = tr(
        "Kaplan–Meier, from {n} members; who did nothing for 30 days counts as gone.",
        n=shown.number(curve.count),
    )
    return FigureCard(tr("How long do members stay?"), chart, note)
