"""A course's words are written in Markdown, and a member's rating is noted, at the desk."""

from kclub_desktop.store import rows
from kclub_desktop.store.tables import Course, Rating
from kclub_desktop.ui.desk.course_dialogs import RateDialog, SummaryDialog
from kclub_desktop.ui.widgets.person_picker import Person


def opened(desk):
    page = desk.open("courses")
    course = desk.library.value("SELECT min(id) FROM course WHERE deleted_at IS NULL")
    page.go_to(course)
    desk.settle()
    return page, course


def test_a_summary_is_edited_as_markdown_and_taken_back(desk):
    page, course = opened(desk)
    before = rows.get(desk.library, Course, course).summary
    page.edit_summary(rows.get(desk.library, Course, course))
    dialog = page.findChild(SummaryDialog)
    assert dialog.editor.markdown == before

    dialog.editor.set_markdown("## For whom\n\n- **writers**")
    dialog.keep.click()
    desk.settle()
    assert rows.get(desk.library, Course, course).summary == "## For whom\n\n- **writers**"
    assert not dialog.isVisible()

    desk.take_back()
    assert rows.get(desk.library, Course, course).summary == before


def test_a_rating_is_noted_for_a_member_once_somebody_and_stars_are_chosen(desk):
    page, course = opened(desk)
    member = desk.library.value(
        "SELECT id FROM member m WHERE deleted_at IS NULL AND archived_at IS NULL AND status = 'member'"
        " AND NOT EXISTS (SELECT 1 FROM rating WHERE member = m.id AND course = ?) LIMIT 1",
        (course,),
    )
    page.record_rating(rows.get(desk.library, Course, course))
    dialog = page.findChild(RateDialog)
    dialog.who.pick(Person(member, "Somebody", ""))
    dialog.who.picked.emit(dialog.who.person)
    assert not dialog.keep.isEnabled()
    dialog.stars.setValue(4)
    dialog.stars.rated.emit(4)
    dialog.review.setText("Good pace")
    dialog.keep.click()
    desk.settle()

    [kept] = desk.library.rows(
        "SELECT stars, review FROM rating WHERE member = ? AND course = ?", (member, course)
    )
    assert kept == (4, "Good pace") and rows.id_for(Rating, {"member": member, "course": course})
