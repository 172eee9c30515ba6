"""On a computer that was paired as a kiosk: what it is for, and the way to the screen at the door."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from kclub_desktop.ui.desk import parts
from kclub_desktop.words import tr


class DoorCard(QFrame):
    """`wanted`: the person opens the door."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        layout = parts.column(self, parts.CARD, 10)
        layout.addWidget(parts.text(tr("This computer is a kiosk"), "section"))
        self._words = parts.text("", wrap=True)
        layout.addWidget(self._words)
        self.go = parts.button(tr("Open the door"), self.wanted.emit, kind="primary", icon="events")
        layout.addLayout(parts.row(self.go, None))
        self.hide()

    def show_event(self, title: str) -> None:
        """title: of the event whose guests it would check in, '' while none is known here."""
        if title:
            words = tr(
                "It checks in the guests of “{event}”, full screen. At the first start you choose a PIN.",
                event=title,
            )
        else:
            words = tr("No event has come to it yet. Publish one at a desk; it is here with the next sync.")
        self._words.setText(words)
        self.go.setEnabled(bool(title))
        self.show()
