"""Labels in a role of the theme, names, and tooltips; their text is never taken for markup, since names and titles are other people's."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import QLabel


def plain_label(words: str, role: str = "") -> QLabel:
    """role: a name of the theme, such as section or secondary; '' for body text."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setObjectName(role)
    return label


class NameLabel(QLabel):
    """A name in one line where there is room beside what stands with it, in several where there is not."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(role)
        self.setWordWrap(True)

    def sizeHint(self) -> QSize:
        """As wide as the name."""
        wide = self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(wide, self.heightForWidth(wide))


def plain_tip(words: str) -> str:
    """The words as a tooltip takes them: it reads anything that begins like markup as markup."""
    return Text.convertFromPlainText(words) if words else ""
