"""Importing files: what they would bring is shown before anything is written; then progress; then what was not taken."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QWidget

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.lists import RowList
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr, tr_code, tr_many, tr_noop
from kclub_desktop.words_for_errors import WORDS, words_for

_KEY = "import"
_SUBJECTS = {
    "member": tr_noop("members"),
    "course": tr_noop("courses"),
    "rating": tr_noop("ratings"),
    "enrolment": tr_noop("enrolments"),
}


def choose_and_import(page: Page, session: Session) -> None:
    """Ask for files and show the preview."""
    paths, _kind = QFileDialog.getOpenFileNames(
        page, tr("Import files"), "", tr("Tables") + " (*.csv *.tsv *.txt)"
    )
    if paths:
        ImportDialog(page, session, paths).open()


class ImportDialog(QDialog):
    """Preview, progress, report."""

    def __init__(self, page: Page, session: Session, paths: list[str]) -> None:
        super().__init__(page)
        self._page, self._session, self._paths = page, session, paths
        self.setWindowTitle(tr("Import"))
        self.setMinimumSize(640, 420)
        layout = parts.column(self, parts.PAGE, 12)
        self.heading = parts.text("", "section", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.inside = QWidget()
        self._report = parts.column(self.inside)
        self.go = parts.button(tr("Import"), self._import, kind="primary", enabled=False)
        self.close_button = parts.button(tr("Cancel"), self.reject)
        for widget in (self.heading, self.bar):
            layout.addWidget(widget)
        layout.addWidget(parts.scrolling(self.inside), 1)
        layout.addLayout(parts.row(None, self.close_button, self.go))
        self._run(dry_run=True)

    def reject(self) -> None:
        """Stop what runs; what was written stays and can be undone."""
        self._session.jobs.cancel(_KEY)
        super().reject()

    def _import(self) -> None:
        self.go.setEnabled(False)
        self._run(dry_run=False)

    def _run(self, dry_run: bool) -> None:
        self.heading.setText(tr("Reading …") if dry_run else tr("Importing …"))
        self.bar.setRange(0, 0)
        self.bar.show()
        library, now = self._session.library, self._session.clock.now()

        def work(progress: Progress) -> Any:
            from kclub_desktop.import_export.importing import import_files

            return import_files(library, self._paths, now=now, dry_run=dry_run, progress=progress)

        self._session.jobs.start(work, key=_KEY, done=self._show, failed=self._failed, moved=self._moved)

    def _moved(self, done: int, total: int | None) -> None:
        self.bar.setRange(0, total or 0)
        self.bar.setValue(done)

    def _failed(self, error: KClubError | None) -> None:
        self.bar.hide()
        if error is None:
            self.heading.setText(tr("The import stopped. Nothing more was written."))
        else:
            self.heading.setText(
                words_for(error) if type(error) in WORDS else tr("This file cannot be read.")
            )

    def _show(self, report: Any) -> None:
        self.bar.hide()
        parts.clear(self._report)
        bad = sum(file.rows_rejected for file in report.files)
        rows = sum(file.rows for file in report.files)
        if report.dry_run:
            self.heading.setText(tr("This is what the import would do. Nothing is written yet."))
            self.go.setEnabled(rows > bad)
            # Enter goes on, wherever one is.
            (self.go if self.go.isEnabled() else self.close_button).setDefault(True)
            (self.go if self.go.isEnabled() else self.close_button).setFocus()
        else:
            self.heading.setText(
                tr_many("Imported. 1 row was not taken.", "Imported. {n} rows were not taken.", bad)
            )
            self.go.hide()
            self.close_button.setText(tr("Close"))
            self.close_button.setAccessibleName(tr("Close"))
            self.close_button.setDefault(True)
            self.close_button.setFocus()
            if report.undo.id is not None:
                self._page.said.emit(tr("Import done"), report.undo.id)
        for file in report.files:
            self._file(file)
        self._report.addStretch(1)

    def _file(self, file: Any) -> None:
        self._report.addWidget(parts.text(file.recognised.path.name, "strong"))
        counted = [tr_many("1 row", "{n} rows", file.rows)]
        counted += [
            f"{tr('new')}: {n} {tr_code(_SUBJECTS, what, what)}" for what, n in file.created.items() if n
        ]
        counted += [
            f"{tr('known already')}: {n} {tr_code(_SUBJECTS, what, what)}"
            for what, n in file.merged.items()
            if n
        ]
        if file.rows_rejected:
            counted.append(tr("{n} not taken", n=file.rows_rejected))
        self._report.addWidget(parts.text(" · ".join(counted), "secondary", wrap=True))
        if file.rejected:
            from kclub_desktop.import_export.codes import words_for_code

            shown = file.rejected[:100]
            listed = RowList(
                (tr("Reason"), tr("Field"), tr("Line")), tr("Rows that are not taken"), right=(2,)
            )
            listed.fill([(at, (words_for_code(r.code), r.field, str(r.line))) for at, r in enumerate(shown)])
            listed.setFixedHeight(min(240, 36 * (len(shown) + 1) + 4))
            self._report.addWidget(listed)
            save = parts.button(tr("Save these rows to mend them"), lambda: self._save(file))
            self._report.addLayout(parts.row(save, None))

    def _save(self, file: Any) -> None:
        path, _kind = QFileDialog.getSaveFileName(
            self, tr("Save rejected rows"), "rejected.csv", "CSV (*.csv)"
        )
        if path:
            self._page.do(
                lambda: file.write_rejected(path),
                said=lambda n: tr_many("1 row written", "{n} rows written", n),
            )
