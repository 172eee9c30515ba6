"""Typed letters and touches, wherever they land: a scanner works on every screen and no shortcut leads out.

How a scanner is told from a person is in scanner.py; what a code means is asked by the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from kclub_desktop.ui.kiosk.pin import may_be
from kclub_desktop.ui.kiosk.pin_pad import PinPad
from kclub_desktop.ui.kiosk.scanner import Scanner
from kclub_desktop.ui.kiosk.screens import FindName
from kclub_desktop.ui.kiosk.sign_up import SignUp

if TYPE_CHECKING:
    from kclub_desktop.ui.kiosk.window import KioskWindow

DOUBLE_READ_MS = 3_000
"""A code read again within this time is the scanner reading twice, not a second guest."""
_FINGERS = {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.TabletPress, QEvent.Type.Wheel}
_TYPED_IN = (FindName, PinPad, SignUp)
"""Screens on which a person types."""
_FOCUS_KEYS = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}


class Input(QObject):
    """Takes every key and touch of the kiosk's window before its widgets do."""

    def __init__(self, window: KioskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._scanner = Scanner()
        self._last_code, self._last_code_ms = "", 0
        self._time = QElapsedTimer()
        self._time.start()
        self._application = QApplication.instance()
        if self._application is not None:
            self._application.installEventFilter(self)

    def stop(self) -> None:
        """Take nothing any more."""
        if self._application is not None:
            self._application.removeEventFilter(self)

    def forget(self) -> None:
        """Drop what was typed so far."""
        self._scanner.forget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        if event.type() in _FINGERS:
            self._window.touched()
            self._window.read_on()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._window.touched()
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        """True: taken, as every key is but those that move the focus."""
        screen, now = self._window.screen_shown, self._time.elapsed()
        # Where a person types too only a scanner's speed counts, so that a PIN is never taken for a ticket.
        fast_only = isinstance(screen, _TYPED_IN)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(self._scanner.enter(now, fast_only=fast_only))
        elif event.key() == Qt.Key.Key_Backspace:
            if isinstance(screen, _TYPED_IN):
                screen.erase()
        elif event.text() and event.text().isprintable():
            self._scanner.type(event.text(), now, fast_only=fast_only)
            if isinstance(screen, _TYPED_IN):
                screen.type(event.text())
        return event.key() not in _FOCUS_KEYS

    def _enter(self, code: str) -> None:
        screen, focused = self._window.screen_shown, QApplication.focusWidget()
        if isinstance(screen, PinPad) and (not code or may_be(code)):
            # However fast somebody types a PIN: it must never be kept as a scan.
            screen.give()
        elif code:
            self._scanned(code)
        elif isinstance(focused, QPushButton) and focused.window() is self._window:
            focused.click()
        elif isinstance(screen, SignUp):
            screen.go_on()

    def _scanned(self, code: str) -> None:
        now = self._time.elapsed()
        again = code == self._last_code and now - self._last_code_ms < DOUBLE_READ_MS
        self._last_code, self._last_code_ms = code, now
        if not again:
            self._window.scanned(code)
