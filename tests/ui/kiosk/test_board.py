"""The leaderboard at the kiosk: who is on it and how, who is not, and who may turn it off."""

import pytest
from guests import GUESTS, seen_on, words_on
from PySide6.QtCore import Qt

from kclub_desktop.community import door_board, leaderboards, points
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Device, MemberCard
from kclub_protocol import masks


@pytest.fixture
def scored(door, library):
    """林晓 and Anna have as many, Tom fewer, Zoe asked not to be shown."""
    for guest, amount in (("paid", 300), ("second", 300), ("unpaid", 120), ("cancelled", 900)):
        points.correct(library, door.who[guest], amount, "test")
    leaderboards.show_on(library, door.who["cancelled"], False)
    return door


def board_of(kiosk, qtbot, settled):
    settled()
    qtbot.mouseClick(kiosk.attract.board, Qt.MouseButton.LeftButton)
    settled()
    return kiosk.board


def test_ties_share_a_place_names_are_masked_and_who_opted_out_is_missing(scored, opened, qtbot, settled):
    kiosk = opened()
    board_of(kiosk, qtbot, settled)
    found = [(one.place, one.name, one.points) for one in kiosk.board._board.places]
    assert found == [(1, "Anna M.", 300), (1, "林*", 300), (3, "Tom O.", 120)]
    assert kiosk.screen_shown is kiosk.board
    assert not any(name in words_on(kiosk) for name in GUESTS.values())
    assert "Zoe" not in words_on(kiosk)


def test_names_are_gone_when_the_screen_is_left_and_a_ticket_is_read_from_it(
    scored, opened, scan, qtbot, settled
):
    kiosk = opened()
    board_of(kiosk, qtbot, settled)
    scan(kiosk, scored.ticket("paid"))
    assert kiosk.tone == "good" and "Anna" not in words_on(kiosk)
    kiosk.go_home()
    assert "Tom" not in words_on(kiosk)


def test_nobody_with_points_means_no_board(kiosk, settled):
    settled()
    assert not kiosk.attract.board.isVisible()


def test_the_desk_turns_it_off_and_on_again_while_the_kiosk_stands_there(
    scored, opened, library, qtbot, settled
):
    kiosk = opened()
    board_of(kiosk, qtbot, settled)
    door_board.show(library, False)
    qtbot.waitUntil(lambda: kiosk.screen_shown is kiosk.attract)
    assert not kiosk.attract.board.isVisible()
    door_board.show(library, True)
    qtbot.waitUntil(kiosk.attract.board.isVisible)


def test_a_door_may_go_without(scored, opened, settled):
    kiosk = opened(leaderboard=False)
    settled()
    assert not kiosk.attract.board.isVisible()


def test_a_kiosk_of_its_own_knows_the_cards_only(scored, library):
    with library.write(Op.EDIT_SETTINGS):
        rows.put(library, Device, node=library.node, role="kiosk", added_at=1)
        rows.put(library, MemberCard, member=scored.who["unpaid"], display_name="Tom O.", points=7, made_at=1)
    assert [(one.name, one.points) for one in door_board.board(library).places] == [("Tom O.", 7)]


def test_ten_are_shown_and_how_many_more_have_as_many(scored, library):
    from kclub_desktop.community import members

    for n in range(12):
        points.correct(library, members.add(library, {"name": f"Guest {n:02}"}), 50, "test")
    found = door_board.board(library)
    assert len(found.places) == 10 and found.as_many == 5
    assert {one.place for one in found.places[3:]} == {4}


@pytest.mark.parametrize("name", ["林晓", "Anna Meyer", "Cher", "Tom O.", "林*"])
def test_a_name_masked_twice_is_the_same(name):
    once = masks.display_name(name)
    assert masks.display_name(once) == once


def test_the_board_speaks_both_languages(scored, opened, qtbot, settled):
    kiosk = opened()
    board_of(kiosk, qtbot, settled)
    assert "Most points" in seen_on(kiosk)
    qtbot.mouseClick(kiosk.language, Qt.MouseButton.LeftButton)
    assert "积分榜" in seen_on(kiosk)
