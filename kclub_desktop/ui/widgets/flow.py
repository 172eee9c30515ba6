"""A layout that puts things beside each other and goes on in the next line where there is no room, like words do."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class Flow(QLayout):
    """Left to right, then down. The last thing takes the rest of its line if it wants to grow."""

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
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        least = QSize()
        for thing in self._things:
            least = least.expandedTo(thing.minimumSize())
        edges = self.contentsMargins()
        return least + QSize(edges.left() + edges.right(), edges.top() + edges.bottom())

    def _place(self, box: QRect, *, move: bool) -> int:
        inner = box.marginsRemoved(self.contentsMargins())
        x, y, line_height = inner.x(), inner.y(), 0
        for thing in self._things:
            widget = thing.widget()
            if widget is not None and widget.isHidden():
                continue
            size = thing.sizeHint()
            if x > inner.x() and x + size.width() > inner.right() + 1:
                x, y, line_height = inner.x(), y + line_height + self._gap, 0
            width = min(size.width(), inner.width())
            if thing is self._things[-1] and widget is not None and _grows(widget):
                width = max(width, inner.right() + 1 - x)
            if move:
                thing.setGeometry(QRect(QPoint(x, y), QSize(width, size.height())))
            x += width + self._gap
            line_height = max(line_height, size.height())
        edges = self.contentsMargins()
        return y + line_height - box.y() + edges.bottom()


def _grows(widget: QWidget) -> bool:
    return widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Expanding
