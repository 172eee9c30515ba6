"""Two values of one field beside each other, of which one is chosen; equal ones, and one alone, need no choosing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QSizePolicy, QWidget

from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.blocks import text
from kclub_desktop.ui.widgets.label import plain_tip
from kclub_desktop.words import tr


class ElidedButton(QPushButton):
    """A value on one line, its end left out where room is short."""

    def __init__(self, value: str, name: str, kind: str) -> None:
        """name: as it is read aloud; kind: as the theme knows it."""
        super().__init__()
        self.setObjectName(kind)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self._value = " ".join(value.split())
        self.setToolTip(plain_tip(value))
        self.setText(self._value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        # A link has hardly any room inside it.
        room = max(0, self.width() - (10 if self.objectName() == "link" else scaled(24)))
        words = self.fontMetrics().elidedText(self._value, Qt.TextElideMode.ElideRight, room)
        self.setText(words.replace("&", "&&"))
        self.setProperty("elided", words != self._value)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for two in a small window."""
        least = 140 if self.objectName() == "link" else 72
        return QSize(scaled(least), super().minimumSizeHint().height())


class ValueButton(ElidedButton):
    """One of two values; checked: it is the one that stands."""

    def __init__(self, value: str, name: str) -> None:
        super().__init__(value, name, "value_choice")
        self.setCheckable(True)


class ValueChoices(QWidget):
    """A grid of fields: name, the value at the left, the value at the right."""

    changed = Signal()

    def __init__(self, left: str, right: str) -> None:
        """left, right: whose values these are, for who cannot see where they stand."""
        super().__init__()
        self._sides = (left, right)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._groups: dict[str, QButtonGroup] = {}
        self._rows = 0

    def add(self, key: str, name: str, left: str, right: str) -> None:
        """One more field; the left value stands until the right one is chosen, or where only the right says something."""
        label = text(name, "secondary", wrap=True)
        label.setFixedWidth(scaled(88))
        self._grid.addWidget(label, self._rows, 0)
        if left == right or not left or not right:
            same = text(left or right, wrap=True)
            same.setAccessibleName(f"{name}: {left or right}")
            place = (1, 2) if left == right else (1, 1) if left else (2, 1)
            self._grid.addWidget(same, self._rows, place[0], 1, place[1])
        else:
            group = QButtonGroup(self)
            for column, (value, side) in enumerate(zip((left, right), self._sides, strict=True), start=1):
                one = ValueButton(value, tr("{field}: {value} ({who})", field=name, value=value, who=side))
                one.setChecked(column == 1)
                group.addButton(one, column)
                self._grid.addWidget(one, self._rows, column)
            group.idClicked.connect(lambda _id: self.changed.emit())
            self._groups[key] = group
        self._rows += 1

    @property
    def right_taken(self) -> set[str]:
        """Keys of the fields in which the right value was chosen."""
        return {key for key, group in self._groups.items() if group.checkedId() == 2}

    def choose(self, key: str, right: bool) -> None:
        """Choose a side, as a click would."""
        if (button := self._groups[key].button(2 if right else 1)) is not None:
            button.click()
