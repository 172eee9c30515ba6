"""The incentives page: levels and their rules, points, badges, leaderboards and benefits, a tab each.

Each tab is a part of its own (incentives_*.py) that shows what incentives_query.py found and asks for changes through
`do`. While somebody edits, news of changes wait: nothing is taken out of their hands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from kclub_desktop.progress import Progress
from kclub_desktop.store import Changes
from kclub_desktop.store.tables import (
    Badge,
    BadgeAward,
    Benefit,
    CheckIn,
    CommunitySetting,
    Enrolment,
    Level,
    LevelChange,
    LevelRule,
    Member,
    Plan,
    PointsEntry,
    PointsRule,
    RuleVersion,
)
from kclub_desktop.ui.desk import incentives_query, parts
from kclub_desktop.ui.desk.incentives_badges import BadgesTab
from kclub_desktop.ui.desk.incentives_benefits import BenefitsTab
from kclub_desktop.ui.desk.incentives_board import BoardTab
from kclub_desktop.ui.desk.incentives_levels import LevelsTab
from kclub_desktop.ui.desk.incentives_points import PointsTab
from kclub_desktop.ui.desk.incentives_tab import Tab
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.person_picker import Person
from kclub_desktop.words import tr

_TABS: dict[str, Callable[..., Tab]] = {
    "levels": LevelsTab,
    "points": PointsTab,
    "badges": BadgesTab,
    "board": BoardTab,
    "benefits": BenefitsTab,
}


class IncentivesPage(Page):
    """Five tabs, of which one is shown and asked for."""

    name = "incentives"
    models = frozenset(
        {
            Badge, BadgeAward, Benefit, CheckIn, CommunitySetting, Enrolment, Level, LevelChange, LevelRule, Member,
            Plan, PointsEntry, PointsRule, RuleVersion,
        }
    )  # fmt: skip

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        kept = session.settings.get("incentives.tab", "levels")
        self.chosen = kept if kept in _TABS else "levels"
        super().__init__(session, parent)

    def title(self) -> str:
        """Incentives, in the current language."""
        return tr("Incentives")

    def build(self, body: QWidget) -> None:
        """Title, tabs, and the tab that is chosen."""
        self.tab = _TABS[self.chosen](self)
        options = (
            ("levels", tr("Levels")),
            ("points", tr("Points")),
            ("badges", tr("Badges")),
            ("board", tr("Leaderboard")),
            ("benefits", tr("Benefits")),
        )
        self.tabs = parts.Choice(options, self.chosen)
        self.tabs.chosen.connect(self.choose)
        self.note = parts.text("", "secondary")
        layout = parts.column(body, parts.PAGE, 16)
        self._actions = self.tab.header_buttons()
        layout.addLayout(parts.header(self.title(), self.note, *self._actions))
        layout.addWidget(self.tabs)
        layout.addWidget(self.tab, 1)

    def show_actions(self, shown: bool) -> None:
        """The header's buttons wait while something is being edited."""
        for one in self._actions:
            one.setVisible(shown)

    def choose(self, tab: str) -> None:
        """Show another tab, and remember it."""
        if tab == self.chosen:
            return
        self.chosen = tab
        self.session.settings.remember("incentives.tab", tab)
        self.retranslate()

    def query(self, progress: Progress) -> tuple[str, Any]:
        """What the tab shows, with its name: an answer for another tab is dropped."""
        # The tab that stands says which it is: this runs beside a click that is on its way to another.
        tab, library = self.tab, self.session.library
        chosen = next(code for code, kind in _TABS.items() if type(tab) is kind)
        if chosen == "board":
            kind, days = tab.asked()
            return chosen, incentives_query.board(library, kind, days.first, days.last)
        asks: dict[str, Callable[[Any], Any]] = {
            "levels": incentives_query.levels,
            "points": incentives_query.ledger,
            "badges": incentives_query.honours,
            "benefits": incentives_query.given,
        }
        return chosen, asks[chosen](library)

    def show_loaded(self, found: tuple[str, Any]) -> None:
        """Fill the tab."""
        tab, data = found
        if tab == self.chosen and not self.tab.editing:
            self.note.setText(self.tab.show_found(data))

    def on_changes(self, changes: Changes) -> None:
        """As any page; while somebody edits, later."""
        if self.tab.editing:
            self.stale = self.stale or changes.touch(*self.models)
            return
        super().on_changes(changes)

    def find_people(self, words: str, most: int) -> list[Person]:
        """Members by what is typed, for a picker; runs off the UI thread."""
        return [Person(*row) for row in incentives_query.members_like(self.session.library, words, most)]
