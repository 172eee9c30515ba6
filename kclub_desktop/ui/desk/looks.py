"""The look this device remembers, put on the program; whoever draws hears of it from the theme."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from kclub_desktop.ui.session import Settings
from kclub_desktop.ui.theme.apply import SCALES, look, look_of, tokens, wear


def put_on(settings: Settings) -> None:
    """Wear what is remembered."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        wear(
            app,
            look_of(
                settings.get("theme", "system"),
                settings.get("text_scale", "1"),
                settings.get("motion", "system"),
            ),
        )


def choose(settings: Settings, *, theme: str = "", text_scale: float = 0.0, motion: str = "") -> None:
    """Remember what was chosen and wear it; what is not named stays."""
    if theme:
        settings.remember("theme", theme)
    if text_scale:
        settings.remember("text_scale", f"{text_scale:g}")
    if motion:
        settings.remember("motion", motion)
    put_on(settings)


def switch_theme(settings: Settings) -> None:
    """Light if it is dark now, dark if it is light."""
    choose(settings, theme="light" if tokens().name == "dark" else "dark")


def step_text(settings: Settings, steps: int) -> None:
    """Text a step larger or smaller, as far as there are steps; 0 for the usual size."""
    at = min(range(len(SCALES)), key=lambda place: abs(SCALES[place] - look().scale))
    wanted = SCALES[max(0, min(len(SCALES) - 1, at + steps))] if steps else SCALES[0]
    choose(settings, text_scale=wanted)
