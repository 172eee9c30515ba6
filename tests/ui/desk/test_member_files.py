"""A member's files at the desk: seen, added, saved elsewhere, removed and brought back."""

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from kclub_desktop.community import member_files
from kclub_desktop.store import Op, attachments, rows
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk.files_part import FilesPart


def shown_part(page):
    return [one for one in page.inspector.findChildren(FilesPart) if not one.isHidden()][-1]


def words(page):
    return [one.accessibleName() or one.text() for one in shown_part(page).findChildren(QLabel)]


def button(page, name):
    return next(one for one in shown_part(page).findChildren(QPushButton) if one.accessibleName() == name)


@pytest.fixture
def anna(desk):
    with desk.library.write(Op.ADD_MEMBER):
        member = rows.add(desk.library, Member, name="Anna Unique", created_at=1)
    desk.settle()
    page = desk.open("members")
    page.go_to(member)
    desk.settle()
    return page, member


@pytest.fixture
def contract(tmp_path):
    file = tmp_path / "contract.pdf"
    file.write_bytes(b"%PDF-1.7" + b"x" * 4_992)
    return file


@pytest.fixture
def chosen(monkeypatch, contract):
    """A person who chooses the contract, and saves as copy.pdf."""
    copy = contract.with_name("copy.pdf")
    asked = []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(contract)], ""))
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *said: (asked.append(said[2]), (str(copy), ""))[1]
    )
    return copy, asked


def test_a_file_that_was_added_is_seen_at_once_and_undo_takes_it_off(desk, anna, chosen):
    page, member = anna
    assert not shown_part(page).findChildren(QLabel)

    button(page, "Add file …").click()
    desk.settle()
    assert desk.said == "1 file added"
    name, told = words(page)
    assert name == "contract.pdf" and told.startswith("5 KB · ")

    desk.take_back()

    assert not member_files.of_member(desk.library, member)
    assert not words(page)


def test_a_file_is_saved_under_the_name_that_was_chosen(desk, anna, contract, chosen):
    page, member = anna
    member_files.add(desk.library, member, [contract])
    desk.settle()
    copy, asked = chosen

    button(page, "Save contract.pdf as …").click()
    desk.settle()

    assert copy.read_bytes() == contract.read_bytes() and asked == ["contract.pdf"]
    assert "copy.pdf" in desk.said


def test_a_removed_file_comes_back_with_undo_and_can_still_be_saved(desk, anna, contract, chosen):
    page, member = anna
    member_files.add(desk.library, member, [contract])
    desk.settle()

    button(page, "Remove contract.pdf").click()
    desk.settle()
    assert desk.said == "contract.pdf removed" and not words(page)
    desk.take_back()

    assert "contract.pdf" in words(page)
    button(page, "Save contract.pdf as …").click()
    desk.settle()
    assert chosen[0].read_bytes() == contract.read_bytes()


def test_a_file_added_while_the_cursor_is_in_a_field_was_not_shown_and_the_typing_was_lost(
    desk, anna, contract
):
    page, member = anna
    note = page.inspector.fields["note"]
    note.error.show()

    member_files.add(desk.library, member, [contract])
    desk.settle()

    assert "contract.pdf" in words(page) and page.inspector.fields["note"] is note


def test_leaving_the_choice_adds_nothing(desk, anna, monkeypatch):
    page, member = anna
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    button(page, "Add file …").click()
    desk.settle()
    assert not member_files.of_member(desk.library, member)


def test_a_file_whose_bytes_are_not_here_says_so_and_cannot_be_saved(desk, anna, contract):
    page, member = anna
    made = member_files.add(desk.library, member, [contract])
    attachments.path_of(desk.library, attachments.of_row(desk.library, Member, member)[0].sha256).unlink()
    page.refresh()
    desk.settle()

    assert made and "not on this computer" in words(page)[1]
    assert not button(page, "Save contract.pdf as …").isEnabled()


def test_a_long_name_neither_widens_the_panel_nor_hides_its_ending(desk, anna, contract):
    page, member = anna
    long = contract.rename(contract.with_name("contract_" * 15 + "signed.pdf"))
    member_files.add(desk.library, member, [long])
    desk.settle()

    part = shown_part(page)
    name = part.findChildren(QLabel)[0]
    assert name.text().endswith(".pdf") and "…" in name.text() and name.toolTip()
    assert part.width() <= page.inspector.width()


def test_the_files_speak_chinese(desk, anna, contract):
    page, member = anna
    member_files.add(desk.library, member, [contract])
    desk.window.switch_language()
    desk.settle()
    page = desk.open("members")
    page.go_to(member)
    desk.settle()
    assert button(page, "添加附件…") and button(page, "移除 contract.pdf")
