"""The tab of levels: the ladder in words with how many stand on each step, who moved last, and the way to the editor."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.incentives_query import Levels, Moved
from kclub_desktop.ui.desk.incentives_tab import Tab
from kclub_desktop.ui.desk.level_editor import LevelEditor
from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.side_by_side import SideBySide
from kclub_desktop.words import tr, tr_code, tr_many
from kclub_desktop.words_for_rewards import WHY, rank_words

_BARE = ""
_LINK_PX = 6
"""A link's words begin so far inside it."""


class LevelsTab(Tab):
    """The ladder, highest first."""

    data: Levels | None

    def header_buttons(self) -> list[QWidget]:
        """Edit the ladder."""
        return [parts.button(tr("Edit levels"), self.edit_levels, kind="primary", icon="incentives")]

    def note(self) -> str:
        """How many members have a level."""
        assert self.data is not None
        having = sum(count for name, count in self.data.counts.items() if name)
        return tr_many("1 member has a level", "{n} members have a level", having)

    def fill(self, layout: QVBoxLayout) -> None:
        """The ladder beside who moved; without one, what it is and how to begin."""
        assert self.data is not None
        if not self.data.ranks:
            layout.addWidget(_nothing(self.edit_levels))
        layout.addWidget(SideBySide(self._ladder(self.data), self._moved(self.data), (3, 2)))

    def edit_levels(self) -> None:
        """Open the editor."""
        if self.data is not None and not self.editing:
            self.edit(LevelEditor(self.page, self.data, self.leave))

    def _ladder(self, found: Levels) -> QFrame:
        total = max(1, sum(found.counts.values()))
        lines = parts.column(gap=14)
        for rank in reversed(found.ranks):
            lines.addLayout(
                _line(rank.name, rank_words(rank, found.currency), found.counts.get(rank.name, 0), total)
            )
        names = {rank.name for rank in found.ranks}
        for name in sorted(name for name in found.counts if name and name not in names):
            words = tr("A word that was brought in; no level of the ladder.")
            lines.addLayout(_line(name, words, found.counts[name], total))
        lines.addLayout(_line(tr("No level"), _BARE, found.counts.get("", 0), total))
        keeping = tr(
            "A level is kept for at least {days}, and after that while {percent}% of what it asks for is there.",
            days=tr_many("1 day", "{n} days", found.keeping.days),
            percent=found.keeping.percent,
        )
        made = parts.card(lines, title=tr("The ladder"))
        layout = made.layout()
        assert layout is not None
        if found.ranks:
            layout.addWidget(parts.line())
            layout.addWidget(parts.text(keeping, "secondary", wrap=True))
        return _to_the_top(made)

    def _moved(self, found: Levels) -> QFrame:
        if not found.moved:
            return parts.card(parts.small_message(tr("Nobody has moved yet.")), title=tr("Moved last"))
        lines = parts.column(gap=10)
        for moved in found.moved:
            lines.addLayout(self._move(moved))
        return _to_the_top(parts.card(lines, title=tr("Moved last")))

    def _move(self, moved: Moved) -> QVBoxLayout:
        name = parts.button(
            moved.name or tr("No name"), partial(self.page.wanted.emit, "members", moved.member), kind="link"
        )
        went = tr(
            "{before} → {after}", before=moved.before or tr("No level"), after=moved.after or tr("No level")
        )
        day = shown.day(moved.at, self.session.library.zone)
        why = f"{day} · {tr_code(WHY, moved.why, 'by rule')}"
        lines = parts.column(gap=0)
        top = parts.row(name, None, parts.pill(went))
        lines.addLayout(top)
        below = parts.text(why, "secondary")
        below.setContentsMargins(_LINK_PX, 0, 0, 0)
        lines.addWidget(below)
        return lines


def _to_the_top(card: QFrame) -> QFrame:
    """What is taller beside it leaves room below the lines, not between them."""
    layout = card.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addStretch(1)
    return card


def _line(name: str, words: str, count: int, total: int) -> QVBoxLayout:
    from PySide6.QtWidgets import QProgressBar

    bar = QProgressBar()
    bar.setRange(0, total)
    bar.setValue(count)
    bar.setTextVisible(False)
    bar.setAccessibleName(f"{name}: {shown.number(count)}")
    lines = parts.column(gap=4)
    heading = parts.text(name, "strong")
    lines.addLayout(parts.row(heading, None, parts.text(shown.number(count))))
    if words:
        lines.addWidget(parts.text(words, "secondary", wrap=True))
    lines.addWidget(bar)
    return lines


def _nothing(edit: object) -> QFrame:
    assert callable(edit)
    picture = parts.text("")
    picture.setPixmap(icons.pixmap("incentives", "accent", scaled(28)))
    picture.setAlignment(Qt.AlignmentFlag.AlignTop)
    words = parts.column(gap=6)
    words.addWidget(parts.text(tr("No levels yet"), "section"))
    words.addWidget(
        parts.text(
            tr(
                "A level says thank you for spending and taking part: Silver from ¥800, Gold from 5 courses and 2 events."
                " You see who would move before you save."
            ),
            "secondary",
            wrap=True,
        )
    )
    words.addLayout(parts.row(parts.button(tr("Make the first level"), edit, kind="primary"), None))
    beside = parts.row(picture, words, gap=16)
    beside.setStretch(1, 1)
    return parts.card(beside)
