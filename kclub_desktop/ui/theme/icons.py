"""Icons of one family (Phosphor), in the theme's colours, by the names this program uses for them.

The font is the one that qtawesome carries; its glyphs are painted here, because importing the package itself takes
0.3 s of a start and loads eleven other families.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from kclub_desktop.ui.theme.apply import tokens

_NAMES = {
    "overview": "house",
    "members": "users",
    "courses": "books",
    "events": "calendar-blank",
    "plans": "identification-card",
    "money": "wallet",
    "incentives": "medal",
    "insights": "chart-line-up",
    "sync": "arrows-clockwise",
    "search": "magnifying-glass",
    "add": "plus",
    "import": "download-simple",
    "export": "upload-simple",
    "archive": "archive",
    "undo": "arrow-counter-clockwise",
    "redo": "arrow-clockwise",
    "history": "clock-counter-clockwise",
    "check": "check-circle",
    "warn": "warning",
    "bad": "x-circle",
    "close": "x",
    "theme": "moon",
    "language": "translate",
    "settings": "gear",
    "edit": "pencil-simple",
    "star": "star",
    "ticket": "ticket",
    "offline": "cloud-slash",
    "library": "caret-down",
    "table": "table",
    "chart": "chart-bar",
    "picture": "image",
    "next": "caret-right",
    "filter": "funnel",
    "segment": "users-three",
    "down": "caret-down",
    "info": "info",
    "circle": "circle",
    "columns": "columns",
    "notices": "bell",
    "notices_unread": "bell-ringing-fill",
    "larger": "magnifying-glass-plus",
    "smaller": "magnifying-glass-minus",
    "text": "text-aa",
    "keyboard": "keyboard",
    "more": "dots-three-outline",
}
_FAMILY, _CHARMAP = "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json"


class _Glyph(QIconEngine):
    """One character of the icon font, at any size."""

    def __init__(self, character: str, colour: str) -> None:
        super().__init__()
        self._character, self._colour = character, colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = QColor(tokens().disabled if mode is QIcon.Mode.Disabled else self._colour)
        font = QFont(_font()[0])
        font.setPixelSize(round(min(rect.width(), rect.height()) * 0.95))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignCenter, self._character)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return _Glyph(self._character, self._colour)


def icon(name: str, colour: str = "secondary") -> QIcon:
    """The icon of that name (ours, or Phosphor's) in a token's colour. Raises KeyError for a name nobody knows."""
    character = _font()[1][_NAMES.get(name, name)]
    return QIcon(_Glyph(character, getattr(tokens(), colour)))


def pixmap(name: str, colour: str, side: int) -> QPixmap:
    """The icon as a picture of so many pixels."""
    return icon(name, colour).pixmap(QSize(side, side))


@cache
def _font() -> tuple[str, dict[str, str]]:
    """The font's family as Qt knows it, and its characters by name."""
    found = find_spec("qtawesome")
    assert found is not None and found.submodule_search_locations
    folder = Path(found.submodule_search_locations[0]) / "fonts"
    number = QFontDatabase.addApplicationFont(str(folder / _FAMILY))
    charmap = json.loads((folder / _CHARMAP).read_text(encoding="utf-8"))
    family = QFontDatabase.applicationFontFamilies(number)[0]
    return family, {name: chr(int(code, 16)) for name, code in charmap.items()}
