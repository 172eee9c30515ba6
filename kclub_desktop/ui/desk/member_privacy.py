"""What a member's menu offers of their own data: taking it along, erasing it; and what they agreed to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from kclub_desktop.community import consent
from kclub_desktop.community.consent import How
from kclub_desktop.store.privacy import erasing
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.erase_dialog import EraseDialog
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.words import tr
from kclub_desktop.words_for_consent import given_words, purpose_words


def more_button(export: Callable[[], None], erase: Callable[[], None]) -> QPushButton:
    """The button that opens the menu."""
    menu = QMenu()
    menu.addAction(tr("Export everything on this person …"), export)
    menu.addSeparator()
    menu.addAction(tr("Erase …"), erase)
    made = parts.icon_button(
        tr("More"), lambda: menu.popup(made.mapToGlobal(made.rect().bottomLeft())), "more"
    )
    menu.setParent(made, menu.windowFlags())
    return made


def export_everything(page: Page, member: int, name: str) -> None:
    """Ask where to, then write person.json, the page and the files into a new folder there."""
    chosen = QFileDialog.getExistingDirectory(page, tr("Where should the person's folder go?"))
    if chosen:
        export_into(page, member, name, Path(chosen))


def export_into(page: Page, member: int, name: str, folder: Path) -> None:
    """Write a person's folder into another."""
    from kclub_desktop.import_export.person import Written, export_person
    from kclub_desktop.store.attachments.names import safe_name

    library = page.session.library
    target = _free(folder / safe_name(name or str(member)))

    def said(written: Written) -> str:
        words = tr("Everything on {name} is in {folder}", name=name or member, folder=written.folder)
        if written.missing:
            words += " · " + tr("Not on this computer: {names}.", names=", ".join(written.missing))
        return words

    page.do(
        lambda progress: export_person(library, member, target, progress=progress),
        name=tr("Everything on this person"),
        said=said,
        undoable=False,
    )


def ask_to_erase(page: Page, member: int, name: str, done: Callable[[], None]) -> EraseDialog:
    """Show what would go; erase when the person says so."""

    def erase() -> None:
        page.do(
            lambda: erasing.erase(page.session.library, member),
            name=tr("Erasing a person"),
            stoppable=False,
            said=tr("Erased. Other devices follow with their next sync."),
            done=lambda _erased: done(),
            undoable=False,
        )

    dialog = EraseDialog(
        page,
        page.session,
        member,
        name,
        erase=erase,
        export=lambda: export_everything(page, member, name),
    )
    dialog.open()
    return dialog


def record_consent(page: Page, member: int, purpose: str, given: bool) -> None:
    """Keep what somebody said to the person at the desk. A later word corrects it; there is nothing to undo."""
    library = page.session.library
    words = f"{purpose_words(purpose)}: {given_words(given)}"
    page.do(
        lambda: consent.record(library, member, purpose, given, how=How.SPOKEN),
        said=words,
        take_back=lambda _fact: consent.record(library, member, purpose, not given, how=How.SPOKEN),
    )


def _free(folder: Path) -> Path:
    """A folder that is not there yet."""
    name, number = folder.name, 2
    while folder.exists():
        folder, number = folder.with_name(f"{name} {number}"), number + 1
    return folder
