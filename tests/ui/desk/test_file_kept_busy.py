"""Another program keeps the file busy, as a tool with a transaction left open does: what a person typed is not lost, and
going about in the window goes on."""

import sqlite3
import time
from contextlib import contextmanager

import pytest

from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.ui.desk.plan_inspector import PlanInspector
from kclub_desktop.ui.session import Settings


@contextmanager
def kept_busy(desk):
    """While it lasts another connection has the write lock; a write of ours gives up soon."""
    patience = desk.library.__class__._as_soon_as_free
    other = sqlite3.connect(desk.library.folder / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            desk.library.__class__,
            "_as_soon_as_free",
            lambda self, sql, params=(), *, waits=True: patience(self, sql, params, waits=False),
        )
        yield
    other.execute("ROLLBACK")
    other.close()


def two_members(desk):
    page = desk.open("members")
    first, second = page.table.ids[:2]
    page.go_to(first)
    desk.settle()
    return page, first, second


def value_of(desk, member, field):
    return desk.library.value(f"SELECT {field} FROM member WHERE id = ?", (member,))


def test_what_was_typed_stands_under_its_member_not_under_the_one_chosen_meanwhile(desk):
    page, first, second = two_members(desk)
    name, told = value_of(desk, first, "name"), []
    page.trouble.connect(told.append)
    with kept_busy(desk):
        page.inspector.fields["phone"].line.setText("138 0013 8000")
        page.inspector.fields["phone"].line.returnPressed.emit()
        page.go_to(second)
        desk.settle()
    assert page.inspector.member == second
    assert all(not one.error.isVisible() for one in page.inspector.fields.values())
    assert len(told) == 1 and name in told[0] and "+8613800138000" in told[0] and "Another program" in told[0]
    assert told[0] in [each.words for each in desk.window.asides.notices.items]


def test_whoever_stays_has_it_under_the_field_and_enter_keeps_it_afterwards(desk):
    page, first, _second = two_members(desk)
    field = page.inspector.fields["email"]
    with kept_busy(desk):
        field.line.setFocus()
        field.line.setText("later@example.com")
        field.line.returnPressed.emit()
        desk.settle()
        assert "Another program" in field.error.text() and field.line.text() == "later@example.com"
    field.line.returnPressed.emit()
    desk.settle()
    assert value_of(desk, first, "email") == "later@example.com"
    assert not page.inspector.fields["email"].error.isVisible()


def test_what_is_typed_while_a_change_is_being_written_is_a_change_of_its_own(desk):
    page, first, _second = two_members(desk)
    field = page.inspector.fields["note"]
    field.line.setFocus()
    field.line.setText("one")
    field.line.returnPressed.emit()
    field.line.setText("one and two")
    desk.settle()
    field.line.returnPressed.emit()
    desk.settle()
    assert value_of(desk, first, "note") == "one and two"


def test_a_tag_that_was_not_kept_is_told_and_no_longer_shown(desk):
    page, first, _second = two_members(desk)
    before, told = value_of(desk, first, "tags"), []
    page.trouble.connect(told.append)
    with kept_busy(desk):
        page.inspector.tags.changed.emit(["new in town"])
        desk.settle()
    assert "new in town" in told[0] and value_of(desk, first, "tags") == before
    assert "new in town" not in page.inspector.tags.tags


def test_a_plan_edited_and_left_is_told_by_its_name(desk):
    page = desk.open("plans")
    page.go_to(desk.library.value("SELECT min(id) FROM plan WHERE deleted_at IS NULL"))
    desk.settle()
    told, panel = [], page.inspector.findChild(PlanInspector)
    name, field = panel.plan.name, panel.fields["summary"]
    page.trouble.connect(told.append)
    with kept_busy(desk):
        field.line.setText("More than before")
        field.line.returnPressed.emit()
        desk.window.show_page("courses")
        desk.settle()
    assert name in told[0] and "More than before" in told[0]


def test_going_from_page_to_page_and_closing_neither_waits_nor_fails(desk):
    with kept_busy(desk):
        began = time.monotonic()
        for name in ("members", "courses", "sync", "overview", "courses"):
            desk.open(name)
        desk.window.switch_theme()
        assert time.monotonic() - began < 4
    assert Settings(desk.library).get("desk.page") != "courses"
    desk.session.settings.write_remembered()
    assert Settings(desk.library).get("desk.page") == "courses"
    heard = []
    desk.window.closed.connect(lambda: heard.append(True))
    with kept_busy(desk):
        desk.window.close()
    assert heard == [True]
