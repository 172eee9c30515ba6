"""What a member's inspector does with files: choosing and adding some, saving one elsewhere, taking one off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from kclub_desktop.community import member_files
from kclub_desktop.store import attachments
from kclub_desktop.store.attachments.names import safe_name
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.words import tr
from kclub_desktop.words_for_values import added_words


def choose_and_add(page: Page, member: int) -> None:
    """Ask for files, then keep copies of them with a member."""
    paths, _kind = QFileDialog.getOpenFileNames(page, tr("Add files"))
    if paths:
        add(page, member, [Path(path) for path in paths])


def add(page: Page, member: int, files: Sequence[Path]) -> None:
    """Keep copies of files with a member: all of them or none, as one step of undo."""
    library = page.session.library
    page.do(
        lambda progress: member_files.add(library, member, files, progress=progress),
        name=tr("Adding files"),
        said=lambda made: added_words(len(made)),
    )


def choose_and_save(page: Page, attachment: int, name: str) -> None:
    """Ask where to, then write a copy of a file there."""
    path, _kind = QFileDialog.getSaveFileName(page, tr("Save as"), safe_name(name))
    if path:
        save(page, attachment, Path(path))


def save(page: Page, attachment: int, target: Path) -> None:
    """Write a copy of a file, checked by its hash."""
    library = page.session.library
    page.do(
        lambda: attachments.save_as(library, attachment, target),
        said=tr("Saved: {file}", file=target),
        undoable=False,
    )


def remove(page: Page, attachment: int, name: str) -> None:
    """Take a file off its member; Undo brings it back."""
    library = page.session.library
    page.do(lambda: attachments.remove(library, attachment), said=tr("{name} removed", name=name))
