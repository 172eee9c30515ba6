"""What the kiosk's screens are built of: big labels, buttons and icons, the ring that runs down, the keyboard on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QPushButton, QSizePolicy, QWidget

from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.icons import icon
from kclub_desktop.ui.theme.stylesheet import SIGNALS
from kclub_desktop.words import tr

TOUCH_PX = 64
MAIN_PX = 96
MARGIN_PX = 12 * t.GRID
GAP_PX = 4 * t.GRID
KEY_GAP_PX = 2 * t.GRID
RING_PX = 16 * t.GRID
ICON_PX = 7 * t.GRID
LETTERS = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
DIGITS = ("123", "456", "789", " 0")
_FAINT = 70


def label(role: str = "", *, centred: bool = True) -> QLabel:
    """An empty label; role: how it looks, a name of the style sheet. Its text is never taken for markup."""
    made = QLabel()
    made.setObjectName(role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    if centred:
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def button(pressed: Callable[[], object], *, main: bool = False, quiet: bool = False) -> QPushButton:
    """An empty button that a finger hits; main: the one thing to do here. A finger leaves no focus on it."""
    made = QPushButton()
    made.setObjectName("primary" if main else "quiet" if quiet else "")
    made.setMinimumHeight(MAIN_PX if main else TOUCH_PX)
    made.setMinimumWidth(MAIN_PX)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAutoDefault(False)
    made.clicked.connect(lambda: pressed())
    return made


def set_icon(on: QPushButton, name: str, colour: str = "text", tone: str = "") -> None:
    """An icon beside a button's words, in a token's colour, or in the one that stands on a tone's ground."""
    if tone:
        on.setIcon(signal_icon(tone, name))
    else:
        on.setIcon(icon(name, colour))
    on.setIconSize(QSize(ICON_PX, ICON_PX))


def signal_icon(tone: str, name: str) -> QIcon:
    """A Phosphor icon in the colour that stands on the ground of a tone."""
    import qtawesome

    shown: QIcon = qtawesome.icon(f"ph.{name}", color=SIGNALS[tone][1])
    return shown


def look_anew(widget: QWidget) -> None:
    """Let the style sheet see a name or property that changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Typed(QLabel):
    """The line in which a guest sees what the keys on the screen wrote, or a hint while there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("kiosk_input")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(TOUCH_PX)

    def show_typed(self, written: str, hint: str) -> None:
        """Show what was written; the hint stands in a quieter colour."""
        self.setText(written or hint)
        role = "kiosk_input" if written else "kiosk_input_empty"
        if self.objectName() != role:
            self.setObjectName(role)
            look_anew(self)


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout and forget it."""
    while item := layout.takeAt(0):
        if old := item.widget():
            old.hide()
            old.deleteLater()


class Ring(QWidget):
    """Runs down once, shows the seconds that are left, and says so with `over`."""

    over = Signal()

    def __init__(self, milliseconds: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("kiosk_ring")
        self.setFixedSize(QSize(RING_PX, RING_PX))
        self._seconds = milliseconds / 1000
        self._animation = QVariantAnimation(self, startValue=1.0, endValue=0.0, duration=milliseconds)
        self._animation.valueChanged.connect(lambda _: self.update())
        self._animation.finished.connect(self.over)

    def start(self) -> None:
        """From full."""
        self.setAccessibleName(tr("Time until this screen closes"))
        self._animation.stop()
        self._animation.start()

    def stop(self) -> None:
        """Without saying that it is over."""
        self._animation.stop()

    @property
    def running(self) -> bool:
        """Is it on its way?"""
        return self._animation.state() is QVariantAnimation.State.Running

    def paintEvent(self, event: QPaintEvent) -> None:
        left = self._animation.currentValue()
        share = 1.0 if left is None else float(left)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(t.GRID, t.GRID, -t.GRID, -t.GRID)
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        faint = QColor(colour)
        faint.setAlpha(_FAINT)
        painter.setPen(QPen(faint, t.GRID))
        painter.drawEllipse(box)
        painter.setPen(QPen(colour, t.GRID, c=Qt.PenCapStyle.RoundCap))
        painter.drawArc(box, 90 * 16, round(share * 360 * 16))
        font = painter.font()
        font.setPixelSize(t.KIOSK_BODY_PX)
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(max(1, round(share * self._seconds))))


class Keys(QWidget):
    """A keyboard on the screen; says each `typed` letter, and `erased` for the key that takes one back."""

    typed = Signal(str)
    erased = Signal()

    def __init__(
        self, rows: Sequence[str], *, staggered: bool = False, parent: QWidget | None = None
    ) -> None:
        """rows: the letters of each row, a space for an empty place; staggered: each row half a key further right."""
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setSpacing(KEY_GAP_PX)
        grid.setContentsMargins(0, 0, 0, 0)
        for line, letters in enumerate(rows):
            for place, letter in enumerate(letters):
                if letter != " ":
                    key = button(partial(self.typed.emit, letter))
                    key.setText(letter)
                    self._put(grid, key, line, 2 * place + line * staggered, 2)
        self.erase_key = button(self.erased.emit)
        last = len(rows) - 1
        self._put(grid, self.erase_key, last, 2 * len(rows[-1]) + last * staggered, 4 if staggered else 2)
        self.setMaximumHeight(len(rows) * (MAIN_PX + KEY_GAP_PX))
        for column in range(grid.columnCount()):
            grid.setColumnStretch(column, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Words of the keys that have any."""
        set_icon(self.erase_key, "backspace")
        self.erase_key.setAccessibleName(tr("Erase a letter"))

    @staticmethod
    def _put(grid: QGridLayout, key: QPushButton, line: int, column: int, width: int) -> None:
        key.setObjectName("kiosk_key")
        key.setMinimumWidth(TOUCH_PX)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        key.setMaximumHeight(MAIN_PX)
        grid.addWidget(key, line, column, 1, width)
