"""Settings, Backup: the last and the next one, a second folder, a passphrase, an archive, one made now, going back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from kclub_desktop.progress import Progress
from kclub_desktop.store.backup import Backup, Reason, choices, make
from kclub_desktop.store.backup.archive import SUFFIX, archive
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.passphrase import NewPassphrase
from kclub_desktop.ui.desk.settings.backup_query import Backups, backups
from kclub_desktop.ui.desk.settings.section import Section, line
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_backups import reason_words
from kclub_desktop.words_for_values import size

_FEW = 6
_WHEN_PX = 148
_NOT_IN_NAMES = '/\\:*?"<>|'
"""What one system or another takes in no file's name."""


class BackupSection(Section):
    """State, choices, list."""

    name = "backup"
    all_shown = False

    def title(self) -> str:
        """Backup, in the current language."""
        return tr("Backup")

    def query(self, progress: Progress) -> Backups:
        """All backups and choices."""
        return backups(self.session.library)

    def build(self, found: Backups) -> None:
        """A line for each choice, then the list."""
        add = self.layout_.addLayout
        now = parts.button(tr("Back up now"), self.make_now, kind="primary")
        add(line(tr("Last backup"), self._last(found), now))
        overdue = found.next_due < self.session.clock.now() - 3600 and bool(found.there)
        add(line(tr("Next backup"), self._next(found), tone="warn" if overdue else ""))
        add(self._folder(found))
        add(self._lock(found))
        add(self._archive(found))
        self.layout_.addWidget(parts.line())
        self._list(found)

    def _last(self, found: Backups) -> str:
        if not found.there:
            return tr("There is none yet.")
        last = found.there[0]
        when = shown.ago(last.at, self.session.clock.now())
        return " · ".join((when, size(last.size), *([tr("opened and checked")] if last.sha256 else [])))

    def _next(self, found: Backups) -> str:
        if found.next_due <= self.session.clock.now():
            return tr("Due now; made by itself while KClub is open")
        return shown.moment(found.next_due, self.session.library.zone)

    def _folder(self, found: Backups) -> parts.QHBoxLayout:
        choose = parts.button(tr("Choose …"), self.choose_folder)
        choose.setAccessibleName(tr("Choose a second folder"))
        if not found.second:
            words = tr("None. A stick or another disk keeps a copy safe when this computer is not.")
            return line(tr("Second folder"), words, choose)
        words = tr(
            "{folder} is not there now; the next backup goes there too once it is.", folder=found.second
        )
        stop = parts.button(tr("Stop using it"), partial(self._chosen, None), kind="quiet")
        stop.setAccessibleName(tr("Stop using the second folder"))
        return line(
            tr("Second folder"),
            words if found.away else found.second,
            choose,
            stop,
            tone="warn" if found.away else "",
        )

    def _lock(self, found: Backups) -> parts.QHBoxLayout:
        name = tr("Passphrase")
        if found.lock == "library":
            return line(name, tr("Backups are locked by the library's own passphrase."))
        if found.lock == "passphrase":
            change = parts.button(tr("Change …"), self.set_passphrase)
            change.setAccessibleName(tr("Change the passphrase of backups"))
            end = parts.button(tr("Stop locking"), partial(self._lock_with, ""), kind="quiet")
            return line(name, tr("New backups are locked."), change, end)
        lock = parts.button(tr("Lock backups …"), self.set_passphrase)
        return line(name, tr("None: whoever finds a backup can read it."), lock)

    def _archive(self, found: Backups) -> parts.QHBoxLayout:
        words = tr("The library with its attachments, to keep for years or to take to another computer.")
        if found.lock == "library":
            words = tr(
                "The library with its attachments, to keep for years or to take to another computer. It is not"
                " encrypted: no passphrase protects it, whoever has the file can read it."
            )
        return line(tr("Archive"), words, parts.button(tr("Everything in one file …"), self.choose_archive))

    def _list(self, found: Backups) -> None:
        if not found.there:
            self.layout_.addWidget(parts.small_message(tr("The first backup comes with the first data.")))
        shown_now = found.there if self.all_shown else found.there[:_FEW]
        for backup in shown_now:
            self.layout_.addLayout(self._row(backup))
        buttons = [parts.button(tr("Restore from a file …"), self.choose_file)]
        if len(found.there) > len(shown_now):
            words = tr("Show all {n}", n=len(found.there))
            buttons.append(parts.button(words, self._show_all, kind="quiet"))
        self.layout_.addLayout(parts.row(*buttons, None))

    def _row(self, backup: Backup) -> parts.QHBoxLayout:
        when = parts.text(shown.moment(backup.at, self.session.library.zone))
        when.setFixedWidth(_WHEN_PX)
        why = parts.text(reason_words(backup.reason), "secondary")
        told = [size(backup.size)]
        if "member" in backup.counts:
            told.insert(0, tr_many("1 member", "{n} members", backup.counts["member"]))
        pills = [parts.pill(tr("Locked"))] if backup.locked else []
        back = parts.button(tr("Restore …"), partial(self.restore, backup.path))
        back.setAccessibleName(f"{tr('Restore …')} {when.text()}")
        row = parts.row(when, why, *pills, parts.text(" · ".join(told), "secondary"), back)
        row.setStretch(1, 1)
        return row

    def _show_all(self) -> None:
        self.all_shown = True
        self.page.refresh()

    # Doing

    def make_now(self) -> None:
        """A backup by hand, also into the second folder."""
        library, secrets = self.session.library, self.session.secrets

        def work() -> Backup:
            from kclub_desktop.store.backup.making import copied_to

            made = make(library, Reason.MANUAL, locked_by=choices.locked_by(library, secrets))
            if second := choices.second_folder(library):
                copied_to(made, second)
            return made

        self.page.do(
            work,
            name=tr("Backup"),
            key="backup",
            stoppable=False,
            said=lambda made: tr("Backed up: {size}, opened and checked", size=size(made.size)),
            done=lambda _made: self.page.refresh(),
            undoable=False,
        )

    def choose_folder(self) -> None:
        """Ask for the second folder."""
        folder = QFileDialog.getExistingDirectory(self.page, tr("A second folder for backups"))
        if folder:
            self._chosen(Path(folder))

    def _chosen(self, folder: Path | None) -> None:
        library = self.session.library
        self.page.do(
            lambda: choices.choose_folder(library, folder),
            said=tr("Backups go there too from now on")
            if folder
            else tr("Backups stay in the library's folder"),
            done=lambda _result: self.page.refresh(),
            undoable=False,
        )

    def set_passphrase(self) -> None:
        """Ask for a passphrase for backups."""
        words = tr(
            "New backups open with this passphrase only; older ones stay as they are. This computer's keyring remembers"
            " the key. If both are lost, nobody can open the backups: write the passphrase down and keep it somewhere"
            " else."
        )
        NewPassphrase(self.page, tr("Lock backups"), words, tr("Lock"), self._lock_with).open()

    def _lock_with(self, passphrase: str) -> None:
        library, secrets = self.session.library, self.session.secrets
        self.page.do(
            lambda: choices.set_passphrase(library, passphrase, secrets),
            said=tr("New backups are locked.") if passphrase else tr("New backups are not locked any more"),
            done=lambda _result: self.page.refresh(),
            undoable=False,
        )

    def choose_archive(self) -> None:
        """Ask where to, then write everything into that one file; it can be stopped, and then leaves none."""
        library = self.session.library
        today = shown.day(self.session.clock.now(), library.zone)
        suggested = "".join(
            "-" if letter in _NOT_IN_NAMES else letter for letter in f"{library.name} {today}"
        )
        file, _kind = QFileDialog.getSaveFileName(
            self.page,
            tr("Everything in one file"),
            f"{suggested}{SUFFIX}",
            f"{tr('Archives')} (*{SUFFIX})",
            # An archive takes no other file's place, so nobody may be asked whether it shall.
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if file:
            self.write_archive(Path(file))

    def write_archive(self, file: Path) -> None:
        """Write the archive in the background and say where it is."""
        library = self.session.library
        if file.suffix != SUFFIX:
            file = file.with_name(file.name + SUFFIX)
        self.page.do(
            lambda progress: archive(library, file, progress=progress),
            name=tr("Everything in one file"),
            said=lambda made: tr("Everything is in {file}: {size}", file=made.file, size=size(made.size)),
            undoable=False,
        )

    def choose_file(self) -> None:
        """Ask for a backup or an archive."""
        kinds = tr("Backups and archives") + f" (*.kclub *.kclub-locked *{SUFFIX})"
        file, _kind = QFileDialog.getOpenFileName(self.page, tr("Restore from a file"), "", kinds)
        if file:
            self.restore(Path(file))

    def restore(self, file: Path) -> None:
        """Say what will happen, then go back to it."""
        from kclub_desktop.ui.desk.restore_dialog import RestoreDialog

        RestoreDialog(self.page, self.session, file).open()
