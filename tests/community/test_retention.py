"""Retention: rules are off until switched on, say beforehand what they would do, and do just that."""

from datetime import UTC, datetime

import pytest

from kclub_desktop.community import retention
from kclub_desktop.community.retention import EVERY_SECONDS, Subject, before
from kclub_desktop.errors import FieldRefused
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.store import Op, rows
from kclub_desktop.store.privacy import cleaning
from kclub_desktop.store.tables import (
    Activity,
    Conversation,
    Member,
    Message,
    Order,
    Subscription,
    Suggestion,
)

DAY = 86_400


@pytest.fixture
def old(clock):
    return clock.now() - 900 * DAY


def member(library, name, **values):
    with library.write(Op.IMPORT):
        return rows.add(library, Member, **{"name": name, "created_at": 1, **values})


def names(library):
    return [name for (name,) in library.rows("SELECT name FROM member WHERE name <> '' ORDER BY name")]


def test_nothing_is_erased_while_no_rule_is_on(library, old):
    member(library, "Old lead", status="lead", created_at=old)
    assert [rule.active for rule in retention.rules(library)] == [False] * 4

    assert retention.run(library) == [] and retention.run_if_due(library) == []

    assert names(library) == ["Old lead"]


def test_leads_of_whom_nothing_was_heard_are_erased_and_others_stay(library, old, clock):
    member(library, "Old lead", status="lead", created_at=old)
    member(library, "New lead", status="lead", created_at=clock.now() - DAY)
    member(library, "Member", created_at=old)
    buyer = member(library, "Lead who bought", status="lead", created_at=old)
    visitor = member(library, "Lead who came back", status="lead", created_at=old)
    with library.write(Op.IMPORT):
        rows.add(library, Order, member=buyer, total=1, ordered_at=old)
        rows.add(library, Activity, member=visitor, kind="visit", at=clock.now() - DAY)
    retention.set_rule(library, Subject.LEAD, 24, True)

    assert [(due.subject, due.count, due.done) for due in retention.preview(library, clock.now())] == [
        ("lead", 1, False)
    ]
    assert len(names(library)) == 5
    assert [(due.count, due.done) for due in retention.run(library)] == [(1, True)]

    assert names(library) == ["Lead who bought", "Lead who came back", "Member", "New lead"]
    assert library.rows("SELECT why FROM erasure") == [("retention",)]
    assert not cleaning.is_due(library)
    assert retention.preview(library, clock.now())[0].count == 0


def test_an_archived_member_whose_subscription_runs_is_kept(library, old):
    member(library, "Gone", archived_at=old)
    paying = member(library, "Paying", archived_at=old)
    member(library, "Here")
    with library.write(Op.IMPORT):
        rows.add(
            library, Subscription, member=paying, plan=1, price=1, status="active", started_at=1, created_at=1
        )
    retention.set_rule(library, Subject.ARCHIVED, 12, True)

    retention.run(library)

    assert names(library) == ["Here", "Paying"]


def test_of_visits_and_conversations_the_words_go_and_the_counts_stay(library, old, clock):
    anna, now = member(library, "Anna"), clock.now()
    with library.write(Op.IMPORT):
        for at in (old, now):
            rows.add(library, Activity, visitor="v1", words="tea", kind="visit", at=at)
            rows.add(library, Activity, member=anna, visitor="v2", kind="visit", at=at)
            one = rows.add(library, Conversation, member=anna, subject="Tea?", status="solved", asked_at=at)
            rows.add(library, Message, conversation=one, member=anna, body="Where is tea?", written_at=at)
            rows.add(library, Suggestion, question="tea", at=at)
        still = rows.add(library, Conversation, member=anna, subject="Long", status="solved", asked_at=old)
        rows.add(library, Message, conversation=still, body="news", written_at=now)
    retention.set_rule(library, Subject.ACTIVITY, 14, True)
    retention.set_rule(library, Subject.MESSAGE, 14, True)

    assert [due.count for due in retention.run(library)] == [1, 3]

    assert library.rows("SELECT visitor, words FROM activity ORDER BY at, id") == [
        ("", ""), ("v2", ""), ("v1", "tea"), ("v2", ""),
    ]  # fmt: skip
    assert library.rows("SELECT body FROM message ORDER BY written_at, id")[0] == ("",)
    assert sorted(library.rows("SELECT subject FROM conversation")) == [("",), ("Long",), ("Tea?",)]
    assert library.value("SELECT count(*) FROM suggestion WHERE question = ''") == 1
    assert names(library) == ["Anna"]


def test_it_runs_once_a_day(library, old, clock):
    retention.set_rule(library, Subject.LEAD, 24, True)
    assert len(retention.run_if_due(library)) == 1
    member(library, "Old lead", status="lead", created_at=old)

    assert retention.run_if_due(library) == []
    clock.move(EVERY_SECONDS + 1)
    assert [due.count for due in retention.run_if_due(library)] == [1]


def test_stopping_a_long_run_keeps_what_was_done_and_cleans_the_file(library, old):
    for n in range(50):
        member(library, f"Lead {n}", status="lead", created_at=old)
    retention.set_rule(library, Subject.LEAD, 24, True)
    progress = Progress(lambda done, total: progress.cancel())

    with pytest.raises(Cancelled):
        retention.run(library, progress=progress)

    assert 0 < len(names(library)) < 50
    assert not cleaning.is_due(library)


@pytest.mark.parametrize("months", [0, -1, 1201])
def test_a_rule_without_a_sensible_time_is_refused(library, months):
    with pytest.raises(FieldRefused):
        retention.set_rule(library, Subject.LEAD, months, True)


@pytest.mark.parametrize(
    ("now", "months", "expected"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2024, 3, 31), 1, (2024, 2, 29)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2026, 5, 20), 24, (2024, 5, 20)),
        ((2024, 2, 29), 12, (2023, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(now, months, expected):
    at = int(datetime(*now, tzinfo=UTC).timestamp())
    assert datetime.fromtimestamp(before(at, months), UTC) == datetime(*expected, tzinfo=UTC)
