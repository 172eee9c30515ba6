"""Markdown as text to read. Nothing in it can run, load, or leave this computer: no HTML, no pictures, no remote content."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

_FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})


class MarkdownView(QTextBrowser):
    """Shows Markdown; a link is only told, and only one that a browser or mail program may be given."""

    link_wanted = Signal(str)

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.anchorClicked.connect(self._clicked)
        self.show_markdown(words)

    def show_markdown(self, words: str) -> None:
        """Show another text."""
        self.document().setMarkdown(words, _FEATURES)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing is ever fetched: neither a picture from the web, which would tell who reads, nor a file of this computer."""
        return None

    def _clicked(self, url: QUrl) -> None:
        if url.scheme().lower() in SAFE_SCHEMES:
            self.link_wanted.emit(url.toString())
