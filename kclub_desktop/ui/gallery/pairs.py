"""On show: two values of one thing to choose from, and a code to scan."""

from __future__ import annotations

from kclub_desktop.ui.gallery.exhibit import Exhibit, State
from kclub_desktop.ui.widgets.qr_code import QrCode
from kclub_desktop.ui.widgets.value_choice import ValueButton, ValueChoices
from kclub_desktop.words import tr, tr_noop

_FILLED = tr_noop("Filled")


def _choices() -> ValueChoices:
    made = ValueChoices("李磊", "Li Lei")
    made.add("name", tr("Name"), "李磊", "Li Lei")
    made.add("email", tr("E-mail"), "lilei@example.cn", "lilei@example.cn")
    made.add("phone", tr("Phone"), "", "138 0013 8000")
    made.choose("name", right=True)
    return made


def _chosen() -> ValueButton:
    made = ValueButton("lilei@example.cn", tr("E-mail"))
    made.setChecked(True)
    return made


EXHIBITS = (
    Exhibit(ValueButton, (State(_FILLED, lambda _jobs: _chosen()),)),
    Exhibit(ValueChoices, (State(_FILLED, lambda _jobs: _choices()),), wide=True),
    Exhibit(QrCode, (State(_FILLED, lambda _jobs: QrCode("kclub:pair?code=ABCDEFGH", tr("Code"))),)),
)
