"""The first-run window: one page, four answers that are mostly guessed right, and four ways to go on.

It asks and shows; what is made of the answers is given to it, and a refusal stands where the person looks.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QFormLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kclub_desktop.clock import Clock
from kclub_desktop.errors import KClubError
from kclub_desktop.secrets import SystemSecrets, configuration_folder
from kclub_desktop.sync.link import Invitation
from kclub_desktop.ui.first_run import choices
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import on_look_changed, scaled, widened
from kclub_desktop.ui.widgets.blocks import button, clear, column, field, row, text
from kclub_desktop.ui.widgets.choice import Choice
from kclub_desktop.ui.widgets.search_box import SearchBox
from kclub_desktop.words import (
    current_language,
    language_name,
    languages,
    on_language_changed,
    set_language,
    tr,
    tr_noop,
)
from kclub_desktop.words_for_errors import words_for

_PROMISES = (
    ("offline", tr_noop("Works without a network, an account or a server.")),
    ("archive", tr_noop("One file on this computer. It is yours.")),
    ("undo", tr_noop("Whatever you do can be taken back.")),
)
_SIZE, _EDGE, _LEFT_PX = (920, 600), 10 * t.GRID, 320


@dataclass(frozen=True)
class Community:
    """What the person said. zone: IANA name; currency: ISO code; language: the interface's."""

    name: str
    zone: str
    currency: str
    language: str


@dataclass(frozen=True)
class Begun:
    """How it goes on: the library made (None: the demo), and files to look at first."""

    folder: Path | None
    files: tuple[str, ...] = ()


class FirstRun(QWidget):
    """Emits `begun` once, then closes; closed without it, the person wanted none of this."""

    begun = Signal(object)

    def __init__(
        self,
        make: Callable[[Community], Path],
        place: Path,
        clock: Clock,
        jobs: Jobs,
        join: Callable[[Invitation, str, str], Path] | None = None,
    ) -> None:
        """make: makes the library and returns its folder; raises Refused or Unavailable. place: where that will be.

        join: (where and with what, this device's name, language) makes it as a copy of one that is elsewhere
        """
        super().__init__()
        self.setObjectName("canvas")
        self._make, self._place, self._clock, self._jobs = make, place, clock, jobs
        self._zone, self._currency = "", ""
        self._typed = ""
        self._join, self._joining = join, False
        self.resize(*_SIZE)
        self.setMinimumSize(760, 560)
        self._whole = QHBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._stops = [on_look_changed(self._build), on_language_changed(lambda _code: self._build())]
        self._build()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop listening."""
        for stop in self._stops:
            stop()
        super().closeEvent(event)

    def import_files(self) -> None:
        """Ask for files, then make the library and look at them in it."""
        if not self._named():
            return
        files, _kind = QFileDialog.getOpenFileNames(
            self, tr("Import files"), "", tr("Tables") + " (*.csv *.tsv *.txt)"
        )
        if files:
            self._begin(tuple(files))

    def start_empty(self) -> None:
        """Make the library and open it."""
        if self._named():
            self._begin(())

    def look_at_the_demo(self) -> None:
        """Nothing is made: the demo community has a folder of its own."""
        self._go_on(Begun(None))

    def show_joining(self, joining: bool = True) -> None:
        """The other way in: this computer is a further one of a community that is there already."""
        self._joining = joining
        self._build()

    def join_with(self, invited: Invitation, name: str) -> None:
        """Pair with a hub; the desk opens and the community's data comes by itself."""
        join = self._join
        assert join is not None
        language = current_language()
        self.setEnabled(False)
        self._jobs.start(
            lambda progress: join(invited, name, language),
            key="first_run",
            away=True,
            done=lambda folder: self._go_on(Begun(folder)),
            failed=lambda error: self._not_joined(error, invited, name),
        )

    def _not_joined(self, error: KClubError | None, invited: Invitation, name: str) -> None:
        from kclub_desktop.ui.desk import locked_keys

        self.setEnabled(True)
        keys = SystemSecrets(configuration_folder())
        locked = locked_keys.helps(error, keys)
        self.joiner.refuse(None if locked else error)
        if locked:
            self.asking = locked_keys.ask(self, keys, lambda: self.join_with(invited, name))

    def _begin(self, files: tuple[str, ...]) -> None:
        wanted = Community(self.name.text().strip(), self.zone.code, self.currency.code, current_language())
        self.setEnabled(False)
        self._jobs.start(
            lambda progress: self._make(wanted),
            key="first_run",
            done=lambda folder: self._go_on(Begun(folder, files)),
            failed=self._failed,
        )

    def _go_on(self, how: Begun) -> None:
        self.begun.emit(how)
        self.close()

    def _failed(self, error: KClubError | None) -> None:
        self.setEnabled(True)
        wrong = tr("Something went wrong in the program. Your data was not changed.")
        self._say(words_for(error) if error is not None else wrong)

    def _named(self) -> bool:
        """Is there a name? If not, say so at the field."""
        named = bool(self.name.text().strip())
        if not named:
            self._say(tr("A community needs a name."))
            self.name.setProperty("refused", True)
            self.name.style().unpolish(self.name)
            self.name.style().polish(self.name)
            self.name.setFocus()
        return named

    def _say(self, words: str) -> None:
        self.error.setText(words)
        self.error.show()

    # What is seen

    def _build(self) -> None:
        """Every word anew, what was typed and chosen kept."""
        clear(self._whole)
        self.setWindowTitle(tr("Welcome to KClub"))
        self._whole.addWidget(self._left())
        right = QWidget()
        layout = column(right, _EDGE, 0)
        spoken = Choice([(code, language_name(code)) for code in languages()], current_language())
        spoken.chosen.connect(set_language)
        layout.addLayout(row(None, spoken))
        layout.addStretch(1)
        if self._joining:
            self._right_joining(layout)
        else:
            self._right(layout)
        self._whole.addWidget(right, 1)
        (self.joiner.address if self._joining else self.name).setFocus()

    def _left(self) -> QWidget:
        panel = QFrame()
        panel.setObjectName("welcome")
        panel.setFixedWidth(widened(_LEFT_PX))
        layout = column(panel, _EDGE, 18)
        mark = QLabel()
        mark.setPixmap(icons.pixmap("members", "accent", scaled(44)))
        mark.setAccessibleName("KClub")
        layout.addWidget(mark)
        layout.addWidget(text(tr("Your community, at home on your desk."), "hero", wrap=True))
        layout.addSpacing(8)
        for icon, words in _PROMISES:
            picture = QLabel()
            picture.setPixmap(icons.pixmap(icon, "accent", scaled(20)))
            line = row(picture, text(tr(words), wrap=True), gap=12)
            line.setStretch(1, 1)
            line.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(line)
        layout.addStretch(1)
        return panel

    def _right(self, layout: QVBoxLayout) -> None:
        layout.addWidget(text(tr("What is your community called?"), "page_title", wrap=True))
        layout.addSpacing(16)
        layout.addLayout(self._form())
        self.error = text("", "field_error", wrap=True)
        self.error.hide()
        layout.addSpacing(8)
        layout.addWidget(self.error)
        layout.addSpacing(16)
        bring = button(tr("Import a file …"), self.import_files, kind="primary", icon="import")
        bring.setDefault(True)
        layout.addLayout(row(bring, button(tr("Start empty"), self.start_empty), None))
        layout.addSpacing(8)
        kept = tr("It will be kept in {folder}.", folder=_short(self._place))
        layout.addWidget(text(kept, "secondary", wrap=True))
        layout.addStretch(1)
        demo = button(tr("Look at the demo community first"), self.look_at_the_demo, kind="link")
        layout.addLayout(row(text(tr("Only curious?"), "secondary"), demo, None, gap=4))
        if self._join is not None:
            joining = button(tr("Join a community"), self.show_joining, kind="link")
            layout.addLayout(row(text(tr("Is it on another computer?"), "secondary"), joining, None, gap=4))

    def _right_joining(self, layout: QVBoxLayout) -> None:
        from kclub_desktop.ui.desk.syncing.join_card import JoinCard

        layout.addWidget(text(tr("Join a community"), "page_title", wrap=True))
        layout.addSpacing(8)
        words = tr(
            "On a computer of its owner, Sync › Add a device shows a code, a link and a QR code. What the community has"
            " comes to this computer and stays on it; it works without a network from then on."
        )
        layout.addWidget(text(words, "secondary", wrap=True))
        layout.addSpacing(16)
        self.joiner = JoinCard(socket.gethostname(), framed=False)
        self.joiner.wanted.connect(self.join_with)
        layout.addWidget(self.joiner)
        layout.addStretch(1)
        back = button(tr("Start a community of your own"), lambda: self.show_joining(False), kind="link")
        layout.addLayout(row(text(tr("Is there none yet?"), "secondary"), back, None, gap=4))

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.name = field(tr("For example: Zhixing Studio"), value=self._typed)
        self.name.setAccessibleName(tr("Name of the community"))
        self.name.textChanged.connect(self._keep_typed)
        self.name.textEdited.connect(lambda _text: self._forgive())
        self.name.returnPressed.connect(self.import_files)
        # A guess is made anew with each language, since that may say where somebody is; what was chosen stays.
        zone = self._zone or choices.system_zone()
        currency = self._currency or choices.currency_of(zone)
        self.currency = SearchBox(tr("Currency"), choices.currencies(), currency)
        self.currency.chosen.connect(self._chose_currency)
        self.zone = SearchBox(tr("Time zone"), choices.zones(self._clock.now()), zone)
        self.zone.chosen.connect(self._chose_zone)
        for words, widget in (
            (tr("Community"), self.name),
            (tr("Currency"), self.currency),
            (tr("Time zone"), self.zone),
        ):
            label = text(words, "secondary")
            label.setBuddy(widget)
            label.setMinimumHeight(widget.sizeHint().height())
            form.addRow(label, widget)
        return form

    def _chose_currency(self, code: str) -> None:
        self._currency = code

    def _chose_zone(self, code: str) -> None:
        """Where somebody is says what they pay with, unless they said so themselves."""
        self._zone = code
        if not self._currency:
            self.currency.set_code(choices.currency_of(code))

    def _keep_typed(self, typed: str) -> None:
        self._typed = typed

    def _forgive(self) -> None:
        if not self.error.isHidden():
            self.error.hide()
            self.name.setProperty("refused", False)
            self.name.style().unpolish(self.name)
            self.name.style().polish(self.name)


def _short(folder: Path) -> str:
    """With ~ for the person's own folder, as they know it."""
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)
