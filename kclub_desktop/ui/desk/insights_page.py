"""The insights page: tabs of charts over the days that are chosen; each answers a question and leads to the members behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from kclub_desktop.date_range import FIGURES, PRESET_WORDS, DateRange, Preset
from kclub_desktop.progress import Progress
from kclub_desktop.store import Op, moneyless
from kclub_desktop.store.tables import (
    Activity,
    CheckIn,
    Enrolment,
    Event,
    Experiment,
    Member,
    Order,
    Payment,
    Plan,
    Rating,
    Registration,
    SubscriptionEvent,
)
from kclub_desktop.ui.desk import behind_query, insights_query, parts
from kclub_desktop.ui.desk import insight_content as content
from kclub_desktop.ui.desk import insight_members as members
from kclub_desktop.ui.desk import insight_money as money
from kclub_desktop.ui.desk.behind_panel import BehindPanel
from kclub_desktop.ui.desk.behind_query import Behind, People
from kclub_desktop.ui.desk.insights_query import Content, Insights, Members, Money
from kclub_desktop.ui.desk.kept_days import KeptDays
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.date_range_picker import days_words
from kclub_desktop.ui.widgets.figure_card import FigureCard
from kclub_desktop.ui.widgets.side_by_side import SideBySide
from kclub_desktop.words import tr, tr_noop

if TYPE_CHECKING:
    from kclub_desktop.ui.desk.proof_query import Recommending

TABS = {
    "members": tr_noop("Members"),
    "money": tr_noop("Money"),
    "content": tr_noop("Courses and events"),
    "advice": tr_noop("Recommendations"),
}
_TAB_SETTING = "insights.tab"


class InsightsPage(Page):
    """Cards, two beside each other; at the right who is behind what was clicked."""

    name = "insights"
    models = frozenset(
        {
            Activity, CheckIn, Enrolment, Event, Experiment, Member, Order, Payment, Plan, Rating, Registration,
            SubscriptionEvent,
        }
    )  # fmt: skip

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        kept = session.settings.get(_TAB_SETTING, "members")
        self._tabs = TABS if moneyless.sees_money(session.library) else TABS.keys() - {"money"}
        self.tab = kept if kept in self._tabs else "members"
        self.days = KeptDays(session, self.name, Preset.LAST_12_MONTHS)
        super().__init__(session, parent)

    def title(self) -> str:
        """Insights, in the current language."""
        return tr("Insights")

    def build(self, body: QWidget) -> None:
        """Title, days, tabs, and an empty column: the cards come with the figures."""
        self.picker = self.days.picker(FIGURES)
        self.picker.changed.connect(self.show_days)
        self.tabs = parts.Choice(
            [(code, tr(words)) for code, words in TABS.items() if code in self._tabs], self.tab
        )
        self.tabs.chosen.connect(self.show_tab)
        left = parts.column(margins=parts.PAGE, gap=12)
        left.addLayout(parts.header(self.title(), parts.text("", "secondary")))
        left.addWidget(parts.FilterBar(self.tabs, self.picker))
        inside = QWidget()
        self._layout = parts.column(inside, gap=16)
        self._scroll = parts.scrolling(inside)
        left.addWidget(self._scroll, 1)
        self.panel = BehindPanel()
        self.panel.closed.connect(self.panel.hide)
        self.panel.member_wanted.connect(lambda member: self.wanted.emit("members", member))
        self.panel.kept.connect(self.keep)
        parts.beside(left, self.panel, body)

    def show_days(self, days: DateRange) -> None:
        """Look at other days, and remember them."""
        self.days.keep(days)
        self.panel.hide()
        self.refresh()

    def show_tab(self, tab: str) -> None:
        """Show another tab, and remember it."""
        self.tab = tab
        self.tabs.mark(tab)
        self.session.settings.remember(_TAB_SETTING, tab)
        self._scroll.verticalScrollBar().setValue(0)
        self.panel.hide()
        self.refresh()

    def query(self, progress: Progress) -> Insights:
        """The figures of the tab."""
        session = self.session
        return insights_query.ask(session.library, session.clock.now(), self.tab, self.days.range, progress)

    def show_loaded(self, found: Insights) -> None:
        """Build the cards anew."""
        if found.tab != self.tab:
            return
        parts.clear(self._layout)
        zone = self.session.library.zone
        data = found.data
        self.picker.setVisible(data is not None)
        if isinstance(data, Members):
            self._members(found, data, zone)
        elif isinstance(data, Money):
            self._money(found, data, zone)
        elif isinstance(data, Content):
            self._two(content.ratings(found, data), content.courses(data))
            self._two(content.spread(data), content.events(data))
        else:
            self._recommending = parts.column()
            self._layout.addLayout(self._recommending)
            self._ask_proof()
        if data is not None:
            words = tr(
                "Days and months are those of {zone}. A click on a chart shows who is behind it.", zone=zone
            )
            self._layout.addWidget(parts.text(words, "secondary", wrap=True))
            self._covers(found)
        self._layout.addStretch(1)

    def _members(self, found: Insights, data: Members, zone: str) -> None:
        self._two(members.funnel(found, data), members.channels(found, data))
        self._layout.addWidget(members.cohorts(found, data, zone))
        self._two(members.people(found, data, zone), members.stay(data))

    def _money(self, found: Insights, data: Money, zone: str) -> None:
        currencies = sorted({*data.sources, *data.mrr}) or [self.session.library.currency]
        for code in currencies:
            pairs = [money.sources(found, data, code, zone)]
            if code in data.mrr:
                pairs.append(money.recurring(found, data, code, zone))
            self._two(*pairs)
            if code in data.levers:
                ring = money.methods(found, data.methods.get(code, []), code)
                self._two(money.spent(found, data.spent.get(code, {}), code), ring)
                self._layout.addWidget(money.levers(found, data.levers[code], code))
        self._layout.addWidget(money.plans(found, data, zone))

    def _two(self, left: FigureCard, right: FigureCard | None = None) -> None:
        self._layout.addWidget(left if right is None else SideBySide(left, right))

    def _covers(self, found: Insights) -> None:
        """Tell each chart the days it is about, for who hears it, and where a click on it leads."""
        days = found.days
        named = "" if days.preset is Preset.CUSTOM else tr(PRESET_WORDS[days.preset])
        words = named if days.preset is Preset.EVERYTHING else f"{named} {days_words(days.first, days.last)}"
        for card in self.body.findChildren(FigureCard):
            card.chart.covers = words.strip()
            card.chart.describe()
            card.chart.drilled.connect(self.show_behind)

    # Who is behind it

    def show_behind(self, key: object) -> None:
        """Open the course or event that was clicked, or list the members behind the bar."""
        if isinstance(key, tuple):
            self.wanted.emit(*key)
        if not isinstance(key, Behind):
            return
        library, now = self.session.library, self.session.clock.now()
        self.session.jobs.start(
            lambda progress: behind_query.ask(library, now, key, progress),
            key="behind",
            done=self.panel.show_people,
        )

    def keep(self, people: People) -> None:
        """Keep the members behind a bar as a segment."""
        from kclub_desktop.operations.inviting import segment_of

        name = people.behind.title
        self.do(
            lambda: segment_of(self.session.library, people.members, name, op=Op.EDIT_SEGMENT),
            said=tr("Kept as the segment “{name}”.", name=name),
        )

    # Recommendations: a fit of its own, so they come after the rest

    def _ask_proof(self) -> None:
        library, now = self.session.library, self.session.clock.now()

        def ask(progress: Progress) -> Recommending:
            from kclub_desktop.ui.desk import proof_query

            return proof_query.ask(library, now, progress)

        self.session.jobs.start(ask, key="proof", done=self._show_proof)

    def _show_proof(self, found: Recommending) -> None:
        from kclub_desktop.ui.desk import proof_cards

        if self.tab != "advice":
            return
        parts.clear(self._recommending)
        worked = proof_cards.worked(found)
        breadth = proof_cards.breadth(found, self.start_comparison, self.end_comparison)
        self._recommending.addWidget(SideBySide(worked, breadth))
        apart = proof_cards.apart(found)
        if apart is not None:
            self._recommending.addWidget(apart)

    def start_comparison(self) -> None:
        """Compare today's lists with lists that try more fresh courses."""
        from kclub_desktop.recommend import experiments

        name = tr("Fresh courses in every third list against every tenth")
        usual, bolder = experiments.Tuning(), experiments.Tuning(explore=1 / 3)
        self.do(
            lambda: experiments.start(self.session.library, name, usual, bolder),
            said=tr("The comparison runs."),
        )

    def end_comparison(self, experiment: int) -> None:
        """End a comparison; its verdict stays."""
        from kclub_desktop.recommend import experiments

        self.do(
            lambda: experiments.end(self.session.library, experiment), said=tr("The comparison has ended.")
        )
