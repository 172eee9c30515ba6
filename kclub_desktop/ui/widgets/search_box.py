"""A long list to choose one thing from, by typing any part of its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy, QWidget


class SearchBox(QComboBox):
    """Holds the code of one of its options. What was typed and fits none gives way to what was chosen before."""

    chosen = Signal(str)
    """The code, when the person chose another."""

    def __init__(
        self, name: str, options: Sequence[tuple[str, str]], code: str = "", parent: QWidget | None = None
    ) -> None:
        """options: (code, words) in order."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for each, words in options:
            self.addItem(words, each)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        line = self.lineEdit()
        assert line is not None
        line.setAccessibleName(name)
        line.editingFinished.connect(self._settle)
        self._code = ""
        self.set_code(code)
        self.activated.connect(lambda at: self._choose(self.itemData(at)))

    @property
    def code(self) -> str:
        """What is chosen; '' while nothing is."""
        return self._code

    def set_code(self, code: str) -> None:
        """Choose without telling; a code that is not offered chooses nothing."""
        at = self.findData(code)
        self.setCurrentIndex(at)
        self._code = code if at >= 0 else ""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Take what was typed if it is an option, or the beginning or a part of just one; else show what is chosen."""
        typed = self.currentText().strip().casefold()
        fitting = [at for at in range(self.count()) if typed and typed in self.itemText(at).casefold()]
        exact = [at for at in fitting if self.itemText(at).casefold() == typed]
        found = exact or fitting
        if len(found) == 1:
            self._choose(self.itemData(found[0]))
        self.setCurrentIndex(self.findData(self._code))

    def _choose(self, code: str) -> None:
        if code != self._code:
            self._code = code
            self.setCurrentIndex(self.findData(code))
            self.chosen.emit(code)
