"""Exporting members: a file is chosen, all members are written as CSV by import_export."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog

from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr


def choose_and_export(page: Page, session: Session) -> None:
    """Ask where to, then write in the background."""
    path, _kind = QFileDialog.getSaveFileName(page, tr("Export members"), "members.csv", "CSV (*.csv)")
    if not path:
        return

    def work(progress: Progress) -> int:
        from kclub_desktop.import_export.export import export_members

        return export_members(session.library, path, progress=progress)

    page.do(
        work, name=tr("Export members"), said=lambda n: tr("{n} members written to {file}", n=n, file=path)
    )
