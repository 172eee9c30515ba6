"""Every index of the file is there for a query, and SQLite really takes it for that one.

What the program asks today is listened to while it asks; a table whose questions come later has them in ASKED. An index
that neither needs is a cost at every write and fails here.
"""

import re

import pytest

from kclub_desktop.analytics import insights
from kclub_desktop.clock import FixedClock
from kclub_desktop.community import checking_in, points
from kclub_desktop.demo.make import make_demo
from kclub_desktop.recommend import library_data
from kclub_desktop.store.history import steps
from kclub_desktop.store.undo import undo
from kclub_desktop.sync import merge, outbox
from kclub_desktop.ui.desk import courses_query, events_query, members_query, overview_query
from kclub_desktop.ui.kiosk import kiosk_query
from kclub_protocol.changes import ChangeSet, RowChange

NOW = 1_790_000_000
HIDING = re.compile(r"USING (?:COVERING )?INDEX (\w+)")

ASKED = {
    # people
    "member__email": "SELECT id FROM member WHERE email = 'a@example.org'",
    "member__phone": "SELECT id FROM member WHERE phone = '+8613800000000'",
    "member__referrer": "SELECT id FROM member WHERE referrer = 1",
    "member__household": "SELECT id FROM member WHERE household = 1 AND deleted_at IS NULL AND merged_into IS NULL",
    "contact__member": "SELECT kind, value FROM contact WHERE member = 1",
    "consent__member": "SELECT given FROM consent WHERE member = 1 AND purpose = 'email' ORDER BY given_at DESC LIMIT 1",
    "custom_value__row": "SELECT field, value FROM custom_value WHERE row = 1",
    "note__row": "SELECT body FROM note WHERE row = 1 ORDER BY written_at",
    "follow_up__row": "SELECT words FROM follow_up WHERE row = 1",
    "follow_up__open": "SELECT row FROM follow_up WHERE done_at IS NULL AND due_at < 5 ORDER BY due_at",
    # segments
    "member__segment": (
        "SELECT count(*) FROM member m WHERE deleted_at IS NULL AND merged_into IS NULL AND archived_at IS NULL"
        " AND level IN ('gold', 'silver') AND channel <> 'web'"
    ),
    "member_activity__last_at": "SELECT member FROM member_activity WHERE last_at >= 5",
    "member_spent__amount": "SELECT member FROM member_spent WHERE currency = 'CNY' AND amount >= 5",
    "enrolment__segment": "SELECT member FROM enrolment WHERE deleted_at IS NULL AND course = 1",
    "rating__segment": "SELECT member FROM rating WHERE deleted_at IS NULL AND course = 1",
    "registration__segment": "SELECT member FROM registration WHERE deleted_at IS NULL AND event = 1",
    # plans and money
    "subscription__member": "SELECT id FROM subscription WHERE member = 1",
    "subscription__status": "SELECT id FROM subscription WHERE status = 'active' AND period_ends_at < 5",
    "subscription_event__subscription": "SELECT kind FROM subscription_event WHERE subscription = 1 ORDER BY at",
    "subscription_event__at": "SELECT kind, monthly_after FROM subscription_event WHERE at >= 1 AND at < 5",
    "order__subscription": "SELECT id FROM \"order\" WHERE subscription = 1 AND status = 'open'",
    "plan_use__check_in": "SELECT id FROM plan_use WHERE check_in = 1",
    "plan_use__subscription": "SELECT sum(uses) FROM plan_use WHERE subscription = 1",
    "order_line__order": 'SELECT title FROM order_line WHERE "order" = 1',
    "payment__order": 'SELECT sum(amount) FROM payment WHERE "order" = 1',
    "payment__subscription": "SELECT paid_at FROM payment WHERE subscription = 1",
    "payment__refunds": "SELECT sum(amount) FROM payment WHERE refunds = 1",
    "payment_attempt__tried_at": "SELECT member FROM payment_attempt WHERE tried_at >= 1 ORDER BY tried_at DESC",
    "order__ordered_at": 'SELECT id FROM "order" WHERE ordered_at >= 1 AND ordered_at < 5',
    "order__list": 'SELECT id FROM "order" WHERE deleted_at IS NULL ORDER BY ordered_at DESC, id DESC',
    "order__status": "SELECT id FROM \"order\" WHERE status = 'open' AND deleted_at IS NULL ORDER BY ordered_at DESC",
    "order__reference": "SELECT id FROM \"order\" WHERE reference = '261126-001'",
    "receipt__series": "SELECT max(sequence) FROM receipt WHERE series = '0'",
    "receipt__issued_at": "SELECT id FROM receipt ORDER BY issued_at DESC LIMIT 50",
    "receipt__code": "SELECT id FROM receipt WHERE code = 'R0-00001'",
    "receipt__voids": "SELECT 1 FROM receipt WHERE voids = 1",
    "checkout__order": "SELECT id FROM checkout WHERE \"order\" = 1 AND status = 'open'",
    "cash_count__day": "SELECT counted FROM cash_count WHERE day = '2026-11-26'",
    "receipt__order": 'SELECT code FROM receipt WHERE "order" = 1',
    "cost__campaign": "SELECT sum(amount) FROM cost WHERE campaign = 1",
    "cost__spent_at": "SELECT sum(amount) FROM cost WHERE spent_at >= 1 AND spent_at < 5",
    "coupon_use__coupon": "SELECT count(*) FROM coupon_use WHERE coupon = 1 AND member = 2",
    # levels, points, badges
    "level_change__member": "SELECT to_level FROM level_change WHERE member = 1 ORDER BY changed_at DESC",
    "points_entry__member": "SELECT points, why FROM points_entry WHERE member = 1 ORDER BY at DESC",
    "points_entry__expires_at": "SELECT member, points FROM points_entry WHERE expires_at <= 5",
    "badge_award__member": "SELECT badge FROM badge_award WHERE member = 1",
    # catalogue and learning
    "course_right__course": "SELECT clear, expires_at FROM course_right WHERE course = 1",
    "review_decision__submission": "SELECT decision FROM review_decision WHERE submission = 1",
    "checklist_answer__submission": "SELECT item, answer FROM checklist_answer WHERE submission = 1",
    "royalty_entry__royalty": "SELECT amount FROM royalty_entry WHERE royalty = 1 ORDER BY at",
    "lesson_progress__member_course": "SELECT lesson, percent FROM lesson_progress WHERE member = 1 AND course = 2",
    "lesson_progress__lesson": "SELECT count(completed_at), count(*) FROM lesson_progress WHERE lesson = 1",
    # events
    "event__series": "SELECT id FROM event WHERE series = 1 ORDER BY starts_at",
    "ticket_kind__event": "SELECT name, price FROM ticket_kind WHERE event = 1",
    "printing__event": "SELECT 1 FROM printing WHERE event = 1 AND member = 2",
    # growth
    "referral_code__code": "SELECT member FROM referral_code WHERE code = 'LINA'",
    "referral_reward__referrer": "SELECT points FROM referral_reward WHERE referrer = 1",
    "partner_entry__partner": "SELECT amount FROM partner_entry WHERE partner = 1 ORDER BY at",
    "survey_response__survey": "SELECT count(*) FROM survey_response WHERE survey = 1",
    "survey_answer__response": "SELECT question, value FROM survey_answer WHERE response = 1",
    "survey_answer__question": "SELECT value, count(*) FROM survey_answer WHERE question = 1 GROUP BY value",
    "interest__course": "SELECT count(*) FROM interest WHERE course = 1 AND deleted_at IS NULL",
    "price_answer__price_test": "SELECT too_cheap, cheap FROM price_answer WHERE price_test = 1",
    # outreach
    "mailing_recipient__mailing": "SELECT id FROM mailing_recipient WHERE mailing = 1 AND status = 'waiting' LIMIT 50",
    "mailing_recipient__member": "SELECT mailing FROM mailing_recipient WHERE member = 1",
    "delivery__mailing": "SELECT outcome FROM delivery WHERE mailing = 1 AND member = 2",
    "bounce__email": "SELECT kind FROM bounce WHERE email = 'a@example.org'",
    "unsubscribe__email": "SELECT 1 FROM unsubscribe WHERE email = 'a@example.org'",
    # discussion and support
    "post__written_at": "SELECT id FROM post ORDER BY written_at DESC LIMIT 50",
    "post__member": "SELECT id FROM post WHERE member = 1",
    "reply__post": "SELECT body FROM reply WHERE post = 1 ORDER BY written_at",
    "reply__member": "SELECT id FROM reply WHERE member = 1",
    "reaction__row": "SELECT kind, count(*) FROM reaction WHERE row = 1 AND deleted_at IS NULL GROUP BY kind",
    "poll_vote__poll": "SELECT option, count(*) FROM poll_vote WHERE poll = 1 GROUP BY option",
    "moderation__row": "SELECT action FROM moderation WHERE row = 1 ORDER BY at",
    "conversation__member": "SELECT id FROM conversation WHERE member = 1",
    "conversation__status": "SELECT id FROM conversation WHERE status = 'open' ORDER BY priority DESC",
    "message__conversation": "SELECT body FROM message WHERE conversation = 1 ORDER BY written_at",
    "suggestion__article": "SELECT outcome, count(*) FROM suggestion WHERE article = 1 GROUP BY outcome",
    # recommendations and attachments
    "recommendation__member": "SELECT course FROM recommendation WHERE member = 1 AND shown_at > 5",
    "recommendation__shown_at": "SELECT member, course FROM recommendation WHERE shown_at >= 1 AND shown_at < 5",
    "recommendation_feedback__member": "SELECT course FROM recommendation_feedback WHERE member = 1",
    "attachment__row": "SELECT name FROM attachment WHERE row = 1",
    "attachment__sha256": "SELECT 1 FROM attachment WHERE sha256 = 'ab' AND deleted_at IS NULL",
    # names at other systems
    "external_id__endpoint_kind_external": (
        "SELECT row FROM external_id WHERE endpoint = 'ghost' AND kind = 'member' AND external = 'x'"
    ),
    "external_id__row": "SELECT endpoint, external FROM external_id WHERE row = 1",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    with make_demo(tmp_path_factory.mktemp("indices") / "demo", clock=FixedClock(NOW)) as made:
        yield made


def indices_of(library, sql):
    return set(HIDING.findall(" ".join(row[3] for row in library.rows(f"EXPLAIN QUERY PLAN {sql}"))))


def ask_everything(library):
    """Whatever the program asks the file while people work in it."""
    member = library.value("SELECT id FROM member LIMIT 1")
    course, event = library.value("SELECT id FROM course"), library.value("SELECT id FROM event")
    for segment in ("all", "members", "leads", "archived"):
        for column in members_query.ORDERS:
            wanted = members_query.Filter(segment=segment)
            members_query.member_ids(library, wanted, members_query.Order(column))
    members_query.details(library, member)
    overview_query.ask(library, NOW)
    courses_query.course_rows(library)
    courses_query.details(library, course)
    events_query.event_rows(library)
    events_query.guests(library, event)
    events_query.upcoming(library, NOW)
    kiosk_query.event_now(library, NOW)
    steps(library)
    insights(library, NOW)
    library_data.load_interactions(library)
    library_data.owned_courses(library, member)
    library_data.owners_of(library, course)
    points.points(library, member)
    checking_in.check_in(library, event, ticket="none")
    checking_in.undo_check_in(library, checking_in.check_in(library, event, member=member).id)
    outbox.collect(library, 0, 10)
    edit = RowChange("member", member, False, {"note": "from elsewhere"})
    received = ChangeSet(1 << 60, 3, "edit_member", NOW, (edit,))
    merge.merge(library, received, 0, merge.Merged(), merge.ChangeGroup())
    undo(library, library.last_written)


@pytest.fixture(scope="module")
def taken(library):
    """Indices that SQLite takes for what the program asks."""
    heard = set()
    connection = library.connection()
    connection.set_trace_callback(heard.add)
    ask_everything(library)
    connection.set_trace_callback(None)
    read = [sql for sql in heard if sql.lstrip().startswith(("SELECT", "WITH", "UPDATE"))]
    return set().union(*(indices_of(library, sql) for sql in read))


def test_every_index_is_taken_by_a_query(library, taken):
    present = {
        name for (name,) in library.rows("SELECT name FROM sqlite_master WHERE type = 'index' AND sql <> ''")
    }

    assert present - taken - ASKED.keys() == set(), "no query takes these: drop them, or say which one does"
    assert ASKED.keys() - present == set()


@pytest.mark.parametrize("index", ASKED)
def test_the_index_serves_the_query_it_was_made_for(library, index):
    assert index in indices_of(library, ASKED[index])


@pytest.mark.parametrize("segment", ["all", "members", "leads"])
@pytest.mark.parametrize(
    ("column", "index"), [("joined", "member__list_joined"), ("name", "member__list_name")]
)
@pytest.mark.parametrize("descending", [True, False])
def test_the_members_list_comes_in_order_from_an_index_alone(library, segment, column, index, descending):
    heard = []
    library.connection().set_trace_callback(heard.append)
    order = members_query.Order(column, descending)
    members_query.member_ids(library, members_query.Filter(segment=segment), order)
    library.connection().set_trace_callback(None)

    assert indices_of(library, heard[0]) == {index}
    assert not any("TEMP B-TREE" in row[3] for row in library.rows(f"EXPLAIN QUERY PLAN {heard[0]}"))


def test_a_scanned_ticket_is_looked_up_not_searched_for(library):
    heard = []
    event = library.value("SELECT id FROM event")
    library.connection().set_trace_callback(heard.append)
    checking_in.check_in(library, event, ticket="zx-1")
    library.connection().set_trace_callback(None)

    lookups = [sql for sql in heard if "FROM registration" in sql and "ticket" in sql]
    assert lookups
    assert all(any("registration__ticket" in name for name in indices_of(library, one)) for one in lookups)
