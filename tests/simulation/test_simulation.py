"""Random work, random faults, one seed per run: no edit is lost and all copies agree. A failing seed is its own story."""

import os
from collections import Counter
from pathlib import Path

import pytest

from .faults import FAULTS, a_merge_given_up_for_anothers_is_forgotten, nobody_speaks_for_others
from .template import make_template
from .world import DISASTER, FRONT_DESK, QUARREL, STEPS, World

FIRST = int(os.environ.get("KCLUB_SEED", "0"))
SEEDS = int(os.environ.get("KCLUB_SEEDS", "300"))
MEMORY = Path("/dev/shm")
RARE = {"upgrade", "hub restored", "part", "restore by hand"}
"""Not in every twenty-five worlds."""


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """What every device begins as."""
    folder = tmp_path_factory.mktemp("template")
    return make_template(folder / "library")


def simulate(seed, template, steps=None, weights=STEPS):
    """One run; how often each thing happened in it. Raises AssertionError with the story so far."""
    world = World(seed, template, folder=MEMORY if MEMORY.is_dir() else None, weights=weights)
    try:
        for _ in range(steps or world.steps):
            world.step()
            world.check_safety()
        world.heal()
        assert world.settles_within(rounds=50), "the devices do not come to rest"
        world.check_alike()
        if world.upgrade_all():
            assert world.settles_within(rounds=50), "the devices do not come to rest after they were updated"
        world.check_end()
        if world.trust_staff():
            assert world.settles_within(rounds=50), "the devices do not come to rest after staff was trusted"
            world.check_end()
        return world.drawn
    except BaseException as error:
        error.add_note(f"KCLUB_SEED={seed} KCLUB_SEEDS=1; the story:\n  " + "\n  ".join(world.story))
        raise
    finally:
        world.close()


def failure(seed, template, steps=None, drawn=None, weights=STEPS):
    """What a run ends with; None if it was clean. drawn: what happened in it is added to this."""
    try:
        happened = simulate(seed, template, steps, weights)
        if drawn is not None:
            drawn.update(happened)
    except Exception as error:  # noqa: BLE001 whatever it is, it is the finding
        return error
    return None


@pytest.mark.parametrize("first", range(FIRST, FIRST + SEEDS, 25))
def test_no_edit_is_lost_and_all_copies_agree(first, template):
    drawn = Counter()
    for seed in range(first, min(first + 25, FIRST + SEEDS)):
        drawn += simulate(seed, template)
    often = {"died", "restore by hand", "call answer lost", *STEPS} - RARE
    assert SEEDS < 25 or drawn.keys() >= often


def test_people_who_merge_and_part_the_same_records_lose_nobodys_wish(template):
    drawn = Counter()
    for seed in range(FIRST, FIRST + 30):
        drawn += simulate(seed, template, weights=QUARREL)
    assert drawn["merge the other way round"] and drawn["part"]


def test_staff_that_sees_money_writes_it_and_does_not_any_more_loses_nothing(tmp_path_factory):
    template, drawn = make_template(tmp_path_factory.mktemp("money") / "library", money=True), Counter()
    for seed in range(FIRST, FIRST + 30):
        drawn += simulate(seed, template, weights=FRONT_DESK)
    assert drawn["grant"]


def test_backups_of_the_hub_and_of_devices_put_back_at_once_lose_nothing_that_an_owner_still_has(template):
    drawn = Counter()
    for seed in range(FIRST, FIRST + 30):
        drawn += simulate(seed, template, weights=DISASTER)
    assert drawn["handed in for others"] and drawn["hub restored"] and drawn["restore by hand"]


def test_what_nobody_hands_in_for_others_is_found_missing(template):
    with nobody_speaks_for_others():
        assert any(failure(seed, template, weights=DISASTER) for seed in range(100))


def test_a_merge_that_was_given_up_and_forgotten_is_found(template):
    with a_merge_given_up_for_anothers_is_forgotten():
        assert any(failure(seed, template, weights=QUARREL) for seed in range(100))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_put_in_on_purpose_is_found(fault, template):
    with fault():
        assert any(failure(seed, template) for seed in range(300))
