"""Putting a mode on the running program, and telling whoever paints by hand that it changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.stylesheet import stylesheet

_current = {"tokens": t.LIGHT}
_listeners: list[Callable[[t.Tokens], None]] = []


def tokens() -> t.Tokens:
    """The tokens in use."""
    return _current["tokens"]


def on_theme_changed(listener: Callable[[t.Tokens], None]) -> Callable[[], None]:
    """Call listener after each change. Returns what stops it."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener) if listener in _listeners else None


def apply_theme(app: QApplication, mode: str = "system", scale: float = 1.0) -> None:
    """mode "light", "dark" or "system"; scale of the type, 1.0 to 1.5."""
    if mode == "system":
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        mode = "dark" if dark else "light"
    chosen = t.DARK if mode == "dark" else t.LIGHT
    _current["tokens"] = chosen
    app.setStyle("Fusion")
    app.setFont(_font())
    app.setPalette(_palette(chosen))
    app.setStyleSheet(stylesheet(chosen, scale))
    for listener in list(_listeners):
        listener(chosen)


def _font() -> QFont:
    present = set(QFontDatabase.families())
    wanted = ["Inter", QFont().family(), "Noto Sans CJK SC", "Noto Sans"]
    font = QFont([family for family in wanted if family in present] or [QFont().family()])
    font.setPixelSize(t.BODY_PX)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _palette(chosen: t.Tokens) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: chosen.canvas,
        QPalette.ColorRole.Base: chosen.surface,
        QPalette.ColorRole.AlternateBase: chosen.canvas,
        QPalette.ColorRole.Button: chosen.surface,
        QPalette.ColorRole.WindowText: chosen.text,
        QPalette.ColorRole.Text: chosen.text,
        QPalette.ColorRole.ButtonText: chosen.text,
        QPalette.ColorRole.ToolTipBase: chosen.raised,
        QPalette.ColorRole.ToolTipText: chosen.text,
        QPalette.ColorRole.Highlight: chosen.accent,
        QPalette.ColorRole.HighlightedText: chosen.on_accent,
        QPalette.ColorRole.PlaceholderText: chosen.secondary,
        QPalette.ColorRole.Link: chosen.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, QColor(chosen.disabled))
    return palette
