"""Erasing a person at the desk: exactly what goes and what stays, that there is no way back, and one clear button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.store.privacy import erasing
from kclub_desktop.store.privacy.erasing import Erased
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_fields import words_for_table
from kclub_desktop.words_for_values import number

_WIDTH, _LIST_HEIGHT = 480, 220


class EraseDialog(QDialog):
    """Loads what would go, then erases on request. export: hands over everything first."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        member: int,
        name: str,
        *,
        erase: Callable[[], None],
        export: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._session, self._member = session, member
        self._erase, self._export = erase, export
        self.setWindowTitle(tr("Erase"))
        self.setFixedWidth(_WIDTH)
        layout = parts.column(self, parts.PAGE, 12)
        title = tr("Erase {name} for good?", name=name) if name else tr("Erase this person for good?")
        layout.addWidget(parts.text(title, "section", wrap=True))
        self._what = parts.column(gap=6)
        self._what.addWidget(parts.text(tr("Counting …"), "secondary"))
        layout.addLayout(self._what)
        for words in (
            tr("Amounts and dates stay in the books, without a name. An erasure cannot be undone."),
            tr("Other devices and the hub follow with their next sync."),
            tr("Backups made before still hold the person; whoever restores one gets the erasure with it."),
        ):
            layout.addWidget(parts.text(words, "secondary", wrap=True))
        self.go = parts.button(tr("Erase for good"), self.erase, kind="danger", enabled=False)
        first = parts.button(tr("Export everything first …"), self.export)
        cancel = parts.button(tr("Cancel"), self.reject)
        cancel.setDefault(True)
        layout.addSpacing(4)
        layout.addLayout(parts.row(first, None, cancel, self.go))
        self.load()

    def load(self) -> None:
        """Count what would go, off the UI thread."""
        library, member = self._session.library, self._member

        def work(progress: Progress) -> Erased:
            return erasing.preview(library, member)

        self._session.jobs.start(work, key="erase-preview", done=self._show, failed=self._refused)

    def erase(self) -> None:
        """Do it, and close."""
        self.accept()
        self._erase()

    def export(self) -> None:
        """Close, and hand over everything instead."""
        self.reject()
        self._export()

    def _refused(self, error: KClubError | None) -> None:
        parts.clear(self._what)
        words = (
            words_for(error)
            if error
            else tr("Something went wrong in the program. Your data was not changed.")
        )
        self._what.addWidget(parts.text(words, "field_error", wrap=True))

    def _show(self, found: Erased) -> None:
        parts.clear(self._what)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setColumnStretch(0, 1)
        grid.setHorizontalSpacing(16)
        for column, words in enumerate(("", tr("Erased"), tr("Kept without the person"))):
            grid.addWidget(parts.text(words, "secondary"), 0, column, Qt.AlignmentFlag.AlignRight)
        tables = sorted(found.blanked.rows.keys() | found.blanked.kept.keys(), key=words_for_table)
        for place, table in enumerate(tables, start=1):
            grid.addWidget(parts.text(words_for_table(table)), place, 0)
            for column, counts in ((1, found.blanked.rows), (2, found.blanked.kept)):
                count = parts.text(number(counts[table]) if table in counts else "")
                grid.addWidget(count, place, column, Qt.AlignmentFlag.AlignRight)
        area = parts.scrolling(inside)
        area.setFixedHeight(min(_LIST_HEIGHT, inside.sizeHint().height() + 4))
        area.setAccessibleName(tr("What goes and what stays"))
        self._what.addWidget(area)
        if found.running:
            words = tr("A subscription still runs. Cancel it first where it is charged.")
            self._what.addWidget(parts.text(words, "warning", wrap=True))
        if found.blanked.log:
            words = tr("Old values in the history go as well: {n}.", n=number(found.blanked.log))
            self._what.addWidget(parts.text(words, "secondary", wrap=True))
        self.go.setEnabled(True)
        self.adjustSize()
