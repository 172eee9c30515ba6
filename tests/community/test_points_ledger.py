"""Points are a ledger: the same facts make the same lines once, whatever order they come in, and nothing is lost or doubled."""

import shutil

import pytest
from community.rewarding import DAY, come, complete, course_of, join, pay, rate, remove

from kclub_desktop.clock import FixedClock
from kclub_desktop.community import benefits, points, points_rules, rewards
from kclub_desktop.community.benefits import Given
from kclub_desktop.community.points_rules import Rule
from kclub_desktop.errors import FieldRefused, NotEnoughPoints, UnknownBenefit, UnknownMember, UnknownPoints
from kclub_desktop.store import open_library, undo
from kclub_desktop.store.tables import Enrolment, Rating


@pytest.fixture
def lin(library):
    """A member of a library whose ledger has begun."""
    member = join(library)
    rewards.catch_up(library)
    return member


def ledger(library, member):
    return [(line.why, line.kind, line.points) for line in reversed(points.lines(library, member))]


def test_points_from_before_the_ledger_are_what_they_were_and_stand_in_one_line(library):
    member = join(library)
    pay(library, member, 9_500)
    pay(library, member, 500)
    complete(library, member)
    rate(library, member)
    come(library, member)
    before = points.points(library, member)

    library.clock.move(DAY)
    rewards.catch_up(library)

    assert before == points.points(library, member) == 10 + 20 + 5 + 10
    assert ledger(library, member) == [("opening", "earned", 45)]


def test_what_happens_after_that_has_a_line_each_and_a_second_count_writes_none(library, lin):
    pay(library, lin, 9_900)
    complete(library, lin)
    rate(library, lin)
    come(library, lin)
    assert points.points(library, lin) == 9 + 20 + 5 + 10, "right before the lines are written"

    rewards.catch_up(library)

    assert sorted(ledger(library, lin)) == [
        ("check_in", "earned", 10), ("completion", "earned", 20), ("purchase", "earned", 9), ("rating", "earned", 5),
    ]  # fmt: skip
    assert rewards.recount(library).lines == 0
    assert points.points(library, lin) == 44


def test_a_refund_takes_its_share_of_the_points_back(library, lin):
    payment = pay(library, lin, 10_000)
    rewards.catch_up(library)
    pay(library, lin, -4_000, refunds=payment)
    rewards.catch_up(library)

    assert points.points(library, lin) == 6
    assert ledger(library, lin) == [("purchase", "earned", 10), ("purchase", "corrected", -4)]


def test_a_fact_that_is_taken_back_and_done_again_ends_at_the_same_points(library, lin):
    row = complete(library, lin)
    rewards.catch_up(library)
    remove(library, Enrolment, row)
    rewards.catch_up(library)
    assert points.points(library, lin) == 0

    complete(library, lin, library.value("SELECT course FROM enrolment"))
    rewards.catch_up(library)

    assert points.points(library, lin) == 20
    assert sorted(entry[2] for entry in ledger(library, lin)) == [-20, 20, 20]


def test_undo_of_an_enrolment_is_not_kept_from_it_by_the_points_it_earned(library, lin):
    complete(library, lin, course_of(library))
    step = library.last_written
    rewards.catch_up(library)

    assert undo.last_undoable(library) == step, "the counting is nobody's step"
    assert undo.undo_last(library).left == 0
    rewards.catch_up(library)
    assert points.points(library, lin) == 0
    undo.redo_last(library)
    assert points.points(library, lin) == 20


def test_a_limit_per_day_is_kept_by_the_days_of_the_community(library, lin):
    points_rules.save(library, Rule("rating", 5, per_day=8))
    rewards.catch_up(library)
    start = library.clock.now() // DAY * DAY + 8 * 3600  # 16:00 in Shanghai
    library.clock.move(3 * DAY)
    for hours in (0, 1, 2, 7.9, 8.1):
        rate(library, lin, at=int(start + DAY + hours * 3600))
    rewards.catch_up(library)

    # Four on one day earn 5 + 3, the one after midnight in Shanghai 5 again.
    assert points.points(library, lin) == 13


def test_a_changed_rule_holds_from_then_on_and_leaves_what_was_earned(library, lin):
    rate(library, lin)
    rewards.catch_up(library)
    library.clock.move(60)
    points_rules.save(library, Rule("rating", 50))
    library.clock.move(60)
    rate(library, lin)
    rewards.recount(library)
    assert points.points(library, lin) == 55

    undo.undo_last(library)  # the rating
    undo.undo_last(library)  # the rule
    rewards.catch_up(library)
    assert points_rules.Rules(library).now("rating").points == 5
    assert points.points(library, lin) == 5


def test_what_came_first_is_spent_first_and_the_rest_of_a_lot_expires(library, lin):
    points_rules.save(library, Rule("completion", 20, expires_after_days=30))
    library.clock.move(1)
    complete(library, lin)
    library.clock.move(10 * DAY)
    complete(library, lin)
    rewards.catch_up(library)
    points.spend(library, lin, 15, "Mug")
    assert points.next_to_expire(library, lin) == (5, library.clock.now() + 20 * DAY)

    library.clock.move(21 * DAY)
    assert points.points(library, lin) == 20, "5 of the first lot are gone, before any line says so"
    rewards.run_if_due(library)
    assert points.points(library, lin) == 20
    assert ("completion", "expired", -5) in ledger(library, lin)
    assert rewards.recount(library).lines == 0


def test_nobody_spends_more_than_they_have_and_a_spend_can_be_taken_back(library, lin):
    complete(library, lin)
    with pytest.raises(NotEnoughPoints) as refused:
        points.spend(library, lin, 21, "Mug")
    assert (refused.value.has, refused.value.wanted) == (20, 21)
    assert library.value("SELECT count(*) FROM points_entry WHERE kind = 'spent'") == 0

    line = points.spend(library, lin, 20, "Mug")
    assert points.points(library, lin) == 0
    points.take_back(library, line)
    points.take_back(library, line)
    assert points.points(library, lin) == 20


def test_a_correction_needs_words_and_a_member_and_a_number(library, lin):
    for wrong in (
        lambda: points.correct(library, lin, 0, "x"),
        lambda: points.correct(library, lin, 5, " "),
        lambda: points.spend(library, lin, -3, "x"),
        lambda: points.correct(library, 5, 5, "x"),
        lambda: points.take_back(library, 7),
        lambda: points.redeem(library, lin, 7),
    ):
        with pytest.raises((FieldRefused, UnknownMember, UnknownPoints, UnknownBenefit)):
            wrong()
    points.correct(library, lin, -7, "counted twice")
    assert points.points(library, lin) == -7
    assert points.overdrawn(library) == [(lin, "Lin", -7)]


def test_points_buy_a_benefit_that_holds_for_its_days(library, lin):
    tenth = benefits.save(
        library, Given(0, "discount", "Ten percent", percent=1000, points=50, valid_days=30)
    )
    points.correct(library, lin, 60, "welcome")
    points.redeem(library, lin, tenth)

    now = library.clock.now()
    assert points.points(library, lin) == 10
    assert benefits.discount_for(library, lin, now + 29 * DAY) == 1000
    assert benefits.discount_for(library, lin, now + 31 * DAY) == 0
    assert "Ten percent" in [line.about for line in points.lines(library, lin)]


def test_two_devices_that_count_the_same_facts_write_the_same_lines(library, lin, tmp_path):
    rate(library, lin)
    complete(library, lin)
    shutil.copytree(library.folder, tmp_path / "other")
    with open_library(tmp_path / "other", clock=FixedClock(library.clock.now() + 500)) as other:
        rewards.catch_up(other)
        rewards.catch_up(library)
        lines = "SELECT id, points, at, why FROM points_entry ORDER BY id"
        assert library.rows(lines) == other.rows(lines) != []


def test_a_rating_that_is_changed_earns_nothing_more(library, lin):
    course = course_of(library)
    rate(library, lin, course)
    rewards.catch_up(library)
    library.clock.move(2 * DAY)
    rate(library, lin, course)
    rewards.catch_up(library)
    assert library.value("SELECT count(*) FROM rating") == 1
    assert points.points(library, lin) == 5
    remove(library, Rating, library.value("SELECT id FROM rating"))
    assert points.points(library, lin) == 0
