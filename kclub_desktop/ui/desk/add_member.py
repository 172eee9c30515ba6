"""Adding a member by hand: a small form; what is refused is said under its field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from kclub_desktop.community import members
from kclub_desktop.errors import FieldRefused, KClubError
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.editable import Editable
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.phone_field import PhoneField, region_of_zone
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for


class AddMember(QDialog):
    """Name, e-mail, phone, note."""

    def __init__(self, page: Page, session: Session, added: Callable[[int], None]) -> None:
        super().__init__(page)
        self._page, self._session, self._added = page, session, added
        self.setWindowTitle(tr("Add member"))
        self.setMinimumWidth(420)
        layout = parts.column(self, parts.PAGE, 12)
        layout.addWidget(parts.text(tr("Add member"), "section"))
        names = (("name", tr("Name")), ("email", tr("E-mail")), ("note", tr("Note")))
        self.fields = {field: Editable(field, name, "", framed=True) for field, name in names}
        self.phone = PhoneField(tr("Phone"), region=region_of_zone(session.library.zone))
        label = parts.text(tr("Phone"), "secondary")
        label.setBuddy(self.phone)
        label.setFixedWidth(scaled(88))
        label.setContentsMargins(0, 8, 0, 0)
        beside = parts.row(label, self.phone)
        beside.setAlignment(label, Qt.AlignmentFlag.AlignTop)
        for field in ("name", "email"):
            layout.addWidget(self.fields[field])
        layout.addLayout(beside)
        layout.addWidget(self.fields["note"])
        keep = parts.button(tr("Add"), self.add, kind="primary")
        keep.setDefault(True)
        layout.addLayout(parts.row(None, parts.button(tr("Cancel"), self.reject), keep))

    def add(self) -> None:
        """Write the member; stay open when refused."""
        self.phone.check()
        if self.phone.refused:
            self.phone.setFocus()
            return
        values = {field: one.line.text() for field, one in self.fields.items()} | {"phone": self.phone.number}
        self._page.do(
            lambda: members.add(self._session.library, values),
            said=tr("Member added"),
            done=self._finish,
            failed=self._refused,
        )

    def _finish(self, member: int) -> None:
        self.accept()
        self._added(member)

    def _refused(self, error: KClubError) -> None:
        field = error.field if isinstance(error, FieldRefused) else "name"
        self.fields.get(field, self.fields["name"]).refuse(words_for(error))
