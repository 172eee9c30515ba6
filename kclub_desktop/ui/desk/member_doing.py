"""What the members page does for its inspector: each edited field goes to the rule that keeps it, and is one step of undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kclub_desktop.community import due_days, learning, members, notes, own_fields, reaching
from kclub_desktop.errors import KClubError
from kclub_desktop.store import Library
from kclub_desktop.ui.desk.editable import not_kept
from kclub_desktop.ui.desk.markdown_dialog import MarkdownDialog
from kclub_desktop.ui.desk.member_bulk import HouseholdDialog
from kclub_desktop.ui.desk.own_fields_dialog import OwnFieldsDialog
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_errors import words_for

if TYPE_CHECKING:
    from kclub_desktop.ui.desk.members_page import MembersPage


def listen(page: MembersPage) -> None:
    """Do what the inspector of a page asks for."""
    inspector = page.inspector
    inspector.edited.connect(partial(edit, page))
    inspector.referrer_chosen.connect(partial(set_referrer, page))
    inspector.task_wanted.connect(partial(remind, page))
    inspector.task_done.connect(partial(task_done, page))
    inspector.joined.connect(partial(join, page))
    inspector.household_wanted.connect(
        lambda member, name, kind: HouseholdDialog(page, [member], name, kind).open()
    )
    inspector.enrolment_cancelled.connect(partial(cancel_enrolment, page))
    inspector.own_fields_wanted.connect(lambda: OwnFieldsDialog(page).open())
    inspector.note_wanted.connect(partial(write_note, page))
    inspector.member_wanted.connect(page.go_to)


def edit(page: MembersPage, member: int, field: str, value: str) -> None:
    """Write one edited field; a refusal stands under it, or names it where the person has gone on meanwhile."""
    library, inspector = page.session.library, page.inspector
    who, one = inspector.called, inspector.fields.get(field)
    what = one.line.accessibleName() if one else tr("Tags")

    def refused(error: KClubError) -> None:
        # Another may be chosen already and still be on the way here: what stood under a field would go with it.
        if page.chosen == member and inspector.refuse(member, field, error, value):
            return
        page.trouble.emit(not_kept(who, what, value, error))
        if member == inspector.member and one is None:
            page.show_anew()

    page.do(
        lambda: keep(library, member, field, value),
        said=tr("Change kept"),
        done=lambda _result: inspector.accept(member, field, value),
        failed=refused,
    )


def keep(library: Library, member: int, field: str, value: str) -> None:
    """field: a column of the member, new_note, note:ID, contact:ID, contact+KIND or own:ID."""
    what, _, row = field.partition(":")
    match what:
        case "new_note":
            notes.write(library, member, value)
        case "note" if row:
            notes.change(library, int(row), value)
        case "contact":
            reaching.change(library, int(row), value)
        case "own":
            own_fields.say(library, member, own_fields.find(library, row), value)
        case _ if what.startswith("contact+"):
            reaching.add(library, member, what.removeprefix("contact+"), value)
        case _:
            members.edit(library, member, {field: value})


def write_note(page: MembersPage, member: int, note: int, words: str) -> None:
    """A note of more than a line, in Markdown; emptied it is taken away."""
    library = page.session.library

    def write(said: str) -> None:
        if note:
            notes.change(library, note, said)
        else:
            notes.write(library, member, said)

    title = tr("Change this note") if note else tr("New note")
    MarkdownDialog(page, title, tr("What happened, what they said"), tr("Note"), words, write).open()


def set_referrer(page: MembersPage, member: int, referrer: int | None) -> None:
    """Keep who brought a member."""
    page.do(
        lambda: members.set_referrer(page.session.library, member, referrer),
        said=tr("Change kept"),
        failed=lambda error: page.trouble.emit(words_for(error)),
    )


def remind(page: MembersPage, member: int, words: str, day: str) -> None:
    """Keep something to do; day as a person typed it."""
    library = page.session.library
    page.do(
        lambda: notes.remind(library, member, words, due_days.end_of(day, library.zone)),
        said=tr("Kept: something to do"),
        done=lambda _row: page.inspector.accept(member, "new_task", words),
        failed=lambda error: page.trouble.emit(words_for(error)),
    )


def task_done(page: MembersPage, follow_up: int, is_done: bool) -> None:
    """Keep that something was done, or was not after all."""
    said = tr("Done") if is_done else tr("Not done after all")
    page.do(lambda: notes.done(page.session.library, follow_up, is_done), said=said)


def join(page: MembersPage, member: int) -> None:
    """A lead becomes a member."""
    page.do(
        lambda: members.join(page.session.library, [member]),
        said=lambda n: tr_many("1 lead became a member", "{n} leads became members", n),
    )


def cancel_enrolment(page: MembersPage, member: int, course: int) -> None:
    """Take a member out of a course."""
    page.do(
        lambda: learning.cancel(page.session.library, member, course),
        said=lambda given_back: (
            tr("Enrolment cancelled, and the pass has its use back")
            if given_back
            else tr("Enrolment cancelled")
        ),
        failed=lambda error: page.trouble.emit(words_for(error)),
    )
