"""Signing up at the kiosk: a new member with consent, let in as a walk-in; nobody is revealed and nothing is left behind."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kclub_desktop.store import rows
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.kiosk.scanner import FAST_MS


def texts(widget):
    from PySide6.QtWidgets import QLabel

    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def answer(kiosk, name, reached, agreed=True):
    kiosk.attract.sign_up.click()
    screen = kiosk.sign_up
    for words in (name, reached):
        for letter in words:
            screen.type(letter)
        screen.next.click()
    (screen.agree if agreed else screen.refuse).click()


def test_somebody_new_becomes_a_member_with_consent_and_comes_in(kiosk, library, settled, door):
    answer(kiosk, "li na", "Li.Na@example.org")
    settled()
    assert kiosk.screen_shown is kiosk.signed_up and "Li Na" in texts(kiosk)
    kiosk.signed_up.come_in.click()
    settled()
    settled()

    found = library.rows("SELECT id, status, email, channel, email_consent FROM member WHERE name = 'Li Na'")
    (member, *rest) = found[0]
    assert rest == ["member", "li.na@example.org", "kiosk", 1]
    ((how, wording),) = library.rows("SELECT how, wording FROM consent WHERE member = ?", (member,))
    assert how == "kiosk" and wording.startswith("I agree")
    assert library.value("SELECT source FROM registration WHERE member = ?", (member,)) == "walk_in"
    assert library.rows("SELECT answer FROM check_in WHERE member = ?", (member,)) == [("ok",)]
    assert kiosk.screen_shown is kiosk.result and kiosk.tone == "good"


def test_who_says_no_is_kept_without_consent(kiosk, library, settled):
    answer(kiosk, "bo", "13800138999", agreed=False)
    settled()

    member = library.value("SELECT id FROM member WHERE name = 'Bo'")
    assert rows.get(library, Member, member).phone == "+8613800138999"
    assert library.rows("SELECT 1 FROM consent WHERE member = ?", (member,)) == []
    kiosk.signed_up.done.click()
    assert kiosk.screen_shown is kiosk.attract


def test_an_address_that_is_known_tells_nothing_and_becomes_a_pair_at_the_desk(kiosk, library, settled):
    from kclub_desktop.community import duplicates, members

    known = members.add(library, {"name": "Wilhelmine", "email": "w@example.org"})
    answer(kiosk, "somebody", "w@example.org")
    settled()

    assert "Wilhelmine" not in texts(kiosk) and kiosk.screen_shown is kiosk.signed_up
    assert known in {row for pair in duplicates.find(library) for row in (pair.first, pair.second)}


@pytest.mark.parametrize(("name", "reached"), [("", ""), ("anna", ""), ("anna", "nobody@"), ("anna", "12")])
def test_what_cannot_be_is_said_and_nothing_is_written(kiosk, library, name, reached):
    before = library.value("SELECT count(*) FROM member")
    kiosk.attract.sign_up.click()
    for words in (name, reached):
        for letter in words:
            kiosk.sign_up.type(letter)
        kiosk.sign_up.next.click()

    assert kiosk.sign_up.said.text() and not kiosk.sign_up.agree.isVisible()
    assert library.value("SELECT count(*) FROM member") == before


def test_what_was_typed_is_gone_when_nobody_is_there_any_more(kiosk):
    kiosk.attract.sign_up.click()
    for letter in "anna":
        kiosk.sign_up.type(letter)
    kiosk.go_home()
    kiosk.attract.sign_up.click()

    assert kiosk.sign_up.texts == ["", ""] and "Anna" not in texts(kiosk)


def test_a_keyboard_at_the_kiosk_types_and_enter_goes_on(kiosk):
    kiosk.attract.sign_up.click()
    for letter in "anna":
        QTest.keyClick(kiosk, letter)
        QTest.qWait(FAST_MS + 50)  # No faster than a person, on a fast machine too.
    QTest.keyClick(kiosk, Qt.Key.Key_Return)

    assert kiosk.sign_up.step == 1 and kiosk.sign_up.texts[0] == "Anna"


def test_a_full_event_and_one_that_costs_say_so_at_the_door(kiosk, library, settled, door):
    from kclub_desktop.store import Op
    from kclub_desktop.store.tables import Event

    with library.write(Op.EDIT_EVENT):
        rows.change(library, Event, door.event, price=500, currency="CNY")
    answer(kiosk, "bo", "bo@example.org")
    settled()
    kiosk.signed_up.come_in.click()
    settled()
    settled()

    assert library.value("SELECT answer FROM check_in ORDER BY id DESC LIMIT 1") == "unpaid"
    assert kiosk.tone in ("warn", "bad")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_a_finger_needs_is_large_enough_and_nothing_is_cut(kiosk, language, qtbot):
    from PySide6.QtWidgets import QPushButton

    from kclub_desktop.words import set_language

    set_language(language)
    kiosk.attract.sign_up.click()
    for step in range(3):
        qtbot.wait(10)
        for each in kiosk.sign_up.findChildren(QPushButton):
            if each.isVisible():
                assert min(each.width(), each.height()) >= 56, (step, each.text(), each.size())
                if each.objectName() != "kiosk_key":
                    assert each.sizeHint().width() <= each.width() + 1
        for letter in ("anna", "a@example.org", "")[step]:
            kiosk.sign_up.type(letter)
        kiosk.sign_up.go_on()
        assert kiosk.height() <= 640
