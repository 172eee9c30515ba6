"""The attendance list of an event: who is expected and who is here, each with the one thing to do about them.

Painted rows, not widgets: an event of a thousand guests opens as fast as one of ten.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kclub_desktop.ui.desk import shown
from kclub_desktop.ui.desk.events_query import Guest
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import tokens
from kclub_desktop.ui.widgets.avatar import paint_avatar
from kclub_desktop.ui.widgets.label import plain_tip
from kclub_desktop.words import tr, tr_code, tr_noop

_ROW_PX, _AVATAR_PX, _ACTION_PX = 52, 32, 84
_STATES = {
    "registered": tr_noop("Registered"),
    "waiting": tr_noop("Waiting list"),
    "cancelled": tr_noop("Cancelled"),
    "walk_in": tr_noop("Walk-in"),
}
Index = QModelIndex | QPersistentModelIndex


class _Guests(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.guests: list[Guest] = []
        self.zone = ""

    def fill(self, guests: Sequence[Guest], zone: str) -> None:
        """Show others."""
        self.beginResetModel()
        self.guests, self.zone = list(guests), zone
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        return 0 if parent.isValid() else len(self.guests)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        guest = self.guests[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return guest.name or tr("No name")
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = f"{guest.name}: {self.note(guest)}. {action_words(guest)}"
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None

    def note(self, guest: Guest) -> str:
        """What is known of a guest in a few words."""
        if guest.check_in is not None and guest.scanned_at is not None:
            return tr("Here since {time}", time=shown.clock_time(guest.scanned_at, self.zone))
        return tr("Not paid") if not guest.paid else tr_code(_STATES, guest.status, "Registered")


class GuestList(QListView):
    """Says whose action was asked for."""

    wanted = Signal(object)
    """A Guest: let in, or taken back if here."""

    def __init__(self) -> None:
        super().__init__()
        self._guests = _Guests()
        self.setModel(self._guests)
        self.setItemDelegate(_Rows(self))
        self.setAccessibleName(tr("Attendance list"))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)

    @property
    def guests(self) -> list[Guest]:
        """Who is shown, in order."""
        return self._guests.guests

    def fill(self, guests: Sequence[Guest], zone: str) -> None:
        """Show these guests; zone: of the event. Scroll position and current guest stay."""
        top, current = self.verticalScrollBar().value(), self.currentIndex()
        member = self.guests[current.row()].member if current.isValid() else None
        self._guests.fill(guests, zone)
        self.verticalScrollBar().setValue(top)
        for row, guest in enumerate(guests):
            if guest.member == member:
                self.setCurrentIndex(self._guests.index(row))
                break

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the action does it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and action_box(QRectF(self.visualRect(index))).contains(event.position()):
            self.wanted.emit(self.guests[index.row()])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        over = index.isValid() and action_box(QRectF(self.visualRect(index))).contains(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it for the current guest."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.wanted.emit(self.guests[self.currentIndex().row()])
            return
        super().keyPressEvent(event)


def action_words(guest: Guest) -> str:
    """What a click on the action does."""
    return tr("Undo") if guest.check_in is not None else tr("Check in")


def action_box(row: QRectF) -> QRectF:
    """Where the action of a row stands."""
    return QRectF(row.right() - _ACTION_PX - 8, row.center().y() - 14, _ACTION_PX, 28)


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Guests)
        guest, colours, box = model.guests[index.row()], tokens(), QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.accent_wash))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(colours.canvas))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        round_ = QRectF(box.left() + 10, box.center().y() - _AVATAR_PX / 2, _AVATAR_PX, _AVATAR_PX)
        paint_avatar(painter, round_, guest.name)
        room = box.adjusted(20 + _AVATAR_PX, 8, -_ACTION_PX - 20, -8)
        painter.setPen(QColor(colours.text))
        name = option.fontMetrics.elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
        painter.save()
        small = QFont(option.font)
        small.setPixelSize(t.SECONDARY_PX)
        painter.setFont(small)
        here = guest.check_in is not None
        warned = not here and (not guest.paid or guest.status in ("cancelled", "waiting"))
        painter.setPen(QColor(colours.good if here else colours.warn if warned else colours.secondary))
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, model.note(guest))
        painter.restore()
        self._action(painter, action_box(box), guest, here)

    def _action(self, painter: QPainter, box: QRectF, guest: Guest, here: bool) -> None:
        colours = tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen if here else QPen(QColor(colours.line_strong), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush if here else QColor(colours.surface))
        painter.drawRoundedRect(box, t.RADIUS_CONTROL, t.RADIUS_CONTROL)
        painter.setPen(QColor(colours.secondary if here else colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, action_words(guest))
        painter.restore()
