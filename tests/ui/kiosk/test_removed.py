"""A kiosk that an owner removed: nobody is let in or shown any more, at once and after a restart, until a sync works again."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from guests import GUESTS, PIN, seen_on, words_on
from PySide6.QtTest import QTest

from kclub_desktop.errors import HubRefused, HubUnreachable
from kclub_desktop.sync import state
from kclub_desktop.words import set_language

REMOVED = HubRefused("https://hub.example", 401, "This device was removed from the hub")


@pytest.fixture
def paired(door):
    """A door whose hub is asked by somebody else."""
    state.paired(door.session.library, "https://hub.example", "c", "d")
    state.finished(door.session.library, door.session.clock.now())
    door.session = replace(door.session, sync=SimpleNamespace(error=None))
    return door


def removes(door):
    door.session.sync.error = REMOVED


def syncs(door, clock):
    door.session.sync.error = None
    clock.move(60)
    state.finished(door.session.library, clock.now())


def scans(door):
    return door.session.library.value("SELECT count(*) FROM check_in")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_guest_that_is_shown_is_wiped_and_nobody_else_is_let_in(paired, opened, scan, language):
    set_language(language)
    kiosk = opened()
    scan(kiosk, paired.ticket("paid"))
    assert kiosk.screen_shown is kiosk.result and scans(paired) == 1

    removes(paired)
    kiosk.look_for_removal()

    assert kiosk.screen_shown is kiosk.removed and kiosk.tone == ""
    for line in (kiosk.removed.title, kiosk.removed.note, kiosk.removed.next):
        assert line.height() >= line.heightForWidth(line.width()), "nothing is cut off at 1024 × 640"
    assert {"en": "out of service", "zh": "已停用"}[language] in seen_on(kiosk)
    assert not any(name in words_on(kiosk) for name in ("林", *GUESTS.values()))
    scan(kiosk, paired.ticket("second"))
    kiosk.check_in(member=paired.who["second"], shown_as="A")
    kiosk.go_home()
    assert kiosk.screen_shown is kiosk.removed and scans(paired) == 1


def test_it_holds_after_a_restart_without_a_network_and_until_a_sync_works_again(paired, opened, clock, scan):
    first = opened()
    removes(paired)
    first.look_for_removal()
    paired.session.sync.error = HubUnreachable("https://hub.example", "ConnectionError")
    first.look_for_removal()
    assert first.screen_shown is first.removed
    first.leave()

    paired.session.sync.error = None
    again = opened()
    assert again.screen_shown is again.removed
    again.look_for_removal()
    assert again.screen_shown is again.removed

    syncs(paired, clock)
    again.look_for_removal()
    assert again.screen_shown is again.attract
    scan(again, paired.ticket("paid"))
    assert scans(paired) == 1


def test_whoever_has_the_pin_leaves_and_is_not_interrupted(paired, opened, qtbot):
    kiosk = opened()
    kiosk._ask_pin()
    removes(paired)
    kiosk.look_for_removal()
    assert kiosk.screen_shown is kiosk.ask_pin
    QTest.keyClicks(kiosk, PIN)
    with qtbot.waitSignal(kiosk.left):
        kiosk._try(PIN)


def test_a_hub_that_is_away_or_says_another_no_closes_no_door(paired, opened):
    kiosk = opened()
    for error in (
        HubUnreachable("https://hub.example", "ReadTimeout"),
        HubRefused("https://hub.example", 401, "The hub does not know this device"),
    ):
        paired.session.sync.error = error
        kiosk.look_for_removal()
        assert kiosk.screen_shown is kiosk.attract
