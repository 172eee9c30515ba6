"""How a cell of the members' list is painted: the avatar beside the name, the level as a quiet pill, the rest as words.

Painted by hand and not by the style: a style sheet's item costs five times as much, and this is what scrolling is made of.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kclub_desktop.ui.desk.member_table import COLUMNS, Line, MemberTable
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import tokens
from kclub_desktop.ui.widgets.avatar import paint_avatar

_CODES = tuple(code for code, _words in COLUMNS)
_AVATAR_PX = 24
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class MemberDelegate(QStyledItemDelegate):
    """Paints what MemberTable knows."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        model = index.model()
        line = model.line(index.row()) if isinstance(model, MemberTable) else None
        colours, box = tokens(), QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.accent_wash))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(colours.canvas))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if line is None:
            return
        words, code = line.words[index.column()], _CODES[index.column()]
        if code == "name":
            self._name(painter, box, line, words, option)
        elif code == "level":
            self._pill(painter, box, words, option)
        else:
            quiet = code in ("email", "channel", "joined") or not line.member.archived
            painter.setPen(QColor(colours.secondary if quiet else colours.warn))
            room = box.adjusted(8, 0, -8, 0)
            painter.drawText(room, _LEFT, _fitting(option.fontMetrics, words, room))

    def _name(
        self, painter: QPainter, box: QRectF, line: Line, words: str, option: QStyleOptionViewItem
    ) -> None:
        round_ = QRectF(box.left() + 12, box.center().y() - _AVATAR_PX / 2, _AVATAR_PX, _AVATAR_PX)
        paint_avatar(painter, round_, line.member.name)
        room = box.adjusted(12 + _AVATAR_PX + 10, 0, -8, 0)
        painter.setPen(QColor(tokens().text))
        painter.drawText(room, _LEFT, _fitting(option.fontMetrics, words, room))

    def _pill(self, painter: QPainter, box: QRectF, words: str, option: QStyleOptionViewItem) -> None:
        if not words:
            return
        painter.save()
        font = QFont(option.font)
        font.setPixelSize(t.SECONDARY_PX)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = min(box.width() - 12, metrics.horizontalAdvance(words) + 18)
        frame = QRectF(box.left() + 4, box.center().y() - 10, width, 20)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().accent_wash))
        painter.drawRoundedRect(frame, 10, 10)
        painter.setPen(QColor(tokens().accent))
        painter.drawText(
            frame, Qt.AlignmentFlag.AlignCenter, _fitting(metrics, words, frame.adjusted(8, 0, -8, 0))
        )
        painter.restore()


def _fitting(metrics: QFontMetrics, words: str, room: QRectF) -> str:
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
