"""How a row of the members' list is painted: the avatar beside the name, the level as a quiet pill, the rest as words.

The view paints its rows itself, in one go, and keeps each as a picture. Through a delegate Qt would come back to Python
for every cell, and ask for the interpreter each time: while an import and a sync are at work a frame would wait for them
a hundred times instead of once. A row that comes into view again, or is under a message, is copied and not drawn.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache

from PySide6.QtCore import QLineF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from kclub_desktop.ui.desk.member_table import COLUMNS
from kclub_desktop.ui.desk.members_query import MemberRow
from kclub_desktop.ui.desk.paged_table import Line
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.ui.widgets.avatar import paint_avatar

CODES = tuple(code for code, _words in COLUMNS)
_AVATAR_PX = 24
_NAME_LEFT = 12 + _AVATAR_PX + 10
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_KEPT_BYTES = 24 << 20
_HERE_PX = 3

Columns = tuple[tuple[str, int, int], ...]
"""(code, left, width) of each column that is shown."""
State = tuple[bool, bool, bool]
"""(selected, hovered, current and focused) of a row."""


class RowPictures:
    """Rows as pictures: drawn when first wanted, kept up to some megabytes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, QPixmap] = OrderedDict()
        self._bytes = 0

    def of(
        self,
        line: Line[MemberRow] | None,
        state: State,
        columns: Columns,
        size: QSize,
        ratio: float,
        font: QFont,
    ) -> QPixmap:
        """The picture of a row of that size in pixels of the screen; line: None for a member who is gone."""
        words = (line.words, line.row.archived, line.row.name) if line else None
        key = words, state, columns, size.width(), size.height(), ratio, id(tokens()), font.pixelSize()
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = _drawn(line, state, columns, size, ratio, font)
            self._bytes += _bytes_of(found)
            while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
                _key, gone = self._kept.popitem(last=False)
                self._bytes -= _bytes_of(gone)
        else:
            self._kept.move_to_end(key)
        return found


def _bytes_of(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4


def _drawn(
    line: Line[MemberRow] | None, state: State, columns: Columns, size: QSize, ratio: float, font: QFont
) -> QPixmap:
    selected, hovered, current = state
    colours = tokens()
    drawn = QPixmap(size * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(_colour(colours.accent_wash if selected else colours.canvas if hovered else colours.surface))
    painter = QPainter(drawn)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    painter.setPen(_colour(colours.line))
    painter.drawLine(QLineF(0, size.height() - 0.5, size.width(), size.height() - 0.5))
    if current:
        painter.fillRect(0, 0, _HERE_PX, size.height(), _colour(colours.accent))
    for code, left, width in columns if line else ():
        assert line is not None
        box = QRect(left, 0, width, size.height())
        words = line.words[CODES.index(code)]
        if code == "name":
            _name(painter, box, line, words, metrics, ratio)
        elif code == "level":
            _pill(painter, QRectF(box), words, font)
        elif words:
            warned = code == "status" and line.row.archived
            painter.setPen(_colour(colours.warn if warned else colours.secondary))
            room = QRect(box.left() + 8, 0, width - 16, size.height())
            painter.drawText(room, _LEFT, _fitting(words, room.width(), metrics))
    painter.end()
    return drawn


def _name(painter: QPainter, box: QRect, line: Line, words: str, metrics: QFontMetrics, ratio: float) -> None:
    top = (box.height() - _AVATAR_PX) // 2
    painter.drawPixmap(box.left() + 12, top, _avatar(line.row.name, ratio))
    painter.setPen(_colour(tokens().text))
    width = box.width() - _NAME_LEFT - 8
    painter.drawText(
        QRect(box.left() + _NAME_LEFT, 0, width, box.height()), _LEFT, _fitting(words, width, metrics)
    )


def _pill(painter: QPainter, box: QRectF, words: str, row_font: QFont) -> None:
    if not words:
        return
    painter.save()
    font = QFont(row_font)
    font.setPixelSize(scaled(t.SECONDARY_PX))
    painter.setFont(font)
    metrics = painter.fontMetrics()
    width = min(box.width() - 12, metrics.horizontalAdvance(words) + 18)
    height = min(box.height() - 8, scaled(20))
    frame = QRectF(box.left() + 4, box.center().y() - height / 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_colour(tokens().accent_wash))
    painter.drawRoundedRect(frame, height / 2, height / 2)
    painter.setPen(_colour(tokens().accent))
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, _fitting(words, int(frame.width()) - 12, metrics))
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
