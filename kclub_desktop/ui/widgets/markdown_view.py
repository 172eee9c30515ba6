"""Markdown as text to read. Nothing in it can run, load, or leave this computer: no HTML, no pictures, no remote content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QShowEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from kclub_desktop.ui.theme.apply import tokens

_FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
_PARAGRAPH_PX, _ITEM_PX, _QUOTE_PX = 8, 3, 14
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})


class MarkdownView(QTextBrowser):
    """Shows Markdown; a link is only told, and only one that a browser or mail program may be given."""

    link_wanted = Signal(str)

    def __init__(self, name: str, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.anchorClicked.connect(self._clicked)
        self.show_markdown(words)

    def show_markdown(self, words: str) -> None:
        """Show another text."""
        self.document().setMarkdown(words, _FEATURES)
        _dress(self.document())
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing is ever fetched: neither a picture from the web, which would tell who reads, nor a file of this computer."""
        return None

    def showEvent(self, event: QShowEvent) -> None:
        """From the beginning: laid out while hidden, it would stand somewhere in the middle."""
        super().showEvent(event)
        self.verticalScrollBar().setValue(0)

    def _clicked(self, url: QUrl) -> None:
        if url.scheme().lower() in SAFE_SCHEMES:
            self.link_wanted.emit(url.toString())


def _dress(document: QTextDocument) -> None:
    """Room between paragraphs, little between the items of a list, none in tables; quotes quiet."""
    for block in _blocks(document):
        cursor, wanted = QTextCursor(block), QTextBlockFormat()
        if cursor.currentTable() is not None:
            wanted.setTopMargin(0)
            wanted.setBottomMargin(0)
        else:
            level = block.blockFormat().headingLevel()
            wanted.setTopMargin(_PARAGRAPH_PX if level and block.position() else 0)
            wanted.setBottomMargin(_ITEM_PX if block.textList() else _PARAGRAPH_PX)
        if block.blockFormat().hasProperty(QTextBlockFormat.Property.BlockQuoteLevel):
            wanted.setLeftMargin(_QUOTE_PX)
            quiet = QTextCharFormat()
            quiet.setForeground(QColor(tokens().secondary))
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(quiet)
            cursor = QTextCursor(block)
        cursor.mergeBlockFormat(wanted)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()
