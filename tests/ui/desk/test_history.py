"""History at the desk: Ctrl+Z and its kin, the page of all steps, and how a member's record came to be what it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton

from kclub_desktop.community import members
from kclub_desktop.store import ChangeGroup, Op, Origin, rows
from kclub_desktop.store import undo as undo_module
from kclub_desktop.store.tables import Device, Member
from kclub_desktop.ui.desk import undoing
from kclub_desktop.ui.desk.command_palette import CommandPalette
from kclub_desktop.words import set_language


def some_member(desk):
    return desk.library.value("SELECT min(id) FROM member WHERE archived_at IS NULL")


def note(desk, member):
    return rows.get(desk.library, Member, member).note


def edit(desk, member, **values):
    members.edit(desk.library, member, values)
    return desk.library.last_written


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def press(desk, keys):
    """A shortcut of the window; without a real screen no window has the keyboard."""
    (shortcut,) = (s for s in desk.window.findChildren(QShortcut) if s.key() == QKeySequence(keys))
    shortcut.activated.emit()
    desk.settle()


def buttons(widget, beginning):
    return [b for b in widget.findChildren(QPushButton) if b.accessibleName().startswith(beginning)]


def test_ctrl_z_twice_takes_back_two_steps_and_shift_brings_them_again(desk):
    member = some_member(desk)
    edit(desk, member, note="one")
    edit(desk, member, note="two")
    desk.open("members")

    press(desk, "Ctrl+Z")
    assert note(desk, member) == "one"
    press(desk, "Ctrl+Z")
    assert note(desk, member) != "one"
    press(desk, "Ctrl+Shift+Z")
    press(desk, "Ctrl+Shift+Z")
    assert note(desk, member) == "two" and desk.said == "Done again"
    press(desk, "Ctrl+Shift+Z")
    assert desk.said == "There is nothing to do again."


def test_pressed_quickly_twice_it_still_takes_back_two(desk):
    member = some_member(desk)
    before = note(desk, member)
    edit(desk, member, note="one")
    edit(desk, member, note="two")

    desk.window.undo_last()
    desk.window.undo_last()
    desk.settle()

    assert note(desk, member) == before


def test_the_message_after_undo_offers_redo(desk):
    member = some_member(desk)
    edit(desk, member, note="one")
    desk.window.undo_last()
    desk.settle()
    assert desk.window._toast.undo.text() == "Redo"

    desk.take_back()

    assert note(desk, member) == "one"


def test_what_changed_again_is_passed_the_second_time(desk):
    member = some_member(desk)
    edit(desk, member, phone="+8613911112222")
    edit(desk, member, note="one")
    with desk.library.write(Op.EDIT_MEMBER, origin=Origin.SYNC, as_of=(1, 7, 1)):
        rows.change(desk.library, Member, member, note="theirs")

    desk.window.undo_last()
    desk.settle()
    assert "changed again" in desk.said and note(desk, member) == "theirs"
    desk.window.undo_last()
    desk.settle()

    assert rows.get(desk.library, Member, member).phone != "+8613911112222"


def test_the_page_lists_every_step_and_takes_an_older_one_back_saying_what_stays(desk):
    member = some_member(desk)
    older = edit(desk, member, note="one", phone="+8613911112222")
    edit(desk, member, note="two")
    page = desk.open("history")
    assert page.list.item(0, 0).text().startswith("Edited · ")

    page.go_to(older)
    desk.settle()
    assert any("1 thing changed since and stays" in words for words in texts(page.inspector))
    buttons(page.inspector, "Take back")[0].click()
    desk.settle()

    assert note(desk, member) == "two" and rows.get(desk.library, Member, member).phone != "+8613911112222"
    assert desk.said == "Taken back · 1 thing changed since and stays"
    assert "taken back" in texts(page.inspector)
    buttons(page.inspector, "Do again")[0].click()
    desk.settle()
    assert rows.get(desk.library, Member, member).phone == "+8613911112222"


def test_a_step_of_facts_says_why_it_stays(desk):
    with desk.library.write(Op.RECORD_ACTIVITY):
        from kclub_desktop.store.tables import Activity

        rows.add(desk.library, Activity, kind="visit", at=1, member=None, course=None, event=None)
    page = desk.open("history")

    page.go_to(desk.library.last_written)
    desk.settle()

    assert any(words.startswith("What happened stays") for words in texts(page.inspector))


def test_the_member_s_history_says_device_and_old_and_new_and_takes_back(desk):
    member = some_member(desk)
    before = note(desk, member)
    with desk.library.write(Op.PAIR):
        rows.put(desk.library, Device, node=7, name="Studio laptop", added_at=1)
    edit(desk, member, note="one")
    with desk.library.write(Op.EDIT_MEMBER, origin=Origin.SYNC, as_of=(1 << 60, 7, 1_790_000_000)):
        rows.change(desk.library, Member, member, channel="radio")
    page = desk.open("members")
    page.go_to(member)
    desk.settle()

    said = texts(page.inspector.history)
    assert any("→ radio" in words for words in said) and any("Studio laptop" in words for words in said)
    buttons(page.inspector.history, "Undo: Edited")[1].click()
    desk.settle()

    assert note(desk, member) == before
    assert buttons(page.inspector.history, "Do again")


def test_history_is_found_in_the_palette_and_by_its_shortcut(desk):
    desk.window.open_palette()
    palette = desk.window.findChild(CommandPalette)
    desk.qtbot.keyClicks(palette.line, "histo")
    desk.settle()
    desk.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    desk.settle()
    assert desk.window.shown_page.name == "history"

    desk.open("courses")
    press(desk, "Ctrl+H")
    assert desk.window.shown_page.name == "history"
    desk.window.resize(1024, 640)
    desk.settle()
    page = desk.window.shown_page
    assert page.minimumSizeHint().width() <= page.width()


def test_an_empty_history_says_what_will_be_there(empty_desk):
    page = empty_desk.open("history")
    assert "Nothing has changed yet." in texts(page)


@pytest.mark.parametrize("language, said", [("en", "Stopped"), ("zh", "已停止")])
def test_a_long_undo_can_be_stopped_and_put_back(desk, monkeypatch, language, said):
    monkeypatch.setattr(undo_module, "SLICE", 10)
    monkeypatch.setattr(undoing, "SLICE", 10)
    set_language(language)
    group = ChangeGroup()
    for _ in range(5):
        with desk.library.write(Op.IMPORT, group=group):
            rows.add_many(desk.library, Member, [{"name": "x", "created_at": 1} for _ in range(10)])
    live = "SELECT count(*) FROM member WHERE name = 'x' AND deleted_at IS NULL"
    original = undo_module.decide

    def slow(*given):
        desk.session.jobs.cancel("undo")
        return original(*given)

    monkeypatch.setattr(undo_module, "decide", slow)
    desk.window.undo_last()
    desk.settle()
    monkeypatch.setattr(undo_module, "decide", original)

    assert desk.said.startswith(said) and 0 < desk.library.value(live) < 50
    desk.take_back()
    assert desk.library.value(live) == 50
