"""Putting a look on the running program: mode, size of the text, motion; and telling whoever draws itself anew.

With the mode "system" the program follows the computer, also when it turns dark in the evening while we run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyle

from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.stylesheet import stylesheet

MODES = ("system", "light", "dark")
SCALES = (1.0, 1.25, 1.5)
MOTIONS = ("system", "none")
_SMALLEST, _LARGEST = 0.75, 3.0  # a kiosk's screen may be far away; anything else is a slip in the settings


@dataclass(frozen=True)
class Look:
    """What the person chose. mode: system, light or dark; scale: of the text, at the desk one of SCALES; motion: system or none."""

    mode: str = "system"
    scale: float = 1.0
    motion: str = "system"


@dataclass
class _Worn:
    look: Look = Look()
    tokens: t.Tokens = t.LIGHT
    following: bool = False
    dressed: bool = False


_worn = _Worn()
_listeners: list[Callable[[], None]] = []


def tokens() -> t.Tokens:
    """The tokens in use."""
    return _worn.tokens


def look() -> Look:
    """The look in use."""
    return _worn.look


def scaled(px: float) -> int:
    """A size that goes with the text: type painted by hand, rows, columns of words."""
    return round(px * _worn.look.scale)


def widened(px: float) -> int:
    """A width that goes half way with the text: panels, which must leave room for what is beside them."""
    return round(px * (1 + (_worn.look.scale - 1) / 2))


def motion_ms(wanted: int) -> int:
    """How long a movement may last: wanted, or 0 where the person or the system wants none."""
    app = QApplication.instance()
    if _worn.look.motion == "none" or not isinstance(app, QApplication):
        return 0
    asked = app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
    return wanted if asked > 0 else 0


def on_look_changed(listener: Callable[[], None]) -> Callable[[], None]:
    """Call listener after the colours or sizes changed. Returns what stops it."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener) if listener in _listeners else None


def apply_theme(app: QApplication, mode: str = "system", scale: float = 1.0, motion: str = "system") -> None:
    """Put a look on; a mode or motion nobody knows (of a newer version) is taken for the usual one."""
    wanted = Look(
        mode if mode in MODES else "system",
        min(max(scale, _SMALLEST), _LARGEST),
        motion if motion in MOTIONS else "system",
    )
    if not _worn.following:
        # Once for the life of the program: the hints are the application's own.
        app.styleHints().colorSchemeChanged.connect(lambda _scheme: _system_changed(app))
        _worn.following = True
    _wear(app, wanted)


def look_of(mode: str, scale: str, motion: str) -> Look:
    """A look from stored texts; what cannot be read is taken for the usual one."""
    try:
        number = float(scale)
    except ValueError:
        number = 1.0
    return Look(mode, number, motion)


def wear(app: QApplication, wanted: Look) -> None:
    """As apply_theme, with a look."""
    apply_theme(app, wanted.mode, wanted.scale, wanted.motion)


def _system_changed(app: QApplication) -> None:
    if _worn.look.mode == "system":
        _wear(app, replace(_worn.look))


def _wear(app: QApplication, wanted: Look) -> None:
    before = _worn.tokens, _worn.look.scale
    mode = wanted.mode
    if mode == "system":
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        mode = "dark" if dark else "light"
    _worn.look, _worn.tokens = wanted, t.DARK if mode == "dark" else t.LIGHT
    if _worn.dressed and before == (_worn.tokens, wanted.scale):
        return
    # Each of these visits every widget there is: only what must be done is done.
    if not _worn.dressed:
        app.setStyle("Fusion")
        _worn.dressed = True
    app.setFont(_font())
    app.setPalette(_palette(_worn.tokens))
    # Off before on: Qt repaints a sheet over another widget by widget, which takes four times as long with every page built.
    app.setStyleSheet("")
    app.setStyleSheet(stylesheet(_worn.tokens, wanted.scale))
    for listener in list(_listeners):
        listener()


def _font() -> QFont:
    present = set(QFontDatabase.families())
    wanted = ["Inter", QFont().family(), "Noto Sans CJK SC", "Noto Sans"]
    font = QFont([family for family in wanted if family in present] or [QFont().family()])
    font.setPixelSize(scaled(t.BODY_PX))
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
