"""Segments: who is in one is what its words say, whatever is written, and nobody is asked about who was not touched."""

import contextlib
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kclub_desktop.clock import FixedClock
from kclub_desktop.errors import FilterRefused, Refused
from kclub_desktop.store import Op, open_library, rows, segments
from kclub_desktop.store.segments import EVERYBODY, AllOf, AnyOf, Not, SegmentWatch, Where, figures
from kclub_desktop.store.tables import (
    Activity,
    CheckIn,
    Course,
    Enrolment,
    Event,
    Member,
    Payment,
    Plan,
    Rating,
    Registration,
    Segment,
    Subscription,
)
from kclub_desktop.store.undo import undo
from tests.making import made_library

NOW = 1_790_000_000
DAY = 86_400


class Community:
    """Five people and what they did."""

    def __init__(self, library):
        self.library = library
        with library.write(Op.MAKE_DEMO):
            self.course = rows.add(library, Course, title="Pricing", published_at=None, created_at=NOW)
            self.event = rows.add(
                library, Event, title="Meetup", starts_at=NOW, ends_at=NOW + 5, capacity=None
            )
            self.anna = self.member(
                "Anna", level="金卡", joined_at=NOW - 5 * DAY, tags="VIP, C++", email_consent=1
            )
            self.bo = self.member(
                "Bo", level="银卡", joined_at=NOW - 100 * DAY, tags="vip helper", channel="知乎"
            )
            self.cy = self.member("Cy", status="lead", joined_at=None, language="en", tags="C")
            self.dan = self.member("Dan", archived_at=NOW, joined_at=NOW - DAY)
            self.gone = self.member("Eve", deleted_at=NOW, joined_at=NOW - DAY)
            plan = rows.add(library, Plan, name="Studio", created_at=NOW)
            for who, status in ((self.anna, "active"), (self.bo, "canceled")):
                rows.add(
                    library, Subscription, member=who, plan=plan, price=1, status=status,
                    started_at=NOW, created_at=NOW,
                )  # fmt: skip
            for who, days in ((self.anna, 1), (self.anna, 90), (self.bo, 40)):
                rows.add(
                    library, Activity, member=who, kind="visit", at=NOW - days * DAY, course=None, event=None
                )
            for who, amount in ((self.anna, 20_000), (self.anna, -5_000), (self.bo, 500)):
                rows.add(library, Payment, member=who, order=None, amount=amount, currency="CNY", paid_at=NOW)
            rows.put(
                library, Enrolment, member=self.anna, course=self.course, enrolled_at=NOW, completed_at=NOW
            )
            rows.put(library, Enrolment, member=self.bo, course=self.course, enrolled_at=NOW)
            rows.put(library, Rating, member=self.bo, course=self.course, stars=5, rated_at=NOW)
            for who, status in ((self.anna, "registered"), (self.bo, "cancelled")):
                rows.put(
                    library, Registration, event=self.event, member=who, registered_at=NOW, status=status
                )
            scan = self.scan(self.anna)
            rows.add(library, CheckIn, event=self.event, member=self.anna, scanned_at=NOW, undoes=scan)
            self.scan(self.bo)

    def member(self, name, **values):
        return rows.add(self.library, Member, name=name, created_at=NOW, **values)

    def scan(self, who):
        return rows.add(
            self.library, CheckIn, event=self.event, member=who, scanned_at=NOW, answer="ok", undoes=None
        )

    def names(self, part):
        ids = segments.members(self.library, part, "m.name")
        assert len(ids) == segments.count(self.library, part)
        everybody = [self.anna, self.bo, self.cy, self.dan, self.gone]
        assert segments.among(self.library, part, everybody) == set(ids)
        return [self.library.value("SELECT name FROM member WHERE id = ?", (row,)) for row in ids]


@pytest.fixture
def community(library):
    return Community(library)


CONDITIONS = [
    (("status", "one_of", ["member"]), ["Anna", "Bo"]),
    (("status", "none_of", ["member"]), ["Cy"]),
    (("level", "one_of", ["金卡", "银卡"]), ["Anna", "Bo"]),
    (("level", "one_of", [""]), ["Cy"]),
    (("channel", "none_of", ["知乎"]), ["Anna", "Cy"]),
    (("language", "one_of", ["en"]), ["Cy"]),
    (("plan", "one_of", ["Studio"]), ["Anna"]),
    (("plan", "none_of", ["Studio"]), ["Bo", "Cy"]),
    (("subscription", "one_of", ["active", "trialing"]), ["Anna"]),
    (("subscription", "none_of", ["canceled"]), ["Anna", "Cy"]),
    (("tag", "has", "vip"), ["Anna"]),
    (("tag", "has", "VIP Helper"), ["Bo"]),
    (("tag", "has_not", "vip"), ["Bo", "Cy"]),
    (("tag", "has", "C++"), ["Anna"]),
    (("tag", "has", "c"), ["Anna", "Cy"]),
    (("joined", "last_days", 30), ["Anna"]),
    (("joined", "before_days", 30), ["Bo"]),
    (("active", "last_days", 30), ["Anna"]),
    (("active", "not_for_days", 30), ["Bo", "Cy"]),
    (("spent", "at_least", {"amount": 15_000, "currency": "CNY"}), ["Anna"]),
    (("spent", "at_least", {"amount": 15_001, "currency": "CNY"}), []),
    (("spent", "at_least", {"amount": 1, "currency": "EUR"}), []),
    (("spent", "less_than", {"amount": 15_000, "currency": "CNY"}), ["Bo", "Cy"]),
    (("email_consent", "is", True), ["Anna"]),
    (("email_consent", "is", False), ["Bo", "Cy"]),
    (("archived", "is", True), ["Dan"]),
    (("archived", "is", False), ["Anna", "Bo", "Cy"]),
    (("text", "fits", "an"), ["Anna"]),
]


@pytest.mark.parametrize(("condition", "names"), CONDITIONS)
def test_a_condition_finds_whom_its_words_say(community, condition, names):
    assert community.names(Where(*condition)) == names


@pytest.mark.parametrize(
    ("field", "operator", "names"),
    [
        ("course", "enrolled", ["Anna", "Bo"]),
        ("course", "completed", ["Anna"]),
        ("course", "rated", ["Bo"]),
        ("event", "registered", ["Anna"]),
        ("event", "attended", ["Bo"]),
    ],
)
def test_what_a_member_took_or_came_to(community, field, operator, names):
    row = getattr(community, field)

    assert community.names(Where(field, operator, str(row))) == names
    assert community.names(Not(Where(field, operator, str(row)))) == sorted({"Anna", "Bo", "Cy"} - set(names))


def test_conditions_combine(community):
    gold, vip = Where("level", "one_of", ["金卡"]), Where("tag", "has", "vip helper")

    assert community.names(AllOf((gold, vip))) == []
    assert community.names(AnyOf((gold, vip))) == ["Anna", "Bo"]
    assert community.names(Not(AnyOf((gold, vip)))) == ["Cy"]
    assert community.names(EVERYBODY) == ["Anna", "Bo", "Cy"]


def test_days_are_those_of_the_community(tmp_path):
    """Half past midnight in Shanghai is still yesterday in UTC."""
    zone = ZoneInfo("Asia/Shanghai")
    now = int(datetime(2026, 3, 10, 9, 0, tzinfo=zone).timestamp())
    joined = int(datetime(2026, 3, 9, 0, 30, tzinfo=zone).timestamp())
    assert datetime.fromtimestamp(joined, UTC).day == 8
    with made_library(tmp_path, name="x", clock=FixedClock(now)) as library:
        with library.write(Op.ADD_MEMBER):
            rows.add(library, Member, name="Anna", joined_at=joined, created_at=now)

        assert segments.count(library, Where("joined", "last_days", 1)) == 1
        assert segments.count(library, Where("joined", "between", ["2026-03-09", "2026-03-09"])) == 1
        assert segments.count(library, Where("joined", "between", ["2026-03-10", None])) == 0
        assert segments.count(library, Where("joined", "between", [None, "2026-03-08"])) == 0


def test_a_filter_survives_being_written_down():
    part = AllOf(
        (
            Where("tag", "has", "讲师"),
            Not(
                AnyOf(
                    (
                        Where("spent", "at_least", {"amount": 5, "currency": "CNY"}),
                        Where("archived", "is", True),
                    )
                )
            ),
        )
    )

    assert segments.parse(segments.to_text(part)) == part


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ("", "", "json"),
        ("[]", "", "shape"),
        ('{"where": {"all": []}}', "", "shape"),
        ('{"version": 2, "where": {"all": []}}', "version", "version"),
        ('{"version": 1, "where": {"all": {}}}', "where.all", "shape"),
        ('{"version": 1, "where": {"any": []}}', "where.any", "empty"),
        ('{"version": 1, "where": {"not": {"all": [3]}}}', "where.not.all[0]", "shape"),
        ('{"version": 1, "where": {"field": "shoe", "is": "one_of", "value": []}}', "where.field", "unknown_field"),
        ('{"version": 1, "where": {"field": "level", "is": "like", "value": []}}', "where.is", "unknown_operator"),
        ('{"version": 1, "where": {"field": "level", "is": "one_of", "value": "x"}}', "where.value", "words"),
        ('{"version": 1, "where": {"field": "joined", "is": "last_days", "value": true}}', "where.value", "days"),
        ('{"version": 1, "where": {"field": "joined", "is": "last_days", "value": 0}}', "where.value", "days"),
        ('{"version": 1, "where": {"field": "joined", "is": "between", "value": ["2026-02-30", null]}}', "where.value", "period"),
        ('{"version": 1, "where": {"field": "spent", "is": "at_least", "value": {"amount": 1.5, "currency": "CNY"}}}', "where.value", "money"),
        ('{"version": 1, "where": {"field": "course", "is": "rated", "value": 5}}', "where.value", "row"),
        ('{"version": 1, "where": {"field": "archived", "is": "is", "value": 1}}', "where.value", "yes_no"),
        ('{"version": 1, "where": {"field": "tag", "is": "has", "value": "a,b"}}', "where.value", "tag"),
        ('{"version": 1, "where": {"field": "text", "is": "fits", "value": " "}}', "where.value", "text"),
        ('{"version": 1, "where": ' + '{"not": ' * 20 + '{"all": []}' + "}" * 21, "where" + ".not" * 8, "too_deep"),
        ('{"version": 1, "where": ' * 100_000, "", "json"),
        (json.dumps({"version": 1, "where": {"all": [{"field": "archived", "is": "is", "value": True}] * 51}}), "where", "too_many"),
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused_with_the_place_and_the_reason(text, where, why):
    with pytest.raises(FilterRefused) as refused:
        segments.parse(text)

    assert (refused.value.where, refused.value.why) == (where, why)


def test_nothing_in_a_value_can_reach_the_sql(community):
    nasty = "'; DROP TABLE member; --"
    for field, operator in (("level", "one_of"), ("tag", "has"), ("text", "fits"), ("plan", "one_of")):
        value = [nasty] if operator == "one_of" else nasty
        assert community.names(Where(field, operator, value)) == []


def test_the_watch_says_who_joined_and_who_left(community):
    library = community.library
    watch, heard = SegmentWatch(library, Where("level", "one_of", ["金卡"])), []
    stop = watch.follow(heard.append)

    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, community.bo, level="金卡")
        rows.change(library, Member, community.anna, level="")

    assert [(move.joined, move.left) for move in heard] == [({community.bo}, {community.anna})]
    undo(library, library.last_written)
    assert watch.ids == {community.anna}
    with library.write(Op.EDIT_COURSE):
        rows.change(library, Course, community.course, title="Other")
    assert len(heard) == 2
    stop()
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, community.bo, level="金卡")
    assert len(heard) == 2 and watch.catch_up().joined == {community.bo}


def test_the_watch_asks_only_about_who_was_touched(community, monkeypatch):
    library, asked = community.library, []
    watch = SegmentWatch(library, Where("active", "last_days", 30))
    real = segments.watch.among
    monkeypatch.setattr(segments.watch, "among", lambda *given: asked.append(set(given[2])) or real(*given))
    monkeypatch.setattr(segments.watch, "members", lambda *given: pytest.fail("asked about everybody"))

    with library.write(Op.RECORD_ACTIVITY):
        rows.add(library, Activity, member=community.cy, kind="visit", at=NOW, course=None, event=None)
    moved = watch.catch_up()

    assert asked == [{community.cy}] and moved.joined == {community.cy}


def test_who_is_new_is_no_longer_new_when_days_have_passed(tmp_path):
    class Clock(FixedClock):
        days = 0

        def now(self):
            return super().now() + self.days * DAY

    clock = Clock(NOW)
    with made_library(tmp_path, name="x", clock=clock) as library:
        with library.write(Op.ADD_MEMBER):
            anna = rows.add(library, Member, name="Anna", joined_at=NOW, created_at=NOW)
        watch = SegmentWatch(library, Where("joined", "last_days", 30))
        assert watch.ids == {anna}

        clock.days = 32

        assert watch.catch_up().left == {anna} and watch.count == 0


def test_the_watch_sees_what_another_process_wrote(community):
    library = community.library
    watch = SegmentWatch(library, Where("tag", "has", "new"))
    with open_library(library.folder, clock=FixedClock(NOW)) as other, other.write(Op.EDIT_MEMBER):
        rows.change(other, Member, community.cy, tags="new")

    assert watch.catch_up().joined == {community.cy}


def test_a_plan_that_is_renamed_brings_its_subscribers(community):
    library = community.library
    watch = SegmentWatch(library, Where("plan", "one_of", ["Gold"]))
    plan = library.value("SELECT id FROM plan")

    with library.write("edit_plan"):
        rows.change(library, Plan, plan, name="Gold")

    assert watch.catch_up().joined == {community.anna}


PARTS = st.recursive(
    st.sampled_from([Where(*condition) for condition, _ in CONDITIONS]),
    lambda part: st.one_of(
        part.map(Not),
        st.lists(part, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(part, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
    ),
    max_leaves=5,
)
PEOPLE = ("anna", "bo", "cy", "dan")
CHANGES = st.lists(
    st.one_of(
        st.tuples(
            st.just("edit"),
            st.sampled_from(PEOPLE),
            st.sampled_from(
                [
                    {"level": "金卡"}, {"level": ""}, {"tags": "vip"}, {"tags": ""}, {"status": "lead"},
                    {"joined_at": NOW}, {"joined_at": None}, {"archived_at": NOW}, {"archived_at": None},
                    {"deleted_at": NOW}, {"deleted_at": None}, {"spent_before": 90_000, "spent_before_currency": "CNY"},
                    {"email_consent": 1}, {"name": "Anita"}, {"channel": "知乎"},
                ]
            ),
        ),
        st.tuples(st.sampled_from(["active", "pay", "subscribe", "undo"]), st.sampled_from(PEOPLE)),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


@settings(max_examples=20)
@given(part=PARTS, changes=CHANGES)
def test_following_the_changes_is_as_good_as_asking_anew(part, changes, tmp_path_factory):
    with made_library(tmp_path_factory.mktemp("library"), name="x", clock=FixedClock(NOW)) as library:
        community = Community(library)
        watch = SegmentWatch(library, part)
        for kind, who, *rest in changes:
            member = getattr(community, who)
            if kind == "undo":
                with contextlib.suppress(Refused):
                    undo(library, library.last_written)
                continue
            with library.write(Op.EDIT_MEMBER):
                if kind == "edit":
                    rows.change(library, Member, member, **rest[0])
                elif kind == "active":
                    rows.add(library, Activity, member=member, kind="visit", at=NOW, course=None, event=None)
                elif kind == "pay":
                    rows.add(
                        library, Payment, member=member, order=None, amount=9_900, currency="CNY", paid_at=NOW
                    )
                else:
                    rows.add(
                        library, Subscription, member=member, plan=1, price=1, status="active",
                        started_at=NOW, created_at=NOW,
                    )  # fmt: skip
            watch.catch_up()
        watch.catch_up()

        assert watch.ids == set(segments.members(library, part))
        assert figures.differing(library) == []


def test_figures_that_went_wrong_are_told_and_made_anew(community):
    library = community.library
    assert figures.differing(library) == []
    library.execute_sql("UPDATE member_activity SET last_at = 5 WHERE member = ?", (community.anna,))
    library.execute_sql(
        "INSERT INTO member_spent (member, currency, amount) VALUES (?, 'EUR', 5)", (community.cy,)
    )

    assert figures.differing(library) == sorted([community.anna, community.cy])

    figures.of_members(library, [community.anna])
    assert figures.differing(library) == [community.cy]
    figures.rebuild(library)
    assert figures.differing(library) == []


INDEXED = {
    "member__segment": Where("status", "one_of", ["lead"]),
    "member_activity__last_at": Where("active", "last_days", 30),
    "member_spent__amount": Where("spent", "at_least", {"amount": 5, "currency": "CNY"}),
    "enrolment__segment": Where("course", "enrolled", "5"),
    "rating__segment": Where("course", "rated", "5"),
    "registration__segment": Where("event", "registered", "5"),
}


@pytest.mark.parametrize("index", INDEXED)
def test_counting_uses_the_index_made_for_it(library, index):
    found = segments.compiled(INDEXED[index], NOW, "UTC")
    plan = library.rows(f"EXPLAIN QUERY PLAN SELECT count(*) FROM member m WHERE {found.sql}", found.params)

    assert any(f"COVERING INDEX {index}" in row[3] for row in plan), plan


def test_saved_segments_are_plain_rows(library):
    with library.write(Op.EDIT_SEGMENT):
        row = rows.add(library, Segment, name="x", filter=segments.to_text(EVERYBODY), created_at=NOW)

    assert segments.parse(library.value("SELECT filter FROM segment WHERE id = ?", (row,))) == EVERYBODY
