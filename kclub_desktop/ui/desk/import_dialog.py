"""Importing files: what they would bring is shown before anything is written; what was not taken is shown afterwards.

The import itself is work under way like any other: the window is free meanwhile, its progress and its end are in the tray.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
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

_PREVIEW, _KEY = "import-preview", "import"
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


def begin_import(page: Page, session: Session, paths: list[str]) -> None:
    """Import in the background. At the end it is said what came of it, with Undo; rows that were not taken are shown."""

    def finished(report: Any) -> None:
        session.library.poll()  # another process wrote it, and the list is to be as the message says
        page.said.emit(outcome_words(report), report.undo.id)
        if rejected_rows(report):
            # Not in the way: the person may be in the middle of something by now.
            ImportDialog(page, session, paths, report).show()

    def failed(error: KClubError | None) -> None:
        if error is not None:
            page.trouble.emit(words_for(error))

    names = [Path(path).name for path in paths]
    name = tr("Import of {file}", file=names[0])
    if len(names) > 1:
        name = tr("Import of {n} files", n=len(names))
    session.jobs.start(
        _work(session, paths, dry_run=False), key=_KEY, name=name, done=finished, failed=failed
    )


def _work(session: Session, paths: list[str], dry_run: bool) -> Callable[[Progress], Any]:
    library, now = session.library, session.clock.now()

    def work(progress: Progress) -> Any:
        from kclub_desktop.import_export.beside import import_beside

        return import_beside(library, paths, now=now, dry_run=dry_run, progress=progress)

    return work


def rejected_rows(report: Any) -> int:
    """Rows of all files that were not taken."""
    return sum(file.rows_rejected for file in report.files)


def outcome_words(report: Any) -> str:
    """What an import did, in a sentence or two."""
    if report.cancelled:
        return tr("The import was stopped. What was written until then can be taken back.")
    bad = rejected_rows(report)
    if not bad:
        return tr("Import done")
    return tr_many("Imported. 1 row was not taken.", "Imported. {n} rows were not taken.", bad)


class ImportDialog(QDialog):
    """The preview of an import, or with a report what came of one."""

    def __init__(self, page: Page, session: Session, paths: list[str], report: Any = None) -> None:
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
        if report is None:
            self._look()
        else:
            self._show(report)

    def reject(self) -> None:
        """Stop looking, if that is still under way. Nothing was written."""
        self._session.jobs.cancel(_PREVIEW)
        super().reject()

    def _import(self) -> None:
        self.accept()
        begin_import(self._page, self._session, self._paths)

    def _look(self) -> None:
        self.heading.setText(tr("Reading …"))
        self.bar.setRange(0, 0)
        work = _work(self._session, self._paths, dry_run=True)
        self._session.jobs.start(work, key=_PREVIEW, done=self._show, failed=self._failed, moved=self._moved)

    def _moved(self, done: int, total: int | None) -> None:
        self.bar.setRange(0, total or 0)
        self.bar.setValue(done)

    def _failed(self, error: KClubError | None) -> None:
        self.bar.hide()
        if error is None or type(error) not in WORDS:
            self.heading.setText(tr("This file cannot be read."))
        else:
            self.heading.setText(words_for(error))

    def _show(self, report: Any) -> None:
        self.bar.hide()
        parts.clear(self._report)
        bad = rejected_rows(report)
        if report.dry_run:
            self.heading.setText(tr("This is what the import would do. Nothing is written yet."))
            self.go.setEnabled(sum(file.rows for file in report.files) > bad)
        else:
            self.heading.setText(outcome_words(report))
            self.go.hide()
            self.close_button.setText(tr("Close"))
            self.close_button.setAccessibleName(tr("Close"))
        # Enter goes on, wherever one is.
        enter = self.go if self.go.isEnabled() else self.close_button
        enter.setDefault(True)
        enter.setFocus()
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
