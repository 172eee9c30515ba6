"""What every chart shares: a title that says the finding, too little data said honestly, hover, drill, table and files."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import QEvent, QMetaMethod, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QToolTip, QWidget

from kclub_desktop.errors import FileNotWritable
from kclub_desktop.import_export.fields import harmless
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.ui.widgets.label import plain_tip
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

_ROWS_SPOKEN = 10
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Chart(QWidget):
    """Base of the charts. A subclass gives `rows` (header first) and paints itself, noting what lies where."""

    drilled = Signal(object)
    """The key of a bar, step or cell that was clicked."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.name_for_files = title
        self.missing = ""
        """Words that say how much data is missing; shown instead of a chart when set."""
        self._spots: list[tuple[QRectF, str, object]] = []
        self.pointed_at = -1
        """Number of the spot under the pointer, -1 for none; a subclass marks it while painting."""
        self.setMouseTracking(True)
        self.setMinimumHeight(scaled(180))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.covers = ""
        """The days it is about, in words, for who hears it; shown elsewhere."""
        self.setAccessibleName(title)

    def kind(self) -> str:
        """What a person who cannot see it is told it is: a line chart."""
        return ""

    def gist(self) -> str:
        """What it says, in a sentence or two: from when to when, the latest, the highest."""
        return ""

    def spoken(self) -> str:
        """All that is said to who cannot see it: what it is, its days, its gist, the values of its first rows."""
        if self.missing:
            return " ".join(part for part in (self.covers, self.missing) if part)
        first = ". ".join(part for part in (self.kind(), self.covers) if part)
        return " ".join(part for part in (first and f"{first}.", self.gist(), _values(self.rows())) if part)

    def describe(self) -> None:
        """Tell the system what the chart says now; done by itself whenever it comes into view."""
        self.setAccessibleDescription(self.spoken())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.describe()

    def sizeHint(self) -> QSize:
        return QSize(420, scaled(240))

    def rows(self) -> list[list[str]]:
        """The chart as a table, header first."""
        return []

    def paint_chart(self, painter: QPainter, area: QRectF) -> None:
        """Paint inside the area below the title."""

    def paint_all(self, painter: QPainter) -> None:
        """Title and chart, or the words about what is missing, at the widget's size."""
        self._spots.clear()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0.0
        if self.title:
            heading = QRectF(0, 0, self.width(), scaled(20))
            self.write(painter, heading, self.title, size=t.SECTION_PX, bold=True)
            top = scaled(20) + 12.0
        area = QRectF(0, top, self.width(), self.height() - top)
        if self.missing:
            self.write(
                painter, area, self.missing, colour=tokens().secondary, align=Qt.AlignmentFlag.AlignCenter
            )
        else:
            self.paint_chart(painter, area)

    def write(
        self,
        painter: QPainter,
        box: QRectF,
        words: str,
        *,
        colour: str = "",
        size: int = t.SECONDARY_PX,
        bold: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Horizontal text, elided to its box."""
        painter.setFont(self.font_of(size, bold))
        painter.setPen(QColor(colour or tokens().text))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, shown)

    def font_of(self, size: int = t.SECONDARY_PX, bold: bool = False) -> QFont:
        """The font of words in the chart; size goes with the text's scale."""
        font = QFont(self.font())
        font.setPixelSize(scaled(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def spot(self, box: QRectF, words: str, key: object = None) -> None:
        """Remember what lies where, for hover and click."""
        self._spots.append((box, words, key))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_all(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens().accent), 2))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, t.RADIUS_CONTROL, t.RADIUS_CONTROL)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from value to value and say it, Enter drills: all that a mouse can do."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step and self._spots:
            self._point_at(max(0, min(len(self._spots) - 1, self.pointed_at + step)))
            box, words, _key = self._spots[self.pointed_at]
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
            QToolTip.showText(self.mapToGlobal(box.center().toPoint()), plain_tip(words), self)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self.pointed_at < len(self._spots):
            key = self._spots[self.pointed_at][2]
            if key is not None:
                self.drilled.emit(key)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(-1)
        self.describe()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if found:
            QToolTip.showText(event.globalPosition().toPoint(), plain_tip(found[1]), self)
        else:
            QToolTip.hideText()
        self._point_at(self._spots.index(found) if found else -1)
        drills = (
            found is not None
            and found[2] is not None
            and self.isSignalConnected(QMetaMethod.fromSignal(self.drilled))
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor if drills else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)

    def _point_at(self, number: int) -> None:
        if number != self.pointed_at:
            self.pointed_at = number
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if found and found[2] is not None and event.button() == Qt.MouseButton.LeftButton:
            self.drilled.emit(found[2])

    def _at(self, point: QPointF) -> tuple[QRectF, str, object] | None:
        return next((spot for spot in self._spots if spot[0].contains(point)), None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.offer_files(event.globalPos())

    def offer_files(self, where: QPoint) -> None:
        """A menu of the kinds of files the chart can be saved as."""
        menu = QMenu(self)
        for words, ending in (
            (tr("Save as PNG"), "png"),
            (tr("Save as SVG"), "svg"),
            (tr("Save as CSV"), "csv"),
        ):
            action = QAction(words, menu)
            action.triggered.connect(lambda _=False, e=ending: self._ask_and_save(e))
            menu.addAction(action)
        menu.exec(where)

    def _ask_and_save(self, ending: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.name_for_files, f"{self.name_for_files}.{ending}", f"*.{ending}"
        )
        if not chosen:
            return
        try:
            self.save(Path(chosen))
        except FileNotWritable as error:
            QMessageBox.warning(self, self.name_for_files, words_for(error))

    def save(self, file: Path) -> None:
        """Write the chart as .png, .svg or .csv, by the file's ending. Raises FileNotWritable."""
        try:
            # Qt's writers do not say why they failed: asking for the file first does.
            file.open("ab").close()
            self._write(file)
        except OSError as error:
            raise FileNotWritable(str(file), error.strerror or str(error)) from error

    def _write(self, file: Path) -> None:
        if file.suffix == ".csv":
            with file.open("w", newline="", encoding="utf-8-sig") as out:
                csv.writer(out).writerows([harmless(cell) for cell in row] for row in self.rows())
        elif file.suffix == ".svg":
            from PySide6.QtSvg import QSvgGenerator

            generator = QSvgGenerator()
            generator.setFileName(str(file))
            generator.setSize(self.size())
            generator.setViewBox(self.rect())
            painter = QPainter(generator)
            self.paint_all(painter)
            painter.end()
        else:
            image = QImage(self.size() * 2, QImage.Format.Format_ARGB32)
            image.setDevicePixelRatio(2)
            image.fill(QColor(tokens().surface))
            painter = QPainter(image)
            self.paint_all(painter)
            painter.end()
            image.save(str(file))


def _values(rows: list[list[str]]) -> str:
    """The first rows as a sentence: what stands in them by its heading."""
    if len(rows) < 2:
        return ""
    head, *body = rows
    said = [
        ", ".join([cells[0], *(f"{name} {words}" for name, words in zip(head[1:], cells[1:], strict=False))])
        for cells in body[:_ROWS_SPOKEN]
    ]
    return "; ".join(said) + ("; …" if len(body) > _ROWS_SPOKEN else "")


def nice_ceiling(largest: float) -> float:
    """The next 1, 2, 2.5, 4 or 5 times a power of ten at or above a positive number; 1 for nothing."""
    if largest <= 0:
        return 1.0
    power = 10.0 ** (len(str(int(largest))) - 1) if largest >= 1 else 0.1
    return next(step * power for step in (1, 2, 2.5, 4, 5, 10) if step * power >= largest)
