"""Labels in a role of the theme, and tooltips; their text is never taken for markup, since names and titles are other people's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import QLabel


def plain_label(words: str, role: str = "") -> QLabel:
    """role: a name of the theme, such as section or secondary; '' for body text."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setObjectName(role)
    return label


def plain_tip(words: str) -> str:
    """The words as a tooltip takes them: it reads anything that begins like markup as markup."""
    return Text.convertFromPlainText(words) if words else ""
