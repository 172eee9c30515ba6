"""Writing Markdown: a few buttons for who does not know its signs, and the page as it will be read beside or behind it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from kclub_desktop.ui.widgets.blocks import button, column, row
from kclub_desktop.ui.widgets.choice import Choice
from kclub_desktop.ui.widgets.markdown_view import MarkdownView
from kclub_desktop.words import tr, tr_noop

_DRAW_AFTER_MS, _BESIDE_FROM_PX = 150, 720
_MARKS = (
    ("bold", tr_noop("Bold"), "Ctrl+B", "text-bolder"),
    ("italic", tr_noop("Italic"), "Ctrl+I", "text-italic"),
    ("heading", tr_noop("Heading"), "Ctrl+Shift+H", "text-h"),
    ("list", tr_noop("List"), "Ctrl+Shift+L", "list-bullets"),
    ("quote", tr_noop("Quote"), "Ctrl+Shift+Q", "quotes"),
    ("link", tr_noop("Link"), "Ctrl+Shift+K", "link"),
)
_AROUND = {"bold": "**", "italic": "*"}
_BEFORE = {"heading": "## ", "list": "- ", "quote": "> "}


class MarkdownEditor(QWidget):
    """Holds Markdown text. Wide: writing and reading side by side; narrow: one of them."""

    changed = Signal()

    def __init__(self, name: str, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QPlainTextEdit(words)
        self.edit.setAccessibleName(name)
        self.edit.setTabChangesFocus(True)
        self.view = MarkdownView(tr("{name}, as it will be read", name=name), words)
        for half in (self.edit, self.view):
            half.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            half.setMinimumHeight(120)
        self._which = Choice((("write", tr("Write")), ("read", tr("Read"))), "write")
        self._which.chosen.connect(self._turn)
        self._reading = False
        layout = column(self, gap=6)
        layout.addLayout(row(*self._buttons(), None, self._which, gap=2))
        halves = row(self.edit, self.view, gap=12)
        halves.setStretch(0, 1)
        halves.setStretch(1, 1)
        layout.addLayout(halves, 1)
        self.setFocusProxy(self.edit)
        self._timer = QTimer(self, singleShot=True, interval=_DRAW_AFTER_MS)
        self._timer.timeout.connect(self._draw)
        self.edit.textChanged.connect(self._typed)

    @property
    def markdown(self) -> str:
        """What was written."""
        return self.edit.toPlainText()

    def set_markdown(self, words: str) -> None:
        """Show another text, which cannot be undone into the one before."""
        self.edit.setPlainText(words)
        self._draw()

    def mark(self, what: str) -> None:
        """Make what is selected bold, a list, a link …; the same again takes it off. One step of the editor's undo."""
        cursor = self.edit.textCursor()
        cursor.beginEditBlock()
        if what in _AROUND:
            _around(cursor, _AROUND[what], tr("text"))
        elif what in _BEFORE:
            _before_lines(cursor, _BEFORE[what])
        else:
            _link(cursor, tr("text"))
        cursor.endEditBlock()
        self.edit.setTextCursor(cursor)
        self.edit.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _buttons(self) -> list[QWidget]:
        made: list[QWidget] = []
        for what, words, keys, icon in _MARKS:
            one = button("", partial(self.mark, what), kind="quiet", icon=icon)
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            one.setToolTip(f"{tr(words)} ({shown})")
            one.setAccessibleName(tr(words))
            shortcut = QShortcut(QKeySequence(keys), self.edit)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.setWhatsThis(words)
            shortcut.activated.connect(partial(self.mark, what))
            made.append(one)
        return made

    def _turn(self, which: str) -> None:
        self._reading = which == "read"
        self._draw()
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= _BESIDE_FROM_PX
        self._which.setVisible(not beside)
        self.edit.setVisible(beside or not self._reading)
        self.view.setVisible(beside or self._reading)

    def _typed(self) -> None:
        self._timer.start()
        self.changed.emit()

    def _draw(self) -> None:
        self.view.show_markdown(self.markdown)


def _around(cursor: QTextCursor, sign: str, otherwise: str) -> None:
    chosen = cursor.selectedText()
    if chosen.startswith(sign) and chosen.endswith(sign) and len(chosen) > 2 * len(sign):
        chosen = chosen[len(sign) : -len(sign)]
        cursor.insertText(chosen)
        return
    chosen = chosen or otherwise
    cursor.insertText(f"{sign}{chosen}{sign}")
    # The words stay selected, so that typing replaces what stands for them.
    end = cursor.position() - len(sign)
    cursor.setPosition(end - len(chosen))
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)


def _before_lines(cursor: QTextCursor, sign: str) -> None:
    document = cursor.document()
    first = document.findBlock(cursor.selectionStart())
    last = document.findBlock(cursor.selectionEnd())
    blocks = [first]
    while blocks[-1] != last:
        blocks.append(blocks[-1].next())
    off = all(block.text().startswith(sign) for block in blocks)
    for block in blocks:
        at = QTextCursor(block)
        if off:
            at.movePosition(at.MoveOperation.Right, at.MoveMode.KeepAnchor, len(sign))
            at.removeSelectedText()
        else:
            at.insertText(sign)


def _link(cursor: QTextCursor, otherwise: str) -> None:
    chosen, address = cursor.selectedText(), "https://"
    if chosen.startswith(("http://", "https://")):
        chosen, address = "", chosen
    cursor.insertText(f"[{chosen or otherwise}]({address})")
    end = cursor.position() - 1
    cursor.setPosition(end - len(address))
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
