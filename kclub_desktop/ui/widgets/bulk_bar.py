"""What can be done with several chosen rows at once: how many they are, the actions, and a way out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from kclub_desktop.ui.widgets.blocks import button, text
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.words import tr


class BulkBar(QFrame):
    """Hidden until more than one row is chosen."""

    cleared = Signal()

    def __init__(self, *actions: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bulk_bar")
        self.setAccessibleName(tr("Actions for what is selected"))
        self.selected = text("", "strong")
        layout = Flow(self, gap=6)
        layout.setContentsMargins(12, 4, 4, 4)
        for thing in (
            self.selected,
            *actions,
            button(tr("Clear the selection"), self.cleared.emit, kind="quiet"),
        ):
            layout.addWidget(thing)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def count(self, chosen: int) -> None:
        """So many rows are chosen."""
        self.selected.setText(tr("{n} selected", n=f"{chosen:,}"))
        self.setVisible(chosen > 1)
