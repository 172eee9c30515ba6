"""Members at the desk: found, edited in place, refused under the field, archived and taken back, suggested courses."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def first_member(desk):
    return desk.open("members").table.ids[0]


def test_everybody_who_is_not_archived_is_listed(desk):
    page = desk.open("members")
    live = desk.library.value("SELECT count(*) FROM member WHERE archived_at IS NULL AND deleted_at IS NULL")
    assert len(page.table.ids) == live


def test_typing_pinyin_finds_the_chinese_name(desk):
    with desk.library.write(Op.ADD_MEMBER):
        wanted = rows.add(desk.library, Member, name="欧阳晓雯", created_at=1)
    page = desk.open("members")

    desk.qtbot.keyClicks(page.search, "ouyangxiaowen")
    desk.qtbot.waitUntil(lambda: list(page.table.ids) == [wanted])
    desk.settle()

    assert page.table.line(0).words[0] == "欧阳晓雯"


def test_a_search_that_fits_nobody_says_so(desk):
    page = desk.open("members")
    desk.qtbot.keyClicks(page.search, "qqqqqq")
    desk.qtbot.waitUntil(lambda: len(page.table.ids) == 0)
    assert page.nothing.isVisible() and not page.view.isVisible()


def test_sorting_by_name_turns_the_list_round(desk):
    page = desk.open("members")
    page.view.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    desk.settle()
    rising = list(page.table.ids)
    page.view.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    desk.settle()
    assert list(page.table.ids) == rising[::-1]
    assert page.table.headerData(0, Qt.Orientation.Horizontal).endswith("↓")


def test_an_edit_in_the_inspector_is_kept_and_can_be_taken_back(desk):
    member = first_member(desk)
    page = desk.open("members")
    page.go_to(member)
    desk.settle()
    before = rows.get(desk.library, Member, member).note

    line = page.inspector.fields["note"].line
    line.setFocus()
    line.setText("Speaks at the next evening")
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.settle()
    assert rows.get(desk.library, Member, member).note == "Speaks at the next evening"

    desk.take_back()
    assert rows.get(desk.library, Member, member).note == before


def test_a_bad_address_is_refused_under_its_field_and_nothing_is_written(desk):
    member = first_member(desk)
    page = desk.open("members")
    page.go_to(member)
    desk.settle()
    before = rows.get(desk.library, Member, member).email

    field = page.inspector.fields["email"]
    field.line.setText("nobody at home")
    desk.qtbot.keyClick(field.line, Qt.Key.Key_Return)
    desk.settle()

    assert field.error.isVisible() and field.error.text() == "This is not an e-mail address."
    assert rows.get(desk.library, Member, member).email == before


def test_archiving_several_is_one_step_of_undo(desk):
    page = desk.open("members")
    chosen = list(page.table.ids[:3])
    page.view.selectRow(0)
    page.view.selectionModel().select(
        page.table.index(2, 0), page.view.selectionModel().SelectionFlag.Select | page.view.selectionModel().SelectionFlag.Rows
    )  # fmt: skip
    page.view.selectionModel().select(
        page.table.index(1, 0), page.view.selectionModel().SelectionFlag.Select | page.view.selectionModel().SelectionFlag.Rows
    )  # fmt: skip
    assert page.bulk.isVisible() and page.bulk.selected.text() == "3 selected"

    page.archive_selected()
    desk.settle()
    assert not set(chosen) & set(page.table.ids)

    desk.take_back()
    assert set(chosen) <= set(page.table.ids)


def test_the_inspector_says_what_comes_next_and_why(desk):
    member = desk.library.value(
        "SELECT member FROM rating GROUP BY member ORDER BY count(*) DESC, member LIMIT 1"
    )
    page = desk.open("members")
    page.go_to(member)
    desk.settle()
    said = texts(page.inspector.next)
    owned = {t for (t,) in desk.library.rows(
        "SELECT c.title FROM enrolment n JOIN course c ON c.id = n.course WHERE n.member = ?", (member,)
    )}  # fmt: skip
    assert len([text for text in said if "Often taken" in text or "Taken by" in text]) == 3
    assert not owned & set(said)


def test_a_member_added_by_hand_is_shown_at_once(desk):
    page = desk.open("members")
    page.add_member()
    from kclub_desktop.ui.desk.add_member import AddMember

    form = page.findChild(AddMember)
    form.fields["name"].line.setText("Nadia Haddad")
    form.fields["email"].line.setText("Nadia@Example.com")
    form.add()
    desk.settle()
    assert page.inspector.isVisible()
    assert page.inspector.fields["email"].line.text() == "nadia@example.com"


def test_an_edit_that_another_program_makes_appears_by_itself(desk):
    page = desk.open("members")
    from kclub_desktop.store import open_library

    with open_library(desk.library.folder, clock=desk.clock) as other, other.write(Op.ADD_MEMBER):
        rows.add(other, Member, name="From the kiosk", joined_at=desk.clock.now(), created_at=1)
    desk.qtbot.waitUntil(
        lambda: page.table.line(0) is not None and page.table.line(0).words[0] == "From the kiosk",
        timeout=10_000,
    )


def test_an_empty_library_says_what_to_do(empty_desk):
    page = empty_desk.open("members")
    assert "No members yet" in texts(page)


def test_a_declined_course_leaves_the_members_list_and_can_be_brought_back(desk):
    member = desk.library.value(
        "SELECT e.member FROM enrolment e JOIN member m ON m.id = e.member WHERE m.archived_at IS NULL"
        " GROUP BY e.member ORDER BY count(*) DESC, e.member LIMIT 1 OFFSET 3"
    )
    page = desk.open("members")
    page.go_to(member)
    desk.settle()
    refuse = buttons(page.inspector, "Not interested in ")
    title = refuse[0].accessibleName().removeprefix("Not interested in ")

    refuse[0].click()
    desk.settle()

    assert desk.said == "Kept: not interested"
    assert title not in [
        b.accessibleName().removeprefix("Not interested in ")
        for b in buttons(page.inspector, "Not interested in ")
    ]
    back = buttons(page.inspector, f"Recommend {title} again")
    back[0].click()
    desk.settle()
    assert buttons(page.inspector, f"Not interested in {title}")


def buttons(widget, words):
    from PySide6.QtWidgets import QPushButton

    found = [b for b in widget.findChildren(QPushButton) if b.accessibleName().startswith(words)]
    return [b for b in found if b.isVisibleTo(widget)]
