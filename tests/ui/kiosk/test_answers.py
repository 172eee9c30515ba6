"""What a guest sees after a scan: the right word and colour, their own facts, and never somebody else's."""

import pytest
from guests import GUESTS, seen_on, words_on
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from kclub_desktop import words
from kclub_desktop.community import checking_in
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Event
from kclub_desktop.ui.theme.apply import apply_theme
from kclub_desktop.ui.theme.stylesheet import SIGNALS
from kclub_desktop.ui.theme.tokens import DARK, LIGHT, contrast

ANSWERS = {
    "paid": ("good", "Welcome", "You are checked in."),
    "unpaid": ("warn", "Not paid yet", "paid at the door"),
    "waiting": ("warn", "On the waiting list", "No seat is free yet"),
    "cancelled": ("bad", "Cancelled", "This registration was cancelled."),
    "elsewhere": ("bad", "Another event", "This ticket is for Design Night"),
    "nobody": ("bad", "Ticket not known", "The people at the door will help you."),
}


@pytest.mark.parametrize("guest", ANSWERS)
def test_each_ticket_gets_its_word_and_its_colour(kiosk, door, scan, guest):
    scan(kiosk, door.ticket(guest))

    tone, word, note = ANSWERS[guest]
    assert kiosk.screen_shown is kiosk.result
    assert (kiosk.tone, kiosk.result.word.text()) == (tone, word)
    assert note in kiosk.result.note.text()
    assert not kiosk.result.icon.pixmap().isNull()


def test_who_is_let_in_reads_their_name_level_points_and_three_courses_with_reasons(kiosk, door, scan):
    scan(kiosk, door.ticket("paid"))

    seen = seen_on(kiosk)
    assert all(word in seen for word in ("林晓", "Gold", "10", "Points", "Next for you"))
    assert sum(f"Course {letter}" in seen for letter in "BCDE") == 3
    assert "Often taken by people who took “Course A”" in seen or "Taken by 3 members" in seen


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_no_to_a_course_can_be_read_on_its_card(qapp, kiosk, door, scan, theme):
    apply_theme(qapp, theme)
    scan(kiosk, door.ticket("paid"))

    no = next(one for one in kiosk.findChildren(QPushButton) if one.text() == "Not interested")
    no.ensurePolished()
    written = no.palette().color(no.foregroundRole()).name()
    apply_theme(qapp, "light")
    assert contrast(written, (DARK if theme == "dark" else LIGHT).surface) >= 4.5


def test_the_next_event_of_the_member_is_named(kiosk, door, scan, library):
    with library.write(Op.REGISTER):
        library.execute_sql(
            "INSERT INTO registration (id, event, member, registered_at, ticket, status, paid)"
            " VALUES (77, ?, ?, 0, 'ZX-77', 'registered', 1)",
            (door.other, door.who["paid"]),
        )

    scan(kiosk, door.ticket("paid"))

    assert "Your next event: Design Night" in seen_on(kiosk)


def test_a_used_ticket_says_when_and_where_it_was_used(kiosk, door, scan, library, clock):
    checking_in.check_in(library, door.event, ticket=door.ticket("paid"), door="West")
    clock.move(120)

    scan(kiosk, door.ticket("paid"))

    assert (kiosk.tone, kiosk.result.word.text()) == ("warn", "Already checked in")
    assert kiosk.result.note.text() == "At 22:13, West"
    assert "林晓" in seen_on(kiosk)


def test_who_comes_too_early_reads_when_to_come_back(opened, door, scan):
    window = opened(door.other)

    scan(window, door.ticket("elsewhere"))

    assert (window.tone, window.result.word.text()) == ("warn", "Not open yet")
    assert "Check-in opens at Tuesday 22 September, 21:13." in window.result.note.text()


def test_who_is_not_let_in_is_not_told_who_the_ticket_belongs_to(kiosk, door, scan):
    for guest in ("unpaid", "waiting", "cancelled", "elsewhere"):
        scan(kiosk, door.ticket(guest))
        assert GUESTS[guest] not in words_on(kiosk)


def test_a_scanner_that_reads_twice_is_not_a_second_guest(kiosk, door, scan):
    scan(kiosk, door.ticket("paid"))
    scan(kiosk, door.ticket("paid"))

    assert kiosk.result.word.text() == "Welcome"


def test_two_guests_in_a_row_each_read_only_their_own(kiosk, door, scan):
    scan(kiosk, door.ticket("paid"))
    scan(kiosk, door.ticket("second"))

    assert kiosk.result.name.text() == "Anna Meyer"
    assert "林晓" not in words_on(kiosk) and "Course A" not in words_on(kiosk)


def test_a_refused_guest_after_a_welcome_sees_nothing_green_and_nobody_elses_points(kiosk, door, scan):
    scan(kiosk, door.ticket("paid"))
    scan(kiosk, door.ticket("unpaid"))

    assert kiosk.tone == "warn"
    assert not any(word in words_on(kiosk) for word in ("林晓", "Gold", "Course "))


def test_switching_the_language_says_the_answer_again(kiosk, door, scan, qtbot):
    scan(kiosk, door.ticket("paid"))

    qtbot.mouseClick(kiosk.language, Qt.MouseButton.LeftButton)

    chinese = ("欢迎", "签到成功。", "林晓", "积分", "适合你的下一门课", "English", "Course B")
    qtbot.waitUntil(lambda: all(word in seen_on(kiosk) for word in chinese))
    assert "Welcome" not in words_on(kiosk)
    assert kiosk.tone == "good"


def test_the_next_guest_gets_the_doors_own_language_again(kiosk, door, scan, qtbot):
    qtbot.mouseClick(kiosk.language, Qt.MouseButton.LeftButton)
    scan(kiosk, door.ticket("paid"))
    qtbot.mouseClick(kiosk.result.close_now, Qt.MouseButton.LeftButton)

    assert words.current_language() == "en"
    assert "中文" in seen_on(kiosk)


def test_a_library_that_cannot_be_written_is_said_in_words_and_the_kiosk_goes_on(
    kiosk, door, scan, library, settled
):
    settled()
    library.timeout = 0.01
    library.begin_immediate()
    scan(kiosk, door.ticket("paid"))
    told = (kiosk.tone, kiosk.result.word.text(), kiosk.result.note.text())
    library.roll_back_writing()
    scan(kiosk, door.ticket("second"))

    assert told[:2] == ("warn", "That did not work") and "could not be saved" in told[2]
    assert kiosk.result.word.text() == "Welcome"


def test_a_bug_in_the_recommendations_still_welcomes_the_guest(opened, door, scan, settled):
    class Broken:
        def get(self, *_):
            raise ZeroDivisionError

    object.__setattr__(door.session, "models", Broken())
    window = opened()

    scan(window, door.ticket("paid"))

    assert (window.tone, window.result.word.text()) == ("good", "Welcome")
    assert "Next for you" not in seen_on(window)


def test_an_event_that_is_moved_while_the_door_is_open_says_its_new_place(kiosk, door, library, qtbot):
    with library.write(Op.EDIT_EVENT):
        rows.change(library, Event, door.event, place="Garden")

    qtbot.waitUntil(lambda: "Garden" in kiosk.attract.when.text())


def test_the_screen_fits_a_small_laptop_with_the_longest_answer(kiosk, door, scan, library):
    with library.write(Op.EDIT_COURSE):
        library.execute_sql("UPDATE course SET title = 'Product Discovery for Small Teams, ' || title")

    scan(kiosk, door.ticket("paid"))

    hint = kiosk.minimumSizeHint()
    assert hint.width() <= 1024 and hint.height() <= 640


@pytest.mark.parametrize("tone", SIGNALS)
def test_the_answer_can_be_read_on_its_colour(tone):
    assert contrast(*SIGNALS[tone]) >= 4.5


def test_a_finger_lets_who_is_reading_read_on(opened, door, scan, qtbot):
    window = opened(return_ms=10_000)
    scan(window, door.ticket("paid"))
    qtbot.waitUntil(lambda: window.result.ring._animation.currentValue() < 0.98)

    QTest.mousePress(window.result, Qt.MouseButton.LeftButton)

    assert window.result.ring._animation.currentValue() > 0.98
