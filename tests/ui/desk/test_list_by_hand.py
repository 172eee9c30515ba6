"""The members' list under real hands: letters typed into it, a drag over rows, Shift and Ctrl, and the row one stands on is seen."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member

NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


def middle_of(view, row):
    return view.visualRect(view.model().index(row, 1)).center()


def chosen_rows(view):
    return sorted(index.row() for index in view.selectionModel().selectedRows())


def by_name(desk):
    page = desk.open("members")
    page.view.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    desk.settle()
    return page


def test_letters_typed_into_the_list_go_to_the_next_name_that_begins_so(desk):
    page = by_name(desk)
    page.view.setFocus()
    page.view.setCurrentIndex(page.table.index(0, 0))
    names = [page.table.line(row).words[0] for row in range(len(page.table.ids))]
    wanted = next(row for row, name in enumerate(names) if name.lower().startswith("li"))

    QTest.keyClicks(page.view, "li")

    assert page.view.currentIndex().row() == wanted
    desk.settle()
    assert page.chosen == page.table.ids[wanted]


def test_the_list_is_not_read_through_for_a_typed_letter_and_pinyin_is_known(desk, monkeypatch):
    with desk.library.write(Op.ADD_MEMBER):
        rows.add(desk.library, Member, name="欧阳晓雯", created_at=1, joined_at=1)
    desk.settle()
    page = by_name(desk)
    page.view.setFocus()
    page.view.setCurrentIndex(page.table.index(0, 0))
    asked = []
    monkeypatch.setattr(page.table, "data", lambda index, role=0: asked.append(index.row()) or None)

    QTest.keyClicks(page.view, "ouyang")

    assert page.table.line(page.view.currentIndex().row()).words[0].startswith("欧阳")
    assert len(asked) < len(page.table.ids)


def test_a_drag_over_rows_selects_them_all(desk):
    page = by_name(desk)
    view = page.view
    QTest.mousePress(view.viewport(), LEFT, NONE, middle_of(view, 1))
    for row in (2, 3, 4):
        QTest.mouseMove(view.viewport(), middle_of(view, row))
    QTest.mouseRelease(view.viewport(), LEFT, NONE, middle_of(view, 4))

    assert chosen_rows(view) == [1, 2, 3, 4]
    assert page.bulk.isVisible() and page.bulk.selected.text() == "4 selected"


def test_shift_extends_and_ctrl_adds(desk):
    page = by_name(desk)
    view = page.view
    QTest.mouseClick(view.viewport(), LEFT, NONE, middle_of(view, 0))
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, middle_of(view, 2))
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, middle_of(view, 4))
    assert chosen_rows(view) == [0, 1, 2, 4]


def colour_at(view, row, x):
    return view.viewport().grab().toImage().pixelColor(QPoint(x, middle_of(view, row).y())).name()


def test_selected_hovered_and_current_rows_look_different(desk):
    page = by_name(desk)
    view = page.view
    desk.window.activateWindow()
    plain = colour_at(view, 3, view.viewport().width() - 3)
    QTest.mouseClick(view.viewport(), LEFT, NONE, middle_of(view, 1))
    desk.settle()
    QTest.mouseMove(view.viewport(), middle_of(view, 3))
    right = view.viewport().width() - 3
    view.setFocus()

    assert len({plain, colour_at(view, 1, right), colour_at(view, 3, right)}) == 3
    assert view.hovered == 3
    if view.hasFocus():
        assert colour_at(view, 1, 1) != colour_at(view, 1, right), "the row one stands on is not marked"
