"""The window as a whole: language, theme, palette, undo, and that it remembers its place."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kclub_desktop.community import members
from kclub_desktop.store import rows
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk.command_palette import CommandPalette
from kclub_desktop.ui.desk.sidebar import PAGES
from kclub_desktop.ui.desk.window import DeskWindow
from kclub_desktop.ui.theme.apply import tokens


def test_the_language_changes_on_every_page_at_once(desk):
    for name in ("overview", "members", "courses", "events", "insights", "sync"):
        desk.open(name)
    desk.window.switch_language()
    desk.settle()
    for name, title in (("members", "会员"), ("courses", "课程"), ("events", "活动"), ("insights", "洞察")):
        page = desk.open(name)
        assert title in [label.text() for label in page.findChildren(QLabel)]


def test_dark_and_light_change_at_once_and_are_remembered(desk):
    before = tokens().name
    desk.window.switch_theme()
    assert tokens().name != before
    assert desk.session.settings.get("theme") == tokens().name
    desk.window.switch_theme()


def test_the_palette_goes_to_a_member_and_to_a_page(desk):
    name = desk.library.value("SELECT name FROM member WHERE archived_at IS NULL ORDER BY id LIMIT 1")
    desk.window.open_palette()
    palette = desk.window.findChild(CommandPalette)
    desk.qtbot.keyClicks(palette.line, name)
    desk.settle()
    desk.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    desk.settle()
    page = desk.window.shown_page
    assert page.name == "members"
    assert page.inspector.fields["name"].line.text() == name


def test_a_palette_that_finds_nothing_says_so(desk):
    desk.window.open_palette()
    palette = desk.window.findChild(CommandPalette)
    desk.qtbot.keyClicks(palette.line, "zzzzqqq")
    desk.settle()
    assert palette.list.count() == 1 and palette.list.item(0).text() == "Nothing fits."


def test_undo_takes_back_the_last_thing_done(desk):
    member = desk.library.value("SELECT min(id) FROM member")
    before = rows.get(desk.library, Member, member).note
    members.edit(desk.library, member, {"note": "something else"})
    desk.window.undo_last()
    desk.settle()
    assert rows.get(desk.library, Member, member).note == before
    assert desk.said == "Taken back"


def test_the_window_opens_where_it_was_closed(desk):
    desk.open("events")
    desk.window.close()
    again = DeskWindow(desk.session)
    desk.qtbot.addWidget(again)
    assert again.shown_page.name == "events"


def test_the_chip_says_that_all_is_saved_here(desk):
    desk.settle()
    assert desk.window._sidebar.chip.text() == "All saved\nOn this computer only"


def test_the_demo_is_offered_from_the_community_menu(desk):
    from kclub_desktop.ui.desk.libraries import DEMO

    desk.window.change_library("demo")
    assert desk.reopened == [DEMO]


def test_every_page_fits_the_smallest_window(desk):
    desk.window.resize(1024, 640)
    desk.settle()
    for name in ("overview", "members", "courses", "events", "insights", "sync"):
        page = desk.open(name)
        assert page.minimumSizeHint().width() <= page.width(), name
        for area in page.findChildren(_areas()):
            inside = area.widget()
            if inside is not None and inside.isVisible():
                assert inside.minimumSizeHint().width() <= area.viewport().width(), name


def _areas():
    from PySide6.QtWidgets import QScrollArea

    return QScrollArea


class Windows(QObject):
    """Notes what comes up on the screen as a window."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append((type(watched).__name__, watched.objectName()))
        return False


def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(desk):
    windows = Windows()
    QApplication.instance().installEventFilter(windows)
    for page in (*PAGES, "history"):
        desk.open(page)
    for page, table in (("members", "member"), ("courses", "course"), ("events", "event")):
        desk.open(page).go_to(desk.library.value(f"SELECT id FROM {table} LIMIT 1"))
        desk.settle()
    desk.window.switch_language()
    desk.settle()
    QApplication.instance().removeEventFilter(windows)
    assert windows.seen == []
