"""Work between two windows: restoring or encrypting a library takes seconds, and the person sees that it goes on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QProgressDialog

from kclub_desktop.errors import KClubError
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

_SHOWN_AFTER_MS = 300


def done(work: Callable[[], str]) -> str:
    """Do work on a thread of its own; its words, or those of what was refused. A bug is in the log and said."""
    said = [tr("Something went wrong in the program. Your data was not changed.")]
    jobs, loop = Jobs(), QEventLoop()

    def ended(words: str) -> None:
        said.append(words)
        loop.quit()

    def failed(error: KClubError | None) -> None:
        if error is not None:
            said.append(words_for(error))
        loop.quit()

    dialog = QProgressDialog(tr("One moment: the library is being worked on."), "", 0, 0)
    dialog.setCancelButton(None)  # type: ignore[arg-type]  # the stubs do not know that None means none
    dialog.setWindowTitle("KClub")
    dialog.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
    dialog.setMinimumDuration(_SHOWN_AFTER_MS)
    dialog.setValue(0)
    jobs.start(lambda progress: work(), done=ended, failed=failed)
    loop.exec()
    dialog.close()
    dialog.deleteLater()
    return said[-1]
