"""A label in a role of the theme; its text is never taken for markup, since names and titles are other people's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def plain_label(words: str, role: str = "") -> QLabel:
    """role: a name of the theme, such as section or secondary; '' for body text."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setObjectName(role)
    return label
