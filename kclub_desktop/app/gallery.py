"""Opening the gallery of parts, which needs no library."""

from __future__ import annotations

from kclub_desktop.app.application import application
from kclub_desktop.ui.gallery.window import GalleryWindow
from kclub_desktop.ui.theme.apply import apply_theme


def open_gallery() -> int:
    """Show it until its window is closed; the exit code."""
    app = application()
    apply_theme(app)
    window = GalleryWindow()
    window.show()
    return app.exec()
