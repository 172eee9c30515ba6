"""The fields an owner adds to all members: those there are, and a form for one more."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QComboBox, QDialog

from kclub_desktop.community import own_fields
from kclub_desktop.community.own_fields import OwnField
from kclub_desktop.errors import FieldRefused, KClubError
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.editable import Editable
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_members import field_kind_words


class OwnFieldsDialog(QDialog):
    """Every change is written at once and is one step of undo."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.setWindowTitle(tr("Own fields"))
        self.setMinimumWidth(scaled(440))
        layout = parts.column(self, parts.PAGE, 12)
        layout.addWidget(parts.text(tr("Own fields"), "section"))
        note = tr("What you want to know of every member beside what is there: a size, a diet, a day.")
        layout.addWidget(parts.text(note, "secondary", wrap=True))
        self._list = parts.column(gap=4)
        layout.addLayout(self._list)
        layout.addWidget(parts.line())
        self.name = Editable("name", tr("Called"), "", framed=True)
        layout.addWidget(self.name)
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Kind"))
        for code in own_fields.KINDS:
            self.kind.addItem(field_kind_words(code), code)
        label = parts.text(tr("Kind"), "secondary")
        label.setFixedWidth(scaled(88))
        beside = parts.row(label, self.kind)
        beside.setStretch(1, 1)
        layout.addLayout(beside)
        self.choices = Editable("choices", tr("Choices"), "", framed=True)
        self.choices.line.setPlaceholderText(tr("separated by commas"))
        layout.addWidget(self.choices)
        self.kind.currentIndexChanged.connect(lambda _index: self._show_choices())
        self._show_choices()
        add = parts.button(tr("Add field"), self.add, kind="primary")
        add.setDefault(True)
        layout.addLayout(parts.row(None, parts.button(tr("Close"), self.accept), add))
        self.load()

    def load(self) -> None:
        """Show the fields there are."""
        library = self._page.session.library
        self._page.session.jobs.start(
            lambda progress: own_fields.fields(library), key="own_fields", done=self._show
        )

    def add(self) -> None:
        """Add the field; say under its name or choices why not."""
        library, name, kind = self._page.session.library, self.name.line.text(), str(self.kind.currentData())
        words = self.choices.line.text().replace("，", ",").split(",") if kind == "choice" else []
        self._page.do(
            lambda: own_fields.add(library, name, kind, words),
            said=tr("Field added"),
            done=lambda _row: self._added(),
            failed=self._refused,
        )

    def remove(self, field: int) -> None:
        """Take a field away."""
        library = self._page.session.library
        self._page.do(
            lambda: own_fields.remove(library, field),
            said=tr("Field taken away"),
            done=lambda _none: self.load(),
        )

    def _added(self) -> None:
        for one in (self.name, self.choices):
            one.line.clear()
            one.accept("")
        self.load()

    def _refused(self, error: KClubError) -> None:
        at_choices = isinstance(error, FieldRefused) and error.field == "choices"
        (self.choices if at_choices else self.name).refuse(words_for(error))

    def _show(self, fields: list[OwnField]) -> None:
        parts.clear(self._list)
        if not fields:
            self._list.addWidget(parts.text(tr("None yet."), "secondary"))
        for one in fields:
            told = field_kind_words(one.kind)
            if one.choices:
                told += ": " + tr(", ").join(one.choices)
            words = parts.column(gap=0)
            words.addWidget(parts.text(one.name))
            words.addWidget(parts.text(told, "secondary", wrap=True))
            away = parts.icon_button(
                tr("Remove {name}", name=one.name), partial(self.remove, one.id), "close"
            )
            line = parts.row(words, away)
            line.setStretch(0, 1)
            self._list.addLayout(line)
        self.adjustSize()

    def _show_choices(self) -> None:
        self.choices.setVisible(self.kind.currentData() == "choice")
        self.adjustSize()
