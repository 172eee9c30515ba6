"""What a stolen kiosk's token is worth: every call is tried with it and every byte of every answer is read."""

import json

import pytest

from kclub_hub import audit, log
from kclub_protocol import schema, scopes
from kclub_protocol.ids import derived_id
from tests.hub.conftest import NOW_MS, edited, made

NOW = NOW_MS // 1000
SECRETS = [
    "李小明", "O'Neil-Secretive", "13800001234", "xiaoming", "example.com", "prefers evenings", "vip-tag",
    "Draft course", "Draft lesson", "Past event", "T-PAST", "44900", "REF-1", "visitor-key", "hidden-name-of-laptop",
    "cus_stripe", "a secret of tomorrow", "spend-report",
]  # fmt: skip
CALLS = [
    ("GET", "/v1/changes"),
    ("GET", "/v1/changes?limit=1"),
    ("GET", "/v1/snapshot"),
    ("GET", "/v1/snapshot?own=true"),
    ("GET", "/v1/devices"),
    ("GET", "/v1/health"),
    ("GET", "/metrics"),
    ("GET", "/v1/openapi.json"),
    ("POST", "/v1/token"),
    ("POST", "/v1/digests"),
    ("POST", "/v1/renew"),
    ("DELETE", "/v1/devices/0123456789abcdef"),
    ("PATCH", "/v1/devices/0123456789abcdef"),
    ("POST", "/v1/codes"),
    ("POST", "/v1/blobs/known"),
    ("PUT", f"/v1/blobs/{'0' * 64}?size=1"),
    ("GET", f"/v1/blobs/{'0' * 64}"),
]


@pytest.fixture
def community_of_all(paired):
    """An owner who wrote something into each table, and a kiosk."""
    owner, kiosk = paired(), paired("kiosk")
    rows = {name: owner.row(n) for n, name in enumerate(
        ("li", "tom", "open", "draft", "soon", "past", "order", "payment", "activity", "scan", "lesson", "hidden_lesson")
    )}  # fmt: skip
    owner.send(
        made("member", rows["li"], name="李小明", phone="+8613800001234", email="xiaoming@example.com",
             note="prefers evenings", tags="vip-tag", level="gold", spent_before=44900, unheard_of="a secret of tomorrow"),
        made("member", rows["tom"], name="Tom O'Neil-Secretive", phone="", email="", level="silver"),
        made("course", rows["open"], title="Open course", status="published", deleted_at=None),
        made("course", rows["draft"], title="Draft course", status="draft", deleted_at=None),
        made("lesson", rows["lesson"], title="Open lesson", course=str(rows["open"])),
        made("lesson", rows["hidden_lesson"], title="Draft lesson", course=str(rows["draft"])),
        made("event", rows["soon"], title="Next event", ends_at=NOW + 9000, deleted_at=None),
        made("event", rows["past"], title="Past event", ends_at=NOW - 10 * 86_400, deleted_at=None),
        made("registration", derived_id("registration", 1), event=str(rows["soon"]), member=str(rows["li"]), ticket="T-SOON"),
        made("registration", derived_id("registration", 2), event=str(rows["past"]), member=str(rows["li"]), ticket="T-PAST"),
        made("check_in", rows["scan"], event=str(rows["past"]), ticket="T-PAST", door="A"),
        made("order", rows["order"], member=str(rows["li"]), total=44900, reference="REF-1"),
        made("payment", rows["payment"], member=str(rows["li"]), amount=44900),
        made("activity", rows["activity"], visitor="visitor-key", kind="visit"),
        made("device", derived_id("device", 0), node=0, name="hidden-name-of-laptop", role="owner"),
        made("external_id", derived_id("external_id", 1), external="cus_stripe", row=str(rows["li"])),
        made("table_of_tomorrow", owner.row(99), text="spend-report"),
    )  # fmt: skip
    return owner, kiosk, rows


def test_no_call_with_a_kiosk_token_gives_a_byte_that_it_may_not_see(server, community_of_all):
    _owner, kiosk, _rows = community_of_all
    said = b""
    for method, path in CALLS:
        body = {"cursor": 0, "tables": {}} if path == "/v1/digests" else None
        said += server.ask(method, path, kiosk.token, json=body).content

    told = said.decode()
    assert [secret for secret in SECRETS if secret in told] == []
    for shown in ("李**", "···1234", "Tom O.", "Open course", "Open lesson", "Next event", "T-SOON", "gold"):
        assert shown in told


def test_a_kiosk_that_asks_for_the_devices_is_refused_and_that_is_written_down(server, community_of_all):
    _owner, kiosk, _rows = community_of_all

    answer = server.ask("GET", "/v1/devices", kiosk.token)

    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    line = audit.lines(server.hub, kiosk.known.community)[0]
    assert (line.device, line.action) == (kiosk.known.id, "out_of_scope")


def pulled(kiosk, after=0):
    return [
        (change["entity"], int(change["row"]), change["fields"])
        for _, text in kiosk.pull(after).changes
        for change in json.loads(text)["changes"]
    ]


def test_a_course_is_given_whole_when_it_is_published_and_taken_back_when_it_is_not(community_of_all):
    owner, kiosk, rows = community_of_all
    after = kiosk.pull().next

    owner.send(edited("course", rows["draft"], status="published"))
    came = pulled(kiosk, after)
    after = kiosk.pull(after).next
    owner.send(edited("course", rows["draft"], status="archived"))
    went = pulled(kiosk, after)

    assert (came[0][2]["title"], came[1][2]["title"]) == ("Draft course", "Draft lesson")
    assert went == [("course", rows["draft"], {"deleted_at": NOW})]


def test_an_event_that_moves_into_the_future_comes_with_who_is_registered(community_of_all):
    owner, kiosk, rows = community_of_all
    after = kiosk.pull().next

    owner.send(edited("event", rows["past"], ends_at=NOW + 500))

    assert {entity for entity, _, _ in pulled(kiosk, after)} == {"event", "registration", "check_in"}


ALLOWED = [
    lambda k, rows: made("member", k.row(1), name="New", email="new@example.com"),
    lambda k, rows: made("check_in", k.row(2), event=str(rows["soon"]), ticket="T-SOON", answer="ok"),
    lambda k, rows: made("rating", derived_id("rating", 5, 6), member="5", course="6", stars=5),
    lambda k, rows: edited("rating", derived_id("rating", 5, 6), stars=4),
    lambda k, rows: edited("registration", derived_id("registration", 1), status="checked_in"),
    lambda k, rows: made("device", derived_id("device", k.node), node=k.node, name="door", role="kiosk"),
]
FORBIDDEN = [
    lambda k, rows: edited("member", rows["li"], name="hacked"),
    lambda k, rows: made("member", rows["li"], name="hacked"),
    lambda k, rows: edited("course", rows["open"], price=0),
    lambda k, rows: made("course", k.row(1), title="mine"),
    lambda k, rows: made("payment", k.row(1), amount=-5),
    lambda k, rows: edited("order", rows["order"], total=1),
    lambda k, rows: edited("registration", derived_id("registration", 1), member="7"),
    lambda k, rows: made("device", derived_id("device", 0), node=0, role="kiosk"),
    lambda k, rows: made("device", derived_id("device", k.node), node=k.node, role="owner"),
    lambda k, rows: made("device", derived_id("device", k.node), node=k.node, name="unsaid is an owner's"),
    lambda k, rows: made("table_of_tomorrow", k.row(1), text="x"),
]


def test_what_happens_at_the_door_is_taken_from_a_kiosk(community_of_all):
    owner, kiosk, rows = community_of_all
    for change in ALLOWED:
        after = owner.pull().next
        kiosk.send(change(kiosk, rows))
        assert len(owner.pull(after).changes) == 1, change(kiosk, rows)


def test_everything_else_is_refused_from_a_kiosk_and_nothing_of_the_batch_is_taken(server, community_of_all):
    owner, kiosk, rows = community_of_all
    after = owner.pull().next
    for n, change in enumerate(FORBIDDEN):
        good = kiosk.set_of(made("member", kiosk.row(20 + n), name="good"))
        bad = kiosk.set_of(change(kiosk, rows))

        answer = server.ask(
            "POST", "/v1/changes", kiosk.token, json={"number": 1, "change_sets": [good, bad]}
        )

        assert (answer.status_code, answer.json()["change_set"]) == (403, 1), bad
        assert audit.lines(server.hub, kiosk.known.community)[n].action == "out_of_scope"
    assert owner.pull(after).changes == []


def test_staff_writes_members_but_money_only_when_it_is_granted(paired):
    staff, trusted = paired("staff"), paired("staff", money=True)
    staff.send(made("member", staff.row(1), name="A"))
    with pytest.raises(log.Problem):
        staff.send(made("payment", staff.row(2), amount=5))
    trusted.send(made("payment", trusted.row(2), amount=5))


def test_staff_that_erases_a_person_may_empty_the_books_of_the_name_and_of_nothing_else():
    blank = edited("order", 5, note="")
    amount = edited("order", 5, total=0)
    allowed = [scopes.may_write("staff", False, 1, change, "erase") for change in (blank, amount)]
    assert allowed == [schema.is_erasure("order", "note", ""), False]
    assert not scopes.may_write("staff", False, 1, blank, "edit_member")


def test_every_table_the_scopes_name_is_declared():
    named = (
        scopes.MONEY
        | scopes.KIOSK_ADDS
        | scopes.KIOSK_EDITS.keys()
        | scopes.ROOTS.keys()
        | scopes.UNDER_COURSE
    )
    assert named - schema.entities().keys() == set()
