"""A layout that puts things beside each other and goes on in the next line where there is no room, like words do."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

_Line = list[tuple[QLayoutItem, int]]
"""Things beside each other, each with its width in pixels."""


class Flow(QLayout):
    """Left to right, then down. What wants to grow takes what is left over of its line."""

    def __init__(self, parent: QWidget | None = None, gap: int = 6) -> None:
        super().__init__(parent)
        self._things: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        self._things.append(item)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget before others."""
        self.addWidget(widget)
        self._things.insert(place, self._things.pop())
        self.invalidate()

    def count(self) -> int:
        """How many things there are."""
        return len(self._things)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._things[index] if 0 <= index < len(self._things) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._things.pop(index) if 0 <= index < len(self._things) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, box: QRect) -> None:
        super().setGeometry(box)
        self._place(box, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        seen = self._seen()
        width = sum(thing.sizeHint().width() for thing in seen) + self._gap * max(0, len(seen) - 1)
        height = max((thing.sizeHint().height() for thing in seen), default=0)
        return self._with_edges(QSize(width, height))

    def minimumSize(self) -> QSize:
        """As wide as the widest thing."""
        least = QSize()
        for thing in self._seen():
            least = least.expandedTo(thing.minimumSize())
        return self._with_edges(least)

    def _with_edges(self, size: QSize) -> QSize:
        edges = self.contentsMargins()
        return size + QSize(edges.left() + edges.right(), edges.top() + edges.bottom())

    def _seen(self) -> list[QLayoutItem]:
        return [thing for thing in self._things if not _hidden(thing)]

    def _lines(self, width: int) -> list[_Line]:
        lines: list[_Line] = []
        x = 0
        # While a window is being laid out there may be no room at all yet, or less.
        width = max(0, width)
        for thing in self._seen():
            wanted = min(thing.sizeHint().width(), width)
            if not lines or x + wanted > width:
                lines.append([])
                x = 0
            lines[-1].append((thing, wanted))
            x += wanted + self._gap
        return [self._grown(line, width) for line in lines]

    def _grown(self, line: _Line, width: int) -> _Line:
        left = width - sum(each for _thing, each in line) - self._gap * (len(line) - 1)
        made: _Line = []
        for thing, each in line:
            most = thing.maximumSize().width()
            more = min(left, most - each) if _grows(thing) else 0
            left -= more
            made.append((thing, each + more))
        return made

    def _place(self, box: QRect, *, move: bool) -> int:
        inner = box.marginsRemoved(self.contentsMargins())
        y = inner.y()
        lines = self._lines(inner.width())
        for line in lines:
            heights = [_height(thing, width) for thing, width in line]
            x, tallest = inner.x(), max(heights)
            for (thing, width), height in zip(line, heights, strict=True):
                if move:
                    top = y + (tallest - height) // 2
                    thing.setGeometry(QRect(QPoint(x, top), QSize(width, height)))
                x += width + self._gap
            y += tallest + self._gap
        if lines:
            y -= self._gap
        return y - box.y() + self.contentsMargins().bottom()


def _height(thing: QLayoutItem, width: int) -> int:
    return thing.heightForWidth(width) if thing.hasHeightForWidth() else thing.sizeHint().height()


def _hidden(thing: QLayoutItem) -> bool:
    """Hidden on purpose: what was not shown yet counts, or the room for it would come too late."""
    widget = thing.widget()
    on_purpose = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
    return widget is not None and widget.isHidden() and widget.testAttribute(on_purpose)


def _grows(thing: QLayoutItem) -> bool:
    widget = thing.widget()
    return widget is not None and widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Expanding
