"""The inspector of one member: who they are, what to take next and why, facts, courses, and what happened."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kclub_desktop.errors import FieldRefused, KClubError
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.editable import Editable
from kclub_desktop.ui.desk.history_query import RecordHistory
from kclub_desktop.ui.desk.member_words import moment_words, status_words
from kclub_desktop.ui.desk.members_query import Details
from kclub_desktop.ui.desk.record_history import RecordHistorySection
from kclub_desktop.ui.desk.suggestions import NextCourse, Suggestions
from kclub_desktop.ui.widgets.avatar import Avatar
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

TIMELINE_SHOWN = 25
COURSES_SHOWN = 12
_TAGS_SHOWN = 3


class MemberInspector(QWidget):
    """Shows Details; asks for edits through signals."""

    edited = Signal(object, str, str)
    """(member, field, value)"""
    archived = Signal(object, bool)
    closed = Signal()
    course_wanted = Signal(object)
    undo_wanted = Signal(object, bool)
    """(step, is it to be done again)"""
    history_wanted = Signal(object)
    """The member whose whole history is to be shown."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.setFixedWidth(parts.INSPECTOR)
        self._zone = zone
        self.member = 0
        self.fields: dict[str, Editable] = {}
        self.next: Suggestions | None = None
        self.history: RecordHistorySection | None = None
        panel, self._layout = parts.inspector_panel()
        parts.column(self).addWidget(panel)

    def show_details(self, found: Details) -> None:
        """Fill with a member; a field that is being typed in is left alone."""
        member = found.member
        typing = any(one.line.hasFocus() or one.error.isVisible() for one in self.fields.values())
        if int(member.id) == self.member and typing:
            return
        self.member = int(member.id)
        parts.clear(self._layout)
        self._identity(found)
        self._fields(member)
        self._section(tr("Next courses"))
        self.next = Suggestions(self.course_wanted.emit)
        self._layout.addWidget(self.next)
        self._facts(found)
        self._courses(found)
        self._timeline(found)
        self._history()
        self._layout.addStretch(1)

    def show_next(self, member: int, items: list[NextCourse]) -> None:
        """Courses to take next, if the member they are for is still the one shown."""
        if member == self.member and self.next is not None:
            self.next.show_courses(items)

    def show_history(self, found: RecordHistory) -> None:
        """How the record came to be what it is, if it is still the one shown."""
        if found.row == self.member and self.history is not None:
            self.history.show_history(found)

    def refuse(self, field: str, error: KClubError) -> None:
        """Show a refusal under its field."""
        name = error.field if isinstance(error, FieldRefused) and error.field in self.fields else field
        self.fields[name].refuse(words_for(error))

    def accept(self, field: str) -> None:
        """The edit of this field was written."""
        if field in self.fields:
            self.fields[field].accept()

    def _section(self, words: str) -> None:
        self._layout.addSpacing(4)
        self._layout.addWidget(parts.line())
        self._layout.addWidget(parts.text(words, "section"))

    def _identity(self, found: Details) -> None:
        member = found.member
        name = parts.text(str(member.name) or tr("No name"), "section", wrap=True)
        names = parts.column(gap=2)
        names.addWidget(name)
        joined = (
            tr("Joined {day}", day=shown.day(member.joined_at, self._zone))
            if member.joined_at
            else tr("Has not joined yet")
        )
        names.addWidget(parts.text(joined, "secondary"))
        close = parts.icon_button(tr("Close"), self.closed.emit, "close")
        top = parts.row(Avatar(str(member.name), 44), names, close, gap=12)
        top.setStretch(1, 1)
        self._layout.addLayout(top)
        self._layout.addLayout(self._pills(member))

    def _pills(self, member: Member) -> QHBoxLayout:
        archived = member.archived_at is not None
        pills = [parts.pill(status_words(str(member.status), archived), "warn" if archived else "")]
        if member.level:
            pills.append(parts.pill(str(member.level), "accent"))
        tags = [tag.strip() for tag in str(member.tags).split(",") if tag.strip()]
        pills += [parts.pill(tag) for tag in tags[:_TAGS_SHOWN]]
        words = tr("Bring back") if archived else tr("Archive")
        act = parts.icon_button(
            words, lambda: self.archived.emit(self.member, not archived), "undo" if archived else "archive"
        )
        return parts.row(*pills, None, act, gap=6)

    def _fields(self, member: Member) -> None:
        self.fields = {}
        box = parts.column(gap=2)
        for field, name in (
            ("name", tr("Name")),
            ("email", tr("E-mail")),
            ("phone", tr("Phone")),
            ("note", tr("Note")),
        ):
            one = Editable(field, name, str(getattr(member, field)))
            one.kept.connect(lambda field, value: self.edited.emit(self.member, field, value))
            self.fields[field] = one
            box.addWidget(one)
        self._layout.addLayout(box)

    def _facts(self, found: Details) -> None:
        member = found.member
        self._section(tr("Facts"))
        spent = tr(", ").join(shown.money(amount, currency) for currency, amount in found.spent.items())
        language = {"zh": "中文", "en": "English"}.get(str(member.language), str(member.language))
        facts = [
            (tr("Spent"), spent or shown.NOTHING),
            (tr("Points"), shown.number(found.points)),
            (tr("Events attended"), shown.number(found.check_ins)),
            (tr("Channel"), str(member.channel)),
            (tr("Plan"), str(member.plan)),
            (tr("Language"), language),
            (tr("E-mail consent"), tr("Yes") if member.email_consent else tr("No")),
        ]
        for name, value in facts:
            if value:
                self._layout.addLayout(parts.fact(name, value))

    def _courses(self, found: Details) -> None:
        if not found.taken:
            return
        self._section(tr("Courses"))
        for taken in found.taken[:COURSES_SHOWN]:
            state = f"{taken.progress}%" + (f"  ★ {taken.stars}" if taken.stars else "")
            layout = parts.row(parts.text(taken.title, wrap=True), parts.text(state, "secondary"))
            layout.setStretch(0, 1)
            self._layout.addLayout(layout)
        if len(found.taken) > COURSES_SHOWN:
            more = tr("{n} more", n=len(found.taken) - COURSES_SHOWN)
            self._layout.addWidget(parts.text(more, "secondary"))

    def _timeline(self, found: Details) -> None:
        self._section(tr("What happened"))
        if not found.timeline:
            self._layout.addWidget(parts.text(tr("Nothing yet."), "secondary"))
        before = ""
        for item in found.timeline[:TIMELINE_SHOWN]:
            amount = f"  {shown.money(item.amount, item.currency)}" if item.amount is not None else ""
            day = shown.day(item.at, self._zone)
            when = parts.text(day if day != before else "", "secondary")
            before = day
            when.setFixedWidth(92)
            layout = parts.row(when, parts.text(moment_words(item) + amount, wrap=True))
            layout.setStretch(1, 1)
            self._layout.addLayout(layout)

    def _history(self) -> None:
        self._section(tr("History"))
        self.history = RecordHistorySection(self._zone)
        self.history.undo_wanted.connect(lambda step: self.undo_wanted.emit(step, False))
        self.history.redo_wanted.connect(lambda step: self.undo_wanted.emit(step, True))
        self.history.whole_wanted.connect(lambda: self.history_wanted.emit(self.member))
        self._layout.addWidget(self.history)
