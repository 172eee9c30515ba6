"""How patient the community is with subscriptions, and whether the desk renews by itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QSpinBox

from kclub_desktop.community import renewal_rules
from kclub_desktop.community.renewal_rules import Rules
from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.settings.section import Section, said
from kclub_desktop.words import tr


class RenewalSection(Section):
    """Days until an order is due, of grace, until the end; tries of a charge; by itself or not."""

    name = "renewals"

    def title(self) -> str:
        """Renewals, in the current language."""
        return tr("Renewals")

    def query(self, progress: Progress) -> Rules:
        """The rules that hold."""
        return renewal_rules.rules(self.session.library)

    def build(self, found: Rules) -> None:
        """One line each."""
        self.by_itself = QCheckBox(tr("Renew what is due while the desk is open"))
        self.by_itself.setChecked(found.by_itself)
        self.by_itself.toggled.connect(lambda on: self._keep(replace(found, by_itself=on)))
        self.layout_.addWidget(self.by_itself)
        self.fields: dict[str, QSpinBox] = {}
        for name, words, most in (
            ("due_days", tr("Days until an order of a subscription is due"), 365),
            ("grace_days", tr("Days of grace, in which benefits go on"), 365),
            ("cancel_days", tr("Days from then on until an unpaid one ends"), 365),
            ("tries", tr("Failed charges after which the grace is over"), 20),
        ):
            field = QSpinBox()
            field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
            field.setAccessibleName(words)
            field.setRange(1 if name == "tries" else 0, most)
            field.setValue(getattr(found, name))
            field.setFixedWidth(88)
            field.editingFinished.connect(partial(self._edited, found, name, field))
            self.fields[name] = field
            layout = parts.row(said(words), field)
            layout.setStretch(0, 1)
            self.layout_.addLayout(layout)

    def _edited(self, found: Rules, name: str, field: QSpinBox) -> None:
        if field.value() != getattr(found, name):
            changed: dict[str, Any] = {name: field.value()}
            self._keep(replace(found, **changed))

    def _keep(self, wanted: Rules) -> None:
        library = self.session.library
        self.page.do(lambda: renewal_rules.set_rules(library, wanted), said=tr("Change kept"))
