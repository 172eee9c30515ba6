"""The inspector of one member: who they are, what to take next and why, facts, files, courses, and what happened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kclub_desktop.errors import FieldRefused, KClubError
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.consent_part import ConsentPart
from kclub_desktop.ui.desk.courses_part import CoursesPart
from kclub_desktop.ui.desk.editable import Editable, editable
from kclub_desktop.ui.desk.files_part import FilesPart
from kclub_desktop.ui.desk.history_query import RecordHistory
from kclub_desktop.ui.desk.member_privacy import more_button
from kclub_desktop.ui.desk.member_words import moment_words, status_words
from kclub_desktop.ui.desk.members_query import Details
from kclub_desktop.ui.desk.money_part import MoneyPart
from kclub_desktop.ui.desk.notes_part import NotesPart, ToDoPart
from kclub_desktop.ui.desk.record_history import RecordHistorySection
from kclub_desktop.ui.desk.relations_part import RelationsPart
from kclub_desktop.ui.desk.rewards_part import RewardsPart
from kclub_desktop.ui.desk.suggestions import NextCourse, Suggestions
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.avatar import Avatar
from kclub_desktop.ui.widgets.person_picker import Find
from kclub_desktop.ui.widgets.phone_field import region_of_zone
from kclub_desktop.ui.widgets.tag_editor import TagEditor
from kclub_desktop.ui.widgets.timeline import Timeline, TimelineItem
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

# kind: (icon, tone)
MOMENT_LOOKS = {
    "purchase": ("ticket", "good"),
    "order": ("ticket", "good"),
    "completion": ("check", "good"),
    "rating": ("star", "accent"),
    "check_in": ("events", "accent"),
    "question": ("info", "warn"),
    "sign_up": ("members", "accent"),
    "payment": ("money", "good"),
    "refund": ("undo", "warn"),
    "subscription": ("plans", "accent"),
    "pass": ("ticket", ""),
    "enrolled": ("courses", "accent"),
    "enrolment_cancelled": ("courses", "warn"),
    "registered": ("events", ""),
    "level": ("incentives", "accent"),
    "points": ("incentives", ""),
    "badge": ("incentives", "good"),
    "agreed": ("check", "good"),
    "taken_back": ("close", "warn"),
    "note": ("text", ""),
    "done": ("check", ""),
    "merged": ("segment", "accent"),
}

_OWN_FIELDS = ("name", "email", "phone", "note")


class MemberInspector(QWidget):
    """Shows Details; asks for edits through signals."""

    note_wanted = Signal(object, object, str)
    """(member, note or 0 for a new one, its words): more than a line is to be written."""
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
    reward_wanted = Signal(object, str, object)
    """(member, what, with what), as rewards_part.Act."""
    files_wanted = Signal(object)
    """The member who is to get files."""
    file_saved = Signal(object, str)
    file_removed = Signal(object, str)
    """(attachment, name)"""
    order_wanted = Signal(object)
    order_placed = Signal(object, str)
    """(member, name): a new order for them is wanted."""
    history_wanted = Signal(object)
    """The member whose whole history is to be shown."""
    referrer_chosen = Signal(object, object)
    """(member, who brought them or None)"""
    task_wanted = Signal(object, str, str)
    """(member, what is to be done, by which day as typed)"""
    task_done = Signal(object, bool)
    """(follow-up, was it done)"""
    joined = Signal(object)
    """A lead who becomes a member."""
    household_wanted = Signal(object, str, str)
    """(member, name and kind of the household they are of)"""
    enrolment_cancelled = Signal(object, object)
    """(member, course)"""
    own_fields_wanted = Signal()
    member_wanted = Signal(object)
    more_wanted = Signal(object)
    """The member of whom more of the timeline is to be shown."""

    def __init__(self, zone: str, find: Find | None = None, jobs: Jobs | None = None) -> None:
        """find, jobs: by which whoever brought a member is found; without them it is not asked."""
        super().__init__()
        self._find, self._jobs = find, jobs
        self.relations: RelationsPart | None = None
        self.notes: NotesPart | None = None
        self.to_do: ToDoPart | None = None
        self.setFixedWidth(parts.inspector_width())
        self._zone = zone
        self.member, self.called = 0, ""
        self.fields: dict[str, Editable] = {}
        self.tags: TagEditor | None = None
        self.known_tags: list[str] = []
        """Suggested while typing one."""
        self.next: Suggestions | None = None
        self.files: FilesPart | None = None
        self.rewards: RewardsPart | None = None
        self.history: RecordHistorySection | None = None
        panel, self._layout = parts.inspector_panel()
        parts.column(self).addWidget(panel)

    def show_details(self, found: Details) -> None:
        """Fill with a member; a field that is being typed in is left alone."""
        member = found.member
        typing = any(one.line.hasFocus() or one.error.isVisible() for one in self.fields.values())
        typing = typing or (self.tags is not None and self.tags.line.hasFocus())
        typing = typing or (
            self.to_do is not None and bool(self.to_do.words.hasFocus() or self.to_do.day.hasFocus())
        )
        typing = typing or (self.rewards is not None and self.rewards.typing)
        if int(member.id) == self.member and typing:
            self._show_lists(found)
            return
        self.member, self.called = int(member.id), str(member.name) or tr("No name")
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
        self.plan = parts.column()
        if found.sees_money:
            self._section(tr("Plan"))
            self._layout.addLayout(self.plan)
        self._facts(found)
        self._rewards(found)
        if found.sees_money:
            self._money(found)
        self._relations(found)
        self._to_do(found)
        self._notes(found)
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

    def refuse(self, member: int, field: str, error: KClubError, typed: str) -> bool:
        """Show a refusal under its field, with what was typed; False where that field of that member is not seen."""
        name = error.field if isinstance(error, FieldRefused) and error.field in self.fields else field
        if member != self.member or name not in self.fields:
            return False
        self.fields[name].refuse(words_for(error), typed if name == field else None)
        return self.isVisible()

    def accept(self, member: int, field: str, value: str) -> None:
        """The edit of this field was written with this value."""
        if member != self.member:
            return
        if field == "new_task" and self.to_do is not None:
            self.to_do.accept()
        if field in self.fields:
            one = self.fields[field]
            if field == "new_note":
                if one.line.text().strip() == value:
                    one.line.clear()
                value = ""
            one.accept(value)

    def _section(self, words: str) -> None:
        self._layout.addSpacing(4)
        self._layout.addWidget(parts.line())
        self._layout.addWidget(parts.text(words, "section"))

    def _identity(self, found: Details) -> None:
        member = found.member
        name = parts.text(self.called, "section", wrap=True)
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
        if member.status == "lead" and member.archived_at is None:
            becomes = parts.button(
                tr("Becomes a member"), lambda: self.joined.emit(self.member), icon="check"
            )
            self._layout.addLayout(parts.row(becomes, None))

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
            region = region_of_zone(self._zone) if field == "phone" else None
            one = editable(field, name, str(getattr(member, field)), region)
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
            (tr("Spent"), (spent or shown.NOTHING) if found.sees_money else ""),
            (tr("Events attended"), shown.number(found.check_ins)),
            (tr("Imported plan"), str(member.plan)),
            (tr("Language"), language),
        ]
        for name, value in facts:
            if value:
                self._layout.addLayout(parts.fact(name, value))

    def _rewards(self, found: Details) -> None:
        self._section(tr("Level and points"))
        self.rewards = RewardsPart(
            found.rewards, self._zone, lambda what, value: self.reward_wanted.emit(self.member, what, value)
        )
        self._layout.addWidget(self.rewards)

    def _money(self, found: Details) -> None:
        self._section(tr("Money"))
        part = MoneyPart(found.standing, found.orders)
        name = str(found.member.name)
        part.order_wanted.connect(self.order_wanted)
        part.new_wanted.connect(lambda: self.order_placed.emit(self.member, name))
        self._layout.addWidget(part)

    def _show_lists(self, found: Details) -> None:
        """What may have come while the person is in a field."""
        for field in _OWN_FIELDS:
            self.fields[field].follow(str(getattr(found.member, field)))
        if self.files is not None:
            self.files.show_files(found.files)
        if self.notes is not None:
            self.notes.show_notes(found.beside.notes)
        if self.to_do is not None:
            self.to_do.show_to_do(found.beside.to_do)

    def _relations(self, found: Details) -> None:
        part = RelationsPart(found.member, found.beside, self._find, self._jobs, self._zone)
        part.kept.connect(lambda field, value: self.edited.emit(self.member, field, value))
        part.referrer_chosen.connect(lambda referrer: self.referrer_chosen.emit(self.member, referrer))
        name, kind = found.beside.household or ("", "household")
        part.household_wanted.connect(lambda: self.household_wanted.emit(self.member, name, kind))
        part.own_fields_wanted.connect(self.own_fields_wanted)
        part.member_wanted.connect(self.member_wanted)
        self.relations = part
        self.fields = part.fields = {**self.fields, **part.fields}
        self._section(tr("More on them"))
        self._layout.addWidget(part)

    def _to_do(self, found: Details) -> None:
        self._section(tr("To do"))
        self.to_do = ToDoPart(
            found.beside.to_do,
            self._zone,
            found.now,
            self.task_done.emit,
            lambda words, day: self.task_wanted.emit(self.member, words, day),
        )
        self._layout.addWidget(self.to_do)

    def _notes(self, found: Details) -> None:
        self._section(tr("Notes"))
        self.notes = NotesPart(
            found.beside.notes,
            self._zone,
            lambda field, value: self.edited.emit(self.member, field, value),
            lambda note, words: self.note_wanted.emit(self.member, note, words),
        )
        self.fields["new_note"] = self.notes.new
        self._layout.addWidget(self.notes)

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
        part = CoursesPart(found.taken)
        part.cancelled.connect(lambda course: self.enrolment_cancelled.emit(self.member, course))
        self._layout.addWidget(part)

    def _timeline(self, found: Details) -> None:
        self._section(tr("What happened"))
        items = [
            TimelineItem(
                shown.day(item.at, self._zone),
                moment_words(item),
                *MOMENT_LOOKS.get(item.kind.partition(":")[0], ("", "")),
                note=shown.money(item.amount, item.currency) if item.amount is not None else "",
            )
            for item in found.timeline
        ]
        self._layout.addWidget(Timeline(items))
        if found.more:
            more = parts.button(tr("Show more"), lambda: self.more_wanted.emit(self.member), kind="link")
            more.setAccessibleName(tr("Show more of what happened"))
            self._layout.addLayout(parts.row(more, None))

    def _history(self) -> None:
        self._section(tr("History"))
        self.history = RecordHistorySection(self._zone)
        self.history.undo_wanted.connect(lambda step: self.undo_wanted.emit(step, False))
        self.history.redo_wanted.connect(lambda step: self.undo_wanted.emit(step, True))
        self.history.whole_wanted.connect(lambda: self.history_wanted.emit(self.member))
        self._layout.addWidget(self.history)
