"""The door after an owner removed this kiosk: nobody is let in or shown any more, and whoever looks after it reads what to do.

What was noted at the door stays in its file. The hub says that it was removed; once heard it holds without a network,
too, until a sync works again: the kiosk was let in again, or paired with a new code.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel

from kclub_desktop.errors_of_devices import is_removal
from kclub_desktop.sync import state
from kclub_desktop.ui.kiosk.parts import GAP_PX, label
from kclub_desktop.ui.kiosk.screens import Screen
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.icons import icon
from kclub_desktop.words import tr

_ICON_PX = 26 * t.GRID
_HEARD = "kiosk.removed"
"""Setting: when this copy last agreed with the hub before it was removed; after a later sync it means nothing."""


class Removed(Screen):
    """A word for guests, and two sentences for whoever looks after the kiosk."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = QLabel()
        self._icon.setFixedHeight(_ICON_PX)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title, self.note, self.next = label("kiosk_hero"), label("kiosk_note"), label("kiosk_quiet")
        column = self.middle()
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addSpacing(GAP_PX)
        column.addWidget(self.title)
        column.addWidget(self.note)
        column.addStretch(1)
        column.addWidget(self.next)
        column.addStretch(2)
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word again."""
        self._icon.setPixmap(icon("prohibit", "warn").pixmap(QSize(_ICON_PX, _ICON_PX)))
        self.title.setText(tr("This kiosk is out of service"))
        self.note.setText(tr("The people at the door will check you in."))
        self.next.setText(
            tr(
                "For whoever looks after it: it was removed from the community. What was noted here is kept. Hold the upper"
                " left corner for five seconds and enter the PIN to leave; then start KClub and pair it again with a new"
                " code, on its Sync page."
            )
        )


def is_removed(session: Session) -> bool:
    """Was this kiosk removed, as the hub said last? Some look-ups."""
    agreed = _agreed(session)
    session.settings.write_remembered()
    heard = bool(agreed) and session.settings.get(_HEARD) == agreed
    error = session.sync.error if session.sync is not None else None
    if agreed and not heard and is_removal(error):
        session.settings.remember(_HEARD, agreed)
        return True
    return heard


def _agreed(session: Session) -> str:
    known = state.find(session.library)
    return f"{known.device} {known.synced_at}" if known else ""
