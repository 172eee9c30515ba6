"""The tab of leaderboards: who did most of what in which days; who asked not to be shown is only counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from kclub_desktop.community import day_end, door_board
from kclub_desktop.community.leaderboards import BOARDS
from kclub_desktop.date_range import DateRange, Preset
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.incentives_query import BoardShown
from kclub_desktop.ui.desk.incentives_tab import Tab
from kclub_desktop.ui.desk.lists import RowList
from kclub_desktop.ui.widgets.date_range_picker import DateRangePicker
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_rewards import BOARDS as BOARD_WORDS

if TYPE_CHECKING:
    from kclub_desktop.ui.desk.incentives_page import IncentivesPage

_LIST_PX = 380


class BoardTab(Tab):
    """One board at a time."""

    data: BoardShown | None

    def __init__(self, page: IncentivesPage) -> None:
        super().__init__(page)
        self.days = DateRangePicker(day_end.today(self.session.library), Preset.THIS_YEAR)
        self.days.changed.connect(lambda _range: self.page.refresh())
        self.kind = BOARDS[0]

    def header_buttons(self) -> list[QWidget]:
        """Which days are looked at."""
        return [self.days]

    def asked(self) -> tuple[str, DateRange]:
        """Which board, and which days."""
        return self.kind, self.days.range

    def note(self) -> str:
        """How many stand on it."""
        return tr_many("1 member", "{n} members", len(self.data.places) if self.data else 0)

    def fill(self, layout: QVBoxLayout) -> None:
        """The boards to choose from, and the one that is chosen."""
        assert self.data is not None
        kinds = parts.Choice([(code, tr(BOARD_WORDS[code])) for code in BOARDS], self.kind)
        kinds.chosen.connect(self._choose)
        self.at_kiosk = QCheckBox(tr("Kiosks show who has the most points, with masked names"))
        self.at_kiosk.setChecked(self.data.at_kiosk)
        self.at_kiosk.toggled.connect(self._show_at_kiosk)
        layout.addWidget(kinds)
        found = self.data
        if not found.places:
            layout.addWidget(parts.card(parts.small_message(tr("Nobody has any in these days."))))
        else:
            nobody = tr("No name")
            what = tr(BOARD_WORDS[found.kind])
            titles = (tr("Place"), tr("Level"), what)
            listed = RowList(titles, tr("Leaderboard"), right=(2,), needs={1: 480})
            listed.setMinimumHeight(_LIST_PX)
            listed.fill(
                [
                    (one.member, (f"{one.place}.  {one.name or nobody}", one.level, shown.number(one.value)))
                    for one in found.places
                ]
            )
            listed.setCurrentCell(-1, -1)
            listed.chosen.connect(lambda member: self.page.wanted.emit("members", member))
            layout.addWidget(listed, 1)
        words = [tr("Who has as many shares a place. Points earned before the ledger began do not count.")]
        if found.hidden:
            words.append(
                tr_many("1 member asked not to be shown.", "{n} members asked not to be shown.", found.hidden)
            )
        layout.addWidget(parts.text(" ".join(words), "secondary", wrap=True))
        layout.addWidget(self.at_kiosk)

    def _show_at_kiosk(self, shown_there: bool) -> None:
        said = (
            tr("Kiosks show who has the most points.") if shown_there else tr("Kiosks show no leaderboard.")
        )
        library = self.session.library
        self.page.do(lambda: door_board.show(library, shown_there), said=said)

    def _choose(self, kind: str) -> None:
        self.kind = kind
        self.page.refresh()
