"""Several members at once: tags on and off, a household, a message to those who agreed only, leads who join. One undo each."""

import csv

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kclub_desktop.community import consent
from kclub_desktop.community.consent import How
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk.own_fields_dialog import OwnFieldsDialog
from kclub_desktop.ui.theme.apply import apply_theme
from kclub_desktop.words import set_language
from tests.ui.desk.test_longer_words import cut

LATE = 2_000_000_000
"""So that these stand first in the list, the newest of all."""


@pytest.fixture
def three(desk):
    """Agreed; refused; agreed but has no address. In list order."""
    with desk.library.write(Op.ADD_MEMBER):
        ids = [
            rows.add(
                desk.library, Member, name=name, email=email, tags=tags, joined_at=LATE - at, created_at=1
            )
            for at, (name, email, tags) in enumerate(
                (
                    ("Ada Yes", "ada@example.org", "Alumni"),
                    ("Bo No", "bo@example.org", ""),
                    ("Cy None", "", "vip"),
                )
            )
        ]
    for member, given in zip(ids, (True, False, True), strict=True):
        consent.record(desk.library, member, "email", given, how=How.FORM)
    return ids


@pytest.fixture
def page(desk, three):
    shown = desk.open("members")
    choose(desk, shown, 3)
    return shown


def choose(desk, page, count):
    """Shift and the arrow, from the first row on."""
    page.view.selectRow(0)
    for _more in range(count - 1):
        desk.qtbot.keyClick(page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    desk.settle()


def click(desk, root, words):
    (button,) = [
        one for one in root.findChildren(QPushButton) if words in (one.text(), one.accessibleName()) and one.isVisible()
    ]  # fmt: skip
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.settle()


def dialog_after(desk, page, words):
    click(desk, page.bulk, words)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None, "no dialog came"
    return dialog


def texts(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def tags(desk, ids):
    return [rows.get(desk.library, Member, row).tags for row in ids]


def test_the_bar_says_how_many_and_offers_merging_for_two_only(desk, page, three):
    assert page.selected_ids() == three and page.bulk.selected.text() == "3 selected"
    offered = lambda: [one.text() for one in page.bulk.findChildren(QPushButton) if one.isVisible()]  # noqa: E731
    assert "Merge …" not in offered() and "Become members" not in offered()
    choose(desk, page, 2)
    assert "Merge …" in offered()
    click(desk, page.bulk, "Clear the selection")
    assert not page.bulk.isVisible()


def test_tags_are_put_on_and_taken_off_in_one_step(desk, page, three):
    before = tags(desk, three)
    dialog = dialog_after(desk, page, "Tags …")
    assert "Alumni 1" in texts(dialog) and "vip 1" in texts(dialog)
    desk.qtbot.keyClicks(dialog.on.line, "choir,VIP,")
    desk.qtbot.keyClicks(dialog.off.line, "alumni")
    click(desk, dialog, "Change tags")

    assert tags(desk, three)[:2] == ["choir, VIP", "choir, VIP"]
    assert {tag.casefold() for tag in tags(desk, three)[2].split(", ")} == {"vip", "choir"}
    assert desk.said == "3 members changed"
    desk.take_back()
    assert tags(desk, three) == before


def test_a_message_leaves_out_who_did_not_agree_and_who_has_no_address(desk, page, three, tmp_path):
    dialog = dialog_after(desk, page, "Message …")
    said = texts(dialog)
    assert "1 of them can be written to." in said
    assert "1 did not agree to e-mail" in said and "1 have no e-mail address" in said

    click(desk, dialog, "Copy the addresses")
    assert QGuiApplication.clipboard().text() == "ada@example.org"
    dialog.save_into(str(tmp_path / "list.csv"))
    desk.settle()
    written = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    assert "ada@example.org" in written and "bo@example.org" not in written and "Cy None" not in written
    assert not desk.window._toast.undo.isVisible(), "a file written is nothing to be taken back"
    dialog.reject()


def test_a_household_is_made_of_them_and_taken_back(desk, page, three):
    dialog = dialog_after(desk, page, "Household …")
    desk.qtbot.keyClicks(dialog.name.line, "  The   Ones ")
    click(desk, dialog, "Company")
    click(desk, dialog, "Keep")

    named = "SELECT h.name, h.kind FROM member m JOIN household h ON h.id = m.household WHERE m.id = ?"
    assert [desk.library.rows(named, (row,)) for row in three] == [[("The Ones", "company")]] * 3
    assert not dialog.isVisible()
    desk.take_back()
    assert [rows.get(desk.library, Member, row).household for row in three] == [None] * 3


def test_only_the_selected_are_exported(desk, page, three, tmp_path):
    page.bulk.export_into(str(tmp_path / "out.csv"))
    desk.settle()
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert sorted(row["name"] for row in csv.DictReader(file)) == ["Ada Yes", "Bo No", "Cy None"]


def test_leads_become_members_at_once_and_leads_again_by_undo(desk):
    with desk.library.write(Op.ADD_MEMBER):
        leads = [
            rows.add(desk.library, Member, name=name, status="lead", created_at=LATE)
            for name in ("Lea One", "Lea Two")
        ]
    page = desk.open("members")
    click(desk, page.bar, "Leads")
    desk.qtbot.keyClicks(page.search, "Lea ")
    desk.qtbot.waitUntil(lambda: set(page.table.ids) == set(leads))
    desk.settle()
    choose(desk, page, 2)
    click(desk, page.bulk, "Become members")

    states = lambda: [rows.get(desk.library, Member, row).status for row in leads]  # noqa: E731
    assert states() == ["member", "member"] and desk.said == "2 leads became members"
    desk.take_back()
    assert states() == ["lead", "lead"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_dialog_cuts_its_words_with_text_half_as_large_again(desk, page, language, qapp):
    own_fields = lambda: OwnFieldsDialog(page)  # noqa: E731
    set_language(language)
    apply_theme(qapp, "light", 1.5)
    try:
        desk.settle()
        choose(desk, page, 3)
        for open_one in (page.bulk.tag, page.bulk.household, page.bulk.message, own_fields):
            dialog = open_one()
            dialog.show()
            desk.settle()
            assert cut(dialog) == [], type(dialog).__name__
            dialog.reject()
        desk.window.resize(1024, 640)
        desk.settle()
        assert cut(page.bulk) == []
    finally:
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        apply_theme(qapp, "light")
