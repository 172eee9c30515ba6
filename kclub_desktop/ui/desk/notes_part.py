"""Notes and things to do in the inspector of a member: what there is, newest first, and a line to add one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kclub_desktop.community.notes import Due, Written
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.editable import Editable
from kclub_desktop.ui.desk.markdown_dialog import markdown_part
from kclub_desktop.words import tr

_DONE_SHOWN = 3
_BUTTONS_PX = 72


class NotesPart(QWidget):
    """Emits through `kept(field, value)`: new_note adds one, note:ID changes it, '' takes it away."""

    def __init__(
        self,
        notes: Sequence[Written],
        zone: str,
        kept: Callable[[str, str], None],
        write: Callable[[int, str], None],
    ) -> None:
        """write: called with (note or 0 for a new one, its words) where more than a line is to be written."""
        super().__init__()
        self._zone, self._kept, self._write = zone, kept, write
        layout = parts.column(self, gap=parts.GAP)
        self._list = parts.column(gap=parts.GAP)
        layout.addLayout(self._list)
        self.new = Editable("new_note", tr("New note"), "")
        self.new.line.setPlaceholderText(tr("What happened, what they said"))
        self.new.kept.connect(kept)
        layout.addWidget(self.new)
        # What stands in the line is kept when the line is left, so a longer one begins empty.
        longer = parts.button(tr("Write a longer note"), partial(write, 0, ""), kind="link")
        layout.addLayout(parts.row(longer, None))
        self.show_notes(notes)

    def show_notes(self, notes: Sequence[Written]) -> None:
        """Show these in place of those before."""
        parts.clear(self._list)
        for one in notes:
            words = parts.column(gap=0)
            room = parts.inspector_width() - 2 * parts.CARD - _BUTTONS_PX
            words.addWidget(markdown_part(tr("Note"), one.body, room))
            when = " · ".join(part for part in (shown.moment(one.at, self._zone), one.author) if part)
            words.addWidget(parts.text(when, "secondary", wrap=True))
            away = parts.icon_button(
                tr("Remove this note"), partial(self._kept, f"note:{one.id}", ""), "close"
            )
            change = parts.icon_button(tr("Change this note"), partial(self._write, one.id, one.body), "edit")
            line = parts.row(words, change, away, gap=0)
            line.setStretch(0, 1)
            for button in (change, away):
                line.setAlignment(button, Qt.AlignmentFlag.AlignTop)
            self._list.addLayout(line)


class ToDoPart(QWidget):
    """Open things first; done: called with (follow-up, is it done); add: with (words, day as typed)."""

    def __init__(
        self,
        to_do: Sequence[Due],
        zone: str,
        now: int,
        done: Callable[[int, bool], None],
        add: Callable[[str, str], None],
    ) -> None:
        super().__init__()
        self._zone, self._now, self._done, self._add = zone, now, done, add
        layout = parts.column(self, gap=parts.GAP)
        self._list = parts.column(gap=4)
        layout.addLayout(self._list)
        self.words = parts.field(tr("Something to do"))
        self.day = parts.field(tr("By (2027-01-31)"))
        self.day.setFixedWidth(parts.inspector_width() * 2 // 5)
        for line in (self.words, self.day):
            line.returnPressed.connect(self._typed)
        beside = parts.row(self.words, self.day)
        beside.setStretch(0, 1)
        layout.addLayout(beside)
        self.show_to_do(to_do)

    def show_to_do(self, to_do: Sequence[Due]) -> None:
        """Show these in place of those before; of what is done only the latest."""
        parts.clear(self._list)
        open_ones = [one for one in to_do if one.done_at is None]
        ended = [one for one in to_do if one.done_at is not None][:_DONE_SHOWN]
        for one in (*open_ones, *ended):
            self._list.addLayout(self._line(one))

    def _line(self, one: Due) -> parts.QHBoxLayout:
        is_done = one.done_at is not None
        words = (
            tr("Not done after all: {what}", what=one.words)
            if is_done
            else tr("Done: {what}", what=one.words)
        )
        mark = parts.icon_button(
            words, partial(self._done, one.id, not is_done), "check" if is_done else "circle"
        )
        told = parts.text(one.words, "secondary" if is_done else "", wrap=True)
        layout = parts.row(mark, told, gap=4)
        layout.setStretch(1, 1)
        if is_done and one.done_at is not None:
            layout.addWidget(parts.text(shown.day(one.done_at, self._zone), "secondary"))
        elif one.due_at is not None:
            late = one.due_at < self._now
            layout.addWidget(
                parts.text(shown.day(one.due_at, self._zone), "warning" if late else "secondary")
            )
        return layout

    def _typed(self) -> None:
        if self.words.text().strip():
            self._add(self.words.text(), self.day.text())

    def accept(self) -> None:
        """What was typed is kept."""
        self.words.clear()
        self.day.clear()
