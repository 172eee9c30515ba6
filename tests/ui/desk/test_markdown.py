"""What an event is about and a member's notes are written in Markdown, shown safely, and taken back."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel

from kclub_desktop.community import notes
from kclub_desktop.ui.desk.markdown_dialog import MarkdownDialog, markdown_part
from kclub_desktop.ui.widgets.markdown_view import MarkdownView

UNSAFE = "**Bring** <script>alert(1)</script> ![spy](https://example.org/spy.png) [run](file:///etc/passwd)"


def dialog_of(page):
    return next(one for one in page.findChildren(MarkdownDialog) if one.isVisible())


def test_an_event_is_described_seen_as_it_reads_and_taken_back(desk):
    page = desk.open("events")
    event = desk.library.value(
        "SELECT id FROM event WHERE deleted_at IS NULL ORDER BY starts_at DESC LIMIT 1"
    )
    before = desk.library.value("SELECT summary FROM event WHERE id = ?", (event,))
    page.go_to(event)
    desk.settle()
    page.edit_summary()
    dialog = dialog_of(page)
    dialog.editor.set_markdown("## For whom\n\n- **writers**")
    assert "writers" in dialog.editor.view.toPlainText() and "**" not in dialog.editor.view.toPlainText()
    dialog.keep.click()
    desk.settle()
    assert not dialog.isVisible()
    shown = page.inspector.findChild(MarkdownView)
    assert shown.toPlainText().split() == ["For", "whom", "writers"]
    desk.take_back()
    assert desk.library.value("SELECT summary FROM event WHERE id = ?", (event,)) == before


def test_what_is_too_long_is_said_in_the_dialog_and_stays_typed(desk):
    page = desk.open("events")
    page.go_to(desk.library.value("SELECT min(id) FROM event WHERE deleted_at IS NULL"))
    desk.settle()
    page.edit_summary()
    dialog = dialog_of(page)
    dialog.editor.set_markdown("x" * 2001)
    dialog.keep.click()
    desk.settle()
    assert dialog.isVisible() and dialog.error.text() == "It is too long."
    assert len(dialog.editor.markdown) == 2001


def test_a_longer_note_is_written_changed_and_emptied(desk):
    page = desk.open("members")
    member = desk.library.value("SELECT min(id) FROM member WHERE deleted_at IS NULL AND archived_at IS NULL")
    page.go_to(member)
    desk.settle()
    page.inspector.note_wanted.emit(member, 0, "")
    dialog_of(page).editor.set_markdown("Called.\n\n- wants **evenings**")
    dialog_of(page).keep.click()
    desk.settle()
    [note] = [one for one in notes.of_member(desk.library, member) if "evenings" in one.body]
    assert note.body == "Called.\n\n- wants **evenings**"
    assert any(
        "wants evenings" in one.toPlainText() for one in page.inspector.notes.findChildren(MarkdownView)
    )
    page.inspector.note_wanted.emit(member, note.id, note.body)
    dialog_of(page).editor.set_markdown("Called twice")
    dialog_of(page).keep.click()
    desk.settle()
    assert "Called twice" in [one.body for one in notes.of_member(desk.library, member)]
    desk.take_back()
    assert note.body in [one.body for one in notes.of_member(desk.library, member)]


def test_a_plain_sentence_is_a_label_and_nothing_in_the_rest_runs_loads_or_opens_a_file(qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    plain = markdown_part("Note", "Called today", 300)
    assert isinstance(plain, QLabel)
    view = markdown_part("Note", UNSAFE, 300)
    qtbot.addWidget(view)
    view.show()
    assert view.loadResource(2, QUrl("https://example.org/spy.png")) is None
    view.anchorClicked.emit(QUrl("file:///etc/passwd"))
    view.anchorClicked.emit(QUrl("javascript:alert(1)"))
    assert opened == []
    view.anchorClicked.emit(QUrl("https://example.org/list"))
    assert opened == [QUrl("https://example.org/list")]
