"""The editor of the ladder: levels with their conditions, how slowly one is lost, and who would move, asked as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from kclub_desktop.community import level_preview, level_rules, reward_settings
from kclub_desktop.community.level_preview import Preview
from kclub_desktop.community.level_rules import Rank
from kclub_desktop.community.measures import SPEND, Condition
from kclub_desktop.community.reward_settings import LONGEST_KEEP_DAYS, Keeping
from kclub_desktop.errors import KClubError
from kclub_desktop.store import Op
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.incentive_fields import NumberField, labelled
from kclub_desktop.ui.desk.incentives_query import Levels
from kclub_desktop.ui.desk.level_fields import LevelFields
from kclub_desktop.ui.desk.level_preview_card import PreviewCard
from kclub_desktop.ui.widgets.side_by_side import SideBySide
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

if TYPE_CHECKING:
    from kclub_desktop.ui.desk.incentives_page import IncentivesPage

_ASK_AFTER_MS = 250
_FIRST = Condition(SPEND, 100_000, 365)


class LevelEditor(QWidget):
    """leave: called when it was saved or given up."""

    def __init__(self, page: IncentivesPage, found: Levels, leave: Callable[[], Any]) -> None:
        super().__init__()
        self.page, self._leave, self._currency = page, leave, found.currency
        self.levels: list[LevelFields] = []
        self._column = parts.column(gap=12)
        self._boxes = parts.column(gap=12)
        self._column.addLayout(self._boxes)
        self._column.addLayout(parts.row(parts.button(tr("Add a level above"), self.add, icon="add"), None))
        self._column.addWidget(self._keeping(found.keeping))
        self._column.addStretch(1)
        left = QWidget()
        left.setLayout(self._column)
        self.preview = PreviewCard()
        self.error = parts.text("", "field_error", wrap=True)
        self.error.hide()
        self.keep = parts.button(tr("Save levels"), self.save, kind="primary")
        right = QWidget()
        beside = parts.column(right, gap=12)
        beside.addWidget(self.preview)
        beside.addWidget(self.error)
        beside.addLayout(parts.row(parts.button(tr("Cancel"), leave), self.keep, None))
        beside.addStretch(1)
        parts.column(self).addWidget(SideBySide(left, right, (3, 2)))
        self._timer = QTimer(self, singleShot=True, interval=_ASK_AFTER_MS)
        self._timer.timeout.connect(self.ask)
        for rank in found.ranks or [Rank(0, "", 1, ((_FIRST,),))]:
            self._add(rank)
        self._timer.start()

    @property
    def wanted(self) -> list[Rank]:
        """The ladder as it stands in the editor, the lowest first."""
        return [fields.rank(place) for place, fields in enumerate(self.levels, start=1)]

    @property
    def keeping(self) -> Keeping:
        """How slowly a level is lost, as it stands in the editor; what was left empty is refused when saved."""
        days, percent = self.days.value, self.percent.value
        return Keeping(-1 if days is None else days, percent or 0)

    def add(self) -> None:
        """One more level, the highest."""
        self._add(Rank(0, "", len(self.levels) + 1, ((_FIRST,),)))
        self.levels[-1].name.setFocus()
        self._timer.start()

    def ask(self) -> None:
        """Ask who would move; an answer to an older question is dropped."""
        library, wanted, keeping = self.page.session.library, self.wanted, self.keeping
        now = self.page.session.clock.now()
        self.page.session.jobs.start(
            lambda progress: level_preview.preview(library, now, wanted, keeping),
            key="level-preview",
            done=self._show,
            failed=self._refuse,
        )

    def save(self) -> None:
        """Keep the ladder; the counting that follows moves members."""
        library, wanted, keeping = self.page.session.library, self.wanted, self.keeping

        def work() -> None:
            with library.write(Op.EDIT_LEVELS):
                if keeping != reward_settings.keeping(library):
                    reward_settings.set_keeping(library, keeping)
                level_rules.save(library, wanted)

        self.page.do(
            work,
            said=tr("Levels saved. Members move now."),
            done=lambda _none: self._leave(),
            failed=self._refuse,
        )

    def _add(self, rank: Rank) -> None:
        fields = LevelFields(rank, self._currency)
        fields.changed.connect(self._timer.start)
        fields.gone.connect(partial(self._remove, fields))
        self.levels.append(fields)
        self._boxes.insertWidget(0, fields)

    def _remove(self, fields: LevelFields) -> None:
        self.levels.remove(fields)
        fields.hide()
        fields.deleteLater()
        self._timer.start()

    def _keeping(self, keeping: Keeping) -> QFrame:
        self.days = NumberField(tr("Days a level is kept at least"), keeping.days, LONGEST_KEEP_DAYS, least=0)
        self.percent = NumberField(tr("Percent that keeps it after that"), keeping.percent, 100)
        for one in (self.days, self.percent):
            one.changed.connect(lambda: self._timer.start())
        beside = parts.row(gap=12)
        beside.addLayout(labelled(tr("Days a level is kept at least"), self.days), 1)
        beside.addLayout(labelled(tr("Percent that keeps it after that"), self.percent), 1)
        why = tr("So that nobody goes up and down at the edge of a level.")
        return parts.card(beside, parts.text(why, "secondary", wrap=True), title=tr("When a level is lost"))

    def _show(self, found: Preview) -> None:
        self.error.hide()
        self.preview.show_preview(found)

    def _refuse(self, error: KClubError | None) -> None:
        if error is not None:
            self.error.setText(words_for(error))
            self.error.show()
            self.preview.wait()
