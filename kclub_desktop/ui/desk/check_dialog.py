"""“Check” at the desk: what doctor found, in sentences, and a button that repairs what can be repaired."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.store.doctor import Finding, State, examine
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr
from kclub_desktop.words_for_doctor import finding_words, state_words
from kclub_desktop.words_for_errors import words_for

_TONES = {State.FAULT: "bad", State.NOTICE: "", State.REPAIRED: "good"}


class CheckDialog(QDialog):
    """Looks when it opens; looks again and repairs on request."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(tr("Check"))
        self.setFixedWidth(520)
        layout = parts.column(self, parts.PAGE, 12)
        self.title = parts.text("", "section", wrap=True)
        layout.addWidget(self.title)
        self._found = parts.column(gap=8)
        layout.addLayout(self._found)
        layout.addSpacing(4)
        self.repair = parts.button(tr("Repair"), lambda: self.look(True), kind="primary")
        self.close_ = parts.button(tr("Close"), self.accept)
        layout.addLayout(parts.row(None, self.repair, self.close_))
        self.look(False)

    def look(self, repair: bool) -> None:
        """Run every check, off the UI thread."""
        library = self._session.library
        self.title.setText(tr("Repairing …") if repair else tr("Looking the library over …"))
        parts.clear(self._found)
        self.repair.hide()

        def work(progress: Progress) -> list[Finding]:
            return examine(library, repair, progress)

        self._session.jobs.start(
            work,
            key="doctor",
            name=tr("Repair of the library") if repair else tr("Check of the library"),
            done=self.show_found,
            failed=self._failed,
        )

    def show_found(self, found: list[Finding]) -> None:
        """One line per finding."""
        faults = [finding for finding in found if finding.state is State.FAULT]
        self.title.setText(tr("Some things need attention") if faults else tr("Everything is in order."))
        for finding in found:
            words = parts.text(finding_words(finding.code, finding.values), wrap=True)
            line = parts.row(parts.pill(state_words(finding.state), _TONES[finding.state]), words, gap=12)
            line.setStretch(1, 1)
            self._found.addLayout(line)
        self.repair.setVisible(bool(faults))
        self.adjustSize()

    def _failed(self, error: KClubError | None) -> None:
        self.title.setText(
            words_for(error)
            if error
            else tr("Something went wrong in the program. Your data was not changed.")
        )
