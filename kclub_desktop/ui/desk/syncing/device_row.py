"""One device in the list: what it is, what it sees, when it was last there, and what an owner may do about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from kclub_desktop.sync.devices import NAME_MOST, HubDevice
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.editable import Editable
from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.label import NameLabel
from kclub_desktop.words import tr
from kclub_desktop.words_for_hub import MONEY, role_words, sees_words

_ICONS = {"owner": "laptop", "staff": "identification-badge", "kiosk": "device-tablet"}
_ICON_PX = 20
_CODE_SECONDS = 600
"""So long a code that was used is still good for the device that used it, where the answer was lost."""


class DeviceRow(QWidget):
    """Says what is wanted; the page does it."""

    renamed = Signal(object, str)
    money_wanted = Signal(object, object)
    """(device, what it is granted of money)"""
    remove_wanted = Signal(object)
    again_wanted = Signal(object)

    def __init__(self, device: HubDevice, now: int, zone: str, *, managed: bool) -> None:
        """managed: may this device do something about it?"""
        super().__init__()
        self.device = device
        mark = QLabel()
        tone = "disabled" if device.revoked_at else "secondary"
        mark.setPixmap(icons.pixmap(_ICONS.get(device.role, "laptop"), tone, scaled(_ICON_PX)))
        self._words = parts.column(gap=2)
        self._name = NameLabel(device.name or shown.NOTHING, "strong")
        pills = [parts.pill(role_words(device.role))]
        if device.here:
            pills.insert(0, parts.pill(tr("This device"), "accent"))
        if device.revoked_at:
            pills.append(parts.pill(tr("removed"), "warn"))
        elif never_came(device):
            pills.append(parts.pill(tr("never connected"), "warn"))
        self._title = parts.row(self._name, *pills, None)
        self._words.addLayout(self._title)
        self._words.addWidget(parts.text(self._about(now, zone, managed), "secondary", wrap=True))
        self._edit: Editable | None = None
        layout = parts.row(mark, self._words, gap=12)
        layout.setStretch(1, 1)
        layout.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        if managed:
            for act in self._actions():
                layout.addWidget(act, alignment=Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)
        self.setAccessibleName(f"{device.name}, {role_words(device.role)}")

    def rename(self) -> None:
        """A field in the name's place; Enter keeps it, Escape does not."""
        if self._edit is not None:
            return
        self._edit = Editable("name", tr("Name of the device"), self.device.name, framed=True)
        self._edit.line.setMaxLength(NAME_MOST)
        self._edit.kept.connect(self._keep)
        self._edit.line.left.connect(self._close)
        self._edit.line.given_up.connect(self._close)
        self._words.insertWidget(1, self._edit)
        self._edit.line.setFocus()
        self._edit.line.selectAll()

    @property
    def is_typed_in(self) -> bool:
        """Is its name being changed?"""
        return self._edit is not None

    def _keep(self, _field: str, name: str) -> None:
        self._close()
        if name.strip():
            self.renamed.emit(self.device, name.strip())

    def _close(self) -> None:
        if self._edit is not None:
            edit, self._edit = self._edit, None
            edit.hide()
            edit.deleteLater()

    def _about(self, now: int, zone: str, managed: bool) -> str:
        device = self.device
        if device.revoked_at:
            when = shown.moment(device.revoked_at, zone)
            return tr("Removed on {when}. What it handed in stays; so does its own copy.", when=when)
        sees = sees_words(device.role, device.sees)
        if device.here:
            return sees
        if never_came(device):
            words = tr(
                "Used its code {when} and was not heard of since.", when=shown.ago(device.added_at, now)
            )
            if not managed:
                return words
            what = tr(
                "If pairing failed there, try again with the same code, or remove it and make a new one."
            )
            if now - device.added_at >= _CODE_SECONDS:
                what = tr("If pairing failed there, remove it and make a new code.")
            return tr("{sentence} {next}", sentence=words, next=what)
        assert device.seen_at is not None
        return f"{sees} · {tr('last seen {when}', when=shown.ago(device.seen_at, now))}"

    def _actions(self) -> list[QWidget]:
        device = self.device
        if device.revoked_at:
            return [self._named(tr("Let in again"), lambda: self.again_wanted.emit(device))]
        made: list[QWidget] = []
        if device.role == "staff":
            made.append(self._money())
        pencil = parts.icon_button(tr("Rename"), self.rename, "pencil-simple")
        pencil.setAccessibleName(f"{tr('Rename')}: {device.name}")
        made.append(pencil)
        if not device.here:
            made.append(self._named(tr("Remove"), lambda: self.remove_wanted.emit(device)))
        return made

    def _money(self) -> QWidget:
        menu, group = QMenu(), QActionGroup(self)
        for sees, words in MONEY.items():
            one = menu.addAction(tr(words), partial(self.money_wanted.emit, self.device, sees))
            one.setCheckable(True)
            one.setChecked(sees is self.device.sees)
            group.addAction(one)
        made: QWidget = self._named(
            f"{tr('Money access')} ▾", lambda: menu.popup(made.mapToGlobal(made.rect().bottomLeft()))
        )
        menu.setParent(made, menu.windowFlags())
        return made

    def _named(self, words: str, action) -> QWidget:  # type: ignore[no-untyped-def]  # any callable
        made = parts.button(words, action, kind="quiet")
        made.setAccessibleName(f"{words}: {self.device.name}")
        return made


def never_came(device: HubDevice) -> bool:
    """Was the code used, and nothing heard since? It has only just been paired, or the hub's answer was lost on its way."""
    return not device.here and device.seen_at is None
