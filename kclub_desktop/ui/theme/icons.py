"""Icons of one family (Phosphor), in the theme's colours, by the names this program uses for them."""

from __future__ import annotations

from PySide6.QtGui import QIcon

from kclub_desktop.ui.theme.apply import tokens

_NAMES = {
    "overview": "ph.house",
    "members": "ph.users",
    "courses": "ph.books",
    "events": "ph.calendar-blank",
    "insights": "ph.chart-line-up",
    "sync": "ph.arrows-clockwise",
    "search": "ph.magnifying-glass",
    "add": "ph.plus",
    "import": "ph.download-simple",
    "export": "ph.upload-simple",
    "archive": "ph.archive",
    "undo": "ph.arrow-counter-clockwise",
    "check": "ph.check-circle",
    "warn": "ph.warning",
    "bad": "ph.x-circle",
    "close": "ph.x",
    "theme": "ph.moon",
    "language": "ph.translate",
    "settings": "ph.gear",
    "star": "ph.star",
    "ticket": "ph.ticket",
    "offline": "ph.cloud-slash",
}


def icon(name: str, colour: str = "secondary") -> QIcon:
    """The icon of that name (ours, or Phosphor's without its prefix) in a token's colour."""
    import qtawesome

    shown: QIcon = qtawesome.icon(_NAMES.get(name, f"ph.{name}"), color=getattr(tokens(), colour))
    return shown
