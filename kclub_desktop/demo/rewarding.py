"""The demo's levels, points, badges and benefits: rules that fit what its members did, and what they made of their points.

Has a stream of chance of its own, so that nothing drawn elsewhere changes by what is drawn here.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import asdict

from kclub_desktop.community import badges, benefits, level_rules, points, reward_settings, rewards
from kclub_desktop.community.badges import Honour
from kclub_desktop.community.benefits import DISCOUNT, EARLY_ACCESS, OTHER, PRIORITY_SUPPORT, Given
from kclub_desktop.community.level_rules import Rank
from kclub_desktop.community.measures import COURSES, EVENTS, MONTHS, SPEND, Condition
from kclub_desktop.community.points_rules import POST, Rule
from kclub_desktop.demo.members import Person
from kclub_desktop.demo.seasons import DAY, DAYS
from kclub_desktop.store import Library, rows
from kclub_desktop.store.tables import LevelChange, Member, PointsEntry, PointsRule, RuleVersion
from kclub_protocol.ids import derived_id

SILVER, GOLD = "银卡", "金卡"
_SILVER_AT, _GOLD_AT = 80_000, 200_000
_COFFEE, _THIRD_OFF = 60, 300
_HELPERS, _COFFEES, _SHY = 3, 14, 9


def reward(library: Library, persons: list[Person], seed: int, now: int) -> None:
    """Write rules and count everybody, inside the demo's one write. The levels are those the members have already."""
    chance, start = random.Random(f"{seed} rewards"), now - (DAYS + 30) * DAY
    reward_settings.begin_ledger(library, start)
    level_rules.save(
        library,
        [
            Rank(0, SILVER, 1, ((Condition(SPEND, _SILVER_AT),),), tone="secondary"),
            Rank(0, GOLD, 2, ((Condition(SPEND, _GOLD_AT),),), tone="warn"),
        ],
    )
    _points_for_posts(library, start)
    _levels_as_they_came(library)
    helper = _badges(library)
    coffee = _benefits(library)
    rewards.count_in_write(library)
    members = [person.id for person in persons if not person.lead]
    for member in chance.sample(members, _HELPERS):
        badges.award(library, member, helper)
    rows.change_many(
        library, Member, [{"id": member, "on_leaderboards": 0} for member in chance.sample(members, _SHY)]
    )
    for member in chance.sample(members, 4 * _COFFEES)[:_COFFEES]:
        if points.points(library, member) >= _COFFEE:
            at = now - chance.randint(1, 40) * DAY
            rows.add(
                library, PointsEntry, member=member, points=-_COFFEE, kind="spent", at=at, why="活动饮品券",
                entity="benefit", row=coffee,
            )  # fmt: skip
    # What was spent may have been gone already by then: the account is put right like anybody's.
    rewards.count_in_write(library)


def _points_for_posts(library: Library, start: int) -> None:
    rule = Rule(POST, 2, per_day=6, expires_after_days=365)
    content = {name: value for name, value in asdict(rule).items() if name != "behaviour"}
    rows.put(library, PointsRule, **(asdict(rule) | {"active": 1}))
    rows.add(library, RuleVersion, subject="points", key=POST, content=json.dumps(content), since=start)


def _levels_as_they_came(library: Library) -> None:
    """When each member's payments reached a level; a refund that took it back is passed over, as the rules would."""
    spent: Counter[int] = Counter()
    has: dict[int, str] = {}
    levels = dict(library.rows("SELECT id, level FROM member"))
    moves = []
    for member, amount, at in library.rows(
        "SELECT member, amount, paid_at FROM payment ORDER BY paid_at, id"
    ):
        spent[member] += amount
        reached = GOLD if spent[member] >= _GOLD_AT else SILVER if spent[member] >= _SILVER_AT else ""
        before = has.get(member, "")
        if reached in (before, "") or (reached == SILVER and before == GOLD):
            continue
        if levels[member] not in (reached, GOLD):
            continue
        has[member] = reached
        moves.append(
            {"id": derived_id("level_change", member, before, reached, "rule", at), "member": member,
             "from_level": before, "to_level": reached, "changed_at": at, "why": "rule"}
        )  # fmt: skip
    rows.add_many(library, LevelChange, moves)


def _badges(library: Library) -> int:
    """Make the badges; the id of the one that is given by hand."""
    for name, summary, icon, rule in (
        ("首门课程", "完成第一门课", "book-open", Condition(COURSES, 1)),
        ("学习达人", "完成五门课", "student", Condition(COURSES, 5)),
        ("活动常客", "参加过三场活动", "ticket", Condition(EVENTS, 3)),
        ("同行一年", "加入满一年", "heart", Condition(MONTHS, 12)),
    ):
        badges.save(library, Honour(0, name, summary, icon, rule))
    return badges.save(library, Honour(0, "志愿者", "帮忙办过活动", "users-three"))


def _benefits(library: Library) -> int:
    """Make the benefits; the id of the coffee."""
    levels = {rank.name: rank.id for rank in level_rules.ladder(library)}
    benefits.save(library, Given(0, DISCOUNT, "银卡 95 折", levels[SILVER], percent=500))
    benefits.save(library, Given(0, DISCOUNT, "金卡 9 折", levels[GOLD], percent=1000))
    benefits.save(library, Given(0, EARLY_ACCESS, "活动优先报名", levels[GOLD], hours=48))
    benefits.save(library, Given(0, PRIORITY_SUPPORT, "提问优先答复", levels[GOLD]))
    benefits.save(library, Given(0, DISCOUNT, "积分换七折", percent=3000, points=_THIRD_OFF, valid_days=30))
    return benefits.save(library, Given(0, OTHER, "活动饮品券", points=_COFFEE))
