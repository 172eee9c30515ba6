"""Privacy at the desk: what a member agreed to, taking everything along, erasing, rules, and the check."""

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton

from kclub_desktop.community import consent, retention
from kclub_desktop.community.retention import Subject
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk.check_dialog import CheckDialog
from kclub_desktop.ui.desk.consent_part import ConsentPart
from kclub_desktop.ui.desk.member_privacy import export_into


def button(widget, words):
    """The button with these words, or this accessible name, that is shown."""
    found = [
        one for one in widget.findChildren(QPushButton)
        if words in (one.text(), one.accessibleName()) and not one.isHidden()
    ]  # fmt: skip
    assert found, f"no button {words}"
    return found[0]


def agreed_to_letters(library, member):
    return bool(library.value("SELECT email_consent FROM member WHERE id = ?", (member,)))


@pytest.fixture
def anna(desk):
    with desk.library.write(Op.ADD_MEMBER):
        member = rows.add(desk.library, Member, name="Anna Unique", note="likes tea", created_at=1)
    desk.settle()
    page = desk.open("members")
    page.go_to(member)
    desk.settle()
    return page, member


def test_consent_is_recorded_and_withdrawn_at_the_member(desk, anna):
    page, member = anna
    button(page.inspector, "Record consent: E-mail").click()
    desk.settle()
    assert agreed_to_letters(desk.library, member)
    told = page.inspector.findChildren(ConsentPart)[-1].findChildren(QLabel)
    assert any("Agreed · spoken" in label.text() for label in told)

    button(page.inspector, "Withdraw: E-mail").click()
    desk.settle()

    assert [one.given for one in consent.log_of(desk.library, member)] == [False, True]


def test_erasing_says_first_what_goes_and_closes_the_member(desk, anna):
    page, member = anna
    page.ask_to_erase(member, "Anna Unique")
    assert not page.erasing.go.isEnabled(), "nobody can erase before it is said what goes"
    desk.settle()
    assert page.erasing.go.isEnabled()
    assert desk.library.value("SELECT name FROM member WHERE id = ?", (member,)) == "Anna Unique"

    page.erasing.go.click()
    desk.settle()

    assert desk.library.value("SELECT name FROM member WHERE id = ?", (member,)) == ""
    assert not page.inspector.isVisible()
    assert "Erased" in desk.said and not desk.window._toast.undo.isVisible()


def test_leaving_the_dialog_erases_nobody(desk, anna):
    page, member = anna
    page.ask_to_erase(member, "Anna Unique")
    desk.settle()
    button(page.erasing, "Cancel").click()
    desk.settle()
    assert desk.library.value("SELECT name FROM member WHERE id = ?", (member,)) == "Anna Unique"


def test_everything_on_a_person_goes_into_a_folder_of_its_own(desk, anna, tmp_path):
    page, member = anna
    (tmp_path / "Anna Unique").mkdir()

    export_into(page, member, "Anna Unique", tmp_path)
    desk.settle()

    assert "likes tea" in (tmp_path / "Anna Unique 2" / "person.html").read_text()
    assert "Anna Unique 2" in desk.said


def test_a_rule_is_switched_on_shows_what_it_would_do_and_is_run(desk):
    page = desk.open("settings")
    section = page.section("privacy")
    box = next(one for one in section.findChildren(QCheckBox) if one.text() == "Leads who never joined")
    box.click()
    desk.settle()
    assert retention.rules(desk.library)[0].active

    months = next(
        one for one in page.section("privacy").findChildren(QComboBox)
        if one.accessibleName() == "Months: Leads who never joined" and not one.isHidden()
    )  # fmt: skip
    months.setCurrentIndex(months.findData(12))
    months.activated.emit(months.currentIndex())
    desk.settle()
    due = retention.would_concern(desk.library, Subject.LEAD, 12, desk.clock.now())
    assert retention.rules(desk.library)[0].months == 12 and due > 0

    button(page.section("privacy"), "Erase now").click()
    desk.settle()

    assert f"{due} people were erased" in desk.said
    assert desk.library.value("SELECT count(*) FROM erasure") == due


def test_a_wording_is_kept(desk):
    page = desk.open("settings")
    field = next(
        one
        for one in page.section("privacy").findChildren(QLineEdit)
        if one.accessibleName() == "Wording: Photos"
    )
    field.setText("Photos on the web site")
    field.editingFinished.emit()
    desk.settle()
    assert consent.wording_of(desk.library, "photos") == "Photos on the web site"


def test_the_check_names_what_is_wrong_and_repairs_it(desk):
    desk.library.execute_sql("DROP TRIGGER member__made")
    page = desk.open("settings")
    dialog = CheckDialog(page, desk.session)
    dialog.open()
    desk.settle()
    assert dialog.title.text() == "Some things need attention"

    button(dialog, "Repair").click()
    desk.settle()

    assert dialog.title.text() == "Everything is in order."
    dialog.accept()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_section_speaks_both_languages(desk, language):
    desk.window.switch_language() if language == "zh" else None
    desk.settle()
    page = desk.open("settings")
    assert page.section("privacy").title() == {"zh": "隐私", "en": "Privacy"}[language]
