"""The inspector's part on level, points and badges: where a member stands, what is missing, and what can be done by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QProgressBar, QWidget

from kclub_desktop.community.points import MOST, Line
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.incentive_fields import NumberField, Select, labelled
from kclub_desktop.ui.desk.rewards_query import Rewards
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.ui.widgets.label import plain_tip
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_rewards import keeping_words, line_words, progress_words, signed

Act = Callable[[str, Any], None]
"""(what, with what): level and its name, correct and (points, words), redeem and a benefit, back and a line, award and a
badge, take and a badge, shown and yes or no."""


class RewardsPart(QWidget):
    """act: does what a person asks for, and refuses in words."""

    def __init__(self, found: Rewards, zone: str, act: Act) -> None:
        super().__init__()
        self._found, self._zone, self._act = found, zone, act
        self._layout = parts.column(self, gap=8)
        self._level()
        self._points()
        self._badges()

    def _level(self) -> None:
        found = self._found.progress
        level = parts.pill(found.level or tr("No level"), "accent" if found.level else "")
        self._layout.addLayout(parts.row(level, None))
        if found.level:
            self._layout.addWidget(parts.text(keeping_words(found, self._zone), "secondary", wrap=True))
        if found.next:
            words = progress_words(found, self._found.currency, self._zone)
            bar = QProgressBar()
            bar.setRange(0, 100)
            bar.setValue(found.percent)
            bar.setTextVisible(False)
            bar.setAccessibleName(f"{words} ({found.percent}%)")
            self._layout.addWidget(bar)
            self._layout.addWidget(parts.text(words, wrap=True))
        if self._found.levels:
            options = [("", tr("By the rules")), *((name, name) for name in self._found.levels)]
            by_hand = found.level if found.why == "hand" else ""
            self.levels = Select(tr("Level by hand"), options, by_hand)
            self.levels.activated.connect(lambda _at: self._act("level", self.levels.code))
            self._layout.addLayout(labelled(tr("Level by hand"), self.levels))

    def _points(self) -> None:
        found = self._found
        self._layout.addSpacing(4)
        self._layout.addLayout(
            parts.row(
                parts.text(tr("Points"), "strong"), None, parts.text(shown.number(found.points), "strong")
            )
        )
        if found.points < 0:
            why = tr("More was spent than there was: on two devices apart, or before a refund.")
            self._layout.addWidget(parts.text(why, "field_error", wrap=True))
        if found.expiring:
            points, at = found.expiring
            many = tr_many("1 point", "{n} points", points)
            gone = tr("{points} are gone on {day}", points=many, day=shown.day(at, self._zone))
            self._layout.addWidget(parts.text(gone, "secondary", wrap=True))
        for line in found.lines:
            self._layout.addLayout(self._line(line))
        self.amount = NumberField(
            tr("Points, below zero to take some off"), None, MOST, "+50, -20", least=-MOST
        )
        self.why = parts.field(tr("Why"))
        self.why.returnPressed.connect(self._correct)
        correct = parts.button(tr("Correct"), self._correct)
        self._layout.addWidget(_flowing(self.amount, self.why, correct))
        if found.for_points:
            options = [
                (one.id, tr("{benefit} ({points})", benefit=one.name, points=shown.number(one.points)))
                for one in found.for_points
            ]
            self.offers = Select(tr("For points"), options, None)
            redeem = parts.button(tr("Redeem"), lambda: self._act("redeem", self.offers.code))
            self._layout.addWidget(_flowing(self.offers, redeem))

    def _line(self, line: Line) -> parts.QHBoxLayout:
        words = parts.text(line_words(line), "secondary", wrap=True)
        words.setToolTip(plain_tip(shown.day(line.at, self._zone)))
        made = parts.row(words, parts.text(signed(line.points), "secondary"))
        by_hand = line.kind == "spent" or (line.kind == "corrected" and not line.entity)
        if by_hand and not line.undone:
            back = parts.icon_button(
                tr("Take back: {what}", what=line_words(line)), partial(self._act, "back", line.id), "undo"
            )
            made.addWidget(back)
        made.setStretch(0, 1)
        return made

    def _badges(self) -> None:
        found = self._found
        if found.honours:
            shelf = QWidget()
            flow = Flow(shelf)
            for badge, at in found.honours:
                one = parts.pill(badge.name, "good")
                one.setToolTip(plain_tip(f"{badge.summary or badge.name} · {shown.day(at, self._zone)}"))
                flow.addWidget(one)
            self._layout.addSpacing(4)
            self._layout.addWidget(parts.text(tr("Badges"), "strong"))
            self._layout.addWidget(shelf)
        options = [("", tr("Give or take a badge …"))]
        options += [(f"award:{one.id}", tr("Give {badge}", badge=one.name)) for one in found.grantable]
        options += [(f"take:{one.id}", tr("Take away {badge}", badge=one.name)) for one, _at in found.honours]
        if len(options) > 1:
            self.badges = Select(tr("Give or take a badge …"), options, "")
            self.badges.activated.connect(lambda _at: self._badge(self.badges.code))
            self._layout.addWidget(self.badges)
        boards = QCheckBox(tr("Shown on leaderboards"))
        boards.setChecked(found.on_boards)
        boards.clicked.connect(lambda on: self._act("shown", on))
        self._layout.addWidget(boards)

    def _badge(self, code: str) -> None:
        what, _, badge = code.partition(":")
        if badge:
            self._act(what, int(badge))

    def _correct(self) -> None:
        self._act("correct", (self.amount.value or 0, self.why.text()))

    @property
    def typing(self) -> bool:
        """Is somebody in the middle of a correction?"""
        return bool(self.amount.text() or self.why.text())


def _flowing(*widgets: QWidget) -> QWidget:
    """Beside each other where there is room, else one below the other: with large text the panel is narrow."""
    holder = QWidget()
    flow = Flow(holder, gap=parts.GAP)
    for widget in widgets:
        flow.addWidget(widget)
    return holder
