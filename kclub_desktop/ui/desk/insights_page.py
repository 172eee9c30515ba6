"""The insights page: each chart answers a question, says what it rests on, and can be read as a table or saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from kclub_desktop.progress import Progress
from kclub_desktop.store.tables import (
    Activity,
    CheckIn,
    Enrolment,
    Event,
    Experiment,
    Member,
    Order,
    Payment,
    Rating,
    Registration,
)
from kclub_desktop.ui.desk import insight_charts as charts
from kclub_desktop.ui.desk import insights_query, parts
from kclub_desktop.ui.desk.insights_query import Insights
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.widgets.side_by_side import SideBySide
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_desktop.ui.desk.proof_query import Recommending


class InsightsPage(Page):
    """Charts on cards, two beside each other."""

    name = "insights"
    models = frozenset(
        {Activity, CheckIn, Enrolment, Event, Experiment, Member, Order, Payment, Rating, Registration}
    )

    def title(self) -> str:
        """Insights, in the current language."""
        return tr("Insights")

    def build(self, body: QWidget) -> None:
        """An empty column; cards come with the figures."""
        inside = QWidget()
        self._layout = parts.column(inside, parts.PAGE, 16)
        parts.column(body).addWidget(parts.scrolling(inside))

    def query(self, progress: Progress) -> Insights:
        """All figures at once."""
        return insights_query.ask(self.session.library, self.session.clock.now(), progress)

    def show_loaded(self, found: Insights) -> None:
        """Build the cards anew."""
        parts.clear(self._layout)
        zone = self.session.library.zone
        note = parts.text(tr("Days and months are those of {zone}.", zone=zone), "secondary")
        self._layout.addLayout(parts.header(self.title(), note))
        codes = sorted({code for month in found.months for code in month.revenue})
        pairs = [
            (charts.funnel(found), charts.ratings(found)),
            (charts.cohorts(found), None),
            (charts.people(found, zone), charts.stay(found)),
            (charts.courses(found), charts.events(found)),
            *((charts.revenue(found, code, zone), None) for code in codes),
        ]
        for left, right in pairs:
            if right is None:
                self._layout.addWidget(left)
                continue
            self._layout.addWidget(SideBySide(left, right))
        self._recommending = parts.column()
        self._layout.addLayout(self._recommending)
        self._layout.addStretch(1)
        self._ask_proof()

    # Recommendations: a fit of its own, so they come after the rest

    def _ask_proof(self) -> None:
        library, now = self.session.library, self.session.clock.now()

        def ask(progress: Progress) -> Recommending:
            from kclub_desktop.ui.desk import proof_query

            return proof_query.ask(library, now, progress)

        self.session.jobs.start(ask, key="proof", done=self._show_proof)

    def _show_proof(self, found: Recommending) -> None:
        from kclub_desktop.ui.desk import proof_cards

        parts.clear(self._recommending)
        worked = proof_cards.worked(found)
        breadth = proof_cards.breadth(found, self.start_comparison, self.end_comparison)
        self._recommending.addWidget(SideBySide(worked, breadth))

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
