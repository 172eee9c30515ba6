"""The overview: how the community is doing at a glance, what to look at today, what is coming and what just happened."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kclub_desktop.analytics.figures import Compared, Mean
from kclub_desktop.progress import Progress
from kclub_desktop.store.tables import (
    Activity,
    Event,
    Member,
    Order,
    Payment,
    Rating,
    Registration,
    Subscription,
)
from kclub_desktop.ui.desk import overview_query, parts, shown
from kclub_desktop.ui.desk.event_words import booked_words
from kclub_desktop.ui.desk.import_dialog import choose_and_import
from kclub_desktop.ui.desk.letters import Letter, Letters, whom
from kclub_desktop.ui.desk.member_words import did_words
from kclub_desktop.ui.desk.overview_query import Happened, Overview
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.desk.revenue_lines import revenue_lines
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.avatar import Avatar
from kclub_desktop.ui.widgets.checklist import Checklist, Step
from kclub_desktop.ui.widgets.figure_card import FigureCard
from kclub_desktop.ui.widgets.kpi_card import KpiCard
from kclub_desktop.ui.widgets.states import StateView
from kclub_desktop.words import tr, tr_many, tr_noop

# code: (what to do, what for, the button)
_FIRST_STEPS = {
    "members": (
        tr_noop("Bring in your members"),
        tr_noop("From the file your platform exports; nothing is written before you agree."),
        tr_noop("Import"),
    ),
    "courses": (
        tr_noop("Bring in your courses"),
        tr_noop("With what people took and how they rated it, so that each can be told what comes next."),
        tr_noop("Import"),
    ),
    "copy": (
        tr_noop("Keep a copy elsewhere"),
        tr_noop("A second computer in step through a hub of your own; both work without a network."),
        tr_noop("Look"),
    ),
}
_PUT_AWAY = "overview.first_steps_put_away"
_COUNT_PX = 36
_SMALL = 0.03


class OverviewPage(Page):
    """Cards, the year, attention, upcoming events, news."""

    name = "overview"
    models = frozenset({Activity, Event, Member, Order, Payment, Rating, Registration, Subscription})

    def title(self) -> str:
        """Overview, in the current language."""
        return tr("Overview")

    def build(self, body: QWidget) -> None:
        """An empty column; cards come with the figures."""
        inside = QWidget()
        self._layout = parts.column(inside, parts.PAGE, 16)
        parts.column(body).addWidget(parts.scrolling(inside))

    def query(self, progress: Progress) -> Overview:
        """All figures at once."""
        return overview_query.ask(self.session.library, self.session.clock.now())

    def show_loaded(self, found: Overview) -> None:
        """Build the cards anew."""
        parts.clear(self._layout)
        if found.to_come:
            self.show_waiting()
            return
        today = shown.long_day(self.session.clock.now(), self.session.library.zone)
        self._layout.addLayout(parts.header(self.title(), parts.text(today, "secondary")))
        young = not (found.begun["members"] and found.begun["courses"])
        if young and not self.session.settings.get(_PUT_AWAY):
            self._layout.addWidget(self._first_steps(found))
        if found.people == 0:
            empty = StateView()
            empty.empty(
                tr("A community begins with its members"),
                tr("Figures appear here as things happen."),
                icon="members",
            )
            self._layout.addWidget(empty, 1)
            return
        self._layout.addLayout(self._cards(found))
        if found.sees_money:
            self._two(self._revenue(found), self._attention(found))
        self._letters = Letters(partial(self.wanted.emit, "members"))
        self._layout.addWidget(self._letters)
        if found.sees_money:
            self._two(self._happened(found), self._upcoming(found))
        else:
            self._two(self._happened(found), self._attention(found))
            self._layout.addWidget(self._upcoming(found))
        self._layout.addStretch(1)
        self._look_for_letters()

    def _two(self, left: QFrame, right: QFrame) -> None:
        both = parts.row(left, right, gap=16)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        self._layout.addLayout(both)

    def _look_for_letters(self, asked: bool = False) -> None:
        """Whom to write to, in a job apart: it learns a model, and the figures are not to wait for that."""
        self._letters.looking()
        self.session.jobs.start(
            partial(whom, self.session, asked),
            key="letters",
            done=self._show_letters,
            failed=lambda _error: self._letters.show_people([]),
        )

    def _show_letters(self, people: list[Letter] | None) -> None:
        if people is None:
            self._letters.offer(partial(self._look_for_letters, True))
        else:
            self._letters.show_people(people)

    def _first_steps(self, found: Overview) -> Checklist:
        steps = [
            Step(tr(words), tr(why), found.begun[code], tr(does), partial(self._begin, code))
            for code, (words, why, does) in _FIRST_STEPS.items()
        ]
        made = Checklist(tr("First steps"), steps)
        made.put_away.connect(self._put_away)
        return made

    def _begin(self, step: str) -> None:
        if step == "copy":
            self.wanted.emit("sync", None)
        else:
            choose_and_import(self, self.session)

    def _put_away(self) -> None:
        self.session.settings.remember(_PUT_AWAY, "1")
        self.refresh()

    def _cards(self, found: Overview) -> QHBoxLayout:
        figures, whole = found.figures, found.months[:-1]
        currency = main_currency(found, self.session.library.currency)
        revenue = figures.revenue.get(currency)
        rated = tr_many("from 1 rating", "from {n} ratings", figures.rating.count)
        few = tr_many(
            "not enough data yet: 1 rating", "not enough data yet: {n} ratings", figures.rating.count
        )
        cards = [
            KpiCard(
                tr("Active members, 30 days"), shown.number(figures.active.value), *_change(figures.active),
                tr("vs the 30 before"), [month.active for month in whole],
            ),
            KpiCard(
                tr("New members, 30 days"), shown.number(figures.new.value), *_change(figures.new),
                tr("vs the 30 before"), [month.new for month in whole],
            ),
        ]  # fmt: skip
        if found.sees_money:
            cards.append(
                KpiCard(
                    tr("Revenue, 30 days"),
                    shown.money_short(revenue.value, currency) if revenue else shown.NOTHING,
                    *(_change(revenue) if revenue else ("", "")),
                    tr("vs the 30 before"),
                    [month.revenue.get(currency, 0) for month in whole],
                )
            )
        cards.append(
            KpiCard(
                tr("Rating"), shown.stars(figures.rating.value) if figures.rating.enough else shown.NOTHING,
                *_stars_change(figures.rating_period, figures.rating_before),
                rated if figures.rating.enough else few,
                [month.rating for month in whole if month.rating is not None],
            )
        )  # fmt: skip
        layout = parts.row(gap=16)
        for card in cards:
            layout.addWidget(card, 1)
        return layout

    def _revenue(self, found: Overview) -> QFrame:
        currency = main_currency(found, self.session.library.currency)
        chart = revenue_lines(found.months, currency, self.session.library.zone)
        others = sorted({code for month in found.months for code in month.revenue if code != currency})
        note = tr("The last month is not over yet.")
        if others:
            note += " " + tr("Other currencies are on the Insights page: {codes}.", codes=", ".join(others))
        if not any(chart.series[0].values):
            chart.missing = tr("No payments yet.")
        return FigureCard(tr("Revenue by month, {currency}", currency=currency), chart, note)

    def _attention(self, found: Overview) -> QFrame:
        inside = parts.column(gap=8)
        if not found.attention:
            quiet = parts.column(gap=12)
            quiet.addStretch(1)
            quiet.addWidget(parts.drawing("check"), alignment=Qt.AlignmentFlag.AlignHCenter)
            quiet.addWidget(parts.small_message(tr("Nothing needs you today.")))
            quiet.addStretch(1)
            inside.addLayout(quiet)
        for item in found.attention:
            words, tone = tr(item.kind.words), item.kind.tone
            look = parts.button(tr("Look"), partial(self.wanted.emit, item.page, None), kind="link")
            look.setAccessibleName(f"{tr('Look')}: {words} ({item.count})")
            count = parts.pill(shown.number(item.count), tone)
            count.setAlignment(Qt.AlignmentFlag.AlignCenter)
            # One digit or two, the words below each other begin at one edge.
            count.setMinimumWidth(scaled(_COUNT_PX))
            layout = parts.row(count, parts.text(words, wrap=True), look)
            layout.setStretch(1, 1)
            inside.addLayout(layout)
            inside.addWidget(parts.line())
        inside.addStretch(1)
        return parts.card(inside, title=tr("Needs attention"))

    def _upcoming(self, found: Overview) -> QFrame:
        inside = parts.column(gap=10)
        if not found.upcoming:
            inside.addWidget(parts.small_message(tr("No event is planned.")))
        for event in found.upcoming:
            names = parts.column(gap=2)
            names.addWidget(parts.text(event.title, "strong", wrap=True))
            when = shown.moment(event.starts_at, event.zone)
            names.addWidget(parts.text(f"{when} · {booked_words(event)}", "secondary", wrap=True))
            look = parts.icon_button(
                tr("Open {title}", title=event.title),
                partial(self.wanted.emit, "events", event.id),
                "next",
            )
            layout = parts.row(names, look)
            layout.setStretch(0, 1)
            inside.addLayout(layout)
        inside.addStretch(1)
        return parts.card(inside, title=tr("Upcoming events"))

    def _happened(self, found: Overview) -> QFrame:
        inside = parts.column(gap=10)
        if not found.happened:
            inside.addWidget(parts.small_message(tr("Nothing yet.")))
        for item in found.happened:
            inside.addLayout(self._news(item))
        inside.addStretch(1)
        return parts.card(inside, title=tr("What just happened"))

    def _news(self, item: Happened) -> QHBoxLayout:
        name = parts.button(
            item.name or tr("No name"), lambda: self.wanted.emit("members", item.member), kind="link"
        )
        when = parts.text(shown.ago(item.at, self.session.clock.now()), "secondary")
        did = parts.text(did_words(item.kind, item.what), "secondary", wrap=True)
        layout = parts.row(Avatar(item.name, 24), name, did, when, gap=6)
        layout.setStretch(2, 1)
        return layout


def main_currency(found: Overview, default: str) -> str:
    """The currency most money of the last year came in; the community's own while there was none."""
    totals: dict[str, int] = {}
    for month in found.months:
        for code, amount in month.revenue.items():
            totals[code] = totals.get(code, 0) + abs(amount)
    return max(totals, key=lambda code: totals[code], default=default)


def _stars_change(now: Mean, before: Mean) -> tuple[str, str]:
    """("▲ 0.2", "good"): by how much the ratings of this period are better; nothing where there are too few."""
    if now.value is None or before.value is None or not (now.enough and before.enough):
        return "", ""
    moved = now.value - before.value
    if abs(moved) < 0.05:
        return "±0", ""
    return f"{'▲' if moved > 0 else '▼'} {abs(moved):.1f}", "good" if moved > 0 else "bad"


def _change(figure: Compared) -> tuple[str, str]:
    """("▲ 12%", "good"), or nothing where the difference may be chance."""
    if figure.change is None or not figure.enough:
        return "", ""
    if abs(figure.change) < 0.005:
        return "±0%", ""
    up, small = figure.change > 0, abs(figure.change) < _SMALL
    tone = "" if small else "good" if up else "bad"
    return f"{'▲' if up else '▼'} {abs(figure.change):.0%}", tone
