"""Choosing one person: a box that finds them by name, pinyin, e-mail or phone, and shows who was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.avatar import Avatar
from kclub_desktop.ui.widgets.blocks import column, field, icon_button, row, text
from kclub_desktop.words import tr

_ASK_AFTER_MS, _SHOWN = 120, 8
_EDGE_PX, _FRAME_PX = 8, 12
_ID = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Person:
    """id, name, and what tells two of a name apart."""

    id: int
    name: str
    note: str = ""


Find = Callable[[str, int], Sequence[Person]]
"""(what was typed, how many at most) -> who fits; run off the UI thread."""


class PersonPicker(QWidget):
    """Holds one Person or none. What finds them is given; it may be slow."""

    picked = Signal(object)
    """The Person chosen, or None when taken back."""

    def __init__(self, hint: str, find: Find, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find, self._jobs = find, jobs
        self.person: Person | None = None
        self._layout = column(self, gap=4)
        self.line = field(hint, filter=False)
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self._chosen = QWidget()
        self._chosen_row = row(gap=8)
        self._chosen.setLayout(self._chosen_row)
        self._chosen.hide()
        self._layout.addWidget(self.line)
        self._layout.addWidget(self._chosen)
        self.setFocusProxy(self.line)
        # A child of the window and not a popup: the line keeps the keyboard and its input method.
        self.list = QListWidget(self)
        self.list.setObjectName("offers")
        self.list.setAccessibleName(tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._take)
        self.list.hide()
        self._timer = QTimer(self, singleShot=True, interval=_ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        self.line.textEdited.connect(lambda _text: self._timer.start())

    def pick(self, person: Person | None) -> None:
        """Show who is chosen; None gives the box back."""
        self.person = person
        self.list.hide()
        self.line.clear()
        self.line.setVisible(person is None)
        self._chosen.setVisible(person is not None)
        while item := self._chosen_row.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if person is not None:
            names = text(person.name or tr("No name"), "strong")
            note = text(person.note, "secondary")
            close = icon_button(tr("Choose somebody else"), self._again, "close")
            for widget in (Avatar(person.name, scaled(28)), names, note, close):
                self._chosen_row.addWidget(widget)
            self._chosen_row.setStretch(2, 1)
            self.setFocusProxy(close)
        else:
            self.setFocusProxy(self.line)
        self.picked.emit(person)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list, Enter takes the marked one, Escape and leaving close it."""
        if event.type() == QEvent.Type.FocusOut:
            self.list.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
            if not self.list.isHidden():
                step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
                if step:
                    self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                    return True
                if event.key() == Qt.Key.Key_Escape:
                    self.list.hide()
                    return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        item = self.list.currentItem()
        if not self.list.isHidden() and item is not None and not self._timer.isActive():
            self._take(item)
        else:
            # Typed and pressed Enter before the answer came: look now.
            self._timer.stop()
            self._ask()

    def _again(self) -> None:
        self.pick(None)
        self.line.setFocus()

    def _ask(self) -> None:
        words = self.line.text().strip()
        if not words:
            self.list.hide()
            return
        self._jobs.start(
            lambda progress: list(self._find(words, _SHOWN)),
            key=f"person:{id(self)}",
            done=partial(self._show, words),
        )

    def _show(self, words: str, people: list[Person]) -> None:
        if words != self.line.text().strip():
            return
        self.list.clear()
        for person in people:
            item = QListWidgetItem(
                "   ".join(part for part in (person.name or tr("No name"), person.note) if part)
            )
            item.setData(_ID, person)
            self.list.addItem(item)
        if not people:
            nobody = QListWidgetItem(tr("Nobody fits."))
            nobody.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nobody)
        self.list.setCurrentRow(0 if people else -1)
        self._place()

    def _place(self) -> None:
        """Below the line; above it where there is little room below and more above."""
        window = self.window()
        self.list.setParent(window)
        line = self.line.mapTo(window, QPoint(0, 0))
        below = window.height() - line.y() - self.line.height() - _EDGE_PX
        above = line.y() - _EDGE_PX
        height = self.list.sizeHintForRow(0) * self.list.count() + _FRAME_PX
        if below < height and above > below:
            height = min(height, above)
            top = line.y() - 2 - height
        else:
            height = min(height, below)
            top = line.y() + self.line.height() + 2
        self.list.setGeometry(line.x(), top, self.line.width(), height)
        self.list.show()
        self.list.raise_()

    def _take(self, item: QListWidgetItem) -> None:
        person = item.data(_ID)
        if person is not None:
            self.pick(person)
