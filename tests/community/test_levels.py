"""Who has which level: rules lift at once and lower slowly, hand and plan stand, a preview says what will happen."""

import pytest
from community.rewarding import DAY, come, complete, join, pay
from hypothesis import given
from hypothesis import strategies as st

from kclub_desktop.community import (
    level_preview,
    level_progress,
    level_rules,
    levels,
    measures,
    reward_settings,
    rewards,
)
from kclub_desktop.community.level_rules import Rank
from kclub_desktop.community.levels import NONE, Figures, Standing, decide
from kclub_desktop.community.measures import Condition
from kclub_desktop.community.reward_settings import Keeping
from kclub_desktop.errors import FieldRefused, UnknownLevel
from kclub_desktop.store import Op, rows, undo
from kclub_desktop.store.tables import Member, Plan, Price, Subscription
from kclub_desktop.words import set_language
from kclub_desktop.words_for_rewards import progress_words, rank_words

SILVER = Rank(0, "Silver", 1, ((Condition("spend", 50_000, 365),),))
GOLD = Rank(
    0, "Gold", 2, ((Condition("spend", 100_000, 365),), (Condition("courses", 2), Condition("events", 1)))
)


@pytest.fixture
def lin(library):
    level_rules.save(library, [SILVER, GOLD])
    member = join(library)
    rewards.catch_up(library)
    return member


def level_of(library, member):
    rewards.run_if_due(library)
    return rows.get(library, Member, member).level


def test_a_level_is_reached_at_once_by_any_of_its_ways(library, lin):
    bob = join(library, "Bob")
    pay(library, lin, 49_999)
    assert level_of(library, lin) == ""
    pay(library, lin, 1)
    assert level_of(library, lin) == "Silver"
    for _ in range(2):
        complete(library, bob)
    assert level_of(library, bob) == "", "both conditions of the group must hold"
    come(library, bob)
    assert level_of(library, bob) == "Gold"
    assert library.rows("SELECT from_level, to_level, why FROM level_change ORDER BY id") != []


def test_a_level_is_lost_only_after_its_days_and_below_its_share(library, lin):
    payment = pay(library, lin, 100_000)
    assert level_of(library, lin) == "Gold"
    pay(library, lin, -9_000, refunds=payment)
    library.clock.move(31 * DAY)
    assert level_of(library, lin) == "Gold", "91% of it is still there"
    pay(library, lin, -2_000, refunds=payment)
    assert level_of(library, lin) == "Silver"


def test_who_falls_below_at_once_keeps_the_level_for_its_days(library, lin):
    payment = pay(library, lin, 100_000)
    assert level_of(library, lin) == "Gold"
    pay(library, lin, -100_000, refunds=payment)
    library.clock.move(29 * DAY)
    assert level_of(library, lin) == "Gold"
    library.clock.move(2 * DAY)
    assert level_of(library, lin) == ""
    assert [one[0] for one in library.rows("SELECT to_level FROM level_change ORDER BY changed_at")] == [
        "Gold",
        "",
    ]


def test_a_payment_that_leaves_the_window_takes_the_level_by_itself(library, lin):
    pay(library, lin, 60_000)
    assert level_of(library, lin) == "Silver"
    library.clock.move(364 * DAY)
    assert level_of(library, lin) == "Silver"
    library.clock.move(2 * DAY)
    assert level_of(library, lin) == ""


def test_a_level_that_was_given_by_hand_before_the_last_one_is_by_hand_again_when_it_stands_again(
    library, lin
):
    """Two devices gave one each, and a person decided for the earlier; or the later was undone."""
    levels.set_by_hand(library, lin, "Gold")
    levels.set_by_hand(library, lin, "Silver")
    with library.write(Op.RESOLVE_CONFLICT):
        rows.change(library, Member, lin, level="Gold")
    assert level_of(library, lin) == "Gold"

    library.clock.move(1)
    levels.set_by_hand(library, lin, "Silver")
    undo.undo(library, library.last_written)
    assert level_of(library, lin) == "Gold"


def test_giving_undoing_and_giving_again_within_a_second_is_no_trouble(library, lin):
    for _ in range(3):
        levels.set_by_hand(library, lin, "Gold")
        undo.undo(library, library.last_written)
    levels.set_by_hand(library, lin, "Gold")
    levels.set_by_hand(library, lin, "Silver")
    assert level_of(library, lin) == "Silver"


def test_what_a_person_gave_by_hand_no_rule_takes_until_they_let_go(library, lin):
    levels.set_by_hand(library, lin, "Gold")
    library.clock.move(400 * DAY)
    assert level_of(library, lin) == "Gold"
    levels.set_by_hand(library, lin, "")
    assert level_of(library, lin) == ""
    with pytest.raises(UnknownLevel):
        levels.set_by_hand(library, lin, "Diamond")


def test_a_plan_gives_its_level_while_it_lasts(library, lin):
    now = library.clock.now()
    with library.write(Op.EDIT_MEMBER):
        gold = level_rules.find(library, "Gold").id
        plan = rows.add(library, Plan, name="Club", status="on_sale", level=gold, created_at=now)
        price = rows.add(library, Price, plan=plan, amount=100, currency="CNY", created_at=now)
        subscription = rows.add(
            library, Subscription, member=lin, plan=plan, price=price, status="active", started_at=now, created_at=now
        )  # fmt: skip
    assert level_of(library, lin) == "Gold"
    library.clock.move(DAY)
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Subscription, subscription, status="canceled", ended_at=library.clock.now())
    assert level_of(library, lin) == ""


def test_a_word_an_import_brought_is_left_alone_until_a_rule_gives_something(library, lin):
    vip = join(library, "Vip", level="VIP")
    assert level_of(library, vip) == "VIP"
    pay(library, vip, 60_000)
    assert level_of(library, vip) == "Silver"


def test_leads_have_no_level_and_a_library_without_rules_moves_nobody(library):
    member = join(library, level="金卡")
    pay(library, member, 1_000_000)
    assert level_of(library, member) == "金卡"


def test_the_preview_says_who_would_move_and_that_is_who_moves(library, lin):
    people = [join(library, f"P{number}") for number in range(4)]
    for person, amount in zip(people, (20_000, 60_000, 70_000, 120_000), strict=True):
        pay(library, person, amount)
    rewards.catch_up(library)
    library.clock.move(40 * DAY)
    kept = level_rules.ladder(library)
    lower = Rank(kept[0].id, "Silver", 1, ((Condition("spend", 65_000, 365),),))
    higher = Rank(kept[1].id, "Gold", 2, ((Condition("spend", 70_000, 365),),))

    found = level_preview.preview(library, library.clock.now(), [lower, higher])
    assert (found.up, found.down) == (1, 0), "60,000 is more than 90% of 65,000"
    assert [(one.name, one.before, one.after) for one in found.named] == [("P2", "Silver", "Gold")]
    before = library.rows("SELECT id, level FROM member")
    assert library.rows("SELECT id, level FROM member") == before, "a preview writes nothing"

    strict = level_preview.preview(library, library.clock.now(), [lower, higher], Keeping(0, 100))
    assert strict.counts == (("", 2, 3), ("Silver", 2, 0), ("Gold", 1, 2))
    reward_settings.set_keeping(library, Keeping(0, 100))
    level_rules.save(library, [lower, higher])
    rewards.catch_up(library)
    levels_now = dict(library.rows("SELECT level, count(*) FROM member GROUP BY level"))
    assert levels_now == {"": 3, "Gold": 2}


def test_a_renamed_level_takes_its_members_along_and_undo_brings_the_ladder_back(library, lin):
    pay(library, lin, 60_000)
    assert level_of(library, lin) == "Silver"
    kept = level_rules.ladder(library)
    level_rules.save(library, [Rank(kept[0].id, "Argent", 1, kept[0].groups)])
    assert level_of(library, lin) == "Argent"
    assert [rank.name for rank in level_rules.ladder(library)] == ["Argent"]
    undo.undo_last(library)
    assert [rank.name for rank in level_rules.ladder(library)] == ["Silver", "Gold"]
    assert level_of(library, lin) == "Silver"


@pytest.mark.parametrize(
    "wrong",
    [
        [Rank(0, " ", 1)],
        [Rank(0, "A", 1), Rank(0, "a", 2)],
        [Rank(0, "A", 1, ((Condition("height", 3),),))],
        [Rank(0, "A", 1, ((Condition("spend", 0),),))],
        [Rank(0, "A", 1, ((Condition("spend", 5, 0),),))],
        [Rank(0, f"L{number}", number) for number in range(21)],
    ],
)
def test_a_ladder_that_cannot_be_is_refused_and_the_old_one_stands(library, lin, wrong):
    with pytest.raises(FieldRefused):
        level_rules.save(library, wrong)
    assert [rank.name for rank in level_rules.ladder(library)] == ["Silver", "Gold"]


def test_a_member_reads_what_is_missing_and_until_when_in_both_languages(library, lin):
    pay(library, lin, 88_000)
    assert level_of(library, lin) == "Silver"
    found = level_progress.progress(library, lin, library.clock.now())
    assert (found.level, found.next, found.percent) == ("Silver", "Gold", 88)
    assert progress_words(found, "CNY", "Asia/Shanghai") == "¥120 to Gold, by 21 Sep 2027"
    assert rank_words(level_rules.find(library, "Gold"), "CNY") == (
        "Reached with spend ¥1,000 within a year; or 2 completed courses and 1 event."
    )
    set_language("zh")
    assert progress_words(found, "CNY", "Asia/Shanghai") == "距Gold还差 ¥120（2027年9月21日前）"


FIGURES = st.dictionaries(st.sampled_from([1]), st.integers(0, 200), min_size=1)


class _Fixed:
    def __init__(self, ranks, value):
        self.ranks, self.value = ranks, value

    def reached(self, member, percent=100):
        return max(
            (
                place
                for place, rank in enumerate(self.ranks)
                if self.value * 100 >= rank.groups[0][0].at_least * percent
            ),
            default=NONE,
        )


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 20)), min_size=1, max_size=30), st.integers(1, 100)
)
def test_nobody_goes_down_within_the_days_of_the_level_nor_up_and_down_at_the_edge(steps, percent):
    ranks = [
        Rank(number, str(number), number, ((Condition("points", number * 50),),)) for number in (1, 2, 3)
    ]
    keeping, now, has = Keeping(30, percent), 0, Standing("")
    reached_at = 0
    for value, days in steps:
        now += days * DAY
        wanted = decide(ranks, _Fixed(ranks, value), keeping, 1, has, NONE, now)
        after = ranks[wanted[0]].name if wanted and wanted[0] > NONE else ""
        if after < has.level:
            assert now - reached_at >= 30 * DAY
            assert value * 100 < int(has.level) * 50 * percent
        if after != has.level:
            has, reached_at = Standing(after, "rule", now), now


@given(
    st.integers(1, 4 * 10**9), st.lists(st.integers(0, 4 * 10**9), min_size=1, max_size=20), st.integers(0, 3)
)
def test_months_counted_for_many_at_once_are_those_of_each(now, joined, back):
    from datetime import UTC, datetime

    joined = [at for at in [*joined, now - back * 86_400, now] if 0 <= at <= now]
    ends = measures.months_ago(now, min(joined))
    today = datetime.fromtimestamp(now, UTC)
    for at in joined:
        each = measures.months_between(datetime.fromtimestamp(at, UTC), today)
        assert sum(at <= end for end in ends) == each


@pytest.mark.parametrize("day", [28, 29, 30, 31])
def test_a_month_that_is_too_short_for_the_day_counts_whole(day):
    from datetime import UTC, datetime

    today = datetime(2024, 3, day, 12, tzinfo=UTC)
    for joined in (
        datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
        datetime(2024, 2, 28, 12, 0, 1, tzinfo=UTC),
    ):
        ends = measures.months_ago(int(today.timestamp()), int(joined.timestamp()))
        assert sum(joined.timestamp() <= end for end in ends) == measures.months_between(joined, today)


@given(
    st.lists(st.dictionaries(st.integers(1, 6), st.integers(-5, 120), max_size=6), min_size=3, max_size=3),
    st.lists(
        st.lists(
            st.lists(st.tuples(st.integers(0, 2), st.integers(1, 100)), min_size=1, max_size=3), max_size=3
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, 100),
)
def test_who_reaches_what_is_the_same_asked_of_all_and_of_each(values, ladder, percent):
    names = ("points", "courses", "posts")
    ranks = [
        Rank(n, str(n), n, tuple(tuple(Condition(names[m], least) for m, least in group) for group in groups))
        for n, groups in enumerate(ladder, start=1)
    ]
    figures = Figures.__new__(Figures)
    figures._currency, figures._ranks, figures._reached = "CNY", ranks, {}
    figures._values = {(name, None, ""): values[n] for n, name in enumerate(names)}

    for member in range(1, 7):
        holds = [
            place
            for place, rank in enumerate(ranks)
            if any(
                all(figures.value(member, one) * 100 >= one.at_least * percent for one in group)
                for group in rank.groups
            )
        ]
        assert figures.reached(member, percent) == max(holds, default=NONE)
