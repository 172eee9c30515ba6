"""What can be done with several members at once: tags, household, message, export, merge, archive. Each is one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton

from kclub_desktop.community import households, members, tagging
from kclub_desktop.errors import FieldRefused, KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.editable import Editable
from kclub_desktop.ui.desk.message_dialog import MessageDialog
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.bulk_bar import BulkBar
from kclub_desktop.ui.widgets.choice import Choice
from kclub_desktop.ui.widgets.tag_editor import TagEditor
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_members import household_kind_words
from kclub_desktop.words_for_values import number


class MemberBulk(BulkBar):
    """The bar of the members page. chosen: ids of whoever is selected now."""

    def __init__(
        self,
        page: Page,
        chosen: Callable[[], list[int]],
        known_tags: Callable[[], list[str]],
        leads: Callable[[], bool],
    ) -> None:
        """leads: does the list show whoever has not joined yet?"""
        self._page, self._chosen, self._known_tags, self._leads = page, chosen, known_tags, leads
        self._merge = parts.button(tr("Merge …"), self.merge)
        self._join = parts.button(tr("Become members"), self.join)
        actions: list[QPushButton] = [
            parts.button(tr("Tags …"), self.tag),
            parts.button(tr("Message …"), self.message),
            parts.button(tr("Household …"), self.household),
            parts.button(tr("Export …"), self.export),
            self._merge,
            self._join,
            parts.button(tr("Archive"), self.archive, icon="archive"),
        ]
        super().__init__(*actions)

    def count(self, chosen: int) -> None:
        """So many rows are chosen; two of them may be one person."""
        super().count(chosen)
        self._merge.setVisible(chosen == 2)
        self._join.setVisible(self._leads())

    def tag(self) -> TagDialog:
        """Put tags on all of them, or take some off."""
        dialog = TagDialog(self._page, self._chosen(), self._known_tags())
        dialog.open()
        return dialog

    def household(self) -> HouseholdDialog:
        """Say that they belong together."""
        dialog = HouseholdDialog(self._page, self._chosen())
        dialog.open()
        return dialog

    def message(self) -> MessageDialog:
        """Say who may be written to, and hand the addresses over."""
        dialog = MessageDialog(self._page, self._chosen())
        dialog.open()
        return dialog

    def merge(self) -> None:
        """Look at the two beside each other."""
        chosen = self._chosen()
        if len(chosen) == 2:
            self._page.wanted.emit("duplicates", tuple(chosen))

    def join(self) -> None:
        """The leads among them become members."""
        library, chosen = self._page.session.library, self._chosen()
        self._page.do(
            lambda: members.join(library, chosen),
            said=lambda n: tr_many("1 lead became a member", "{n} leads became members", n),
        )

    def archive(self) -> None:
        """Archive them all."""
        library, chosen = self._page.session.library, self._chosen()
        self._page.do(lambda: members.archive(library, chosen), said=tr("{n} archived", n=len(chosen)))

    def export(self) -> None:
        """Ask where to, then write those who are selected."""
        path, _kind = QFileDialog.getSaveFileName(self, tr("Export members"), "members.csv", "CSV (*.csv)")
        if path:
            self.export_into(path)

    def export_into(self, path: str) -> None:
        """Write those who are selected as CSV."""
        library, chosen = self._page.session.library, self._chosen()

        def work(progress: Progress) -> int:
            from kclub_desktop.import_export.export import export_chosen

            return export_chosen(library, path, chosen, progress=progress)

        self._page.do(
            work,
            name=tr("Export members"),
            said=lambda n: tr("{n} members written to {file}", n=n, file=path),
            undoable=False,
        )


class TagDialog(QDialog):
    """Tags to put on everybody, and those some of them have, to be taken off."""

    def __init__(self, page: Page, chosen: Sequence[int], known: Sequence[str]) -> None:
        super().__init__(page)
        self._page, self._ids = page, list(chosen)
        self.setWindowTitle(tr("Tags"))
        self.setMinimumWidth(scaled(440))
        layout = parts.column(self, parts.PAGE, 12)
        layout.addWidget(
            parts.text(tr("Tags of {n} members", n=number(len(self._ids))), "section", wrap=True)
        )
        layout.addWidget(parts.text(tr("Put on all of them"), "secondary"))
        self.on = TagEditor(tr("Put on all of them"), (), known)
        layout.addWidget(self.on)
        self._has = parts.text(tr("Take off whoever has them"), "secondary")
        self.off = TagEditor(tr("Take off whoever has them"), (), known)
        layout.addWidget(self._has)
        layout.addWidget(self.off)
        self.told = parts.text("", "secondary", wrap=True)
        layout.addWidget(self.told)
        keep = parts.button(tr("Change tags"), self.keep, kind="primary")
        layout.addLayout(parts.row(None, parts.button(tr("Cancel"), self.reject), keep))
        library, ids = page.session.library, self._ids
        page.session.jobs.start(
            lambda progress: tagging.of_members(library, ids), key="tags", done=self._show
        )
        self.on.line.setFocus()

    def _show(self, found: dict[str, int]) -> None:
        said = tr(", ").join(f"{tag} {number(count)}" for tag, count in list(found.items())[:12])
        self.told.setText(tr("They have: {tags}", tags=said) if said else tr("None of them has a tag."))

    def keep(self) -> None:
        """Change them, as one step of undo."""
        for editor in (self.on, self.off):
            editor.keep_typed()
        library, ids, on, off = self._page.session.library, self._ids, self.on.tags, self.off.tags
        if on or off:
            self._page.do(
                lambda: tagging.change(library, ids, put_on=on, take_off=off),
                said=lambda n: tr_many("1 member changed", "{n} members changed", n),
            )
        self.accept()


class HouseholdDialog(QDialog):
    """The name of a household or company that some members are of; one that is not there yet is made."""

    def __init__(self, page: Page, chosen: Sequence[int], name: str = "", kind: str = "household") -> None:
        super().__init__(page)
        self._page, self._ids, self.kind = page, list(chosen), kind
        self.setWindowTitle(tr("Household or company"))
        self.setMinimumWidth(scaled(420))
        layout = parts.column(self, parts.PAGE, 12)
        layout.addWidget(parts.text(tr("Household or company"), "section"))
        note = tr("A plain link between people who belong together. Leave the name empty to take them out.")
        layout.addWidget(parts.text(note, "secondary", wrap=True))
        self.name = Editable("household", tr("Called"), name, framed=True)
        layout.addWidget(self.name)
        kinds = Choice([(one, household_kind_words(one)) for one in households.KINDS], kind)
        kinds.chosen.connect(self._choose)
        layout.addWidget(kinds)
        keep = parts.button(tr("Keep"), self.keep, kind="primary")
        keep.setDefault(True)
        layout.addLayout(parts.row(None, parts.button(tr("Cancel"), self.reject), keep))

    def _choose(self, kind: str) -> None:
        self.kind = kind

    def keep(self) -> None:
        """Link them; stay open when refused."""
        library, ids, name, kind = self._page.session.library, self._ids, self.name.line.text(), self.kind
        said = tr("Linked: {name}", name=name.strip()) if name.strip() else tr("Taken out of the household")
        self._page.do(
            lambda: households.link(library, ids, name, kind),
            said=said,
            done=lambda _row: self.accept(),
            failed=self._refused,
        )

    def _refused(self, error: KClubError) -> None:
        self.name.refuse(words_for(error))
        if not isinstance(error, FieldRefused):
            self._page.trouble.emit(words_for(error))
