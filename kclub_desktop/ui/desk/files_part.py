"""The files of a member in the inspector: name, size and day of each, what can be done with it, and adding more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kclub_desktop.community.member_files import MemberFile
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.widgets.label import plain_tip
from kclub_desktop.words import tr
from kclub_desktop.words_for_values import size


class FilesPart(QWidget):
    """add: asks for files; save and remove are called with (attachment, name)."""

    def __init__(
        self,
        files: Sequence[MemberFile],
        zone: str,
        *,
        add: Callable[[], None],
        save: Callable[[int, str], None],
        remove: Callable[[int, str], None],
    ) -> None:
        super().__init__()
        self._zone, self._add, self._save, self._remove = zone, add, save, remove
        self._files: list[MemberFile] | None = None
        self._layout = parts.column(self, gap=parts.GAP)
        self.show_files(files)

    def show_files(self, files: Sequence[MemberFile]) -> None:
        """Show these in place of those before."""
        if self._files == list(files):
            return
        self._files = list(files)
        parts.clear(self._layout)
        for one in files:
            self._layout.addLayout(self._line(one))
        self._layout.addLayout(parts.row(parts.button(tr("Add file …"), self._add, kind="link"), None))

    def _line(self, one: MemberFile) -> parts.QHBoxLayout:
        told = [size(one.size), shown.day(one.added_at, self._zone)]
        if not one.here:
            told.append(tr("not on this computer"))
        words = parts.column(gap=0)
        words.addWidget(_FileName(one.name))
        words.addWidget(parts.text(" · ".join(told), "secondary", wrap=True))
        save = parts.icon_button(
            tr("Save {name} as …", name=one.name), partial(self._save, one.id, one.name), "export"
        )
        save.setEnabled(one.here)
        remove = parts.icon_button(
            tr("Remove {name}", name=one.name), partial(self._remove, one.id, one.name), "close"
        )
        for act in (save, remove):
            # A name is other people's words.
            act.setToolTip(plain_tip(act.accessibleName()))
        line = parts.row(words, save, remove, gap=4)
        line.setStretch(0, 1)
        return line


class _FileName(QLabel):
    """A name on one line, its middle left out where room is short: its ending says what the file is."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self._name = name

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for, and the whole name as a tip."""
        super().resizeEvent(event)
        words = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, self.width())
        self.setText(words)
        self.setProperty("elided", words != self._name)
        self.setToolTip(plain_tip(self._name) if words != self._name else "")
