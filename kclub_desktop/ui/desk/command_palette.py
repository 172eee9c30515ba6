"""The command palette: type anything, go there. Pages and actions from the window, members, courses and events from the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kclub_desktop.store.search import spoken
from kclub_desktop.ui.desk import palette_query, parts
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import tokens
from kclub_desktop.words import tr

_WIDTH_PX, _LINES_SEEN, _EDGES_PX = 560, 10, 28
_ACTION, _NOTE, _ICON = (int(Qt.ItemDataRole.UserRole) + n for n in range(3))


@dataclass(frozen=True)
class Command:
    """A line of the palette. note: the shortcut, or what tells two of a name apart."""

    words: str
    note: str
    icon: str
    action: Callable[[], Any]


class CommandPalette(QDialog):
    """One field, one list; Enter runs the marked line."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        commands: Sequence[Command],
        go: Callable[[str, int], Any],
        *,
        finds: bool = True,
    ) -> None:
        """go(page, id) shows a member or course; finds: are such looked for at all?"""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("command_palette")
        self._session, self._commands, self._go = session, commands, go
        self._asking = self._entered = False
        self._finds = finds
        self.setFixedWidth(_WIDTH_PX)
        layout = parts.column(self, 8, 4)
        self.line = parts.field(tr("A page, member, course or action"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Found"))
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        self.line.textChanged.connect(self._ask)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._run())
        self._show("", [])
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while the field keeps the cursor."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                # Meant for what was typed, of which the list may not speak yet.
                self._entered = self._asking
                if not self._asking:
                    self._run()
                return True
        return super().eventFilter(watched, event)

    def _ask(self, text: str) -> None:
        library = self._session.library
        self._asking, self._entered = True, False
        self._session.jobs.start(
            lambda progress: palette_query.found(library, text) if self._finds else [],
            key="palette",
            done=lambda rows: self._answered(text, rows),
            failed=lambda _error: self._answered(text, []),
        )

    def _answered(self, text: str, rows: list[tuple[str, int, str, str]]) -> None:
        if text != self.line.text():
            return
        self._asking = False
        self._show(text, rows)
        if self._entered:
            self._run()

    def _show(self, text: str, rows: list[tuple[str, int, str, str]]) -> None:
        self.list.clear()
        wanted = text.strip().casefold()
        for command in self._commands:
            if not wanted or _fits(wanted, command.words):
                self._line(command)
        for page, row_id, words, note in rows:
            self._line(Command(words, note, page, partial(self._go, page, row_id)))
        self.list.setCurrentRow(0)
        if not self.list.count():
            self._line(Command(tr("Nothing fits."), "", "search", lambda: None))
        seen = min(self.list.count(), _LINES_SEEN)
        self.setFixedHeight(self.line.sizeHint().height() + seen * t.ROW_PX + _EDGES_PX)

    def _line(self, command: Command) -> None:
        item = QListWidgetItem(command.words)
        item.setData(_ACTION, command.action)
        item.setData(_NOTE, command.note)
        item.setData(_ICON, command.icon)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{command.words} {command.note}".strip())
        self.list.addItem(item)

    def _run(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.accept()
            item.data(_ACTION)()


def _fits(wanted: str, words: str) -> bool:
    whole = words.casefold()
    if wanted in whole:
        return True
    return wanted.isascii() and not whole.isascii() and any(wanted in said for said in spoken(words))


class _Lines(QStyledItemDelegate):
    """Icon, words, and the note quiet at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(0, t.ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        colours, box = tokens(), QRectF(option.rect).adjusted(0, 1, 0, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_wash))
            painter.drawRoundedRect(box, t.RADIUS_CONTROL, t.RADIUS_CONTROL)
        drawn = icons.pixmap(index.data(_ICON), "accent" if chosen else "secondary", 18)
        painter.drawPixmap(int(box.left()) + 10, int(box.center().y()) - 8, drawn)
        note = str(index.data(_NOTE) or "")
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        room = box.adjusted(38, 0, -10, 0)
        painter.setPen(QColor(colours.text))
        metrics = painter.fontMetrics()
        taken = min(metrics.horizontalAdvance(note), room.width() * 0.5)
        words = metrics.elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(room.width() - taken - 16)
        )
        painter.drawText(room, left, words)
        painter.setPen(QColor(colours.secondary))
        painter.drawText(room, right, metrics.elidedText(note, Qt.TextElideMode.ElideRight, int(taken) + 1))
        painter.restore()
