"""Tags as chips: typed with suggestions, kept with Enter or a comma, taken off with their cross or Backspace."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QPushButton, QSizePolicy, QWidget

from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.words import tr

_ENDS = (",", "，", "、", ";", "；")
_EDGE_PX = 5


class TagEditor(QFrame):
    """Holds tags in order, each once whatever its case. A tag never holds a comma: that is where one ends."""

    changed = Signal(list)
    """The tags, after each that was added or taken off by the person."""

    def __init__(
        self, name: str, tags: Iterable[str] = (), known: Iterable[str] = (), parent: QWidget | None = None
    ) -> None:
        """known: tags in use, suggested while typing."""
        super().__init__(parent)
        self.setObjectName("field_frame")
        self._flow = Flow(self, gap=4)
        self._flow.setContentsMargins(_EDGE_PX, _EDGE_PX, _EDGE_PX, _EDGE_PX)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._chips: dict[str, QPushButton] = {}
        self._known = list(known)
        self.line = QLineEdit()
        self.line.setObjectName("bare")
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(tr("Add a tag"))
        self.line.setMinimumWidth(96)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._flow.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._offers = QStringListModel(self)
        completer = QCompleter(self._offers, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        # After the completer has put its own text into the line.
        completer.activated.connect(lambda _text: self.keep_typed(), Qt.ConnectionType.QueuedConnection)
        self.line.setCompleter(completer)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self.keep_typed)
        self.set_tags(tags)

    @property
    def tags(self) -> list[str]:
        """The tags in order."""
        return list(self._chips)

    def set_tags(self, tags: Iterable[str]) -> None:
        """Show these tags."""
        for tag in list(self._chips):
            self._drop(tag)
        for tag in tags:
            self._add(tag)
        self._offer()

    def keep_typed(self) -> None:
        """Make a tag of what stands in the line."""
        typed = self.line.text()
        for end in _ENDS:
            typed = typed.replace(end, ",")
        self.line.clear()
        added = [part for part in typed.split(",") if self._add(part)]
        if added:
            self._told()

    def remove(self, tag: str) -> None:
        """Take a tag off; the cursor goes back to the line."""
        if tag in self._chips:
            self._drop(tag)
            self.line.setFocus()
            self._told()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter keeps the tag and does not send the form; Backspace in an empty line takes the last one."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            # The frame is the field: the ring belongs around all of it.
            self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            self.style().unpolish(self)
            self.style().polish(self)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key, empty = event.key(), not self.line.text()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not empty:
                self.keep_typed()
                return True
            if key == Qt.Key.Key_Backspace and empty and self._chips:
                self.remove(self.tags[-1])
                return True
        return super().eventFilter(watched, event)

    def _typed(self, words: str) -> None:
        if words.endswith(_ENDS):
            self.keep_typed()

    def _add(self, words: str) -> bool:
        tag = " ".join(words.split())
        if not tag or tag.casefold() in {known.casefold() for known in self._chips}:
            return False
        chip = QPushButton(tag)
        chip.setObjectName("tag")
        chip.setIcon(icons.icon("close", "accent"))
        chip.setIconSize(QSize(scaled(12), scaled(12)))
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setToolTip(tr("Take off {tag}", tag=tag))
        chip.setAccessibleName(tr("Take off {tag}", tag=tag))
        chip.setAutoDefault(False)
        chip.clicked.connect(lambda: self.remove(tag))
        self._flow.insert(len(self._chips), chip)
        chip.show()
        self._chips[tag] = chip
        return True

    def _drop(self, tag: str) -> None:
        chip = self._chips.pop(tag)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _told(self) -> None:
        self._offer()
        self.updateGeometry()
        self.changed.emit(self.tags)

    def _offer(self) -> None:
        had = {tag.casefold() for tag in self._chips}
        self._offers.setStringList([tag for tag in self._known if tag.casefold() not in had])
