"""On show: the charts, with data a community could have, and with too little of it."""

from __future__ import annotations

import random

from kclub_desktop.ui.charts.bars import Bar, Bars
from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.charts.distribution import Distribution
from kclub_desktop.ui.charts.donut import Donut
from kclub_desktop.ui.charts.forest import Estimate, Forest
from kclub_desktop.ui.charts.heatmap import Heatmap
from kclub_desktop.ui.charts.lines import Lines, Series
from kclub_desktop.ui.charts.sparkline import Sparkline
from kclub_desktop.ui.charts.stacked_bars import StackedBars
from kclub_desktop.ui.charts.tornado import Swing, Tornado
from kclub_desktop.ui.gallery.exhibit import Exhibit, State
from kclub_desktop.ui.widgets.figure_card import FigureCard
from kclub_desktop.words import tr, tr_many, tr_noop

_FILLED, _FEW = tr_noop("Filled"), tr_noop("Too little data")
_MONTHS = ("Jun", "Jul", "Aug", "Sep", "Oct", "Nov")


def _yuan(value: float) -> str:
    return f"{'−' if value < 0 else ''}¥{abs(value):,.0f}"


def _bars() -> Bars:
    return Bars(
        "", [Bar("Visit", 1000, "1,000"), Bar("Sign-up", 380, "380 · 38%"), Bar("Purchase", 96, "96 · 10%")]
    )


def _lines() -> Lines:
    series = [Series(tr("Active"), [40, 52, 49, 63, 71, 80]), Series(tr("New"), [9, 12, 8, 15, 14, 21])]
    return Lines("", _MONTHS, series)


def _stacked() -> StackedBars:
    series = [
        Series(tr("Members"), [1200, 1400, 1350, 1800, 2100, 2300]),
        Series(tr("Courses"), [400, 380, 900, 620, 700, 840]),
        Series(tr("Refunds"), [0, -60, -40, 0, -180, -20]),
    ]
    return StackedBars("", _MONTHS, series, said=_yuan)


def _tornado() -> Tornado:
    swings = [
        Swing("Price per month", 38_000, 61_000, "¥49", "¥79"),
        Swing("Members who leave", 57_000, 42_000, "2%", "6%"),
        Swing("New members", 45_000, 55_000, "10", "25"),
        Swing("Fee of the payment", 50_400, 49_200, "0.6%", "2.9%"),
    ]
    return Tornado("", 50_000, swings, said=_yuan)


def _distribution(count: int) -> Distribution:
    chance = random.Random(7)
    return Distribution("", [round(chance.lognormvariate(5.2, 0.6)) for _ in range(count)], said=_yuan)


def _forest() -> Forest:
    estimates = [
        Estimate("Newsletter", 4.2, 1.8, 6.6, 420),
        Estimate("Referral", 2.9, 0.4, 5.4, 180),
        Estimate("Search", 0.8, -0.9, 2.5, 310),
        Estimate("Workshop", -2.4, -7.5, 2.7, 34),
    ]
    return Forest("", estimates, said="{:+.1f}%".format)


def _donut() -> Donut:
    parts = [
        Bar("Yearly", 120, "120"),
        Bar("Monthly", 85, "85"),
        Bar("One-off", 40, "40"),
        Bar("Trial", 12, "12"),
    ]
    return Donut("", parts)


def _heat() -> Heatmap:
    return Heatmap(
        "",
        [("2026-08", 40, [1, 0.72, 0.61, 0.5]), ("2026-09", 38, [1, 0.8, 0.66]), ("2026-10", 45, [1, 0.7])],
    )


def _few(chart: Chart) -> Chart:
    chart.missing = tr_many("not enough data yet: 1 rating", "not enough data yet: {n} ratings", 3)
    return chart


def _card() -> FigureCard:
    return FigureCard(
        tr("How many are active, how many join?"), _lines(), tr("The last month is not over yet.")
    )


EXHIBITS = (
    Exhibit(FigureCard, (State(_FILLED, lambda _jobs: _card()),), wide=True),
    Exhibit(Lines, (State(_FILLED, lambda _jobs: _lines()),)),
    Exhibit(Bars, (State(_FILLED, lambda _jobs: _bars()), State(_FEW, lambda _jobs: _few(_bars())))),
    Exhibit(StackedBars, (State(_FILLED, lambda _jobs: _stacked()),), wide=True),
    Exhibit(Tornado, (State(_FILLED, lambda _jobs: _tornado()),), wide=True),
    Exhibit(
        Distribution,
        (State(_FILLED, lambda _jobs: _distribution(240)), State(_FEW, lambda _jobs: _distribution(9))),
    ),
    Exhibit(Forest, (State(_FILLED, lambda _jobs: _forest()),), wide=True),
    Exhibit(Donut, (State(_FILLED, lambda _jobs: _donut()),), wide=True),
    Exhibit(Heatmap, (State(_FILLED, lambda _jobs: _heat()),), wide=True),
    Exhibit(Sparkline, (State(_FILLED, lambda _jobs: Sparkline([3, 5, 4, 8, 7, 9])),)),
)
