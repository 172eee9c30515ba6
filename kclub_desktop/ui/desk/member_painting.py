"""How a row of the members' list is painted: the avatar beside the name, the level as a quiet pill, the rest as words.

The view paints its rows itself, in one go, and keeps each as a picture. Through a delegate Qt would come back to Python
for every cell, and ask for the interpreter each time: while an import and a sync are at work a frame would wait for them
a hundred times instead of once. A row that comes into view again, or is under a message, is copied and not drawn.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache

from PySide6.QtCore import QLineF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from kclub_desktop.ui.desk.member_table import COLUMNS
from kclub_desktop.ui.desk.members_query import MemberRow
from kclub_desktop.ui.desk.paged_table import Line
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.ui.widgets.avatar import colour_of, initials, paint_round

CODES = tuple(code for code, _words in COLUMNS)
_AVATAR_PX = 24
_NAME_LEFT = 12 + _AVATAR_PX + 10
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_ROWS_BYTES, _CELLS_BYTES = 24 << 20, 6 << 20
_HERE_PX = 3
_OFTEN_ALIKE = frozenset({"level", "channel", "status", "joined"})
_PLACES = {code: place for place, code in enumerate(CODES)}
_PILL = "pill"

Columns = tuple[tuple[str, int, int], ...]
"""(code, left, width) of each column that is shown."""
Look = tuple[int, float, int, int]
"""(height of a row, pixels of the screen to one of the window, which tokens, size of letters): what all rows share."""
State = tuple[bool, bool, bool]
"""(selected, hovered, current and focused) of a row."""


class Pictures:
    """Pictures by what is on them: drawn when first wanted, kept up to some megabytes."""

    def __init__(self, most_bytes: int) -> None:
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._bytes, self._most = 0, most_bytes

    def of(self, key: Hashable, draw: Callable[[], QPixmap]) -> QPixmap:
        """The picture of that key; drawn now if it is not kept."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        found = self._kept[key] = draw()
        self._bytes += _bytes_of(found)
        while self._bytes > self._most and len(self._kept) > 1:
            _key, gone = self._kept.popitem(last=False)
            self._bytes -= _bytes_of(gone)
        return found


class RowPictures:
    """Rows as pictures, and the cells that many rows have alike: a level, a channel, a day."""

    def __init__(self) -> None:
        self._rows, self._cells = Pictures(_ROWS_BYTES), Pictures(_CELLS_BYTES)

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
        look = size.height(), ratio, id(tokens()), font.pixelSize()
        key = words, state, columns, size.width(), look
        return self._rows.of(key, lambda: self._drawn(line, state, columns, size, font, look))

    def _drawn(
        self,
        line: Line[MemberRow] | None,
        state: State,
        columns: Columns,
        size: QSize,
        font: QFont,
        look: Look,
    ) -> QPixmap:
        selected, hovered, current = state
        colours, (height, ratio, _tokens, _pixels) = tokens(), look
        ground = colours.accent_wash if selected else colours.canvas if hovered else colours.surface
        drawn = _empty(size.width(), height, ratio, ground)
        painter = QPainter(drawn)
        painter.setFont(font)
        for code, left, width in columns if line else ():
            assert line is not None
            words = line.words[_PLACES[code]]
            if code == "name":
                painter.drawPixmap(left + 12, (height - _AVATAR_PX) // 2, _avatar(line.row.name, ratio))
                room = QRect(left + _NAME_LEFT, 0, width - _NAME_LEFT - 8, height)
                _write(painter, room, words, colours.text)
            elif words and code in _OFTEN_ALIKE:
                tone = colours.warn if code == "status" and line.row.archived else colours.secondary
                cell = _PILL if code == "level" else tone
                painter.drawPixmap(left, 0, self._cell(words, cell, ground, width, font, look))
            elif words:
                _write(painter, QRect(left + 8, 0, width - 16, height), words, colours.secondary)
        painter.setPen(_colour(colours.line))
        painter.drawLine(QLineF(0, height - 0.5, size.width(), height - 0.5))
        if current:
            painter.fillRect(0, 0, _HERE_PX, height, _colour(colours.accent))
        painter.end()
        return drawn

    def _cell(self, words: str, tone: str, ground: str, width: int, font: QFont, look: Look) -> QPixmap:
        """A cell on the row's own ground: letters drawn on nothing would be smoothed another way than those beside them."""
        height, ratio, _tokens, _pixels = look

        def draw() -> QPixmap:
            drawn = _empty(width, height, ratio, ground)
            painter = QPainter(drawn)
            painter.setFont(font)
            if tone == _PILL:
                _pill(painter, QRectF(0, 0, width, height), words, font)
            else:
                _write(painter, QRect(8, 0, width - 16, height), words, tone)
            painter.end()
            return drawn

        return self._cells.of((words, tone, ground, width, look), draw)


def _bytes_of(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4


def _empty(width: int, height: int, ratio: float, ground: str) -> QPixmap:
    made = QPixmap(QSize(width, height) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(_colour(ground))
    return made


def _write(painter: QPainter, room: QRect, words: str, tone: str) -> None:
    painter.setPen(_colour(tone))
    painter.drawText(room, _LEFT, _fitting(words, room.width(), painter.fontMetrics()))


def _pill(painter: QPainter, box: QRectF, words: str, row_font: QFont) -> None:
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


def _fitting(words: str, width: int, metrics: QFontMetrics) -> str:
    # No letter is wider than a Chinese one. Measuring a whole word costs as much as writing it; its letters are known.
    if len(words) * metrics.height() < width or _LETTERS.width(words, metrics) < width:
        return words
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)


class _Letters:
    """How wide single letters are, by the height of their font; together never narrower than the word."""

    _SPARE = 1.04  # what writing them as one word may add

    def __init__(self) -> None:
        self._known: dict[int, dict[str, int]] = {}

    def width(self, words: str, metrics: QFontMetrics) -> float:
        """At least the width of these words."""
        known = self._known.setdefault(metrics.height(), {})
        total = 0
        for letter in words:
            if (width := known.get(letter)) is None:
                width = known[letter] = metrics.horizontalAdvance(letter)
            total += width
        return total * self._SPARE


_LETTERS = _Letters()


@lru_cache(maxsize=64)
def _colour(name: str) -> QColor:
    return QColor(name)


def _avatar(name: str, ratio: float) -> QPixmap:
    """A round, drawn once for all who have the same letters and colour."""
    return _kept_avatar(initials(name), colour_of(name), ratio)


@lru_cache(maxsize=1024)
def _kept_avatar(letters: str, colour: str, ratio: float) -> QPixmap:
    drawn = _empty(_AVATAR_PX, _AVATAR_PX, ratio, "transparent")
    painter = QPainter(drawn)
    paint_round(painter, QRectF(0, 0, _AVATAR_PX, _AVATAR_PX), letters, colour)
    painter.end()
    return drawn
