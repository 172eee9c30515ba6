"""What the hub does not take: each change with the reason; it stays here, is tried again, and can be written to a file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from kclub_desktop.sync.aside_care import AsideStep
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_history import step_words
from kclub_desktop.words_for_hub import reason_words

_SHOWN = 8


class AsideCard(QFrame):
    """Asks for a new try and for the file through signals."""

    again = Signal()
    save = Signal()

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._zone = zone
        self._layout = parts.column(self, parts.CARD, 8)
        self._shown: list[AsideStep] = []
        self.hide()

    def show_aside(self, found: list[AsideStep]) -> None:
        """Build anew if it is something else."""
        if found == self._shown:
            return
        self._shown = found
        parts.clear(self._layout)
        self.setVisible(bool(found))
        title = tr_many(
            "1 change is not taken by the hub", "{n} changes are not taken by the hub", len(found)
        )
        self._layout.addWidget(parts.text(title, "section", wrap=True))
        words = tr("It stays in this copy and everything else goes on. The hub is asked again every hour.")
        self._layout.addWidget(parts.text(words, "secondary", wrap=True))
        for each in found[:_SHOWN]:
            self._layout.addWidget(parts.line())
            what = step_words(each.step) if each.step else tr("Changed")
            self._layout.addWidget(parts.text(what, wrap=True))
            tried = shown.moment(each.tried_at, self._zone) if each.tried_at else tr("is tried next")
            reason = tr("{reason} · tried {when}", reason=reason_words(each.reason), when=tried)
            self._layout.addWidget(parts.text(reason, "secondary", wrap=True))
        if len(found) > _SHOWN:
            self._layout.addWidget(parts.text(tr("and {n} more", n=len(found) - _SHOWN), "secondary"))
        self._layout.addSpacing(4)
        self._layout.addLayout(
            parts.row(
                parts.button(tr("Try again now"), self.again.emit, icon="sync"),
                parts.button(tr("Save to a file …"), self.save.emit, icon="export"),
                None,
            )
        )
