"""Settings, Storage: where the library is and how large, what a cloud drive does to it, and encryption at rest."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.check_dialog import CheckDialog
from kclub_desktop.ui.desk.passphrase import NewPassphrase
from kclub_desktop.ui.desk.settings.section import Section, line
from kclub_desktop.ui.desk.settings.storage_query import Storage, storage
from kclub_desktop.words import tr
from kclub_desktop.words_for_values import size


class StorageSection(Section):
    """Folder, sizes, cloud, encryption, check."""

    name = "storage"

    def title(self) -> str:
        """Storage, in the current language."""
        return tr("Storage")

    def query(self, progress: Progress) -> Storage:
        """Sizes and surroundings."""
        return storage(self.session.library)

    def build(self, found: Storage) -> None:
        """A line for each."""
        add = self.layout_.addLayout
        show = parts.button(tr("Show"), partial(self._show_folder, found.folder))
        show.setAccessibleName(tr("Show the folder"))
        add(line(tr("Folder"), found.folder, show))
        if found.cloud:
            words = tr(
                "This folder is kept in step by {drive}. Opened on two computers at once, that drive keeps two files and"
                " neither has everything. Sync through a hub instead and move the library elsewhere.",
                drive=found.cloud,
            )
            add(line(tr("Cloud drive"), words, tone="warn"))
        if found.copies:
            words = tr(
                "Beside the library lies {files}: a cloud drive kept the edits of another computer there. Restore it"
                " into a folder of its own to see what is in it.",
                files=tr(", ").join(found.copies),
            )
            add(line(tr("A second copy"), words, tone="warn"))
        add(line(tr("Size"), self._sizes(found)))
        add(self._encryption(found))
        check = parts.button(tr("Check now"), self.check)
        add(
            line(
                tr("Health"),
                tr("Looks over the file, its rules, references, search, attachments and backups."),
                check,
            )
        )

    def _sizes(self, found: Storage) -> str:
        told = [tr("Library {size}", size=size(found.file + found.log))]
        if found.search:
            told.append(tr("of it search {size}", size=size(found.search)))
        told.append(tr("attachments {size}", size=size(found.attachments)))
        told.append(tr("backups {size}", size=size(found.backups)))
        return " · ".join(told)

    def _encryption(self, found: Storage) -> parts.QHBoxLayout:
        if not found.encrypted:
            words = tr("Whoever gets this computer's disk can read the library.")
            return line(tr("Encryption"), words, parts.button(tr("Encrypt …"), self.encrypt))
        change = parts.button(tr("Change passphrase …"), self.change_passphrase)
        end = parts.button(tr("Decrypt"), self.decrypt)
        return line(tr("Encryption"), tr("Encrypted; its passphrase or this computer opens it."), change, end)

    def _show_folder(self, folder: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def encrypt(self) -> None:
        """Ask for a passphrase and encrypt while nobody has the library open."""
        words = tr(
            "The library and all its backups become unreadable without this passphrase. This"
            " computer's keyring remembers the key. If both are lost, nobody can bring the data back: write the"
            " passphrase down and keep it somewhere else."
        )
        NewPassphrase(self.page, tr("Encrypt the library"), words, tr("Encrypt"), self._encrypt).open()

    def _encrypt(self, passphrase: str) -> None:
        from kclub_desktop.store.encryption.changing import encrypt

        folder, clock, secrets = self.session.library.folder, self.session.clock, self.session.secrets

        def work() -> str:
            held = encrypt(folder, passphrase, clock=clock, secrets=secrets)
            if held:
                return tr("The library is encrypted now")
            return tr(
                "The library is encrypted now; this computer has no keyring and will ask for the passphrase"
            )

        self.session.between(work)

    def decrypt(self) -> None:
        """Make the library plain while nobody has it open."""
        from kclub_desktop.store.encryption.changing import decrypt

        folder, clock, secrets = self.session.library.folder, self.session.clock, self.session.secrets

        def work() -> str:
            decrypt(folder, clock=clock, secrets=secrets)
            return tr("The library is not encrypted any more")

        self.session.between(work)

    def change_passphrase(self) -> None:
        """Ask for another passphrase."""
        words = tr("Backups made until now keep the old passphrase.")
        NewPassphrase(self.page, tr("Change the passphrase"), words, tr("Change"), self._change).open()

    def _change(self, passphrase: str) -> None:
        from kclub_desktop.store.encryption.changing import change_passphrase

        folder, secrets = self.session.library.folder, self.session.secrets
        self.page.do(
            lambda: change_passphrase(folder, passphrase, secrets=secrets),
            said=tr("The passphrase was changed"),
            undoable=False,
        )

    def check(self) -> None:
        """Look the whole library over, and offer to repair."""
        CheckDialog(self.page, self.session).open()
