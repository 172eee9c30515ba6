"""The Sync page over a library that is really paired, with a real hub: devices, codes, conflicts, and the cable pulled."""

import dataclasses
import json
import shutil
import socket

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from kclub_desktop import words
from kclub_desktop.community import members
from kclub_desktop.errors import ClockWrong, HubRefused, HubUnreachable, LibraryBusy, LibraryNotWritable
from kclub_desktop.errors_of_devices import HubNeeded
from kclub_desktop.errors_of_work import SyncBroke
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.tables import Member
from kclub_desktop.sync import aside, conflicts, devices, joining, settings
from kclub_desktop.sync.link import Invitation
from kclub_desktop.sync.loop import SyncLoop
from kclub_desktop.sync.status import Status
from kclub_desktop.ui.desk import sync_chip, sync_query
from kclub_desktop.ui.desk.command_palette import CommandPalette
from kclub_desktop.ui.desk.syncing import state_card
from kclub_desktop.ui.desk.syncing.join_card import JoinCard
from kclub_desktop.ui.theme.apply import apply_theme
from kclub_desktop.words import set_language, tr
from kclub_hub import communities
from kclub_protocol.scopes import Sees
from tests.ui.desk.conftest import Desk
from tests.ui.desk.test_accessible import walk
from tests.ui.desk.test_longer_words import Longer, cut


class Other:
    """Another device of the community, without a window."""

    def __init__(self, folder, new_library, clock):
        self.library = open_library(shutil.copytree(new_library, folder), clock=clock)
        self.sync = SyncLoop(self.library, Held())


@pytest.fixture
def desk(qtbot, hub, library, clock):
    """The window of an owner whose library is paired, with one member."""
    with library.write(Op.ADD_MEMBER):
        rows.add(library, Member, name="李娜", created_at=1)
    sync = SyncLoop(library, Held())
    sync.pair(hub.url, communities.new_code(hub.database, hub.community), "Desk")
    sync.sync_now()
    made = Desk(qtbot, library, clock, sync)
    made.page = made.open("sync")
    yield made
    made.window.close()
    made.session.jobs.wait()


@pytest.fixture
def laptop(tmp_path, hub, desk, new_library, clock):
    """A second device, staff, with everything the first one has."""
    other = Other(tmp_path / "laptop", new_library, clock)
    other.sync.pair(hub.url, communities.new_code(hub.database, hub.community, "staff"), "Laptop")
    other.sync.sync_now()
    yield other
    other.library.shut()


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def button(widget, name):
    found = [
        b for b in widget.findChildren(QPushButton) if b.accessibleName() == name and b.isVisibleTo(widget)
    ]
    assert len(found) == 1, [b.accessibleName() for b in widget.findChildren(QPushButton)]
    return found[0]


def press(desk, widget, name):
    """As somebody without a mouse does."""
    one = button(widget, name)
    one.setFocus()
    desk.qtbot.keyClick(one, Qt.Key.Key_Space)
    desk.settle()


def again(desk):
    desk.page._on_told()
    desk.settle()


def look(desk):
    desk.page._look()
    desk.settle()


def known(hub):
    return {each.name: each for each in communities.devices(hub.database, hub.community)}


def test_the_state_is_said_in_words_and_this_device_is_marked(desk, hub):
    said = texts(desk.page)
    assert "All saved, in step with the hub" in said and hub.url in said
    assert [row.device.here for row in desk.page.devices.rows] == [True]
    assert "This device" in texts(desk.page.devices.rows[0])
    assert "1 change went" not in said and any(text.endswith("went") for text in said)


@pytest.mark.parametrize(
    ("why", "said"), [("full", "is full: 2 files stay"), ("too-old", "too old to keep files: 2")]
)
def test_files_that_the_hub_does_not_keep_are_told_with_the_reason(desk, why, said):
    assert not any("files stay on this device" in text for text in texts(desk.page))
    state = {"here_only": 2, "elsewhere": 1, "why": why}
    settings.put(desk.library, "sync.files", json.dumps({"seen": "", "at": 0, "state": state}))

    again(desk)

    told = next(text for text in texts(desk.page) if said in text)
    assert "1 file is still on the device where it was added" in told
    assert "All else is in step with the hub" in texts(desk.page)


def test_a_device_is_added_with_a_code_in_large_type_that_counts_down(desk, hub, clock):
    press(desk, desk.page.devices, "Add a device …")
    kiosk = next(one for one in desk.page.invite.findChildren(QPushButton) if one.text() == "Kiosk")
    desk.qtbot.mouseClick(kiosk, Qt.MouseButton.LeftButton)
    assert any("coming events" in text for text in texts(desk.page.invite))
    press(desk, desk.page.invite, "Make a code")

    invite = desk.page.invite
    shown = invite.large.text()
    assert len(shown) == 9 and shown[4] == " "
    assert invite.left.text() == "Good once, for 10:00 more"
    clock.move(61)
    invite.tick()
    assert invite.left.text() == "Good once, for 8:59 more"

    communities.pair(hub.database, shown, "East door")
    look(desk)
    assert desk.said == "" and "“East door” used the code" in texts(invite)

    with hub.database.writing() as db:
        db.execute("UPDATE device SET seen_at = ? WHERE name = 'East door'", (clock.now(),))
    look(desk)
    assert desk.said == "East door joined as Kiosk."
    assert not invite.isVisible()
    assert [row.device.name for row in desk.page.devices.rows] == ["Desk", "East door"]


def test_a_device_whose_pairing_got_no_answer_is_told_apart_and_makes_room_for_another(desk, hub):
    desk.page.make_code("staff", Sees.READS)
    desk.settle()
    first = desk.page.invite.large.text()
    communities.pair(hub.database, first, "Laptop")
    look(desk)
    row = desk.page.devices.rows[-1]
    assert "never connected" in texts(row) and any("If pairing failed there" in text for text in texts(row))

    press(desk, desk.page.invite, "Remove it and make a new code")

    look(desk)
    assert known(hub)["Laptop"].revoked_at is not None
    assert [row.device.name for row in desk.page.devices.rows] == ["Desk"]
    assert desk.page.invite.isVisible() and desk.page.invite.large.text() != first


def test_a_code_that_ran_out_is_no_longer_shown_and_a_new_one_is_a_click_away(desk, clock):
    desk.page.make_code("staff", Sees.WRITES)
    desk.settle()
    first = desk.page.invite.large.text()
    clock.move(601)
    desk.page.invite.tick()
    assert desk.page.invite.large.text() == "This code has run out"
    assert not desk.page.invite.qr.isVisible()

    press(desk, desk.page.invite, "New code")
    assert desk.page.invite.large.text() not in (first, "This code has run out")


def test_the_link_in_the_clipboard_pairs_another_library(desk, tmp_path, new_library, clock):
    desk.page.make_code("staff", Sees.READS)
    desk.settle()
    press(desk, desk.page.invite, "Copy the link")
    other = Other(tmp_path / "other", new_library, clock)
    from kclub_desktop.sync.link import read_link

    invited = read_link(QGuiApplication.clipboard().text())
    other.sync.pair(invited.url, invited.code, "Laptop")
    other.sync.sync_now()
    assert other.library.value("SELECT name FROM member") == "李娜"
    other.library.shut()


def test_a_code_stays_when_the_language_is_switched(desk):
    desk.page.make_code("kiosk", Sees.READS)
    desk.settle()
    code = desk.page.invite.large.text()
    set_language("zh")
    desk.settle()
    assert desk.page.invite.large.text() == code
    assert any("签到屏" in text for text in texts(desk.page.invite))


def test_how_long_ago_things_were_is_said_anew_but_not_under_somebodys_hands(desk, hub, laptop, clock):
    again(desk)
    laptop.sync.sync_now()
    clock.move(300)
    desk.page.look_at_the_clock()
    desk.settle()
    assert any("last seen 5 min ago" in text for text in texts(desk.page.devices))

    remove = button(desk.page.devices, "Remove: Laptop")
    remove.setFocus()
    desk.page.look_at_the_clock()
    desk.settle()
    assert button(desk.page.devices, "Remove: Laptop") is remove


def test_a_device_is_renamed_in_its_place_and_undo_names_it_as_before(desk, hub, laptop):
    again(desk)
    press(desk, desk.page.devices.rows[1], "Rename: Laptop")
    line = desk.page.devices.rows[1]._edit.line
    line.clear()
    desk.qtbot.keyClicks(line, "Front desk")
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.settle()

    assert "Front desk" in known(hub)
    assert desk.page.devices.rows[1].device.name == "Front desk"
    laptop_sync = desk.session.sync.sync_now() and laptop.sync.sync_now()
    assert laptop_sync and laptop.library.value("SELECT count(*) FROM device WHERE name = 'Front desk'") == 1
    desk.take_back()
    assert "Laptop" in known(hub)


def choose(desk, row, words):
    """A line of the menu of a row."""
    found = [line for menu in row.findChildren(QMenu) for line in menu.actions() if line.text() == words]
    found[0].trigger()
    desk.settle()


def test_staff_is_given_money_and_it_is_taken_back(desk, hub, laptop):
    again(desk)
    choose(desk, desk.page.devices.rows[1], "Sees and changes it")
    assert known(hub)["Laptop"].money
    assert any("money too" in text for text in texts(desk.page.devices.rows[1]))
    desk.take_back()
    assert not known(hub)["Laptop"].money and known(hub)["Laptop"].sees_money


def test_staff_is_shown_no_money_and_undo_shows_it_again(desk, hub, laptop):
    again(desk)
    choose(desk, desk.page.devices.rows[1], "Does not see it")
    assert not known(hub)["Laptop"].sees_money
    assert "sees no money any more" in desk.said
    assert any("everything but money" in text for text in texts(desk.page.devices.rows[1]))
    desk.take_back()
    assert known(hub)["Laptop"].sees_money and not known(hub)["Laptop"].money


def test_a_code_for_staff_that_sees_no_money_is_made_by_choosing_so(desk, hub):
    desk.page.invite_device()
    invite = desk.page.invite
    desk.settle()
    next(one for one in invite.money.findChildren(QPushButton) if one.text() == "Does not see it").click()
    assert "everything but money" in invite.sees.text()
    invite.make.click()
    desk.settle()
    assert not invite.code.sees_money and not invite.code.money
    assert any("everything but money" in text for text in texts(invite))


def test_a_device_is_removed_in_one_click_let_in_by_undo_and_listed_when_it_is_gone(desk, hub, laptop):
    again(desk)
    press(desk, desk.page.devices.rows[1], "Remove: Laptop")
    assert known(hub)["Laptop"].revoked_at is not None
    assert desk.said == "Laptop was removed. It is let in no more."
    desk.take_back()
    assert known(hub)["Laptop"].revoked_at is None

    press(desk, desk.page.devices.rows[1], "Remove: Laptop")
    press(desk, desk.page.devices, "1 removed device")
    press(desk, desk.page.devices, "Let in again: Laptop")
    assert known(hub)["Laptop"].revoked_at is None
    laptop.sync.sync_now()


def test_this_device_cannot_be_removed_from_itself(desk):
    assert not [b for b in desk.page.devices.findChildren(QPushButton) if b.text() == "Remove"]


@pytest.fixture
def differing(desk, laptop, clock):
    """Two edits of one note that could not see each other."""
    member = desk.library.value("SELECT id FROM member")
    members.edit(desk.library, member, {"note": "near the door"})
    clock.move(60)
    members.edit(laptop.library, member, {"note": "by the window"})
    laptop.sync.sync_now()
    desk.session.sync.sync_now()
    again(desk)
    return member


def note(desk, member):
    return rows.get(desk.library, Member, member).note


def test_a_conflict_shows_both_values_who_and_when_and_is_settled_by_keyboard(desk, differing):
    card = desk.page.conflicts.cards[0]
    said = " ".join(texts(card))
    for shown in (
        "李娜",
        "Note",
        "near the door",
        "by the window",
        "Laptop",
        "Desk (this device)",
        "stands now",
    ):
        assert shown in said

    press(desk, card, "Use this one: near the door")
    assert note(desk, differing) == "near the door"
    assert not desk.page.conflicts.isVisible() and desk.window.focusWidget() is desk.page.now
    desk.take_back()
    assert note(desk, differing) == "by the window"
    assert desk.page.conflicts.isVisible()


def test_a_decision_that_changed_nothing_is_open_again_after_undo(desk, differing):
    press(desk, desk.page.conflicts.cards[0], "Keep this one: by the window")
    assert not desk.page.conflicts.isVisible()
    desk.take_back()
    assert desk.page.conflicts.isVisible() and note(desk, differing) == "by the window"


def test_both_notes_are_kept_with_one_key(desk, differing):
    press(desk, desk.page.conflicts.cards[0], "Keep both: near the door\nby the window")
    assert note(desk, differing) == "near the door\nby the window"


def test_what_the_hub_does_not_take_is_listed_with_the_reason_tried_again_and_saved(
    desk, tmp_path, monkeypatch
):
    members.edit(desk.library, desk.library.value("SELECT id FROM member"), {"note": "x"})
    last = desk.library.value("SELECT max(id) FROM change_set")
    aside.put(desk.library, last, "This device may not change that")
    again(desk)
    assert any(text.startswith("this device may not change that") for text in texts(desk.page.aside))
    assert desk.page.note.text() == "Not taken by the hub"

    file = tmp_path / "not-taken.json"
    monkeypatch.setattr(
        "kclub_desktop.ui.desk.sync_page.QFileDialog.getSaveFileName", lambda *_: (str(file), "")
    )
    press(desk, desk.page.aside, "Save to a file …")
    assert '"note"' in file.read_text(encoding="utf-8")

    press(desk, desk.page.aside, "Try again now")
    assert aside.listed(desk.library) == [] and not desk.page.aside.isVisible()


def test_the_cable_pulled_shows_a_chip_and_nothing_else(desk, hub):
    """Whatever a person does while the hub is away is kept, and nothing stands in the way."""
    sync = desk.session.sync
    sync.start()
    hub.stop()
    members.edit(desk.library, desk.library.value("SELECT id FROM member"), {"note": "offline"})
    desk.qtbot.waitUntil(lambda: sync.error is not None, timeout=20_000)
    again(desk)
    desk.window._chip.refresh()
    desk.settle()

    assert desk.window._sidebar.chip.text() == "Offline\n1 change waits"
    assert desk.said == ""
    assert "The hub is away" in texts(desk.page)
    assert any("1 change is safe here" in text for text in texts(desk.page))
    assert any("Desk" in text for text in texts(desk.page.devices))
    desk.open("members")
    assert desk.window.shown_page.settled
    sync.stop()


@pytest.fixture
def full(desk, differing, hub):
    """Everything at once: a conflict, a change that is not taken, a removed device, a code."""
    kiosk = communities.pair(
        hub.database, communities.new_code(hub.database, hub.community, "kiosk"), "East door"
    )
    communities.revoke(hub.database, hub.community, kiosk.device)
    aside.put(
        desk.library, desk.library.value("SELECT max(id) FROM change_set"), "This device may not change that"
    )
    left = {"here_only": 2, "elsewhere": 3, "why": "full"}
    settings.put(desk.library, "sync.files", json.dumps({"seen": "", "at": 0, "state": left}))
    desk.page.make_code("kiosk", Sees.READS)
    desk.settle()
    again(desk)
    press(desk, desk.page.devices, tr("1 removed device"))
    return desk


def in_full_again(desk):
    """After every widget was built anew."""
    desk.page.devices._removed_shown = True
    desk.window.resize(1024, 640)
    desk.settle()
    again(desk)
    assert desk.page.conflicts.cards and desk.page.invite.code and len(desk.page.devices.rows) == 3


def test_nothing_is_cut_off_when_every_text_is_longer(full, monkeypatch):
    monkeypatch.setattr(words, "catalogue", lambda language: Longer())
    full.window._build_again()
    in_full_again(full)
    assert cut(full.window) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_off_with_text_half_as_large_again(full, language):
    set_language(language)
    apply_theme(QApplication.instance(), "light", 1.5)
    try:
        full.window._build_again()
        in_full_again(full)
        assert cut(full.window) == []
    finally:
        apply_theme(QApplication.instance(), "light")


def test_everything_has_a_name_and_is_reached_by_tab(full):
    acting = [one for one in full.page.findChildren(QPushButton) if one.isVisibleTo(full.page)]
    names = [one.accessibleName() or one.text() for one in acting]
    assert all(names) and len(set(names)) == len(names), sorted(names)
    reached = set(walk(full.window, full.window._sidebar.bell))
    assert [one.accessibleName() for one in acting if one.isEnabled() and one not in reached] == []


def test_staff_sees_the_devices_and_may_not_change_them(qtbot, desk, laptop, clock):
    staff = Desk(qtbot, laptop.library, clock, laptop.sync)
    page = staff.open("sync")
    assert [row.device.name for row in page.devices.rows] == ["Desk", "Laptop"]
    assert not [b for b in page.devices.findChildren(QPushButton) if b.isVisibleTo(page)]
    assert any("Only an owner" in text for text in texts(page.devices))
    staff.window.close()
    staff.session.jobs.wait()


def test_a_removed_device_says_so_and_keeps_what_has_come(qtbot, desk, hub, laptop, clock):
    communities.revoke(hub.database, hub.community, known(hub)["Laptop"].id)
    with pytest.raises(HubRefused) as refused:
        laptop.sync.sync_now()
    laptop.sync.error = refused.value
    removed = Desk(qtbot, laptop.library, clock, laptop.sync)
    page = removed.open("sync")
    said = texts(page)
    assert "This device was removed" in said and any("stays here" in text for text in said)

    press(removed, page, "Pair again with a new code …")
    assert (page.join.address.text(), page.join.name.text()) == (hub.url, "Laptop")
    press(removed, page, "Cancel")
    assert not page.join.isVisible()
    press(removed, page, "Pair again with a new code …")
    page.join.code.setText(communities.new_code(hub.database, hub.community, "staff"))
    page.join.pair()
    removed.settle()
    assert not page.join.isVisible() and list(known(hub)) == ["Desk", "Laptop"]
    removed.window.close()
    removed.session.jobs.wait()


def test_on_a_kiosks_computer_nobody_gets_to_members_by_search_shortcut_or_history(
    qtbot, desk, hub, tmp_path, clock
):
    code, secrets = communities.new_code(hub.database, hub.community, "kiosk"), Held()
    joining.new_copy(tmp_path / "door", Invitation(hub.url, code), secrets, clock, "East door")
    with open_library(tmp_path / "door", clock=clock) as library:
        sync = SyncLoop(library, secrets)
        sync.sync_now()
        assert library.value("SELECT name FROM member") == "李*"
        door = Desk(qtbot, library, clock, sync)
        window, settings_page = door.window, door.open("settings")
        for key in (Qt.Key.Key_2, Qt.Key.Key_N, Qt.Key.Key_H, Qt.Key.Key_D, Qt.Key.Key_I):
            qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
            door.settle()
            assert window.shown_page is settings_page
        for name in ("members", "history", "duplicates"):
            window.go(name, library.value("SELECT id FROM member"))
            assert window.shown_page.name == "sync"
        assert not [b for b in window.findChildren(QPushButton) if b.text() == "Whole history"]

        window.open_palette()
        palette = next(p for p in window.findChildren(CommandPalette) if p.isVisible())
        for typed in ("李", "import", "undo"):
            palette.line.setText(typed)
            door.settle()
            assert palette.list.item(0).text() == "Nothing fits."
        palette.line.setText("sync")
        door.settle()
        assert palette.list.item(0).text().startswith("Sync")
        palette.close()
        window.close()
        door.session.jobs.wait()


@pytest.mark.parametrize("away", [False, True])
def test_a_copy_that_waits_for_its_first_data_does_not_ask_for_a_file(
    qtbot, hub, desk, tmp_path, clock, away
):
    code = communities.new_code(hub.database, hub.community, "staff")
    secrets = Held()
    joining.new_copy(tmp_path / "new", Invitation(hub.url, code), secrets, clock, "Laptop")
    with open_library(tmp_path / "new", clock=clock) as library:
        sync = SyncLoop(library, secrets)
        sync.error = HubUnreachable(hub.url, "ReadTimeout") if away else None
        new = Desk(qtbot, library, clock, sync)
        new.open("overview")
        assert "What the community has is on its way to this computer" in texts(new.window.shown_page)
        for name in ("overview", "members", "courses", "plans", "money"):
            shown = new.open(name)
            assert shown.waits and not [
                b for b in shown.findChildren(QPushButton) if b.text() == "Import" and b.isVisible()
            ]
        chip = new.window._sidebar.chip.text()
        assert chip == ("First sync\nWaits for the hub" if away else "First sync\nThe data is on its way")
        by_itself = new.window._daily
        for each in by_itself:
            each.look()
        assert not new.session.jobs.busy and library.value("SELECT max(id) FROM change_set") == 1
        said = texts(new.open("sync"))
        assert not any("All saved" in text or "works without it" in text for text in said)

        sync.sync_now()
        sync.error = None
        new.window._chip.refresh()
        new.settle()
        assert new.window._sidebar.chip.text() == "All saved\nSynced just now"
        for each in by_itself:
            assert each._wait.isActive()
            each._wait.timeout.emit()
        assert new.session.jobs.is_on("rewards")
        new.settle()
        assert not new.open("plans").waits and "No plans yet" in texts(new.window.shown_page)
        new.open("overview")
        assert any("李娜" in text or "30 days" in text for text in texts(new.window.shown_page))
        new.window.close()
        new.session.jobs.wait()


def test_while_the_hub_is_asked_the_card_says_so_and_a_new_try_forgets_the_old_refusal(qtbot):
    card = JoinCard("Laptop")
    qtbot.addWidget(card)
    card.show()
    card.address.setText("https://hub.example")
    card.code.setText("ABCD EFGH")
    card.pair()
    assert "Asking the hub …" in texts(card) and not card.go.isEnabled()

    card.refuse(HubNeeded("https://hub.example", "ReadTimeout"))
    assert "Asking the hub …" not in texts(card) and "still good from here" in card.refused.text()

    qtbot.keyClicks(card.code, "X")
    assert card.refused.isHidden()
    card.refuse(HubNeeded("https://hub.example", "ConnectionError"))
    assert "If the address is right" in card.refused.text()


def test_a_link_fills_the_fields_and_a_wrong_code_is_told_under_them(qtbot, hub, library, clock):
    made = Desk(qtbot, library, clock, SyncLoop(library, Held()))
    page = made.open("sync")
    assert page.join.name.text() == socket.gethostname()
    page.join.pair()
    assert "address is missing" in page.join.refused.text()
    page.join.address.setText(f"kclub:pair?hub={hub.url}&code=WRONGONE")
    assert (page.join.address.text(), page.join.code.text()) == (hub.url, "WRONGONE")
    page.join.pair()
    made.settle()
    assert "does not take this code" in page.join.refused.text() and page.join.code.text() == "WRONGONE"

    good = communities.new_code(hub.database, hub.community)
    page.pair(Invitation(hub.url, f"{good[:4].lower()} {good[4:]}"), "East laptop")
    made.settle()
    assert "East laptop" in known(hub) and not page.join.isVisible()
    made.window.close()
    made.session.jobs.wait()


@pytest.mark.parametrize("error", [LibraryBusy("folder"), SyncBroke("KeyError")])
def test_what_passes_by_itself_asks_nothing_of_anybody(qtbot, error):
    found = Status("https://hub.example", "Laptop", "owner", 3, 0, 0, 1_790_000_000)
    words, icon, tone = sync_chip._words(found, error, 1_790_000_000, to_come=False)
    assert (words, icon, tone) == ("Sync tries again\n3 changes wait", "sync", "")

    card = state_card.state_card(found, error, 1_790_000_000, pair_again=lambda: None)
    qtbot.addWidget(card)
    said = texts(card)
    assert "Sync tries again by itself" in said and not any("Pair again" in each for each in said)
    assert not any("Offline" in each or "hub is away" in each for each in said)


def test_while_the_hub_is_away_a_removed_device_is_not_named_among_those_that_have_a_copy(desk, hub, laptop):
    desk.session.sync.sync_now()
    at = next(
        each for each in devices.listed(desk.library, desk.session.sync.secrets) if each.name == "Laptop"
    )
    devices.remove(desk.library, desk.session.sync.secrets, at)
    assert sync_query.state(desk.library).names == ["Desk"]


@pytest.mark.parametrize(
    "error",
    [ClockWrong(172_800), LibraryNotWritable("club", "full"), HubRefused("https://hub.example", 409, "x")],
)
def test_what_a_new_code_does_not_put_right_offers_none(qtbot, error):
    found = Status("https://hub.example", "Laptop", "owner", 0, 0, 12, 1_790_000_000)
    card = state_card.state_card(found, error, 1_790_000_000, pair_again=lambda: None)
    qtbot.addWidget(card)
    assert not card.findChildren(QPushButton)
    words, _icon, tone = sync_chip._words(found, error, 1_790_000_000, to_come=False)
    assert words.startswith("Sync needs you") and tone == "warn", "not the conflicts, which can wait"


def test_many_conflicts_leave_the_devices_near_and_are_all_a_click_away(desk, differing):
    one = conflicts.listed(desk.library)[0]
    many = [dataclasses.replace(one, id=number) for number in range(12)]
    card = desk.page.conflicts
    card.show_conflicts(many, 12)
    desk.settle()
    assert len(card.cards) == 4
    press(desk, card, "Show 8 more")
    assert len(card.cards) == 12 and card.cards[4].isAncestorOf(desk.window.focusWidget())


def test_the_page_ends_where_its_words_end(desk, differing):
    inside = desk.page._area.widget()
    desk.window.resize(1024, 640)
    desk.settle()
    assert inside.height() == max(desk.page._area.viewport().height(), inside.heightForWidth(inside.width()))
