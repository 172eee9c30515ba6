"""What is typed is kept as it was meant, or refused in words; nothing is rounded, guessed or lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.widgets.markdown_editor import MarkdownEditor
from kclub_desktop.ui.widgets.markdown_view import MarkdownView
from kclub_desktop.ui.widgets.money_field import MoneyField
from kclub_desktop.ui.widgets.person_picker import Person, PersonPicker
from kclub_desktop.ui.widgets.phone_field import PhoneField, region_of_zone
from kclub_desktop.ui.widgets.star_rating import StarRating
from kclub_desktop.ui.widgets.tag_editor import TagEditor

ANNA, LILEI = Person(1, "Anna Meyer", "anna@example.org"), Person(2, "李磊", "lilei@example.cn")


def type_into(qtbot, field, words):
    field.line.clear()
    qtbot.keyClicks(field.line, words)
    qtbot.keyClick(field.line, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("currency", "typed", "minor"),
    [
        ("CNY", "1,299.5", 129_950),
        ("JPY", "1200", 1200),
        ("KWD", "1.234", 1234),
        ("CNY", "0", 0),
        ("EUR", "12", 1200),
    ],
)
def test_an_amount_is_kept_in_the_currencys_own_minor_units(qtbot, currency, typed, minor):
    field = MoneyField("Price", currency)
    qtbot.addWidget(field)

    type_into(qtbot, field, typed)

    assert (field.minor, field.refused) == (minor, False)


@pytest.mark.parametrize(
    ("currency", "typed", "said"),
    [
        ("JPY", "1200.50", "JPY has no decimals"),
        ("CNY", "1.299", "CNY has 2 decimals"),
        ("KWD", "1.2345", "KWD has 3 decimals"),
        ("CNY", "-5", "below zero"),
        ("CNY", "a lot", "not an amount"),
        ("CNY", "$5", "not an amount in CNY"),
        ("CNY", "5 EUR", "an amount in EUR"),
    ],
)
def test_an_amount_that_cannot_be_kept_exactly_is_refused_and_stays_as_typed(qtbot, currency, typed, said):
    field = MoneyField("Price", currency, 500)
    qtbot.addWidget(field)

    type_into(qtbot, field, typed)

    assert field.minor is None
    assert said in field.error.text() and field.line.text() == typed
    assert field.line.accessibleDescription() == field.error.text()


@pytest.mark.parametrize(
    ("region", "typed", "number"),
    [
        ("CN", "138 0013 8000", "+8613800138000"),
        ("CN", "+49 30 901820", "+4930901820"),
        ("DE", "030 901820", "+4930901820"),
        ("CN", "0049 30 901820", "+4930901820"),
    ],
)
def test_a_phone_number_is_kept_with_its_country(qtbot, region, typed, number):
    field = PhoneField("Phone", region=region)
    qtbot.addWidget(field)

    type_into(qtbot, field, typed)

    assert (field.number, field.refused) == (number, False)
    assert field.country.currentText().startswith(number[:3])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12", "too short for China"),
        ("1" * 20, "too long"),
        ("+999 1234567", "No country"),
        ("call me", "not"),
    ],
)
def test_a_phone_number_says_what_is_wrong_with_it(qtbot, typed, said):
    field = PhoneField("Phone", region="CN")
    qtbot.addWidget(field)

    type_into(qtbot, field, typed)

    assert field.number == "" and said in field.error.text()


def test_a_number_no_country_has_given_out_is_taken_with_a_word_of_doubt(qtbot):
    field = PhoneField("Phone", region="CN")
    qtbot.addWidget(field)
    type_into(qtbot, field, "1380013")
    assert field.number and not field.doubt.isHidden()


def test_the_country_follows_from_the_time_zone():
    assert (region_of_zone("Asia/Shanghai"), region_of_zone("Europe/Berlin"), region_of_zone("UTC")) == (
        "CN",
        "DE",
        "",
    )


def test_tags_end_at_a_comma_of_either_kind_and_are_there_once(qtbot):
    editor = TagEditor("Tags", ["studio"])
    qtbot.addWidget(editor)

    editor.line.setText("Studio，写作, early   bird")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)

    assert editor.tags == ["studio", "写作", "early bird"]


def test_a_tag_is_taken_off_by_its_cross_or_by_backspace(qtbot):
    editor = TagEditor("Tags", ["a", "b", "c"])
    qtbot.addWidget(editor)
    told = []
    editor.changed.connect(told.append)

    editor._chips["a"].click()
    qtbot.keyClick(editor.line, Qt.Key.Key_Backspace)

    assert editor.tags == ["b"] and told == [["b", "c"], ["b"]]


def test_a_tag_already_there_is_not_suggested_again(qtbot):
    editor = TagEditor("Tags", ["studio"], ["studio", "Studio Press", "press"])
    qtbot.addWidget(editor)
    assert editor._offers.stringList() == ["Studio Press", "press"]


def test_a_person_is_found_and_chosen_with_the_keyboard_alone(qtbot):
    jobs = Jobs()
    picker = PersonPicker("Who", lambda words, most: [p for p in (ANNA, LILEI) if words in p.note], jobs)
    qtbot.addWidget(picker)
    picker.show()
    qtbot.keyClicks(picker.line, "example")
    qtbot.waitUntil(lambda: picker.list.count() == 2)

    qtbot.keyClick(picker.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.picked) as told:
        qtbot.keyClick(picker.line, Qt.Key.Key_Return)

    assert told.args == [LILEI] and picker.person == LILEI and picker.line.isHidden()
    jobs.wait()


@pytest.mark.parametrize("top", [0, 250])
def test_the_people_found_are_shown_beside_the_line_and_inside_the_window(qtbot, top):
    jobs, window = Jobs(), QWidget()
    qtbot.addWidget(window)
    window.resize(320, 300)
    picker = PersonPicker("Who", lambda words, most: [ANNA, LILEI, ANNA, LILEI], jobs, window)
    picker.setGeometry(0, top, 320, 40)
    window.show()
    picker.line.setText("a")
    picker._ask()
    qtbot.waitUntil(lambda: picker.list.isVisible())

    box, line = picker.list.geometry(), picker.line.mapTo(window, picker.line.rect().topLeft()).y()
    assert window.rect().contains(box)
    assert abs(box.top() - (line + picker.line.height())) <= 3 or abs(line - box.bottom()) <= 3
    jobs.wait()


def test_enter_before_the_answer_came_never_takes_somebody_else(qtbot):
    jobs = Jobs()
    picker = PersonPicker("Who", lambda words, most: [p for p in (ANNA, LILEI) if words in p.note], jobs)
    qtbot.addWidget(picker)
    picker.show()
    qtbot.keyClicks(picker.line, "anna")
    qtbot.waitUntil(lambda: picker.list.count() == 1)
    picker.line.clear()

    qtbot.keyClicks(picker.line, "lilei")
    qtbot.keyClick(picker.line, Qt.Key.Key_Return)

    assert picker.person is None
    qtbot.waitUntil(lambda: "李磊" in picker.list.item(0).text())
    jobs.wait()


def test_stars_are_given_by_arrow_and_digit_and_taken_back(qtbot):
    stars = StarRating("Rating", 3)
    qtbot.addWidget(stars)
    given = []
    stars.rated.connect(given.append)

    for key in (Qt.Key.Key_Right, Qt.Key.Key_5, Qt.Key.Key_Delete):
        qtbot.keyClick(stars, key)

    assert given == [4, 5, 0]
    assert stars.accessibleName() == "Rating: not rated"


def test_the_star_under_the_pointer_is_the_one_given(qtbot):
    stars = StarRating("Rating")
    qtbot.addWidget(stars)
    qtbot.mouseClick(stars, Qt.MouseButton.LeftButton, pos=stars._box(4).center().toPoint())
    assert stars.value() == 4
    qtbot.mouseClick(stars, Qt.MouseButton.LeftButton, pos=stars._box(4).center().toPoint())
    assert stars.value() == 0


def test_markdown_never_loads_a_picture_or_runs_html(qtbot):
    asked = []

    class Watched(MarkdownView):
        def loadResource(self, kind, name):
            asked.append(name)
            return super().loadResource(kind, name)

    view = Watched("Text", "![spy](https://example.org/p.png) <img src='file:///etc/hostname'> <b>bold</b>")
    qtbot.addWidget(view)
    view.show()
    view.grab()

    assert all(MarkdownView.loadResource(view, 2, name) is None for name in asked)
    assert "<b>bold</b>" in view.toPlainText()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "smb://host/x"])
def test_a_link_that_no_browser_should_get_is_not_told(qtbot, link):
    from PySide6.QtCore import QUrl

    view = MarkdownView("Text", "x")
    qtbot.addWidget(view)
    told = []
    view.link_wanted.connect(told.append)

    view._clicked(QUrl(link))
    view._clicked(QUrl("https://example.org/"))

    assert told == ["https://example.org/"]


def test_bold_is_put_on_and_taken_off_and_undone_in_one_step(qtbot):
    editor = MarkdownEditor("Text", "one two")
    qtbot.addWidget(editor)
    cursor = editor.edit.textCursor()
    cursor.movePosition(cursor.MoveOperation.EndOfWord, cursor.MoveMode.KeepAnchor)
    editor.edit.setTextCursor(cursor)

    editor.mark("bold")
    assert editor.markdown == "**one** two"
    editor.edit.undo()
    assert editor.markdown == "one two"


def test_a_list_is_made_of_every_line_selected(qtbot):
    editor = MarkdownEditor("Text", "one\ntwo")
    qtbot.addWidget(editor)
    editor.edit.selectAll()
    editor.mark("list")
    assert editor.markdown == "- one\n- two"
    editor.edit.selectAll()
    editor.mark("list")
    assert editor.markdown == "one\ntwo"
