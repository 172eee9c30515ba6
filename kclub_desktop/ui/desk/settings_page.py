"""The Settings page: its sections below each other, each a widget of its own in settings/."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from kclub_desktop.progress import Progress
from kclub_desktop.store.tables import CommunitySetting, Device, Erasure, RetentionRule
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.desk.settings.appearance_section import AppearanceSection
from kclub_desktop.ui.desk.settings.backup_section import BackupSection
from kclub_desktop.ui.desk.settings.money_section import MoneySection
from kclub_desktop.ui.desk.settings.privacy_section import PrivacySection
from kclub_desktop.ui.desk.settings.renewal_section import RenewalSection
from kclub_desktop.ui.desk.settings.section import Section
from kclub_desktop.ui.desk.settings.storage_section import StorageSection
from kclub_desktop.words import tr

SECTIONS: tuple[type[Section], ...] = (
    AppearanceSection,
    MoneySection,
    RenewalSection,
    BackupSection,
    StorageSection,
    PrivacySection,
)
_WIDEST_PX = 880


class SettingsPage(Page):
    """Appearance, money, backup, storage, privacy."""

    name = "settings"
    models = frozenset({Device, RetentionRule, CommunitySetting, Erasure})
    # Sizes and backups are nothing that a change of data announces; they are asked for whenever the page is opened.

    def title(self) -> str:
        """Settings, in the current language."""
        return tr("Settings")

    def build(self, body: QWidget) -> None:
        """The sections in a column that is not wider than one reads."""
        inside = QWidget()
        column = parts.column(inside, parts.PAGE, 16)
        column.addLayout(parts.header(self.title(), parts.text("", "secondary")))
        self.sections = [section(self) for section in SECTIONS]
        for section in self.sections:
            section.setMaximumWidth(_WIDEST_PX)
            column.addWidget(section)
        column.addStretch(1)
        parts.column(body).addWidget(parts.scrolling(inside))

    def query(self, progress: Progress) -> dict[str, Any]:
        """What each section asks, by its name."""
        return {section.name: section.query(progress) for section in self.sections}

    def show_loaded(self, found: dict[str, Any]) -> None:
        """Hand each section its answer."""
        for section in self.sections:
            section.show_loaded(found[section.name])

    def section(self, name: str) -> Section:
        """The section of that name. Raises StopIteration."""
        return next(section for section in self.sections if section.name == name)

    def showEvent(self, event: QShowEvent) -> None:
        """Always as it is now."""
        self.stale = True
        super().showEvent(event)
