"""The members page: a list of any length with filter, segments and sorting, and the inspector of the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from kclub_desktop.community import members, segments
from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.store import Changes
from kclub_desktop.store.segments import EVERYBODY, Part, to_data
from kclub_desktop.store.tables import (
    Activity,
    Attachment,
    CheckIn,
    Consent,
    Contact,
    CustomField,
    CustomValue,
    Enrolment,
    FollowUp,
    Household,
    Member,
    NotDuplicate,
    Note,
    Order,
    Payment,
    Rating,
    RecommendationFeedback,
    Segment,
    Subscription,
)
from kclub_desktop.ui.desk import (
    duplicates_query,
    history_query,
    member_doing,
    member_files,
    member_privacy,
    member_rewards,
    member_timeline,
    members_query,
    parts,
    segments_query,
    shown,
)
from kclub_desktop.ui.desk.member_bulk import MemberBulk
from kclub_desktop.ui.desk.member_inspector import MemberInspector
from kclub_desktop.ui.desk.member_table import COLUMNS, MemberTable
from kclub_desktop.ui.desk.member_view import MemberView
from kclub_desktop.ui.desk.members_filter import MembersFilter
from kclub_desktop.ui.desk.members_query import Filter, IdArray
from kclub_desktop.ui.desk.members_query import Order as ListOrder
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.desk.subscription_part import SubscriptionPart
from kclub_desktop.ui.desk.suggestions import declined_courses, next_courses
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.column_chooser import ColumnChooser
from kclub_desktop.ui.widgets.person_picker import Person
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_segments import said

_COLUMNS_SETTING = "members.columns"


@dataclass(frozen=True)
class Loaded:
    """What the page shows. words: the filter in words, '' for everybody."""

    ids: IdArray
    total: int
    saved: list[segments_query.SavedRow]
    choices: segments_query.Choices
    words: str


class MembersPage(Page):
    """Everybody, and one of them."""

    name = "members"
    models = frozenset(
        {
            Member,
            Activity,
            Attachment,
            CheckIn,
            Consent,
            Contact,
            CustomField,
            CustomValue,
            Enrolment,
            FollowUp,
            Household,
            NotDuplicate,
            Note,
            Order,
            Payment,
            Rating,
            RecommendationFeedback,
            Segment,
            Subscription,
        }
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.filter, self.order, self.chosen = Filter(), ListOrder(), 0
        self._moments, self._moments_of = member_timeline.STEP, 0
        # Asked anew after a change, not with every letter typed into the filter.
        self._around: tuple[list[segments_query.SavedRow], segments_query.Choices] | None = None
        super().__init__(session, parent)

    def title(self) -> str:
        """Members, in the current language."""
        return tr("Members")

    def build(self, body: QWidget) -> None:
        """Header, filter bar, table, inspector."""
        self.table = MemberTable(self.session.library, self.order)
        self.count = parts.text("", "secondary")
        self.columns = self._columns()
        left = parts.column(margins=parts.PAGE, gap=12)
        left.addLayout(
            parts.header(
                self.title(),
                self.count,
                self.columns,
                parts.button(tr("Import"), self.import_files, icon="import", shortcut="Ctrl+I"),
                parts.button(tr("Export"), self.export, icon="export", shortcut="Ctrl+E"),
                parts.button(
                    tr("Add member"), self.add_member, kind="primary", icon="add", shortcut="Ctrl+N"
                ),
            )
        )
        left.addWidget(self._filter_bar())
        self.duplicates = parts.button("", lambda: self.wanted.emit("duplicates", None), kind="link")
        self.duplicates.hide()
        self._compared = False
        left.addLayout(parts.row(self.duplicates, None))
        self.view = MemberView(self.table, self.order, self.title())
        self.view.show_columns(self.columns_shown)
        self.view.sorted_by.connect(self._sort)
        self.view.archive_wanted.connect(self.archive_selected)
        self.view.selectionModel().currentRowChanged.connect(self._current_changed)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_bulk())
        self.nothing = parts.small_message(tr("No member fits. Try fewer words or another segment."))
        self.nothing.hide()
        left.addWidget(self._bulk_bar())
        left.addWidget(self.view, 1)
        left.addWidget(self.nothing, 1)
        library = self.session.library
        self.inspector = MemberInspector(
            library.zone, partial(members_query.people, library), self.session.jobs
        )
        self.inspector.hide()
        member_doing.listen(self)
        self.inspector.more_wanted.connect(self.show_more_moments)
        self.inspector.archived.connect(lambda member, archived: self._archive([member], archived))
        self.inspector.closed.connect(self.close_inspector)
        self.inspector.course_wanted.connect(lambda course: self.wanted.emit("courses", course))
        self.inspector.order_wanted.connect(lambda order: self.wanted.emit("money", order))
        self.inspector.order_placed.connect(
            lambda member, name: self.wanted.emit("money", Person(member, name))
        )
        self.inspector.export_wanted.connect(partial(member_privacy.export_everything, self))
        self.inspector.erase_wanted.connect(self.ask_to_erase)
        self.inspector.consent_said.connect(partial(member_privacy.record_consent, self))
        self.inspector.reward_wanted.connect(partial(member_rewards.act, self))
        self.inspector.files_wanted.connect(partial(member_files.choose_and_add, self))
        self.inspector.file_saved.connect(partial(member_files.choose_and_save, self))
        self.inspector.file_removed.connect(partial(member_files.remove, self))
        self.inspector.declined.connect(self.decline)
        self.inspector.taken_back.connect(self.take_back)
        self.inspector.undo_wanted.connect(self.undo_wanted)
        self.inspector.history_wanted.connect(lambda member: self._load_history(member, whole=True))
        parts.beside(left, self.inspector, body)

    def _filter_bar(self) -> MembersFilter:
        self.bar = MembersFilter(self.filter)
        self.search = self.bar.search
        self.bar.changed.connect(self._set_filter)
        self.bar.save_wanted.connect(self.save_segment)
        self.bar.rename_wanted.connect(self.rename_segment)
        self.bar.delete_wanted.connect(self.delete_segment)
        return self.bar

    def _columns(self) -> ColumnChooser:
        wanted = self.session.settings.get(_COLUMNS_SETTING)
        codes = [code for code, _words in COLUMNS]
        shown_now = wanted.split(",") if wanted else codes
        chooser = ColumnChooser([(code, tr(words)) for code, words in COLUMNS], shown_now, fixed=("name",))
        chooser.changed.connect(self._show_columns)
        self.columns_shown = chooser.shown
        return chooser

    def _show_columns(self, shown_now: list[str]) -> None:
        self.session.settings.remember(_COLUMNS_SETTING, ",".join(shown_now))
        self.columns_shown = shown_now
        self.view.show_columns(shown_now)

    def _bulk_bar(self) -> QWidget:
        self.bulk = MemberBulk(
            self,
            self.selected_ids,
            lambda: self.inspector.known_tags,
            lambda: self.filter.segment == "leads",
        )
        self.bulk.cleared.connect(lambda: self.view.clearSelection())
        return self.bulk

    def selected_ids(self) -> list[int]:
        """Whoever is selected, in list order."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.table.ids[row] for row in rows]

    # Loading

    def on_changes(self, changes: Changes) -> None:
        """Data changed: what the filter bar offers may be other than it was, too."""
        self._around = None
        self._compared = self._compared and not changes.touch(Member, Contact, NotDuplicate)
        super().on_changes(changes)

    def query(self, progress: Progress) -> Loaded:
        """Ids in list order, how many members there are at all, and what the filter bar shows."""
        library, part = self.session.library, self.filter.part
        around = self._around
        if around is None:
            around = segments_query.saved_rows(library), segments_query.choices(library)
        words = said(to_data(part), segments.titles(library, part)) if part != EVERYBODY else ""
        return Loaded(
            members_query.member_ids(library, self.filter, self.order),
            members_query.how_many(library),
            *around,
            words,
        )

    def show_loaded(self, found: Loaded) -> None:
        """Show the list; the chosen member stays chosen."""
        ids, total = found.ids, found.total
        self._around = found.saved, found.choices
        self.inspector.known_tags = found.choices.tags
        if total == 0:
            self.show_empty(
                tr("No members yet"),
                tr(
                    "Everybody of your community will be here. Bring them in from a file, or add the first one."
                ),
                tr("Import"),
                self.import_files,
                other=parts.button(tr("Add member"), self.add_member),
            )
            return
        self.bar.show_state(found.saved, found.choices, found.words, len(ids))
        top = self.view.verticalScrollBar().value()
        self.table.show_ids(ids)
        shown_count, all_count = shown.number(len(ids)), shown.number(total)
        narrowed = tr("{n} of {total}", n=shown_count, total=all_count)
        self.count.setText(narrowed if self.filter.narrow else shown_count)
        self.view.setVisible(len(ids) > 0)
        self.nothing.setVisible(len(ids) == 0)
        self.view.verticalScrollBar().setValue(top)
        if self.chosen:
            self.view.mark(self.chosen)
            self._load_details()
        self._count_duplicates()

    def _count_duplicates(self) -> None:
        """Say how many pairs may be one person, where looking costs little; else how to look. What the filter shows does
        not change that: everybody is compared again only when members are others than they were."""
        if self._compared:
            return
        library, self._compared = self.session.library, True
        self.session.jobs.start(
            lambda progress: duplicates_query.count(library, progress),
            key="duplicates",
            done=self._show_duplicates,
            failed=self._not_compared,
        )

    def _not_compared(self, _error: KClubError | None) -> None:
        self._compared = False

    def _show_duplicates(self, count: int | None) -> None:
        words = (
            tr("Look for duplicates")
            if count is None
            else tr_many("1 pair may be one person", "{n} pairs may be one person", count)
        )
        self.duplicates.setText(words)
        self.duplicates.setAccessibleName(words)
        self.duplicates.setVisible(count != 0)

    # Choosing

    def go_to(self, row_id: int) -> None:
        """Show one member, whatever the filter was."""
        self.chosen = row_id
        if self.filter.narrow:
            self.filter = Filter()
            self.retranslate()
            return
        self._load_details()
        self.view.mark(row_id, scroll=True)

    def close_inspector(self) -> None:
        """Give the list the whole width."""
        self.chosen = 0
        self.inspector.hide()
        self.view.clearSelection()

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen = self.table.ids[current.row()]
            self._load_details()

    def _load_details(self) -> None:
        member, library = self.chosen, self.session.library
        if self._moments_of != member:
            self._moments, self._moments_of = member_timeline.STEP, member
        moments = self._moments
        self.session.jobs.start(
            lambda progress: members_query.details(library, member, moments),
            key="member",
            done=self._show_details,
        )

    def show_anew(self) -> None:
        """Fill the inspector with what is stored, whatever stands in it."""
        self.inspector.member = 0
        self._load_details()

    def show_more_moments(self, member: int) -> None:
        """Go further back in what happened with a member."""
        if member == self.chosen:
            self._moments += member_timeline.STEP
            self._load_details()

    def _show_details(self, found: members_query.Details | None) -> None:
        if found is None:
            self.close_inspector()
            return
        self.inspector.show_details(found)
        if found.sees_money and self.inspector.plan.count() == 0:
            self.inspector.plan.addWidget(SubscriptionPart(self, int(found.member.id)))
        self.inspector.show()
        self._load_next(int(found.member.id))

    def _load_next(self, member: int) -> None:
        session = self.session
        session.jobs.start(
            lambda progress: (next_courses(session, member, progress), declined_courses(session, member)),
            key="next",
            done=partial(self.inspector.show_next, member),
        )
        self._load_history(member)

    def _load_history(self, member: int, whole: bool = False) -> None:
        library = self.session.library
        most = history_query.WHOLE_SHOWN if whole else history_query.RECORD_STEPS_SHOWN
        self.session.jobs.start(
            lambda progress: history_query.of_row(library, Member, member, most),
            key="member_history",
            done=self.inspector.show_history,
        )

    def _show_bulk(self) -> None:
        self.bulk.count(len(self.view.selectionModel().selectedRows()))

    # Filter and order

    def _set_filter(self, wanted: Filter) -> None:
        self.filter = wanted
        self.view.verticalScrollBar().setValue(0)
        self.refresh()

    def _sort(self, column: int, descending: bool) -> None:
        self.order = self.table.order = ListOrder(COLUMNS[column][0], descending)
        self.refresh()

    # Doing

    def decline(self, member: int, course: int) -> None:
        """Keep that a member does not want a course, and show what is next without it."""
        from kclub_desktop.recommend import feedback

        self.do(
            lambda: feedback.decline(self.session.library, member, course),
            said=tr("Kept: not interested"),
        )

    def take_back(self, member: int, course: int) -> None:
        """Let a course be recommended again."""
        from kclub_desktop.recommend import feedback

        self.do(
            lambda: feedback.take_back(self.session.library, member, course),
            said=tr("It may be recommended again"),
        )

    def archive_selected(self) -> None:
        """Archive every selected member."""
        self._archive(self.selected_ids(), True)

    def _archive(self, chosen: list[int], archived: bool) -> None:
        if not chosen:
            return
        n = len(chosen)
        said = tr("{n} archived", n=n) if archived else tr("{n} brought back", n=n)
        self.do(lambda: members.archive(self.session.library, chosen, archived), said=said)

    def save_segment(self, name: str, part: Part) -> None:
        """Keep the filter under a name; it is then the chosen segment."""
        self.do(
            lambda: segments.save(self.session.library, name, part),
            said=tr("Segment saved"),
            done=lambda row: self._chosen_anew(part, row),
        )

    def rename_segment(self, segment: int, name: str) -> None:
        """Call a segment something else."""
        self.do(
            lambda: segments.rename(self.session.library, segment, name),
            said=tr("Segment renamed"),
            done=lambda _result: self._chosen_anew(self.filter.part, segment),
        )

    def delete_segment(self, segment: int) -> None:
        """Delete a segment; the list goes on showing whom it found."""
        self.do(
            lambda: segments.delete(self.session.library, segment),
            said=tr("Segment deleted"),
            done=lambda _result: self._chosen_anew(self.filter.part, 0),
        )

    def _chosen_anew(self, part: Part, saved: int) -> None:
        self._around = None
        self.bar.choose(part, saved)
        self.refresh()

    def ask_to_erase(self, member: int, name: str) -> None:
        """Say what would go; erase when the person says so."""
        self.erasing = member_privacy.ask_to_erase(self, member, name, self.close_inspector)

    def add_member(self) -> None:
        """Ask for a name and what else is known, then show the new member."""
        from kclub_desktop.ui.desk.add_member import AddMember

        AddMember(self, self.session, self.go_to).open()

    def import_files(self) -> None:
        """Choose files, look at what they would bring, import."""
        from kclub_desktop.ui.desk.import_dialog import choose_and_import

        choose_and_import(self, self.session)

    def look_at_files(self, files: Sequence[str]) -> None:
        """Show what files would bring, before anything is written."""
        from kclub_desktop.ui.desk.import_dialog import ImportDialog

        ImportDialog(self, self.session, list(files)).open()

    def export(self) -> None:
        """Write all members to a CSV file."""
        from kclub_desktop.ui.desk.export import choose_and_export

        choose_and_export(self, self.session)
