"""Letting another device in: what it is for, then a one-time code in large type and as a QR code, with what is left of it."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame

from kclub_desktop.clock import Clock
from kclub_desktop.sync.devices import HubDevice, PairingCode
from kclub_desktop.sync.link import read_link, spaced
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.widgets.choice import Choice
from kclub_desktop.ui.widgets.qr_code import QrCode
from kclub_desktop.words import tr
from kclub_desktop.words_for_hub import MONEY, role_words, sees_words
from kclub_protocol.scopes import Sees

_TICK_MS = 1_000
_LOOK_EVERY = 3
_LOOPBACK = ("localhost", "127.", "[::1]", "::1")


class InviteCard(QFrame):
    """Asks for a code through `code_wanted(role, what staff is granted of money)`; `looked`: time to see whether somebody came."""

    code_wanted = Signal(str, object)
    looked = Signal()
    anew_wanted = Signal(object)
    """Somebody used the code and was not heard of since: remove that device, and make another code of the same kind."""
    closed = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("card")
        self._clock = clock
        self._layout = parts.column(self, parts.CARD, 10)
        self.role, self.granted, self._ticks = "staff", Sees.READS, 0
        self.code: PairingCode | None = None
        self._awaited = ""
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self.hide()

    def ask(self) -> None:
        """The first step: what is the device for?"""
        self._end_code()
        parts.clear(self._layout)
        self._layout.addWidget(parts.text(tr("Add a device"), "section"))
        self._layout.addWidget(parts.text(tr("What is the other device for?"), "secondary", wrap=True))
        roles = Choice([(code, role_words(code)) for code in ("owner", "staff", "kiosk")], self.role)
        roles.chosen.connect(self._chose)
        self._layout.addWidget(roles)
        self.sees = parts.text("", wrap=True)
        self._layout.addWidget(self.sees)
        self.money_asked = parts.text(tr("Money: orders, payments, plans and prices"), "secondary")
        self._layout.addWidget(self.money_asked)
        self.money = Choice([(sees.name, tr(words)) for sees, words in MONEY.items()], self.granted.name)
        self.money.chosen.connect(self._grant)
        self._layout.addWidget(self.money)
        self.refused = parts.text("", "field_error", wrap=True)
        self.refused.hide()
        self._layout.addWidget(self.refused)
        self.make = parts.button(tr("Make a code"), self._make, kind="primary")
        self._layout.addLayout(
            parts.row(self.make, parts.button(tr("Cancel"), self.close_card, kind="quiet"), None)
        )
        self._chose(self.role)
        self.show()
        self.make.setFocus()

    def refuse(self, words: str) -> None:
        """Why there is no code."""
        self.ask()
        self.refused.setText(words)
        self.refused.show()

    def show_code(self, code: PairingCode) -> None:
        """The second step."""
        self.code, self.role, self._awaited = code, code.role, ""
        parts.clear(self._layout)
        what = tr("Pairing code · {role}", role=role_words(code.role))
        self._layout.addWidget(parts.text(what, "section", wrap=True))
        self._layout.addWidget(parts.text(sees_words(code.role, code.sees), "secondary", wrap=True))
        self.qr = QrCode(code.link, tr("QR code of the pairing link"))
        words = parts.column(gap=6)
        self.large = parts.text(spaced(code.code), "figure")
        self.large.setAccessibleName(tr("Pairing code: {code}", code=" ".join(code.code)))
        self.left = parts.text("", "secondary")
        words.addWidget(self.large)
        words.addWidget(self.left)
        words.addWidget(parts.text(self._how(code), wrap=True))
        words.addStretch(1)
        both = parts.row(self.qr, words, gap=20)
        both.setStretch(1, 1)
        self._layout.addLayout(both)
        if warning := _only_here(code.link):
            self._layout.addWidget(parts.text(warning, "warning", wrap=True))
        self.copy = parts.button(tr("Copy the link"), self._copy, icon="copy")
        again = parts.button(tr("New code"), lambda: self.code_wanted.emit(code.role, code.sees))
        self._layout.addLayout(
            parts.row(self.copy, again, parts.button(tr("Done"), self.close_card, kind="quiet"), None)
        )
        self._timer.start()
        self.show()
        self.copy.setFocus()
        self.tick()

    def wait_for(self, device: HubDevice) -> None:
        """The third step: the code was used, but the device it let in was not heard of yet; it may not know that it was."""
        if self._awaited == device.id:
            return
        self._awaited = device.id
        parts.clear(self._layout)
        title = tr("“{name}” used the code", name=device.name)
        self._layout.addWidget(parts.text(title, "section", wrap=True))
        words = tr(
            "It is waited for until it is heard from. If pairing failed there, the hub's answer was lost: try again there with the"
            " same code, or remove it and make a new one."
        )
        self._layout.addWidget(parts.text(words, "secondary", wrap=True))
        anew = parts.button(
            tr("Remove it and make a new code"), lambda: self.anew_wanted.emit(device), icon="sync"
        )
        done = parts.button(tr("Done"), self.close_card, kind="quiet")
        self._layout.addLayout(parts.row(anew, done, None))

    def tick(self) -> None:
        """Count down; when the time is up the code is no longer shown."""
        if self.code is None:
            return
        left = self.code.until - self._clock.now()
        if self._awaited:
            self._look_now_and_then()
            return
        if left <= 0:
            self.large.setText(tr("This code has run out"))
            self.left.setText(tr("A new one is a click away."))
            self.qr.hide()
            self.copy.setEnabled(False)
            self._end_code()
            return
        self.left.setText(
            tr("Good once, for {minutes}:{seconds:02} more", minutes=left // 60, seconds=left % 60)
        )
        self._look_now_and_then()

    def close_card(self) -> None:
        """Away with it."""
        self._end_code()
        self.hide()
        self.closed.emit()

    def _look_now_and_then(self) -> None:
        self._ticks += 1
        if self._ticks % _LOOK_EVERY == 0:
            self.looked.emit()

    def _chose(self, role: str) -> None:
        self.role = role
        for each in (self.money_asked, self.money):
            each.setVisible(role == "staff")
        self.sees.setText(sees_words(role, self.granted))

    def _grant(self, sees: str) -> None:
        self.granted = Sees[sees]
        self._chose(self.role)

    def _make(self) -> None:
        self.make.setEnabled(False)
        self.code_wanted.emit(self.role, self.granted if self.role == "staff" else Sees.READS)

    def _copy(self) -> None:
        if self.code is not None:
            QGuiApplication.clipboard().setText(self.code.link)
            self.copy.setText(tr("Copied"))

    def _end_code(self) -> None:
        self.code, self._awaited = None, ""
        self._timer.stop()

    def _how(self, code: PairingCode) -> str:
        if code.role == "kiosk":
            return tr(
                "On the kiosk's computer: start KClub, choose “Join a community”, and scan this with its scanner or type"
                " the code and {url}. Then kclub kiosk opens the door.",
                url=_url(code),
            )
        return tr(
            "On the other computer: start KClub, choose “Join a community”, and paste the link or type the code and"
            " {url}.",
            url=_url(code),
        )


def _url(code: PairingCode) -> str:
    invited = read_link(code.link)
    return invited.url if invited else ""


def _only_here(link: str) -> str:
    """A hub on this computer's own address is out of reach for every other one."""
    invited = read_link(link)
    host = urlsplit(invited.url).netloc if invited else ""
    if not host.startswith(_LOOPBACK):
        return ""
    return tr(
        "This hub listens on this computer only. Another computer reaches it when it has an address with https;"
        " “A hub of your own” in the guide says how."
    )
