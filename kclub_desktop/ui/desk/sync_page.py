"""The sync page: how this copy and the hub agree, its devices, what waits or differs, and the last syncs.

The page holds the cards and runs what they ask for; each card is in syncing/. Only the devices are asked of the hub,
in a job of its own, so that the page is there at once with the network pulled.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from kclub_desktop.errors import KClubError, NotPaired
from kclub_desktop.errors_of_devices import is_removal
from kclub_desktop.progress import Progress
from kclub_desktop.sync import aside_care, conflicts, devices
from kclub_desktop.sync.conflicts import Conflict, Keep, Settled
from kclub_desktop.sync.devices import HubDevice, PairingCode
from kclub_desktop.sync.link import Invitation
from kclub_desktop.sync.session import Synced
from kclub_desktop.ui.desk import locked_keys, parts, sync_query
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.desk.sync_query import State
from kclub_desktop.ui.desk.syncing.aside_card import AsideCard
from kclub_desktop.ui.desk.syncing.conflicts_card import ConflictsCard
from kclub_desktop.ui.desk.syncing.device_row import never_came
from kclub_desktop.ui.desk.syncing.devices_card import DevicesCard
from kclub_desktop.ui.desk.syncing.diary_card import diary_card
from kclub_desktop.ui.desk.syncing.door_card import DoorCard
from kclub_desktop.ui.desk.syncing.invite_card import InviteCard
from kclub_desktop.ui.desk.syncing.join_card import JoinCard
from kclub_desktop.ui.desk.syncing.state_card import note_words, state_card
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_hub import granted_words, role_words
from kclub_protocol.scopes import Sees

_DEVICES, _SYNC_NOW = "page:sync:devices", "page:sync:now"
_ASKED_EVERY_SECONDS = 5
_LOOK_MS = 30_000
"""How often, while it is seen, it says anew how long ago things were."""


class SyncPage(Page):
    """State, devices, pairing, conflicts, what is not taken, and the diary."""

    name = "sync"

    told = Signal()
    """Sync began or stopped to work, carried from its thread to this one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._code: PairingCode | None = None
        self._known: set[str] | None = None
        self._asked_at: int | None = None
        self._pairs_again = False
        self._paired_as = "", ""
        self._names: list[str] = []
        super().__init__(session, parent)
        self.told.connect(self._on_told)
        self._minutes = QTimer(self, interval=_LOOK_MS)
        self._minutes.timeout.connect(self.look_at_the_clock)
        self._minutes.start()
        if session.sync is not None:
            session.sync.on_told(lambda _error: self.told.emit())

    def title(self) -> str:
        """Sync, in the current language."""
        return tr("Sync")

    def build(self, body: QWidget) -> None:
        """A column of cards; which are seen comes with the state."""
        zone, clock = self.session.library.zone, self.session.clock
        inside = QWidget()
        layout = parts.column(inside, parts.PAGE, 16)
        self._area = parts.scrolling(inside, to_the_line=True)
        parts.column(body).addWidget(self._area)
        self.note: QLabel = parts.text("", "secondary")
        self.now = parts.button(tr("Sync now"), self.sync_now, kind="primary", icon="sync", shortcut="F5")
        layout.addLayout(parts.header(self.title(), self.note, self.now))
        self._state, self._diary = parts.column(), parts.column()
        self.join = JoinCard(_computer())
        self.join.wanted.connect(self.pair)
        self.join.given_up.connect(self._paired)
        self.conflicts, self.aside = ConflictsCard(zone), AsideCard(zone)
        self.conflicts.settled.connect(self.settle)
        self.conflicts.emptied.connect(self.now.setFocus)
        self.aside.again.connect(self.try_again)
        self.aside.save.connect(self.save_aside)
        self.devices, self.invite, self.door = DevicesCard(zone), InviteCard(clock), DoorCard()
        self.door.wanted.connect(self.session.open_door)
        self._connect_devices()
        layout.addLayout(self._state)
        for card in (self.door, self.join, self.conflicts, self.aside, self.invite, self.devices):
            layout.addWidget(card)
        layout.addLayout(self._diary)
        layout.addStretch(1)
        self._asked_at, self._pairs_again = None, False
        if self._code is not None:  # the language was switched while it was shown
            self.invite.show_code(self._code)

    def query(self, progress: Progress) -> State:
        """What this copy knows itself."""
        return sync_query.state(self.session.library)

    def show_loaded(self, found: State) -> None:
        """Fill the cards; what is being typed stays."""
        paired, error = found.status.hub is not None, self._error
        self.note.setText(note_words(found.status, error, found.to_come))
        self.now.setVisible(paired)
        parts.clear(self._state)
        parts.clear(self._diary)
        if paired:
            unlock = self.unlock if locked_keys.helps(error, self._secrets) else None
            again = self.pair_again if not self._pairs_again else None
            now = self.session.clock.now()
            self._state.addWidget(state_card(found.status, error, now, unlock, again, found.to_come))
            history = self._open_history if found.door is None else None
            self._diary.addWidget(diary_card(found.diary, self.session.library.zone, history))
            self._names, self._paired_as = found.names, (found.status.hub or "", found.status.device)
            if found.door is None:  # the hub tells a kiosk nothing of the others
                self._ask_devices()
        self._pairs_again = self._pairs_again and error is not None
        self.join.setVisible(not paired or self._pairs_again)
        if found.door is not None:
            self.door.show_event(found.door)
        self.devices.setVisible(paired and not self.devices.isHidden())
        self.conflicts.show_conflicts(found.conflicts, found.status.conflicts)
        self.aside.show_aside(found.aside)

    # Pairing and syncing

    def pair_again(self) -> None:
        """The hub has moved, or this device was removed: with a new code it is the same device as before."""
        self._pairs_again = True
        self.refresh()
        hub, name = self._paired_as
        self.join.ask_again(hub, name, removed=is_removal(self._error))

    def pair(self, invited: Invitation, name: str) -> None:
        """Pair with a hub; a refusal stands under the fields."""
        sync = self.session.sync
        if sync is None:
            return
        self.do(
            lambda: sync.pair(invited.url, invited.code, name),
            said=tr("Paired with the hub"),
            done=lambda _result: self._paired(),
            failed=lambda error: self._not_paired(error, invited, name),
            undoable=False,
            away=True,
        )

    def _paired(self) -> None:
        self._pairs_again = False
        self.join.refuse(None)
        self.refresh()

    def _not_paired(self, error: KClubError | None, invited: Invitation, name: str) -> None:
        locked = locked_keys.helps(error, self._secrets)
        self.join.refuse(None if locked else error)
        if locked:
            self.asking = locked_keys.ask(self, self._secrets, lambda: self.pair(invited, name))

    def unlock(self) -> None:
        """Ask for the passphrase of this device's keys, then sync."""
        self.asking = locked_keys.ask(self, self._secrets, self.sync_now)

    def sync_now(self) -> None:
        """Sync once, now; asked for again while it is under way, it is that one."""
        sync = self.session.sync
        if self.session.jobs.is_on(_SYNC_NOW):
            return

        def work() -> Synced:
            if sync is None:
                raise NotPaired(str(self.session.library.folder))
            return sync.sync_now()

        self.do(
            work,
            said=lambda synced: tr(
                "Synced: {received} changes came, {sent} went", received=synced.received, sent=synced.sent
            ),
            done=lambda _result: self._synced(),
            undoable=False,
            key=_SYNC_NOW,
            away=True,
        )

    def _synced(self) -> None:
        self.session.library.poll()  # another process may have merged it, and the lists are to be as the message says
        self.refresh()

    # Conflicts, and what is not taken

    def settle(self, conflict: Conflict, keep: Keep) -> None:
        """Decide a conflict; Undo opens it again."""
        library = self.session.library

        def take_back(settled: Settled) -> None:
            conflicts.take_back(library, settled)
            self.told.emit()  # where no value was changed nothing else says that it is open again

        self.do(
            lambda: conflicts.settle(library, conflict.id, keep),
            said=tr("Conflict settled"),
            take_back=take_back,
            done=lambda _result: self.refresh(),
        )

    def try_again(self) -> None:
        """Ask the hub once more for what it did not take."""
        aside_care.try_again(self.session.library)
        self.sync_now()

    def save_aside(self) -> None:
        """Write what is not taken into a file of the person's choice."""
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Save to a file …"), "not-taken.json", "JSON (*.json)"
        )
        if chosen:
            self.do(
                lambda: _written_anew(self.session.library, Path(chosen)),
                said=tr("Saved to {file}", file=chosen),
                undoable=False,
            )

    # Devices

    def invite_device(self) -> None:
        """Ask what the other device is for."""
        self.invite.ask()
        self._show_whole_invitation()

    def make_code(self, role: str, sees: Sees) -> None:
        """Get a code from the hub and show it. sees: what staff is granted of money."""
        library, secrets = self.session.library, self._secrets

        def made(progress: Progress) -> tuple[PairingCode, set[str]]:
            known = {each.id for each in devices.listed(library, secrets)}
            return devices.new_code(library, secrets, role, sees), known

        def done(answer: tuple[PairingCode, set[str]]) -> None:
            self._code, self._known = answer
            self.invite.show_code(self._code)
            self._show_whole_invitation()

        self.session.jobs.start(
            made, key="pairing_code", away=True, done=done, failed=lambda error: self._no_code(error)
        )

    def invite_anew(self, device: HubDevice) -> None:
        """The answer to a pairing was lost: the device it made is nobody's, and the code is used up."""
        if self._code is not None:
            self.remove(device)
            self.make_code(self._code.role, self._code.sees)

    def rename(self, device: HubDevice, name: str) -> None:
        """Call a device something else; Undo calls it as before."""
        self._change(
            lambda: devices.rename(self.session.library, self._secrets, device, name),
            tr("{name} is called {new} now.", name=device.name, new=name),
            lambda: devices.rename(self.session.library, self._secrets, device, device.name),
        )

    def grant_money(self, device: HubDevice, sees: Sees) -> None:
        """Let staff write money, only see it, or see none; Undo grants what was."""
        self._change(
            lambda: devices.grant_money(self.session.library, self._secrets, device, sees),
            granted_words(device.name, sees),
            lambda: devices.grant_money(self.session.library, self._secrets, device, device.sees),
        )

    def remove(self, device: HubDevice) -> None:
        """Let a device in no more; Undo lets it in again."""
        self._change(
            lambda: devices.remove(self.session.library, self._secrets, device),
            tr("{name} was removed. It is let in no more.", name=device.name),
            lambda: devices.let_in_again(self.session.library, self._secrets, device),
        )

    def let_in_again(self, device: HubDevice) -> None:
        """Take a removal back, also long after."""
        self._change(
            lambda: devices.let_in_again(self.session.library, self._secrets, device),
            tr("{name} is let in again.", name=device.name),
            lambda: devices.remove(self.session.library, self._secrets, device),
        )

    # What stands behind

    @property
    def _error(self) -> KClubError | None:
        return self.session.sync.error if self.session.sync else None

    @property
    def _secrets(self) -> Any:
        return self.session.sync.secrets if self.session.sync else self.session.secrets

    def _connect_devices(self) -> None:
        self.devices.invite_wanted.connect(self.invite_device)
        self.devices.renamed.connect(self.rename)
        self.devices.money_wanted.connect(self.grant_money)
        self.devices.remove_wanted.connect(self.remove)
        self.devices.again_wanted.connect(self.let_in_again)
        self.invite.code_wanted.connect(self.make_code)
        self.invite.looked.connect(self._look)
        self.invite.anew_wanted.connect(self.invite_anew)
        self.invite.closed.connect(self._forget_code)

    def _change(self, work: Callable[[], None], said: str, back: Callable[[], None]) -> None:
        def take_back(_result: object) -> None:
            back()
            self.told.emit()

        self._asked_at = None
        self.do(work, said=said, take_back=take_back, done=lambda _result: self.refresh(), away=True)

    def _ask_devices(self) -> None:
        """Not after every change of the data: the hub has better things to do."""
        now, library, secrets = self.session.clock.now(), self.session.library, self._secrets
        under_way = self.session.jobs.is_on(_DEVICES)
        if self._asked_at is not None and (under_way or 0 <= now - self._asked_at < _ASKED_EVERY_SECONDS):
            return
        self._asked_at = now

        def arrived(listed: list[HubDevice]) -> None:
            self.devices.show_devices(listed, self.session.clock.now())
            self._look_for_the_new_one(listed)

        def failed(error: KClubError | None) -> None:
            self._asked_at = None
            self.devices.show_away(self._names, error)

        self.session.jobs.start(
            lambda progress: devices.listed(library, secrets),
            key=_DEVICES,
            away=True,
            done=arrived,
            failed=failed,
        )

    def _look(self) -> None:
        if not self.session.jobs.is_on(_DEVICES):
            self._asked_at = None
            self._ask_devices()

    def _show_whole_invitation(self) -> None:
        """Its place in the column is known when the layout was done."""
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.invite, 0, parts.PAGE))

    def _look_for_the_new_one(self, listed: list[HubDevice]) -> None:
        """A device that was not there when the code was made has used it; that it joined is said when it was heard from."""
        known = self._known or set()
        new = [each for each in listed if each.id not in known and each.revoked_at is None]
        if self._code is None or not new:
            return
        if never_came(new[-1]):
            self.invite.wait_for(new[-1])
            return
        joined = tr("{name} joined as {role}.", name=new[-1].name, role=role_words(new[-1].role))
        self.said.emit(joined, None)
        self.invite.close_card()

    def _no_code(self, error: KClubError | None) -> None:
        self.invite.refuse(words_for(error) if error is not None else "")

    def _forget_code(self) -> None:
        self._code = self._known = None

    def _on_told(self) -> None:
        self._asked_at = None
        self.look_again()

    def look_at_the_clock(self) -> None:
        """Times and the list of devices anew; not under somebody's hands."""
        focus = self.window().focusWidget()
        used = focus not in (None, self, self.now) and self.isAncestorOf(focus)
        if self.isVisible() and not used:
            self._on_told()

    def _open_history(self) -> None:
        self.wanted.emit("history", None)


def _computer() -> str:
    return socket.gethostname()


def _written_anew(library: Any, file: Path) -> int:
    """The dialog has asked whether a file that is there may go."""
    file.unlink(missing_ok=True)
    return aside_care.write_file(library, file)
