"""Another library in this window: a new one, one from a folder, or the demo. Opening and closing is the starter's work."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from kclub_desktop.errors import KClubError
from kclub_desktop.store import is_library, make_library
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

DEMO = Path()
"""Stands for the demo's own folder, wherever that is."""


def choose(window: QWidget, session: Session, which: str) -> None:
    """Ask for what is needed and reopen. which: new, open or demo. Nothing happens when the person stops halfway."""
    if session.reopen is None:
        return
    if which == "demo":
        session.reopen(DEMO)
        return
    folder = QFileDialog.getExistingDirectory(
        window,
        tr("A folder for the new library") if which == "new" else tr("The folder of a library"),
    )
    if not folder:
        return
    path = Path(folder)
    if which == "new" and not is_library(path):
        name, kept = QInputDialog.getText(
            window, tr("New library"), tr("Name of the community"), text=path.name
        )
        if not kept or not name.strip():
            return
        try:
            make_library(path, name=name.strip(), clock=session.clock).shut()
        except KClubError as error:
            window.say(words_for(error))  # type: ignore[attr-defined]
            return
    if not is_library(path):
        window.say(tr("There is no KClub library in {folder}.", folder=folder))  # type: ignore[attr-defined]
        return
    session.reopen(path)
