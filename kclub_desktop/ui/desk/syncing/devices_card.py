"""The community's devices, as the hub knows them, and the way in for another one. Without the hub: the names known here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from kclub_desktop.errors import KClubError
from kclub_desktop.sync.devices import HubDevice, may_manage
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.syncing.device_row import DeviceRow
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_errors import words_for


class DevicesCard(QFrame):
    """A row per device. `invite_wanted`: the person wants to add one."""

    invite_wanted = Signal()
    renamed = Signal(object, str)
    money_wanted = Signal(object, object)
    remove_wanted = Signal(object)
    again_wanted = Signal(object)

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._zone = zone
        self._removed_shown = False
        self._told: tuple[list[HubDevice], int] | None = None
        self._layout = parts.column(self, parts.CARD, 10)
        self.rows: list[DeviceRow] = []
        self.hide()

    def show_devices(self, found: list[HubDevice], now: int) -> None:
        """Build anew; a name that is being typed stays."""
        if any(row.is_typed_in for row in self.rows):
            return
        self._told = found, now
        managed = may_manage(found)
        self._begin(managed)
        living = [each for each in found if each.revoked_at is None]
        gone = [each for each in found if each.revoked_at is not None]
        for device in living:
            self._row(device, now, managed)
        if gone:
            words = tr_many("1 removed device", "{n} removed devices", len(gone))
            fold = parts.button(words, self._turn, kind="link", icon="down")
            fold.setAccessibleName(words)
            self._layout.addLayout(parts.row(fold, None))
            for device in gone if self._removed_shown else ():
                self._row(device, now, managed)
        if not managed:
            words = tr("Only an owner's device adds, renames and removes devices.")
            self._layout.addWidget(parts.text(words, "secondary", wrap=True))
        self.show()

    def show_away(self, names: list[str], error: KClubError | None) -> None:
        """The hub does not answer, or does not tell this device: what is known here, and why there is no more."""
        self._told = None
        self._begin(managed=False)
        self._layout.addWidget(parts.text(tr(", ").join(names) or shown.NOTHING, wrap=True))
        words = tr("When each was last seen is known to the hub, and shown when it answers again.")
        if error is not None and not _away(error):
            words = words_for(error)
        self._layout.addWidget(parts.text(words, "secondary", wrap=True))
        self.show()

    def _begin(self, managed: bool) -> None:
        parts.clear(self._layout)
        self.rows = []
        heading = parts.text(tr("Devices"), "section")
        add = parts.button(tr("Add a device …"), self.invite_wanted.emit, icon="add")
        add.setVisible(managed)
        self._layout.addLayout(parts.row(heading, None, add))

    def _row(self, device: HubDevice, now: int, managed: bool) -> None:
        row = DeviceRow(device, now, self._zone, managed=managed)
        for mine, wanted in (
            (row.renamed, self.renamed),
            (row.money_wanted, self.money_wanted),
            (row.remove_wanted, self.remove_wanted),
            (row.again_wanted, self.again_wanted),
        ):
            mine.connect(wanted)
        self._layout.addWidget(parts.line())
        self._layout.addWidget(row)
        self.rows.append(row)

    def _turn(self) -> None:
        self._removed_shown = not self._removed_shown
        if self._told is not None:
            self.show_devices(*self._told)


def _away(error: KClubError) -> bool:
    from kclub_desktop.errors import Unavailable

    return isinstance(error, Unavailable)
