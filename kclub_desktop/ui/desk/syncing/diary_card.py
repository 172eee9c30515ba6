"""The last syncs: when, how much came and went, or why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QFrame

from kclub_desktop.sync.diary import Line
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.words import tr, tr_many, tr_noop

_SHOWN, _WHEN_PX = 10, 148
_TROUBLE = {
    "HubUnreachable": tr_noop("The hub did not answer"),
    "HubCertificate": tr_noop("The hub's certificate was not good"),
    "HubRefused": tr_noop("The hub said no"),
    "ClockWrong": tr_noop("The clock of this computer was wrong"),
    "NoKeyring": tr_noop("There was no keyring with this device's key"),
    "WrongPassphrase": tr_noop("The passphrase of the kept keys was wrong"),
}


def diary_card(lines: list[Line], zone: str, history: Callable[[], Any] | None) -> QFrame:
    """history: opens the page with every change; None where there is none."""
    inside = parts.column(gap=8)
    if not lines:
        inside.addWidget(parts.small_message(tr("Nothing has come or gone yet.")))
    for line in lines[:_SHOWN]:
        when = parts.text(shown.moment(line.at, zone), "secondary")
        when.setFixedWidth(scaled(_WHEN_PX))
        layout = parts.row(when, parts.text(_words(line), "warning" if line.trouble else "", wrap=True))
        layout.setStretch(1, 1)
        inside.addLayout(layout)
    if history is not None:
        whole = parts.button(tr("Whole history"), history, kind="link", shortcut="Ctrl+H")
        inside.addLayout(parts.row(whole, None))
    return parts.card(inside, title=tr("Last syncs"))


def _words(line: Line) -> str:
    if line.trouble:
        return tr(_TROUBLE[line.trouble]) if line.trouble in _TROUBLE else tr("It did not come to its end")
    said = []
    if line.received:
        said.append(tr_many("1 change came", "{n} changes came", line.received))
    if line.sent:
        said.append(tr_many("1 change went", "{n} changes went", line.sent))
    if line.conflicts:
        said.append(tr_many("1 conflict", "{n} conflicts", line.conflicts))
    if line.repaired:
        said.append(tr_many("1 row put right", "{n} rows put right", line.repaired))
    return tr(", ").join(said) or tr("It works again")
