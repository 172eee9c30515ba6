"""What stands around the pages: keys that can be looked up, notices that stay, work that is seen, a look that is kept."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton

from kclub_desktop.errors import LibraryBusy
from kclub_desktop.ui.desk import member_doing
from kclub_desktop.ui.desk.sidebar import PAGES
from kclub_desktop.ui.theme import apply
from kclub_desktop.ui.theme.apply import apply_theme, look, motion_ms, tokens
from kclub_desktop.ui.widgets.checklist import Checklist
from kclub_desktop.ui.widgets.keyboard_map import shortcuts_of
from kclub_desktop.words import set_language


@pytest.fixture(autouse=True)
def _usual_look(qapp):
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    apply_theme(QApplication.instance(), "light")


def test_every_shortcut_has_a_name_in_the_keyboard_map(desk):
    for page in PAGES:
        desk.open(page)
    assert [s.key().toString() for s in desk.window.findChildren(QShortcut) if not s.whatsThis()] == []


def test_f1_shows_what_works_on_this_page_in_the_language_shown(desk):
    desk.open("members")
    shown = dict(desk.window.open_keyboard_map().shortcuts)
    assert shown["Archive whom you selected"] == "Del"
    assert shown["Find anything"] == "Ctrl+K" and shown["Redo"] == "Ctrl+Shift+Z / Ctrl+Y"

    desk.open("events")
    set_language("zh")
    desk.settle()
    shown = dict(shortcuts_of(desk.window))
    assert "归档所选会员" not in shown and shown["撤销"] == "Ctrl+Z"


def test_every_shortcut_is_told_apart_from_all_others(desk):
    for page in PAGES:
        desk.open(page)
    own = [
        s.key()
        for s in desk.window.findChildren(QShortcut)
        if s.context() != Qt.ShortcutContext.WidgetShortcut
    ]
    assert len(own) == len({key.toString() for key in own})
    assert QKeySequence("F1") in own


def test_the_palette_offers_what_has_a_key_with_that_key(desk):
    desk.window.open_palette()
    palette = next(
        one
        for one in QApplication.topLevelWidgets()
        if one.objectName() == "command_palette" and one.isVisible()
    )
    lines = [
        palette.list.item(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(palette.list.count())
    ]
    assert "Keyboard F1" in lines and "Add member Ctrl+N" in lines
    palette.close()


def test_a_refusal_is_kept_under_the_bell_until_somebody_looked(desk):
    page = desk.open("members")

    def work():
        raise LibraryBusy("here")

    page.do(work, said="never")
    desk.settle()
    assert desk.said and desk.window.asides.notices.unread == 1
    assert desk.window._sidebar.bell.accessibleName() == "1 notification to read"

    desk.window.open_notices()
    assert desk.window.asides.notices.unread == 0
    assert desk.window._sidebar.bell.accessibleName() == "Notifications"


def test_what_went_well_is_kept_without_calling_for_attention(desk):
    page = desk.open("members")
    member = page.table.ids[0]
    member_doing.edit(page, member, "note", "met in Hangzhou")
    desk.settle()
    notices = desk.window.asides.notices
    assert (notices.unread, notices.items[0].words) == (0, "Change kept")


def test_long_work_is_seen_in_the_corner_and_stays_through_a_switch_of_language(desk, qtbot):
    go, page = threading.Event(), desk.open("members")
    page.do(lambda progress: go.wait(20), name="Export members", said="done")
    tray = desk.window.asides._tray
    qtbot.waitUntil(tray.isVisible)
    corner = tray.geometry().bottomRight()
    assert desk.window.centralWidget().rect().contains(corner)

    set_language("zh")
    qtbot.waitUntil(lambda: desk.window.asides._tray.isVisible())

    go.set()
    desk.settle()
    assert not desk.window.asides._tray.isVisible()


def test_larger_text_is_put_on_at_once_and_remembered(desk):
    desk.open("overview")
    keys = {a.words: a for a in desk.window._actions}
    keys["Larger text"].run()
    desk.settle()
    assert look().scale == 1.25 and desk.session.settings.get("text_scale") == "1.25"
    for _ in range(3):
        keys["Larger text"].run()
    assert look().scale == 1.5
    keys["Text in its usual size"].run()
    assert look().scale == 1.0


def test_the_desk_turns_dark_with_the_system_unless_told_otherwise(desk, monkeypatch):
    asked = {"scheme": Qt.ColorScheme.Dark}
    app = QApplication.instance()

    class Hints:
        colorScheme = staticmethod(lambda: asked["scheme"])

    monkeypatch.setattr(type(app), "styleHints", lambda self: Hints)
    apply._worn.look = apply.Look("system")
    apply._system_changed(app)
    assert tokens().name == "dark"

    asked["scheme"] = Qt.ColorScheme.Light
    apply._system_changed(app)
    assert tokens().name == "light"

    apply._worn.look = apply.Look("light")
    asked["scheme"] = Qt.ColorScheme.Dark
    apply._system_changed(app)
    assert tokens().name == "light"


def test_nothing_moves_for_who_wants_no_movement(qapp):
    apply_theme(qapp, "light", motion="none")
    assert motion_ms(140) == 0
    apply_theme(qapp, "light", motion="system")
    assert motion_ms(140) in (0, 140)


def test_an_unknown_look_of_a_newer_version_is_taken_for_the_usual_one(qapp):
    apply.wear(qapp, apply.look_of("sepia", "huge", "wobbly"))
    assert look() == apply.Look()


def test_columns_left_out_stay_out_and_are_remembered(desk):
    page = desk.open("members")
    desk.window.resize(1600, 900)
    chooser = page.columns
    chooser.boxes["email"].setChecked(False)
    assert page.view.isColumnHidden(2) and not page.view.isColumnHidden(1)
    assert not chooser.boxes["name"].isEnabled()

    page.retranslate()
    desk.settle()
    assert page.view.isColumnHidden(2)
    assert "email" not in desk.session.settings.get("members.columns")


def test_a_tag_is_put_on_in_the_inspector_and_taken_back(desk):
    page = desk.open("members")
    member = desk.library.value("SELECT id FROM member WHERE tags = '' AND archived_at IS NULL LIMIT 1")
    page.go_to(member)
    desk.settle()
    page.inspector.tags.line.setText("speaker, press")
    page.inspector.tags.keep_typed()
    desk.settle()
    assert desk.library.value("SELECT tags FROM member WHERE id = ?", (member,)) == "speaker, press"

    desk.take_back()
    assert desk.library.value("SELECT tags FROM member WHERE id = ?", (member,)) == ""


def test_a_new_community_sees_its_first_steps_until_they_are_put_away(empty_desk):
    page = empty_desk.open("overview")
    steps = page.findChildren(Checklist)
    assert [one.accessibleName() for one in steps] == ["First steps"]

    next(b for b in steps[0].findChildren(QPushButton) if b.accessibleName() == "Put away").click()
    empty_desk.settle()
    assert [one for one in page.findChildren(Checklist) if one.isVisible()] == []


def test_a_phone_number_that_cannot_be_one_is_refused_before_the_member_is_added(desk):
    from kclub_desktop.ui.desk.add_member import AddMember

    page = desk.open("members")
    form = AddMember(page, desk.session, lambda member: None)
    form.fields["name"].line.setText("Nadia")
    form.phone.line.setText("12")
    form.add()
    desk.settle()
    assert form.phone.refused
    assert desk.library.value("SELECT count(*) FROM member WHERE name = 'Nadia'") == 0

    form.phone.line.setText("138 0013 8000")
    form.add()
    desk.settle()
    assert desk.library.value("SELECT phone FROM member WHERE name = 'Nadia'") == "+8613800138000"
