"""Writing to several members: how many may be written to, who is left out and why, and the ways to hand the addresses over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog

from kclub_desktop.community import messaging
from kclub_desktop.community.messaging import Recipients, Why
from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.words import tr, tr_many, tr_noop
from kclub_desktop.words_for_values import number

LEFT_OUT = {
    Why.NO_CONSENT: tr_noop("did not agree to e-mail"),
    Why.NO_ADDRESS: tr_noop("have no e-mail address"),
    Why.UNSUBSCRIBED: tr_noop("unsubscribed"),
    Why.BOUNCED: tr_noop("have an address that mail came back from"),
    Why.ARCHIVED: tr_noop("are archived"),
}


class MessageDialog(QDialog):
    """Loads who may be written to; opens the mail program, copies or saves."""

    def __init__(self, page: Page, members: Sequence[int]) -> None:
        super().__init__(page)
        self._page, self._members = page, list(members)
        self.found: Recipients | None = None
        self.setWindowTitle(tr("Message"))
        self.setMinimumWidth(scaled(460))
        layout = parts.column(self, parts.PAGE, 12)
        layout.addWidget(
            parts.text(tr("Write to {n} members", n=number(len(self._members))), "section", wrap=True)
        )
        self._inside = parts.column(gap=10)
        self._inside.addWidget(parts.text(tr("Counting …"), "secondary"))
        layout.addLayout(self._inside)
        layout.addLayout(parts.row(None, parts.button(tr("Close"), self.reject)))
        library, chosen = page.session.library, self._members
        page.session.jobs.start(
            lambda progress: messaging.recipients(library, chosen), key="message", done=self._show
        )

    def _show(self, found: Recipients) -> None:
        self.found = found
        parts.clear(self._inside)
        count = len(found.to)
        words = tr_many("1 of them can be written to.", "{n} of them can be written to.", count)
        self._inside.addWidget(
            parts.text(words if count else tr("None of them can be written to."), "strong", wrap=True)
        )
        for why, left in found.left_out.items():
            self._inside.addWidget(
                parts.text(tr("{n} {why}", n=number(left), why=tr(LEFT_OUT[why])), "secondary", wrap=True)
            )
        if not count:
            return
        note = tr(
            "Your mail program opens with the addresses as blind copies, so nobody reads who else gets it."
        )
        self._inside.addWidget(parts.text(note, "secondary", wrap=True))
        flow = Flow(gap=8)
        links = messaging.links(found.to)
        for place, link in enumerate(links, start=1):
            words = (
                tr("Open in the mail program")
                if len(links) == 1
                else tr("Open part {n} of {of}", n=place, of=len(links))
            )
            flow.addWidget(
                parts.button(words, partial(self.open_link, link), kind="primary" if place == 1 else "")
            )
        flow.addWidget(parts.button(tr("Copy the addresses"), self.copy))
        flow.addWidget(parts.button(tr("Save as a list …"), self.save))
        self._inside.addLayout(flow)
        self.adjustSize()

    def open_link(self, link: str) -> None:
        """Hand a part of the addresses to the mail program."""
        if not QDesktopServices.openUrl(QUrl(link)):
            self.copy()
            self._page.trouble.emit(tr("No mail program answered. The addresses are in the clipboard."))

    def copy(self) -> None:
        """Put the addresses into the clipboard."""
        if self.found is not None:
            QGuiApplication.clipboard().setText(", ".join(one.email for one in self.found.to))
            self._page.said.emit(
                tr_many("1 address copied", "{n} addresses copied", len(self.found.to)), None
            )

    def save(self) -> None:
        """Ask where to, then write name and address of those who may be written to."""
        path, _kind = QFileDialog.getSaveFileName(
            self, tr("Save as a list …"), "recipients.csv", "CSV (*.csv)"
        )
        if path and self.found is not None:
            self.save_into(path)

    def save_into(self, path: str) -> None:
        """Write the list as CSV."""
        ids = [one.member for one in self.found.to] if self.found is not None else []
        library = self._page.session.library

        def work(progress: Progress) -> int:
            from kclub_desktop.import_export.export import export_recipients

            return export_recipients(library, path, ids, progress=progress)

        self._page.do(
            work,
            name=tr("Export members"),
            said=lambda n: tr("{n} members written to {file}", n=n, file=path),
            undoable=False,
        )
