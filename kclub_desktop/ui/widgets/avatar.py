"""A round with a person's initials, in a colour that follows from the name."""

from __future__ import annotations

import zlib

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.theme.tokens import AVATARS, ON_AVATAR


def initials(name: str) -> str:
    """Up to two letters: 李磊 → 磊, Anna Meyer → AM."""
    words = name.split()
    if not words:
        return "·"
    if ord(words[0][0]) > 0x2E7F:
        return words[0][-1]
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()


def colour_of(name: str) -> str:
    """The colour of a name's round."""
    return AVATARS[zlib.crc32(name.encode()) % len(AVATARS)]


def paint_avatar(painter: QPainter, box: QRectF, name: str) -> None:
    """Paint the round of a name into a square box."""
    paint_round(painter, box, initials(name), colour_of(name))


def paint_round(painter: QPainter, box: QRectF, letters: str, colour: str) -> None:
    """Paint a round of this colour with these letters."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(box)
    painter.setPen(QColor(ON_AVATAR))
    font = painter.font()
    font.setPixelSize(max(9, round(box.height() * 0.42)))
    font.setWeight(font.Weight.DemiBold)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letters)
    painter.restore()


class Avatar(QWidget):
    """The round as a widget of its own."""

    def __init__(self, name: str, side: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setFixedSize(side, side)
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_avatar(QPainter(self), QRectF(self.rect()), self._name)
