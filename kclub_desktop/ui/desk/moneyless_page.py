"""What stands in the place of a page of money on a device that sees none: why, and who can change it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.desk.sidebar import PAGES
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.states import StateView
from kclub_desktop.words import tr

OF_MONEY = frozenset({"plans", "money", "incentives"})
"""Pages that show money, or count what follows from it. They are not in the sidebar then."""


class MoneylessPage(Page):
    """One page's name and a sentence."""

    def __init__(self, session: Session, name: str) -> None:
        self._of = name
        super().__init__(session)

    def title(self) -> str:
        """The name of the page whose place it takes."""
        return tr(PAGES[self._of])

    def build(self, body: QWidget) -> None:
        """Nothing of it depends on data."""
        layout = parts.column(body, parts.PAGE, 16)
        layout.addLayout(parts.header(self.title(), parts.text("")))
        state = StateView()
        state.empty(
            tr("This device sees no money"),
            tr("An owner can change that on their own device, under Sync › Devices."),
            icon="money",
        )
        layout.addWidget(state, 1)

    def query(self, progress: Progress) -> None:
        """Nothing is asked."""

    def show_loaded(self, found: object) -> None:
        """It is all there."""
