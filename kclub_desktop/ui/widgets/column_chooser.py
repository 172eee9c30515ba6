"""Which columns a list shows: a button with a menu that stays open while several are switched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtWidgets import QCheckBox, QMenu, QPushButton, QWidget, QWidgetAction

from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.blocks import column
from kclub_desktop.words import tr


class ColumnChooser(QPushButton):
    """Holds the codes of the columns shown, in the list's own order. A column may be fixed: it is always there."""

    changed = Signal(list)
    """Codes of the columns shown."""

    def __init__(
        self,
        columns: Sequence[tuple[str, str]],
        shown: Iterable[str],
        fixed: Iterable[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """columns: (code, title) in order."""
        super().__init__(parent)
        self.setObjectName("quiet")
        self.setIcon(icons.icon("columns", "secondary"))
        self.setIconSize(QSize(scaled(16), scaled(16)))
        self.setFixedSize(QSize(scaled(8 * t.GRID), scaled(8 * t.GRID)))
        self.setToolTip(tr("Columns"))
        self.setAccessibleName(tr("Columns"))
        self.setAutoDefault(False)
        chosen, always = set(shown), set(fixed)
        menu = QMenu(self)
        inside = QWidget()
        layout = column(inside, 8, 2)
        self.boxes: dict[str, QCheckBox] = {}
        for code, title in columns:
            box = QCheckBox(title)
            box.setChecked(code in chosen or code in always)
            box.setEnabled(code not in always)
            box.toggled.connect(lambda _on: self.changed.emit(self.shown))
            self.boxes[code] = box
            layout.addWidget(box)
        action = QWidgetAction(menu)
        action.setDefaultWidget(inside)
        menu.addAction(action)
        # Not setMenu: the style would draw an arrow over the icon.
        self.clicked.connect(lambda: menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2))))

    @property
    def shown(self) -> list[str]:
        """Codes of the columns shown, in order."""
        return [code for code, box in self.boxes.items() if box.isChecked()]
