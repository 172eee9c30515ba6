"""Segments at the desk: a filter is put together, counted, saved, chosen, renamed and deleted with a way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kclub_desktop.community import segments as rules
from kclub_desktop.store import Op, rows, segments
from kclub_desktop.store.segments import EVERYBODY, AllOf, AnyOf, Not, Where
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk.filter_editor import FIELDS, QUESTIONS, FilterEditor, NamePopover
from kclub_desktop.ui.desk.filter_values import value_widget
from kclub_desktop.ui.desk.segments_query import Flat, choices, flat, saved_rows

LEADS = Where("status", "one_of", ["lead"])


def named(page, name):
    page.bar._fill_menu()
    return next(action for action in page.bar._menu.actions() if action.text().split("\t")[0] == name)


def test_a_filter_is_counted_while_it_is_put_together(desk):
    page = desk.open("members")
    page.bar.open_editor()
    desk.settle()
    line = page.bar.editor._lines[0]
    line.field.setCurrentIndex(list(FIELDS).index("status"))
    line._field_chosen()
    line._value._codes["lead"].setChecked(True)
    desk.settle()

    leads = segments.count(desk.library, LEADS)
    assert len(page.table.ids) == leads > 0
    assert page.bar.editor.count.text() == f"{leads} members"
    assert page.bar.words.text() == "Status is lead"
    page.bar.editor.close()


def test_a_filter_is_saved_as_a_segment_which_is_then_chosen(desk):
    page = desk.open("members")
    page.bar.choose(LEADS)
    desk.settle()

    page.bar.ask_name()
    popover = page.findChild(NamePopover)
    desk.qtbot.keyClicks(popover.line, "My leads")
    desk.qtbot.keyClick(popover.line, Qt.Key.Key_Return)
    desk.settle()

    (saved,) = saved_rows(desk.library)
    assert (saved.name, saved.part) == ("My leads", LEADS)
    assert page.bar.segments.accessibleName() == "My leads"
    assert named(page, "My leads").isChecked()
    desk.take_back()
    assert saved_rows(desk.library) == [] and page.bar.segments.accessibleName() == "Segments"


def test_a_saved_segment_shows_its_count_and_its_members(desk):
    rules.save(desk.library, "My leads", LEADS)
    page = desk.open("members")
    count = segments.count(desk.library, LEADS)

    assert named(page, "My leads").text() == f"My leads\t{count}"
    named(page, "My leads").trigger()
    desk.settle()

    assert len(page.table.ids) == count
    with desk.library.write(Op.ADD_MEMBER):
        rows.add(desk.library, Member, name="Newcomer", status="lead", created_at=1)
    desk.settle()
    assert len(page.table.ids) == count + 1
    assert named(page, "My leads").text() == f"My leads\t{count + 1}"


def test_a_segment_is_renamed_and_deleted_with_a_way_back(desk):
    row = rules.save(desk.library, "My leads", LEADS)
    page = desk.open("members")
    named(page, "My leads").trigger()
    desk.settle()

    page.rename_segment(row, "Prospects")
    desk.settle()
    assert page.bar.segments.accessibleName() == "Prospects"

    named(page, "Delete “Prospects”").trigger()
    desk.settle()
    assert saved_rows(desk.library) == []
    desk.take_back()
    assert [each.name for each in saved_rows(desk.library)] == ["Prospects"]


def test_suggested_segments_are_offered_until_they_are_saved(desk):
    page = desk.open("members")
    page.bar._fill_menu()
    (menu,) = [a.menu() for a in page.bar._menu.actions() if a.menu() and a.text() == "Suggested"]
    offered = [action.text() for action in menu.actions()]
    assert "New in the last 30 days" in offered

    rules.save(desk.library, "New in the last 30 days", Where("joined", "last_days", 30))
    desk.settle()

    page.bar._fill_menu()
    (menu,) = [a.menu() for a in page.bar._menu.actions() if a.menu() and a.text() == "Suggested"]
    assert "New in the last 30 days" not in [action.text() for action in menu.actions()]


def test_showing_everybody_again_takes_one_click(desk):
    page = desk.open("members")
    everybody = len(page.table.ids)
    page.bar.choose(LEADS)
    desk.settle()
    assert page.bar._everybody.isVisible()

    page.bar._everybody.click()
    desk.settle()

    assert len(page.table.ids) == everybody and not page.bar._everybody.isVisible()


def test_the_filter_bar_speaks_chinese_too(desk):
    desk.open("members").bar.choose(AllOf((LEADS, Where("active", "last_days", 30))))
    desk.settle()
    desk.window.switch_language()
    desk.settle()

    page = desk.open("members")
    said = [label.text() for label in page.findChildren(QLabel)]
    assert "状态为潜在会员，且最近 30 天有行为" in said


@pytest.mark.parametrize(
    "part",
    [
        EVERYBODY,
        LEADS,
        Not(Where("course", "enrolled", "5")),
        AllOf((LEADS, Where("tag", "has", "VIP"))),
        AnyOf((LEADS, Not(Where("event", "attended", "5")))),
    ],
)
def test_what_the_editor_shows_is_the_filter_again(part):
    assert flat(part).part == part


def test_a_nested_filter_is_not_shown_as_something_else(desk):
    nested = AnyOf((LEADS, AllOf((LEADS, LEADS))))
    assert flat(nested) is None

    editor = FilterEditor(nested, choices(desk.library), desk.window)

    assert not editor._nested.isHidden() and editor._lines == []
    editor.deleteLater()


@pytest.mark.parametrize("field", FIELDS)
def test_every_question_can_be_asked_and_its_value_is_one_the_filter_takes(desk, field):
    known = choices(desk.library)
    for operator, denied, _words in QUESTIONS[field]:
        given = {"tag": "VIP", "text": "li"}.get(field)
        value = value_widget(field, operator, known, given)
        if field == "spent":
            value._box.setText("12.50")
        for action in getattr(value, "_codes", {}).values():
            action.setChecked(True)
        where = Where(field, operator, value.value)
        part = Flat(True, ((denied, where),)).part

        assert segments.from_data(segments.to_data(part)) == part
        segments.count(desk.library, part)
        value.deleteLater()
