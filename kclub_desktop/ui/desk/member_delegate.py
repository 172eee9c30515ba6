"""How a cell of the members' list is painted: the avatar beside the name, the level as a quiet pill, the rest as words.

Painted by hand and not by the style: a style sheet's item costs five times as much, and this is what scrolling is made of.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QLineF, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kclub_desktop.ui.desk.member_table import COLUMNS, Line, MemberTable
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import tokens
from kclub_desktop.ui.widgets.avatar import paint_avatar

_CODES = tuple(code for code, _words in COLUMNS)
_AVATAR_PX = 24
_NAME_LEFT = 12 + _AVATAR_PX + 10
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
# Plain integers: Python's flag objects cost more than the drawing they decide about.
_SELECTED = QStyle.StateFlag.State_Selected.value
_HOVERED = QStyle.StateFlag.State_MouseOver.value


class MemberDelegate(QStyledItemDelegate):
    """Paints what MemberTable knows."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        model, column = index.model(), index.column()
        line = model.line(index.row()) if isinstance(model, MemberTable) else None
        colours, box, state = tokens(), option.rect, option.state.value
        if state & _SELECTED:
            painter.fillRect(box, _colour(colours.accent_wash))
        elif state & _HOVERED:
            painter.fillRect(box, _colour(colours.canvas))
        painter.setPen(_colour(colours.line))
        bottom = box.top() + box.height() - 0.5
        painter.drawLine(QLineF(box.left(), bottom, box.left() + box.width(), bottom))
        if line is None:
            return
        words, code = line.words[column], _CODES[column]
        if code == "name":
            self._name(painter, box, line, words, option)
        elif code == "level":
            self._pill(painter, QRectF(box), words, option)
        elif words:
            warned = code == "status" and line.member.archived
            painter.setPen(_colour(colours.warn if warned else colours.secondary))
            width = box.width() - 16
            painter.drawText(
                QRect(box.left() + 8, box.top(), width, box.height()),
                _LEFT,
                _fitting(words, width, option.fontMetrics),
            )

    def _name(
        self, painter: QPainter, box: QRect, line: Line, words: str, option: QStyleOptionViewItem
    ) -> None:
        ratio = painter.device().devicePixelRatioF()
        top = box.top() + (box.height() - _AVATAR_PX) // 2
        painter.drawPixmap(box.left() + 12, top, _avatar(line.member.name, ratio))
        painter.setPen(_colour(tokens().text))
        width = box.width() - _NAME_LEFT - 8
        painter.drawText(
            QRect(box.left() + _NAME_LEFT, box.top(), width, box.height()),
            _LEFT,
            _fitting(words, width, option.fontMetrics),
        )

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
            frame, Qt.AlignmentFlag.AlignCenter, _fitting(words, int(frame.width()) - 12, metrics)
        )
        painter.restore()


def _fitting(words: str, width: int, metrics: QFontMetrics) -> str:
    # No letter is wider than a Chinese one: most words need no measuring to be known to fit.
    if len(words) * metrics.height() < width:
        return words
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=64)
def _colour(name: str) -> QColor:
    return QColor(name)


@lru_cache(maxsize=1024)
def _avatar(name: str, ratio: float) -> QPixmap:
    """A round, drawn once: the same people come into view again and again."""
    drawn = QPixmap(QSize(_AVATAR_PX, _AVATAR_PX) * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint_avatar(painter, QRectF(0, 0, _AVATAR_PX, _AVATAR_PX), name)
    painter.end()
    return drawn
