"""Pairing this library with a hub: a link pasted or scanned into the one line, or an address and a code."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from kclub_desktop.errors import KClubError, PairingCodeRefused
from kclub_desktop.errors_of_devices import HubNeeded
from kclub_desktop.operations.invited import invited, plain
from kclub_desktop.sync.link import is_whole, read_link
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.theme.apply import widened
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

_CODE_PX = 148


class JoinCard(QFrame):
    """Says with what to pair; a refusal stands under the fields and what was typed stays."""

    wanted = Signal(object, str)
    """(Invitation, what this device is to be called)"""
    given_up = Signal()
    """Not again after all."""

    def __init__(self, name: str, *, framed: bool = True) -> None:
        """name: what this device is called if nobody says otherwise; framed: as a card of its own."""
        super().__init__()
        if framed:
            self.setObjectName("card")
        layout = parts.column(self, parts.CARD if framed else 0, 10)
        self.title = parts.text(tr("Pair with a hub"), "section")
        words = tr(
            "Everything works without a hub. With one, several computers stay in step: type its address and a code,"
            " or paste the link that another device made."
        )
        self.words = parts.text(words, "secondary", wrap=True)
        if framed:
            layout.addWidget(self.title)
            layout.addWidget(self.words)
        self.address = parts.field(tr("Address of the hub, or a pairing link"))
        self.code = parts.field(tr("Code"))
        self.code.setMaximumWidth(widened(_CODE_PX))
        self.name = parts.field(tr("Name of this device"), value=name)
        self.go = parts.button(tr("Pair"), self.pair, kind="primary")
        for line in (self.address, self.code, self.name):
            line.returnPressed.connect(self.pair)
        self.address.textChanged.connect(self._read_link)
        for typed in (self.address, self.code):
            typed.textEdited.connect(self._forgive)
        layout.addLayout(parts.row(self.address, self.code))
        label = parts.text(tr("This device is called"), "secondary")
        label.setBuddy(self.name)
        self.cancel = parts.button(tr("Cancel"), self.given_up.emit, kind="quiet")
        self.cancel.hide()
        layout.addLayout(parts.row(label, self.name, self.go, self.cancel))
        self.under_way = parts.text(tr("Asking the hub …"), "secondary")
        self.refused = parts.text("", "field_error", wrap=True)
        self.under_way.hide()
        self.refused.hide()
        layout.addWidget(self.under_way)
        layout.addWidget(self.refused)

    def ask_again(self, url: str, name: str, *, removed: bool) -> None:
        """For a device that is paired: it stays the one it is. url: where it was; removed: there it was let in no more, but it is there."""
        self.title.setText(tr("Pair again"))
        words = tr(
            "With a new code from an owner's device this computer is the same device as before; nothing is copied anew."
        )
        self.words.setText(words)
        self.address.setText(url)
        self.code.clear()
        self.name.setText(name)
        self.refused.hide()
        self.cancel.show()
        self.show()
        at = self.code if removed else self.address
        at.setFocus()
        at.selectAll()

    def pair(self) -> None:
        """Ask for it, or say what is missing."""
        try:
            wanted = invited(self.address.text(), self.code.text())
        except HubNeeded as error:
            self.refuse(error)
            return
        if not wanted.url:
            self._say(tr("Where is the hub? Its address is missing."))
            self.address.setFocus()
        elif not wanted.code:
            self._say(tr("The code is missing. An owner's device makes one, on its Sync page."))
            self.code.setFocus()
        else:
            self.refused.hide()
            self.under_way.show()
            self.go.setEnabled(False)
            self.wanted.emit(wanted, self.name.text().strip())

    def refuse(self, error: KClubError | None) -> None:
        """Why it did not work; None for a bug, which the window tells."""
        self.go.setEnabled(True)
        self.under_way.hide()
        if error is not None:
            self._say(words_for(error))
            if not self.isVisible():
                return
            at = self.code if isinstance(error, PairingCodeRefused) else self.address
            at.setFocus()
            at.selectAll()

    @property
    def is_typed_in(self) -> bool:
        """Is somebody at it?"""
        return any(line.hasFocus() and line.text() for line in (self.address, self.code, self.name))

    def _read_link(self, typed: str) -> None:
        """A scanner types a link letter by letter and ends with Enter, which the field it then stands in takes."""
        link = read_link(plain(typed))
        if link is not None and is_whole(link):
            self.address.setText(link.url)
            self.code.setText(link.code)
            self.name.setFocus()
            self.name.selectAll()

    def _forgive(self, _typed: str) -> None:
        self.refused.hide()

    def _say(self, words: str) -> None:
        self.refused.setText(words)
        self.refused.show()
