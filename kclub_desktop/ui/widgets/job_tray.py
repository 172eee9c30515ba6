"""Long work under way: what it is, how far, a button to stop it; and what went wrong, until it was read."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Cancelled
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.widgets.blocks import button, clear, column, icon_button, row, text
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

_BAR_STEPS = 1000


class JobTray(QFrame):
    """A card per job that has a name; empty and hidden when none is there."""

    counted = Signal(int, int)
    """(under way, failed): for whoever shows that there is something in the tray."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None, after_ms: int = 0) -> None:
        """after_ms: work that is over sooner is not shown, unless it fails."""
        super().__init__(parent)
        self._jobs, self._after_ms = jobs, after_ms
        self.setObjectName("tray")
        self.setAccessibleName(tr("Work under way"))
        self._layout = column(self, 12, 8)
        self._cards: dict[str, _Card] = {}
        jobs.began.connect(self._began)
        jobs.moved.connect(self._moved)
        jobs.ended.connect(self._ended)
        self.hide()

    @property
    def running(self) -> int:
        """How many jobs are under way."""
        return sum(not card.failed for card in self._cards.values())

    def _began(self, key: str, name: str) -> None:
        self._remove(key)
        card = _Card(key, name)
        card.stopped.connect(self._stop)
        card.read.connect(self._forget)
        card.stop.setVisible(self._jobs.can_stop(key))
        self._cards[key] = card
        self._layout.addWidget(card)
        if self._after_ms:
            card.hide()
            QTimer.singleShot(self._after_ms, self, partial(self._long, key, card))
        self._tell()

    def _long(self, key: str, card: _Card) -> None:
        """The work takes long enough to be seen, if it is still that one."""
        if self._cards.get(key) is card and card.isHidden():
            card.show()
            self._tell()

    def _moved(self, key: str, done: int, total: object) -> None:
        if card := self._cards.get(key):
            card.move_to(done, total if isinstance(total, int) else None)

    def _ended(self, key: str, error: object) -> None:
        if key not in self._cards:
            return
        if error is None or isinstance(error, Cancelled):
            self._remove(key)
        else:
            bug = tr("Something went wrong in the program. Your data was not changed.")
            words = words_for(error) if isinstance(error, KClubError) else bug
            self._cards[key].fail(words)
            self._cards[key].show()
        self._tell()

    def _stop(self, key: str) -> None:
        self._cards[key].stopping()
        self._jobs.cancel(key)

    def _forget(self, key: str) -> None:
        self._remove(key)
        self._tell()

    def _remove(self, key: str) -> None:
        if card := self._cards.pop(key, None):
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()

    def _tell(self) -> None:
        self.setVisible(any(not card.isHidden() for card in self._cards.values()))
        self.adjustSize()
        self.counted.emit(self.running, len(self._cards) - self.running)


class _Card(QFrame):
    """One job. Its buttons must not hold the tray: the last to let go of that would be a card that is being deleted."""

    stopped = Signal(str)
    """(key): the person wants it to stop."""
    read = Signal(str)
    """(key): what went wrong was read."""

    def __init__(self, key: str, name: str) -> None:
        super().__init__()
        self._key, self._name, self.failed = key, name, False
        self._layout = column(self, gap=6)
        self.words = text(name, "strong")
        self.far = text("", "secondary")
        self.stop = button(tr("Stop"), self._stop, kind="link")
        self.stop.setAccessibleName(f"{tr('Stop')}: {name}")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(name)
        top = row(self.words, self.far, self.stop)
        top.setStretch(0, 1)
        self._layout.addLayout(top)
        self._layout.addWidget(self.bar)

    def move_to(self, done: int, total: int | None) -> None:
        """So many steps of so many; without a total only that it moves."""
        if total:
            self.bar.setRange(0, _BAR_STEPS)
            self.bar.setValue(min(_BAR_STEPS, done * _BAR_STEPS // total))
            self.far.setText(f"{min(1.0, done / total):.0%}")
        else:
            self.far.setText(f"{done:,}")

    def stopping(self) -> None:
        """Asked to stop; it does at its next step."""
        self.stop.setEnabled(False)
        self.far.setText(tr("Stopping …"))

    def fail(self, words: str) -> None:
        """Say what went wrong until it was read."""
        self.failed = True
        clear(self._layout)
        heading = text(self._name, "strong")
        close = icon_button(tr("Close"), self._read, "close")
        top = row(heading, close)
        top.setStretch(0, 1)
        self._layout.addLayout(top)
        self._layout.addWidget(text(words, "field_error", wrap=True))

    def _stop(self) -> None:
        self.stopped.emit(self._key)

    def _read(self) -> None:
        self.read.emit(self._key)
