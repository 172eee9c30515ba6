"""Counted as facts come or all at once, points, levels and badges are the same; and what others wrote is counted too."""

import random

import pytest
from community.rewarding import DAY, come, complete, course_of, join, pay, rate, remove
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kclub_desktop.clock import FixedClock
from kclub_desktop.community import (
    badges,
    leaderboards,
    level_rules,
    merging,
    points,
    points_rules,
    reward_settings,
    rewards,
)
from kclub_desktop.community.badges import Honour
from kclub_desktop.community.level_rules import Rank
from kclub_desktop.community.measures import Condition
from kclub_desktop.community.points_rules import Rule
from kclub_desktop.community.reward_settings import Keeping
from kclub_desktop.errors import FieldRefused, UnknownBadge, UnknownMember
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.store import Op, open_library, rows, undo
from kclub_desktop.store.tables import Activity, BadgeAward, Enrolment, Payment, Rating

STATE = (
    "SELECT member, why, entity, row, sum(points) FROM points_entry GROUP BY 1, 2, 3, 4 HAVING sum(points) <> 0 ORDER BY 1, 2, 3, 4",
    "SELECT id, level FROM member ORDER BY id",
    "SELECT member, badge, deleted_at IS NULL FROM badge_award ORDER BY id",
)


def state(library):
    return [library.rows(sql) for sql in STATE]


@pytest.fixture(scope="module")
def community(tmp_path_factory, new_library):
    """A library with three members, rules of all kinds, and a ledger that has begun."""
    import shutil

    folder = shutil.copytree(new_library, tmp_path_factory.mktemp("rewards") / "library")
    with open_library(folder, clock=FixedClock(1_790_000_000)) as library:
        people = [join(library, name) for name in ("Ann", "Bob", "Cai")]
        courses = [course_of(library) for _ in range(3)]
        points_rules.save(library, Rule("rating", 5, per_day=8, expires_after_days=3))
        level_rules.save(
            library,
            [
                Rank(0, "Silver", 1, ((Condition("spend", 20_000, 5),),)),
                Rank(
                    0,
                    "Gold",
                    2,
                    ((Condition("points", 60),), (Condition("courses", 2, 4), Condition("events", 1))),
                ),
            ],
        )
        badges.save(library, Honour(0, "Learner", rule=Condition("courses", 2)))
        reward_settings.set_keeping(library, Keeping(0, 100))
        rewards.catch_up(library)
        yield library, people, courses


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "refund", "complete", "drop", "rate", "unrate", "come", "wait", "old"]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.booleans(),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(STEPS, st.integers(0, 10**6))
def test_counted_as_facts_come_and_counted_all_at_once_is_the_same(community, steps, seed):
    library, people, courses = community
    chance = random.Random(seed)
    for kind, who, which, counted in steps:
        member, course, now = people[who], courses[which], library.clock.now()
        if kind == "pay":
            pay(library, member, chance.randint(1, 30_000))
        elif kind == "refund":
            paid = library.rows(
                "SELECT id, amount FROM payment WHERE member = ? AND amount > 0 LIMIT 1", (member,)
            )
            for row, amount in paid:
                pay(library, member, -chance.randint(1, amount), refunds=row)
        elif kind == "complete":
            complete(library, member, course)
        elif kind == "rate":
            rate(library, member, course)
        elif kind in ("drop", "unrate"):
            model = Enrolment if kind == "drop" else Rating
            row = rows.id_for(model, {"member": member, "course": course})
            if rows.get(library, model, row):
                remove(library, model, row)
        elif kind == "come":
            come(library, member)
        elif kind == "old":
            rate(library, member, course, at=now - chance.randint(0, 3 * DAY))
        else:
            library.clock.move(chance.randint(1, 2 * DAY))
            rewards.run_if_due(library)
        if counted:
            rewards.catch_up(library)
    rewards.catch_up(library)
    counted = state(library)

    assert rewards.recount(library).lines == 0
    assert state(library) == counted
    with_ledger = dict(library.rows("SELECT member, sum(points) FROM points_entry GROUP BY member"))
    for member in people:
        assert points.points(library, member) == with_ledger.get(member, 0)


def test_what_another_process_or_an_import_wrote_is_counted(library):
    member = join(library)
    rewards.catch_up(library)
    with open_library(library.folder, clock=library.clock) as other, other.write(Op.IMPORT):
        rows.add(other, Payment, member=member, amount=5_000, currency="CNY", paid_at=other.clock.now())
        rows.add(other, Activity, member=member, kind="visit", at=other.clock.now())
    assert rewards.catch_up(library).lines == 1
    assert rewards.catch_up(library).members == 0


def test_a_count_that_is_stopped_goes_on_where_it_ended(library, monkeypatch):
    for number in range(6):
        pay(library, join(library, f"M{number}"), 10_000)
    monkeypatch.setattr(rewards, "PEOPLE", 2)

    def stop(done, _total):
        if done >= 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        rewards.recount(library, Progress(stop))
    assert 0 < library.value("SELECT count(*) FROM points_entry") < 6
    rewards.catch_up(library)
    assert library.value("SELECT count(*) FROM points_entry") == 6


def test_a_badge_is_given_by_rule_or_hand_and_what_was_taken_stays_away(library):
    learner = badges.save(library, Honour(0, "Learner", icon="book-open", rule=Condition("courses", 1)))
    friend = badges.save(library, Honour(0, "Friend"))
    lin, bob = join(library), join(library, "Bob")
    complete(library, lin)
    rewards.catch_up(library)
    badges.award(library, bob, friend)
    badges.award(library, bob, friend)
    assert [(one.name, one.holders) for one in badges.badges(library)] == [("Learner", 1), ("Friend", 1)]

    badges.take(library, lin, learner)
    taken = library.last_written
    complete(library, lin)
    rewards.recount(library)
    assert badges.badges_of(library, lin) == []
    assert undo.undo(library, taken).left == 0
    assert [one.name for one, _at in badges.badges_of(library, lin)] == ["Learner"]
    assert library.value("SELECT why FROM badge_award WHERE member = ?", (bob,)) == "hand"


def test_badges_that_cannot_be_are_refused(library):
    lin = join(library)
    for wrong in (
        Honour(0, ""),
        Honour(0, "X", rule=Condition("height", 1)),
        Honour(0, "X", rule=Condition("courses", 0)),
    ):
        with pytest.raises(FieldRefused):
            badges.save(library, wrong)
    with pytest.raises(UnknownBadge):
        badges.award(library, lin, 5)
    badge = badges.save(library, Honour(0, "Friend"))
    with pytest.raises(UnknownMember):
        badges.award(library, 5, badge)
    assert library.value("SELECT count(*) FROM badge_award") == 0
    assert rows.get(library, BadgeAward, 1) is None


def test_ties_share_a_place_and_who_asked_not_to_be_shown_is_not_there(library):
    people = {name: join(library, name) for name in ("Ann", "Bob", "Cai", "Dan", "Eva")}
    for name, many in (("Ann", 3), ("Bob", 2), ("Cai", 2), ("Dan", 1), ("Eva", 5)):
        for _ in range(many):
            complete(library, people[name])
    leaderboards.show_on(library, people["Eva"], False)
    now = library.clock.now()

    board = leaderboards.board(library, "courses", 0, now + 1)
    assert [(one.place, one.name) for one in board.places] == [(1, "Ann"), (2, "Bob"), (2, "Cai"), (4, "Dan")]
    assert board.hidden == 1
    assert leaderboards.board(library, "courses", 0, now).places == ()
    assert len(leaderboards.board(library, "courses", 0, now + 1, most=2).places) == 3
    with pytest.raises(FieldRefused):
        leaderboards.board(library, "height", 0, 1)


def test_members_of_a_merge_keep_their_points_together_and_undo_parts_them(library):
    kept, lost = join(library, "Lin"), join(library, "Lin again")
    pay(library, lost, 5_000)
    rewards.catch_up(library)
    pay(library, kept, 10_000)
    pay(library, lost, 20_000)
    rewards.catch_up(library)
    merging.merge(library, kept, [lost])
    merged = library.last_written
    rewards.catch_up(library)
    assert (points.points(library, kept), points.points(library, lost)) == (35, 0)
    undo.undo(library, merged)
    rewards.catch_up(library)
    assert (points.points(library, kept), points.points(library, lost)) == (10, 25)


def test_a_community_with_nothing_to_count_is_left_as_it_was(library):
    join(library, "Ann")
    before = library.value("SELECT max(id) FROM change_set")
    for _ in range(2):
        rewards.run_if_due(library)
        library.clock.move(DAY)
    assert library.value("SELECT max(id) FROM change_set") == before


def test_looking_a_second_time_writes_nothing(library):
    pay(library, join(library, "Ann"), 50_000)
    rewards.run_if_due(library)
    before = library.value("SELECT max(id) FROM change_set")
    for _ in range(2):
        rewards.run_if_due(library)
        library.clock.move(DAY)
    assert library.value("SELECT max(id) FROM change_set") == before


def test_what_comes_after_the_first_look_has_a_line_of_its_own_and_what_was_before_has_not(library):
    ann = join(library, "Ann")
    rewards.run_if_due(library)
    looked = library.clock.now()
    library.clock.move(DAY)
    pay(library, ann, 50_000)
    pay(library, ann, 70_000, at=looked - DAY)
    assert points.points(library, ann) == 120
    rewards.run_if_due(library)
    assert points.points(library, ann) == 120
    assert library.rows("SELECT why, points, at FROM points_entry ORDER BY at") == [
        ("opening", 70, looked - 1),
        ("purchase", 50, looked + DAY),
    ]
    assert reward_settings.ledger_since(library) == looked
