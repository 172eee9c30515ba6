"""Conflicts to settle: each with both values, who wrote them and when; one keeps its place while others are decided."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from kclub_desktop.sync.conflicts import Conflict, Keep, Version
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.widgets.conflict_card import ConflictCard, Side
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_history import field_words, value_words

_FEW = 4
"""Conflicts shown before the devices come: more are a click away."""


class ConflictsCard(QFrame):
    """Says which value is wanted; the page settles it."""

    settled = Signal(object, object)
    """(Conflict, Keep)"""
    emptied = Signal()
    """The last one was decided here."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._zone = zone
        self._layout = parts.column(self, parts.CARD, 12)
        self._shown: list[Conflict] = []
        self._unfolded, self._all = False, 0
        self.cards: list[ConflictCard] = []
        self.hide()

    def show_conflicts(self, found: list[Conflict], all_of_them: int) -> None:
        """Build anew if something else is to be decided; the keyboard goes on to the next one."""
        if found == self._shown:
            return
        had_focus = any(card.isAncestorOf(focus) for card in self.cards if (focus := self.focusWidget()))
        parts.clear(self._layout)
        self._shown, self.cards = found, []
        self.setVisible(bool(found))
        title = tr_many("1 conflict to look at", "{n} conflicts to look at", all_of_them)
        self._layout.addWidget(parts.text(title, "section"))
        words = tr(
            "Two devices changed the same thing and could not see each other. The later edit stands; the other is kept"
            " here until you decide. Nothing is lost either way."
        )
        self._layout.addWidget(parts.text(words, "secondary", wrap=True))
        few = found if self._unfolded or len(found) <= _FEW + 1 else found[:_FEW]
        for conflict in few:
            self._layout.addWidget(self._card(conflict))
        if len(few) < len(found):
            more = parts.button(
                tr("Show {n} more", n=shown.number(len(found) - len(few))), self._unfold, kind="link"
            )
            self._layout.addLayout(parts.row(more, None))
        elif all_of_them > len(found):
            words = tr("and {n} more", n=shown.number(all_of_them - len(found)))
            self._layout.addWidget(parts.text(words, "secondary"))
        self._all = all_of_them
        if had_focus and self.cards:
            self.cards[0].take_focus()
        elif had_focus:
            self.emptied.emit()

    def _unfold(self) -> None:
        """All of them, until the page is left: whoever began to decide goes on."""
        found, at = self._shown, len(self.cards)
        self._shown, self._unfolded = [], True
        self.show_conflicts(found, self._all)
        self.cards[at].take_focus()

    def _card(self, conflict: Conflict) -> ConflictCard:
        card = ConflictCard(
            conflict.what or tr("Something without a name"),
            field_words(conflict.model, conflict.field),
            self._side(conflict, conflict.kept),
            self._side(conflict, conflict.lost),
            both=conflict.both,
            now=self._now(conflict),
            lost_stands=conflict.now == conflict.lost.value,
        )
        card.settled.connect(partial(self._decide, conflict))
        card.both_wanted.connect(lambda: self.settled.emit(conflict, Keep.BOTH))
        card.now_wanted.connect(lambda: self.settled.emit(conflict, Keep.NOW))
        self.cards.append(card)
        return card

    def _decide(self, conflict: Conflict, use_lost: bool) -> None:
        wanted = conflict.lost if use_lost else conflict.kept
        self.settled.emit(conflict, Keep.MINE if wanted.mine else Keep.THEIRS)

    def _side(self, conflict: Conflict, version: Version) -> Side:
        here = tr("this device")
        who = version.device or (here if version.mine else tr("another device"))
        if version.mine and version.device:
            who = tr("{device} ({which})", device=version.device, which=here)
        return Side(
            self._words(conflict, version.value, version.name), who, shown.moment(version.at, self._zone)
        )

    def _now(self, conflict: Conflict) -> str:
        """What stands today where somebody has edited it since, '' where it is still what won."""
        if conflict.now in (conflict.kept.value, conflict.lost.value):
            return ""
        return self._words(conflict, conflict.now, "")

    def _words(self, conflict: Conflict, value: Any, name: str) -> str:
        if isinstance(value, str) and value.strip():
            return value
        return value_words(conflict.model, conflict.field, value, name, self._zone, conflict.currency)
