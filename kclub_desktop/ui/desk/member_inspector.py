"""The inspector of one member: who they are, what to take next and why, facts, files, courses, and what happened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kclub_desktop.errors import FieldRefused, KClubError
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.consent_part import ConsentPart
from kclub_desktop.ui.desk.editable import Editable
from kclub_desktop.ui.desk.files_part import FilesPart
from kclub_desktop.ui.desk.history_query import RecordHistory
from kclub_desktop.ui.desk.member_privacy import more_button
from kclub_desktop.ui.desk.member_words import moment_words, status_words
from kclub_desktop.ui.desk.members_query import Details
from kclub_desktop.ui.desk.record_history import RecordHistorySection
from kclub_desktop.ui.desk.suggestions import NextCourse, Suggestions
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.avatar import Avatar
from kclub_desktop.ui.widgets.tag_editor import TagEditor
from kclub_desktop.ui.widgets.timeline import Timeline, TimelineItem
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

TIMELINE_SHOWN = 25
COURSES_SHOWN = 12
# kind: (icon, tone)
MOMENT_LOOKS = {
    "purchase": ("ticket", "good"),
    "order": ("ticket", "good"),
    "completion": ("check", "good"),
    "rating": ("star", "accent"),
    "check_in": ("events", "accent"),
    "question": ("info", "warn"),
    "sign_up": ("members", "accent"),
}


class MemberInspector(QWidget):
    """Shows Details; asks for edits through signals."""

    edited = Signal(object, str, str)
    """(member, field, value)"""
    archived = Signal(object, bool)
    closed = Signal()
    course_wanted = Signal(object)
    declined = Signal(object, object)
    """(member, course): they do not want it recommended."""
    taken_back = Signal(object, object)
    """(member, course): it may be recommended again."""
    undo_wanted = Signal(object, bool)
    """(step, is it to be done again)"""
    export_wanted = Signal(object, str)
    erase_wanted = Signal(object, str)
    """(member, name)"""
    consent_said = Signal(object, str, bool)
    """(member, purpose, given)"""
    files_wanted = Signal(object)
    """The member who is to get files."""
    file_saved = Signal(object, str)
    file_removed = Signal(object, str)
    """(attachment, name)"""
    history_wanted = Signal(object)
    """The member whose whole history is to be shown."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.setFixedWidth(parts.inspector_width())
        self._zone = zone
        self.member = 0
        self.fields: dict[str, Editable] = {}
        self.tags: TagEditor | None = None
        self.known_tags: list[str] = []
        """Suggested while typing one."""
        self.next: Suggestions | None = None
        self.files: FilesPart | None = None
        self.history: RecordHistorySection | None = None
        panel, self._layout = parts.inspector_panel()
        parts.column(self).addWidget(panel)

    def show_details(self, found: Details) -> None:
        """Fill with a member; a field that is being typed in is left alone."""
        member = found.member
        typing = any(one.line.hasFocus() or one.error.isVisible() for one in self.fields.values())
        typing = typing or (self.tags is not None and self.tags.line.hasFocus())
        if int(member.id) == self.member and typing:
            if self.files is not None:
                self.files.show_files(found.files)
            return
        self.member = int(member.id)
        parts.clear(self._layout)
        self._identity(found)
        self._fields(member)
        self._section(tr("Next courses"))
        self.next = Suggestions(
            self.course_wanted.emit,
            lambda course: self.declined.emit(self.member, course),
            lambda course: self.taken_back.emit(self.member, course),
        )
        self._layout.addWidget(self.next)
        self._section(tr("Plan"))
        self.plan = parts.column()
        self._layout.addLayout(self.plan)
        self._facts(found)
        self._consent(found)
        self._files(found)
        self._courses(found)
        self._timeline(found)
        self._history()
        self._layout.addStretch(1)

    def show_next(self, member: int, found: tuple[list[NextCourse], list[tuple[int, str]]]) -> None:
        """Courses to take next and those declined, if the member they are for is still the one shown."""
        if member == self.member and self.next is not None:
            self.next.show_courses(*found)

    def show_history(self, found: RecordHistory) -> None:
        """How the record came to be what it is, if it is still the one shown."""
        if found.row == self.member and self.history is not None:
            self.history.show_history(found)

    def refuse(self, field: str, error: KClubError) -> None:
        """Show a refusal under its field."""
        name = error.field if isinstance(error, FieldRefused) and error.field in self.fields else field
        if name in self.fields:
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
        top = parts.row(Avatar(str(member.name), scaled(44)), names, close, gap=12)
        top.setStretch(1, 1)
        self._layout.addLayout(top)
        self._layout.addLayout(self._pills(member))

    def _pills(self, member: Member) -> QHBoxLayout:
        archived = member.archived_at is not None
        pills = [parts.pill(status_words(str(member.status), archived), "warn" if archived else "")]
        if member.level:
            pills.append(parts.pill(str(member.level), "accent"))
        words = tr("Bring back") if archived else tr("Archive")
        act = parts.icon_button(
            words, lambda: self.archived.emit(self.member, not archived), "undo" if archived else "archive"
        )
        name = str(member.name)
        more = more_button(
            lambda: self.export_wanted.emit(self.member, name),
            lambda: self.erase_wanted.emit(self.member, name),
        )
        return parts.row(*pills, None, act, more, gap=6)

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
        tags = [tag.strip() for tag in str(member.tags).split(",") if tag.strip()]
        self.tags = TagEditor(tr("Tags"), tags, self.known_tags)
        self.tags.changed.connect(lambda kept: self.edited.emit(self.member, "tags", ", ".join(kept)))
        label = parts.text(tr("Tags"), "secondary")
        label.setBuddy(self.tags)
        label.setFixedWidth(scaled(88))
        label.setContentsMargins(0, 8, 0, 0)
        beside = parts.row(label, self.tags)
        beside.setStretch(1, 1)
        beside.setAlignment(label, Qt.AlignmentFlag.AlignTop)
        box.addLayout(beside)
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
            (tr("Imported plan"), str(member.plan)),
            (tr("Language"), language),
        ]
        for name, value in facts:
            if value:
                self._layout.addLayout(parts.fact(name, value))

    def _consent(self, found: Details) -> None:
        self._section(tr("Consent"))
        part = ConsentPart(
            found.consent,
            self._zone,
            lambda purpose, given: self.consent_said.emit(self.member, purpose, given),
        )
        self._layout.addWidget(part)

    def _files(self, found: Details) -> None:
        self._section(tr("Files"))
        self.files = FilesPart(
            found.files,
            self._zone,
            add=lambda: self.files_wanted.emit(self.member),
            save=self.file_saved.emit,
            remove=self.file_removed.emit,
        )
        self._layout.addWidget(self.files)

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
        items = [
            TimelineItem(
                shown.day(item.at, self._zone),
                moment_words(item),
                *MOMENT_LOOKS.get(item.kind.partition(":")[0], ("", "")),
                note=shown.money(item.amount, item.currency) if item.amount is not None else "",
            )
            for item in found.timeline[:TIMELINE_SHOWN]
        ]
        self._layout.addWidget(Timeline(items))

    def _history(self) -> None:
        self._section(tr("History"))
        self.history = RecordHistorySection(self._zone)
        self.history.undo_wanted.connect(lambda step: self.undo_wanted.emit(step, False))
        self.history.redo_wanted.connect(lambda step: self.undo_wanted.emit(step, True))
        self.history.whole_wanted.connect(lambda: self.history_wanted.emit(self.member))
        self._layout.addWidget(self.history)
