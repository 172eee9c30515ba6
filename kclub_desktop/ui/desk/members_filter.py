"""The bar above the members' list: the search field, quick choices, saved segments, and the editor of a filter.

It holds what is wanted and says when that changed; asking for members and writing segments is the page's business.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from kclub_desktop.store.segments import EVERYBODY, Part
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.filter_editor import FilterEditor, NamePopover
from kclub_desktop.ui.desk.members_query import Filter
from kclub_desktop.ui.desk.segments_query import Choices, SavedRow
from kclub_desktop.words import tr, tr_many

_FILTER_AFTER_MS = 120


class MembersFilter(QWidget):
    """Everything that narrows the list."""

    changed = Signal(object)
    """The new Filter."""
    save_wanted = Signal(str, object)
    """(name, Part)"""
    rename_wanted = Signal(object, str)
    delete_wanted = Signal(object)

    def __init__(self, wanted: Filter) -> None:
        super().__init__()
        self.filter = wanted
        self._saved: list[SavedRow] = []
        self._choices = Choices()
        self.editor: FilterEditor | None = None
        self.search = parts.field(tr("Name, pinyin, e-mail, phone, tag"), filter=True, value=wanted.text)
        self._typing = QTimer(self, singleShot=True, interval=_FILTER_AFTER_MS)
        self._typing.timeout.connect(lambda: self._set(text=self.search.text()))
        self.search.textChanged.connect(lambda: self._typing.start())
        options = (
            ("all", tr("All")),
            ("members", tr("Members")),
            ("leads", tr("Leads")),
            ("archived", tr("Archived")),
        )
        quick = parts.Choice(options, wanted.segment)
        quick.chosen.connect(lambda code: self._set(segment=code))
        self.segments = parts.button("", lambda: None, kind="menu", icon="segment")
        self._menu = QMenu(self.segments)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.segments.setMenu(self._menu)
        self.edit = parts.button(tr("Filter"), self.open_editor, kind="menu", icon="filter")
        self.words = parts.text("", "secondary", wrap=True)
        self._everybody = parts.button(tr("Show everybody"), self.clear, kind="link")
        self._said = QWidget()
        said = parts.row(self.words, self._everybody)
        said.setStretch(0, 1)
        self._said.setLayout(said)
        layout = parts.column(self)
        buttons = QWidget()
        buttons.setLayout(parts.row(self.segments, self.edit, None))
        layout.addWidget(_Bar(self.search, quick, buttons))
        layout.addWidget(self._said)
        self.show_state([], self._choices, "", 0)

    def show_state(self, saved: list[SavedRow], choices: Choices, words: str, count: int) -> None:
        """What the library says: the saved segments, what to choose from, the filter in words, how many it finds."""
        self._saved, self._choices = saved, choices
        if self.filter.saved and self._chosen() is None:
            self.filter = self.filter.but(saved=0)
        chosen = self._chosen()
        name = chosen.name if chosen else tr("Segments")
        self.segments.setText(f"{name} ▾".replace("&", "&&"))
        self.segments.setAccessibleName(name)
        _mark(self.segments, chosen is not None)
        _mark(self.edit, self.filter.part != EVERYBODY)
        self.words.setText(words)
        self._said.setVisible(self.filter.part != EVERYBODY)
        if self.editor is not None:
            self.editor.count.setText(tr_many("1 member", "{n} members", count))

    def clear(self) -> None:
        """No conditions any more; the text and the quick choice stay."""
        self._set(part=EVERYBODY, saved=0)

    def open_editor(self) -> None:
        """The popover with the filter's lines, below the button."""
        self.editor = FilterEditor(self.filter.part, self._choices, self)
        self.editor.changed.connect(lambda part: self._set(part=part, saved=0))
        self.editor.save_wanted.connect(self.ask_name)
        self.editor.open_below(self.edit)
        self.changed.emit(self.filter)

    def ask_name(self) -> None:
        """Ask what to call the filter and save it."""
        if self.editor is not None:
            self.editor.close()
        if self.filter.part == EVERYBODY:
            return
        save = lambda name: self.save_wanted.emit(name, self.filter.part)  # noqa: E731
        NamePopover(tr("Save"), "", save, self).open_below(self.edit)

    def choose(self, part: Part, saved: int = 0) -> None:
        """Show a segment, saved or suggested."""
        self._set(part=part, saved=saved)

    def _chosen(self) -> SavedRow | None:
        return next((each for each in self._saved if each.id == self.filter.saved), None)

    def _set(self, **changed: object) -> None:
        wanted = self.filter.but(**changed)
        if wanted != self.filter:
            self.filter = wanted
            self.changed.emit(wanted)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for each in self._saved:
            label = each.name if each.count is None else f"{each.name}\t{shown.number(each.count)}"
            action = self._menu.addAction(label.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(each.id == self.filter.saved)
            action.setEnabled(each.part is not None)
            if each.part is not None:
                action.triggered.connect(partial(self.choose, each.part, each.id))
        named = {each.name for each in self._saved}
        suggested = [(tr(name), part) for name, part in self._choices.suggested if tr(name) not in named]
        if suggested:
            heading = self._menu.addMenu(tr("Suggested"))
            for name, part in suggested:
                heading.addAction(name).triggered.connect(partial(self.choose, part, 0))
        self._menu.addSeparator()
        self._add_doing()

    def _add_doing(self) -> None:
        chosen = self._chosen()
        everybody = self._menu.addAction(tr("Everybody"))
        everybody.setEnabled(self.filter.part != EVERYBODY)
        everybody.triggered.connect(self.clear)
        save = self._menu.addAction(tr("Save this filter as a segment"))
        save.setEnabled(self.filter.part != EVERYBODY and chosen is None)
        save.triggered.connect(self.ask_name)
        if chosen is not None:
            self._menu.addAction(tr("Rename “{name}”", name=chosen.name)).triggered.connect(
                lambda: self._ask_new_name(chosen)
            )
            self._menu.addAction(tr("Delete “{name}”", name=chosen.name)).triggered.connect(
                lambda: self.delete_wanted.emit(chosen.id)
            )

    def _ask_new_name(self, chosen: SavedRow) -> None:
        rename = lambda name: self.rename_wanted.emit(chosen.id, name)  # noqa: E731
        NamePopover(tr("Rename"), chosen.name, rename, self).open_below(self.segments)


class _Bar(QWidget):
    """Three things in one line, in two or in three, as there is room: beside an open inspector there is little."""

    def __init__(self, *things: QWidget) -> None:
        super().__init__()
        self._things = things
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(parts.GAP)
        self._lines = 0
        self._place(1)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest of the three."""
        hint = super().minimumSizeHint()
        return QSize(max(thing.minimumSizeHint().width() for thing in self._things), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widths = [thing.sizeHint().width() for thing in self._things]
        widths[0] = self._things[0].minimumWidth()
        room = self.width() - parts.GAP
        fits = sum(widths) + parts.GAP <= room
        self._place(1 if fits else 2 if widths[0] + widths[1] <= room else 3)

    def _place(self, lines: int) -> None:
        if lines == self._lines:
            return
        self._lines = lines
        where = {
            1: ((0, 0, 1), (0, 1, 1), (0, 2, 1)),
            2: ((0, 0, 1), (0, 1, 1), (1, 0, 2)),
            3: ((0, 0, 3), (1, 0, 3), (2, 0, 3)),
        }[lines]
        for thing, (row, column, span) in zip(self._things, where, strict=True):
            self._grid.addWidget(thing, row, column, 1, span)
        for column in range(3):
            self._grid.setColumnStretch(column, {0: 2, 2: 1}.get(column, 0) if lines == 1 else column == 0)
        self.updateGeometry()


def _mark(button: QWidget, on: bool) -> None:
    """Show that something of this is in force."""
    button.setProperty("tone", "accent" if on else "")
    button.style().unpolish(button)
    button.style().polish(button)
