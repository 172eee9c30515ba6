"""What a section of the Settings page is: a card that asks off the UI thread and builds itself from the answer.

A new section is a subclass in a file of its own, named in settings_page.py.
"""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.page import Page

_NAME_PX = 132


class Section(QFrame):
    """One card. Subclasses give name, title, query and build."""

    name: ClassVar[str] = ""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page, self.session = page, page.session
        self.setObjectName("card")
        self.layout_ = parts.column(self, parts.CARD, 12)

    def title(self) -> str:
        """Its heading in the current language."""
        raise NotImplementedError

    def query(self, progress: Progress) -> Any:
        """Ask for everything shown; runs off the UI thread and touches no widget."""
        raise NotImplementedError

    def build(self, found: Any) -> None:
        """Add the widgets to layout_, from what query returned."""
        raise NotImplementedError

    def show_loaded(self, found: Any) -> None:
        """Build it anew."""
        parts.clear(self.layout_)
        self.layout_.addWidget(parts.text(self.title(), "section"))
        self.build(found)


def line(name: str, value: str, *actions: QWidget, tone: str = "") -> QHBoxLayout:
    """A setting: its name, what it is now, and what can be done about it at the right. tone: warn, bad or ''."""
    label = parts.text(name, "secondary")
    label.setFixedWidth(_NAME_PX)
    shown = said(value, tone)
    shown.setAccessibleName(f"{name}: {value}")
    layout = parts.row(label, shown, *actions)
    layout.setStretch(1, 1)
    return layout


def said(words: str, tone: str = "") -> QLabel:
    """A sentence that wraps; tone: warn, bad or ''."""
    return parts.text(words, {"warn": "warning", "bad": "field_error"}.get(tone, ""), wrap=True)
