"""The insights page, money: where it comes from, what moves what recurs, who pays for what, and what would move it."""

from __future__ import annotations

from functools import partial

from kclub_desktop.analytics import Levers, Method, moved
from kclub_desktop.analytics.figures import ENOUGH_PAYERS, ENOUGH_PEOPLE
from kclub_desktop.ui.charts.bars import Bar
from kclub_desktop.ui.charts.distribution import Distribution
from kclub_desktop.ui.charts.donut import MOST_PARTS, Donut
from kclub_desktop.ui.charts.lines import Series
from kclub_desktop.ui.charts.stacked_bars import StackedBars
from kclub_desktop.ui.charts.tornado import Swing, Tornado
from kclub_desktop.ui.desk import shown
from kclub_desktop.ui.desk.behind_query import Behind
from kclub_desktop.ui.desk.insight_cards import PARTS, TALL_PX, cut_note, few_people, labels, sentences, spans
from kclub_desktop.ui.desk.insights_query import Insights, Money
from kclub_desktop.ui.widgets.figure_card import FigureCard
from kclub_desktop.words import tr, tr_code
from kclub_desktop.words_for_figures import LEVERS, MRR_KINDS, SOURCES
from kclub_desktop.words_for_money import METHODS

_SHARES = ("came_back", "joined", "given_back")


def sources(found: Insights, data: Money, currency: str, zone: str) -> FigureCard:
    """Revenue by what was sold, with what was given back below zero."""
    bars = data.sources.get(currency, [])
    series = [
        Series(tr(words), [bar.get(kind, 0) for bar in bars], colour)
        for colour, (kind, words) in enumerate(SOURCES.items())
        if any(bar.get(kind) for bar in bars)
    ]
    keys = spans(found, zone, "paid", tr("Paid, {when}"), currency=currency)
    chart = StackedBars("", labels(found, zone), series, said=_amount(currency), keys=keys)
    if not series:
        chart.missing = tr("Nothing in these days.")
    chart.setMinimumHeight(TALL_PX)
    total = sum(sum(bar.values()) for bar in bars)
    note = tr("{sum} in all: payments less refunds.", sum=shown.money(total, currency))
    return _card(tr("Where does the money come from? {currency}", currency=currency), chart, note, found)


def recurring(found: Insights, data: Money, currency: str, zone: str) -> FigureCard:
    """The movements of MRR."""
    bars = data.mrr[currency]
    series = [
        Series(tr(words), [bar.by_kind[kind] for bar in bars], colour)
        for colour, (kind, words) in enumerate(MRR_KINDS.items())
        if any(bar.by_kind[kind] for bar in bars)
    ]
    keys = spans(found, zone, "moved", tr("Moved the MRR, {when}"), currency=currency)
    chart = StackedBars("", labels(found, zone), series, said=_amount(currency), keys=keys)
    if not series:
        chart.missing = tr("Nothing moved it in these days.")
    chart.setMinimumHeight(TALL_PX)
    first, last = bars[0].opening, bars[-1].closing
    note = tr(
        "Monthly recurring revenue (MRR): {first} at the beginning, {last} at the end. Who pauses or does not pay counts as left.",
        first=shown.money(first, currency),
        last=shown.money(last, currency),
    )
    return _card(tr("What moves what comes every month? {currency}", currency=currency), chart, note, found)


def plans(found: Insights, data: Money, zone: str) -> FigureCard:
    """How many members pay for each plan."""
    kept, small = data.plans[:PARTS], data.plans[PARTS:]
    if small:
        kept, small = data.plans[: PARTS - 1], data.plans[PARTS - 1 :]
    series = [Series(plan.name or tr("No name"), plan.members) for plan in kept]
    if small:
        together = [sum(plan.members[at] for plan in small) for at in range(len(found.bars.periods))]
        series.append(Series(tr("Other plans"), together))
    keys = spans(found, zone, "plans", tr("Paid for a plan at the end of {when}"))
    chart = StackedBars("", labels(found, zone), series, keys=keys)
    if not series:
        chart.missing = tr("Nobody paid for a plan in these days.")
    chart.setMinimumHeight(TALL_PX)
    note = tr("At the end of each bar; trials, pauses and passes are not counted.")
    return FigureCard(tr("How many members pay for which plan?"), chart, note)


def methods(found: Insights, methods_: list[Method], currency: str) -> FigureCard:
    """How it was paid, as parts of the whole."""
    kept, small = methods_, list[Method]()
    if len(methods_) > MOST_PARTS:
        kept, small = methods_[: MOST_PARTS - 1], methods_[MOST_PARTS - 1 :]
    parts = [
        Bar(
            name := tr_code(METHODS, one.method, "Other way"),
            one.amount,
            shown.money_short(one.amount, currency),
            key=Behind(
                "paid",
                tr("Paid by {method}", method=name),
                found.period,
                {"currency": currency, "method": one.method},
            ),
        )
        for one in kept
    ]
    if small:
        rest = sum(one.amount for one in small)
        parts.append(Bar(tr("All other ways"), rest, shown.money_short(rest, currency)))
    chart = Donut("", parts, said=_amount(currency))
    if len(parts) == 1:
        chart.missing = tr("All of it by one way: {method}.", method=parts[0].label)
    return FigureCard(
        tr("How do they pay? {currency}", currency=currency), chart, tr("Refunds are not taken off here.")
    )


def spent(found: Insights, amounts: dict[int, int], currency: str) -> FigureCard:
    """What each paying member spent."""

    def behind(low: float, high: float) -> Behind:
        # The last column holds its end too, and ends are round: nobody spent more.
        last = high >= max(amounts.values(), default=0)
        title = tr("Spent {low} – {high}", low=said(low), high=said(high))
        more = {"currency": currency, "low": max(1, round(low)), "high": None if last else round(high)}
        return Behind("paid", title, found.period, more)

    said = _amount(currency)
    chart = Distribution("", list(amounts.values()), said=said, key_of=behind)
    if amounts and len(amounts) < ENOUGH_PEOPLE:
        chart.missing = few_people(len(amounts))
    note = tr("A point is a member who paid, with all they paid in these days less what they got back.")
    return FigureCard(tr("How much does a member spend? {currency}", currency=currency), chart, note)


def levers(found: Insights, levers_: Levers, currency: str) -> FigureCard:
    """What a tenth more or less of each lever would have made of the income."""
    swings = [
        Swing(
            tr(LEVERS[one.lever]),
            one.income_low,
            one.income_high,
            _value(one.lever, one.low, currency),
            _value(one.lever, one.high, currency),
        )
        for one in moved(levers_)
    ]
    chart = Tornado(
        "", levers_.income, swings, said=_amount(currency), ends=(tr("a tenth lower"), tr("a tenth higher"))
    )
    if not levers_.enough:
        chart.missing = tr(
            "not enough data yet: {n} members paid, {least} are needed", n=levers_.payers, least=ENOUGH_PAYERS
        )
    note = tr(
        "The {sum} of these days as a product of what can be measured: had one of these been a tenth lower or higher and all else the same. No forecast.",
        sum=shown.money_short(round(levers_.income), currency),
    )
    return FigureCard(tr("What would move the revenue? {currency}", currency=currency), chart, note)


def _card(title: str, chart: StackedBars, note: str, found: Insights) -> FigureCard:
    return FigureCard(title, chart, sentences(note, cut_note(found)))


def _amount(currency: str) -> partial[str]:
    return partial(_short, currency)


def _short(currency: str, value: float) -> str:
    return shown.money_short(round(value), currency)


def _value(lever: str, value: float, currency: str) -> str:
    if lever in _SHARES:
        return f"{value:.1%}"
    if lever == "amount":
        return shown.money(round(value), currency)
    return f"{value:.2f}" if lever == "times" else shown.number(round(value))
