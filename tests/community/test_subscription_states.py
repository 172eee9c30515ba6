"""Every move of a subscription from every state: allowed ones lead where the table says, all others are refused in words."""

import pytest

from kclub_desktop.community.subscription_states import ALLOWED, BY_HAND, Move, State, after, possible
from kclub_desktop.errors_of_plans import MoveRefused
from kclub_desktop.words import set_language
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_subscriptions import EVENTS, STATES

EVERY = [(state, move) for state in State for move in Move]
REFUSED = [pair for pair in EVERY if pair not in ALLOWED]


@pytest.mark.parametrize(("state", "move"), list(ALLOWED))
def test_an_allowed_move_leads_to_its_state(state, move):
    assert after(str(state), move) is ALLOWED[state, move]


@pytest.mark.parametrize(("state", "move"), REFUSED)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_any_other_move_is_refused_and_says_what_can_be_done(state, move, language):
    set_language(language)
    with pytest.raises(MoveRefused) as refused:
        after(str(state), move)
    said = words_for(refused.value)
    assert refused.value.possible == possible(str(state))
    assert all((state, Move(can)) in ALLOWED for can in refused.value.possible)
    assert said.endswith(("。", ".")) and "{" not in said and "_" not in said
    assert (language == "zh") == any("\u4e00" <= sign <= "\u9fff" for sign in said)


def test_both_lists_together_are_every_state_times_every_move():
    assert len(ALLOWED) + len(REFUSED) == len(State) * len(Move)


def test_a_state_of_a_newer_version_is_refused_not_guessed():
    with pytest.raises(MoveRefused) as refused:
        after("frozen", Move.PAUSE)
    assert refused.value.possible == () and words_for(refused.value)


def test_every_state_that_runs_can_end_and_what_ended_stays_so_but_for_a_use_given_back():
    for state in State:
        ways = {ALLOWED[state, move] for move in Move if (state, move) in ALLOWED}
        assert State.CANCELED in ways or state is State.CANCELED
    assert [move for move in Move if (State.CANCELED, move) in ALLOWED] == [Move.GIVE_BACK_USE]
    assert possible("canceled") == ()


def test_words_stand_for_every_state_and_each_move_a_person_may_ask_for():
    assert set(STATES) == {str(state) for state in State}
    assert Move.GIVE_BACK_USE not in BY_HAND and "came_back" in EVENTS
