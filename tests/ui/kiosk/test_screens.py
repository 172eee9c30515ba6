"""How a guest gets to an answer and what stays behind: names, the scanner, wiping, and who may leave."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from reading import GUESTS, PIN, seen_on, words_on

from kclub_desktop.community import checking_in, members
from kclub_desktop.errors import NoEvent
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Event, Registration
from kclub_desktop.ui.kiosk import pin
from kclub_desktop.ui.kiosk.kiosk_query import event_now, find_names, masked
from kclub_desktop.ui.kiosk.scanner import Scanner


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def look_for(kiosk, qtbot, settled, letters):
    press(qtbot, kiosk.attract.start)
    for letter in letters:
        kiosk.find_name.type(letter)
    settled()
    return kiosk.find_name.name_buttons()


# Finding one's name


@pytest.mark.parametrize("letters", ["LX", "LINX", "林"])
def test_a_name_is_found_by_initials_pinyin_or_character_and_shown_masked(kiosk, qtbot, settled, letters):
    found = look_for(kiosk, qtbot, settled, letters)

    assert [button.text() for button in found] == ["林**\n··00"]
    assert "林晓" not in words_on(kiosk)


def test_one_latin_letter_or_none_finds_nobody(kiosk, door, qtbot, settled, library):
    assert look_for(kiosk, qtbot, settled, "A") == []
    assert find_names(library, door.event, " ") == find_names(library, door.event, "é") == []


def test_a_latin_name_is_found_by_any_of_its_words_and_no_full_name_is_shown(kiosk, qtbot, settled):
    found = look_for(kiosk, qtbot, settled, "MEY")

    assert [button.text().splitlines()[0] for button in found] == ["A** M**"]
    assert not any(name in words_on(kiosk) for name in GUESTS.values())


def test_nobody_can_leaf_through_the_list(door, library):
    with library.write(Op.REGISTER):
        for n in range(20):
            member = members.add(library, {"name": f"Li Person{n}"})
            rows.add(library, Registration, event=door.event, member=member, registered_at=0, ticket=f"T{n}")

    assert len(find_names(library, door.event, "li")) == 6


def test_an_address_is_no_name(door, library):
    members.edit(library, door.who["paid"], {"email": "secret@example.com"})
    assert find_names(library, door.event, "secret") == []


def test_a_name_that_nobody_has_is_answered_in_words(kiosk, qtbot, settled):
    assert look_for(kiosk, qtbot, settled, "QQ") == []
    assert "No name on the list begins like this." in seen_on(kiosk)


def test_tapping_the_name_checks_in_and_shows_it_masked(kiosk, door, qtbot, settled, library):
    press(qtbot, look_for(kiosk, qtbot, settled, "LX")[0])
    settled()

    assert (kiosk.tone, kiosk.result.name.text()) == ("good", "林**")
    assert "林晓" not in words_on(kiosk)
    assert library.rows("SELECT member, answer, door FROM check_in") == [(door.who["paid"], "ok", "East")]


def test_tapping_the_name_of_somebody_who_is_here_tells_nothing_of_them(kiosk, door, qtbot, settled, library):
    checking_in.check_in(library, door.event, ticket=door.ticket("paid"))

    press(qtbot, look_for(kiosk, qtbot, settled, "LX")[0])
    settled()

    assert kiosk.result.word.text() == "Already checked in"
    assert not any(word in words_on(kiosk) for word in ("Gold", "Points", "Course"))


@pytest.mark.parametrize(
    ("name", "shown"), [("李磊", "李**"), ("Tom O'Neil", "T** O**"), ("José", "J**"), ("", "")]
)
def test_a_masked_name_is_a_letter_and_stars(name, shown):
    assert masked(name) == shown


# The scanner


def test_the_scanner_works_on_every_screen(kiosk, door, qtbot, settled, scan):
    scan(kiosk, door.ticket("unpaid"))
    assert kiosk.result.word.text() == "Not paid yet"

    scan(kiosk, door.ticket("waiting"))
    assert kiosk.result.word.text() == "On the waiting list"

    kiosk.go_home()
    look_for(kiosk, qtbot, settled, "AN")
    scan(kiosk, door.ticket("cancelled"))
    assert kiosk.result.word.text() == "Cancelled"

    kiosk.corner.pressed.emit()
    qtbot.waitUntil(lambda: kiosk.screen_shown is kiosk.ask_pin)
    scan(kiosk, door.ticket("paid"))
    assert kiosk.result.word.text() == "Welcome"


def test_the_scanner_works_while_a_button_has_the_focus(kiosk, door, scan):
    kiosk.attract.start.setFocus()
    scan(kiosk.attract.start, door.ticket("paid"))
    assert kiosk.result.word.text() == "Welcome"


def test_a_person_who_types_a_name_and_enter_is_no_scanner():
    scanner, at = Scanner(), 0
    for letter in "LINXIAO":
        at += 300
        scanner.type(letter, at, fast_only=True)
    assert scanner.enter(at + 300, fast_only=True) == ""


def test_a_stray_enter_is_no_scan(kiosk, scan, library):
    scan(kiosk, "AB")
    assert kiosk.screen_shown is kiosk.attract
    assert library.value("SELECT count(*) FROM check_in") == 0


def test_enter_presses_the_button_that_the_keyboard_is_on(kiosk):
    kiosk.attract.start.setFocus()
    QTest.keyClick(kiosk.attract.start, Qt.Key.Key_Return)
    assert kiosk.screen_shown is kiosk.find_name


# Nothing of a person stays


def assert_nobody_was_here(window, qtbot):
    said = ("林", "Gold", "Points", "Course", "LX", "Welcome")
    qtbot.waitUntil(lambda: not any(word in words_on(window) for word in said))
    assert window.tone == "" and window.find_name.text == "" and window.ask_pin.text == ""
    assert window._say is None


def test_the_answer_goes_by_itself_and_nothing_of_the_person_is_left(opened, door, scan, qtbot):
    window = opened(return_ms=30)

    scan(window, door.ticket("paid"))

    qtbot.waitUntil(lambda: window.screen_shown is window.attract)
    assert_nobody_was_here(window, qtbot)


@pytest.mark.parametrize("screen", ["find_name", "ask_pin", "result"])
def test_a_guest_who_walks_away_is_wiped_from_every_screen(opened, door, qtbot, scan, settled, screen):
    window = opened(idle_ms=60)
    if screen == "find_name":
        look_for(window, qtbot, settled, "LX")
    elif screen == "result":
        scan(window, door.ticket("paid"))
    else:
        window._ask_pin()
        window.ask_pin.type("2")

    qtbot.waitUntil(lambda: window.screen_shown is window.attract)

    assert_nobody_was_here(window, qtbot)


def test_courses_that_are_found_late_are_not_shown_to_the_next_guest(kiosk, door, qtbot, settled):
    kiosk.check_in(ticket=door.ticket("paid"))
    qtbot.waitUntil(lambda: kiosk.screen_shown is kiosk.result)
    kiosk.go_home()
    settled()

    assert_nobody_was_here(kiosk, qtbot)


# Leaving


def enter_pin(window, qtbot, digits):
    window._ask_pin()
    for digit in digits:
        window.ask_pin.type(digit)
    press(qtbot, window.ask_pin.done)


def test_a_guest_cannot_close_it(kiosk):
    assert not kiosk.close()
    QTest.keyClick(kiosk, Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(kiosk, Qt.Key.Key_Escape)
    QTest.keyClick(kiosk, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert kiosk.isVisible()


def test_holding_the_corner_asks_for_the_pin_and_the_right_one_leaves(kiosk, qtbot):
    qtbot.mousePress(kiosk.corner, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kiosk.screen_shown is kiosk.ask_pin)

    with qtbot.waitSignal(kiosk.left):
        enter_pin(kiosk, qtbot, PIN)

    assert not kiosk.isVisible()


def test_a_short_touch_of_the_corner_asks_for_nothing(opened, qtbot):
    window = opened(hold_ms=600_000)
    qtbot.mousePress(window.corner, Qt.MouseButton.LeftButton)
    assert window._hold.isActive()

    qtbot.mouseRelease(window.corner, Qt.MouseButton.LeftButton)

    assert not window._hold.isActive() and window.screen_shown is window.attract


def test_after_five_wrong_pins_even_the_right_one_waits_a_minute(kiosk, qtbot, clock):
    for _ in range(pin.TRIES):
        enter_pin(kiosk, qtbot, "1111")
        assert "This is not the PIN." in seen_on(kiosk)

    enter_pin(kiosk, qtbot, PIN)
    assert "Too many tries." in seen_on(kiosk) and kiosk.isVisible()

    clock.move(pin.REST_SECONDS)
    enter_pin(kiosk, qtbot, PIN)
    assert not kiosk.isVisible()


def test_a_pin_typed_on_a_keyboard_leaves_and_is_never_kept_as_a_scan(kiosk, library, scan):
    kiosk._ask_pin()
    scan(kiosk, "1357")
    assert "This is not the PIN." in seen_on(kiosk)
    scan(kiosk, PIN)

    assert not kiosk.isVisible()
    assert library.value("SELECT count(*) FROM check_in") == 0


def test_the_first_start_has_a_pin_chosen_twice_and_kept_unreadable(opened, door, qtbot, library):
    settings = door.session.settings
    pin.forget(settings)
    window = opened()
    pad = window.choose_pin
    assert window.screen_shown is pad and not pad.done.isEnabled()

    def choose(digits):
        for digit in digits:
            press(qtbot, next(k for k in pad.keys.findChildren(QPushButton) if k.text() == digit))
        press(qtbot, pad.done)

    choose("1234")
    assert "Once more" in seen_on(window) and not pin.is_set(settings)
    choose("9999")
    assert "two different PINs" in seen_on(window) and not pin.is_set(settings)
    choose("1234")
    choose("1234")

    assert window.screen_shown is window.attract and pin.fits(settings, "1234")
    assert "1234" not in settings.get("kiosk_pin")


def test_who_starts_it_by_mistake_can_leave_while_no_pin_is_chosen(opened, door, qtbot):
    pin.forget(door.session.settings)
    window = opened()
    with qtbot.waitSignal(window.left):
        press(qtbot, window.choose_pin.cancel)
    assert not window.isVisible()


@pytest.mark.parametrize("digits", ["123", "123456789", "12a4", "１２３４"])
def test_a_pin_is_four_to_eight_digits(door, digits):
    with pytest.raises(ValueError):
        pin.keep(door.session.settings, digits)


# Which event


def test_a_kiosk_for_an_event_that_is_not_there_says_so(opened):
    with pytest.raises(NoEvent):
        opened(event=12345)


def test_the_event_that_is_on_is_chosen_else_the_next_one_else_the_last(door, library, clock):
    assert event_now(library, clock.now()) == door.event
    assert event_now(library, clock.now() + 10_000) == door.other
    assert event_now(library, clock.now() + 9_000_000) == door.other
    with library.write(Op.EDIT_EVENT):
        for event in (door.event, door.other):
            rows.change(library, Event, event, status="cancelled")
    assert event_now(library, clock.now()) is None


def test_whatever_is_pressed_is_large_enough_for_a_finger(kiosk, door, qtbot, settled):
    look_for(kiosk, qtbot, settled, "AN")
    buttons = [each for each in kiosk.findChildren(QPushButton) if each.isVisible()]
    assert len(buttons) > 26
    assert all(each.width() >= 56 and each.height() >= 56 for each in buttons)
    kiosk.go_home()
    assert kiosk.attract.start.height() >= 88
