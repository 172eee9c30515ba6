"""Every table with every role, over the wire: what is written is taken or refused as scopes.py says, and nothing that a
kiosk may not see is in any byte it can get."""

import json

import pytest

from kclub_hub import audit
from kclub_protocol import schema, scopes
from kclub_protocol.ids import derived_id
from tests.hub.conftest import NOW_MS, edited, made

NOW = NOW_MS // 1000
TABLES = sorted(schema.entities())
MONEY = {
    "order", "order_line", "payment", "payment_attempt", "receipt", "cash_count", "plan", "price", "subscription", "cost",
    "coupon", "coupon_use", "subscription_event",
}  # fmt: skip
"""What people call money; it must be among what staff only reads, whatever else is."""


def value_of(field, name, marked):
    """Something that fits a column; texts say where they stand."""
    match field["type"]:
        case "text":
            return f"Somebody <{marked}>"  # a short name hides the second word
        case "json":
            return json.dumps([f"<{marked}>"])
        case "reference" | "row_of":
            return None
        case _:
            return NOW + 86_400 if name.endswith("_at") else 1


def whole_row(entity, row, /, **fixed):
    """A row in which every column says where it came from."""
    fields = {
        name: value_of(field, name, f"{entity}.{name}")
        for name, field in schema.entities()[entity]["fields"].items()
        if name not in ("deleted_at", "hidden_at")
    }
    return made(entity, row, **{**fields, **fixed})


VISIBLE = {
    "course": {"status": "published"},
    "article": {"status": "published"},
    "plan": {"status": "active"},
    "survey": {"status": "open"},
    "price_test": {"status": "open"},
    "event": {"status": "planned"},
    "attachment": {"entity": "course"},
}


@pytest.fixture(params=["sqlite"])
def where(request, tmp_path):
    """One engine is enough: who may what is decided before the database is asked."""
    return tmp_path / "hub.db"


def push(server, device, *changes):
    body = {"number": 1, "change_sets": [device.set_of(*changes)]}
    return server.ask("POST", "/v1/changes", device.token, json=body)


def test_staff_without_the_grant_writes_every_table_but_money_and_with_it_every_table(server, paired):
    staff, trusted = paired("staff"), paired("staff", money=True)
    tables = [entity for entity in TABLES if entity != "device"]

    def row(device, entity):
        change = whole_row(entity, device.row(tables.index(entity)))
        fields = {k: v for k, v in change.fields.items() if k not in scopes.OWNERS.get(entity, ())}
        return made(entity, change.row, **fields)

    assert push(server, trusted, *(row(trusted, entity) for entity in tables)).status_code == 200
    assert push(server, staff, *(row(staff, e) for e in tables if e not in scopes.MONEY)).status_code == 200
    for entity in scopes.MONEY:
        assert push(server, staff, row(staff, entity)).status_code == 403, entity
        assert push(server, staff, edited(entity, 5, note="x")).status_code == 403, entity
    assert scopes.MONEY >= MONEY
    lines = audit.lines(server.hub, staff.known.community, 1000)
    tried = {x.detail for x in lines if (x.device, x.action) == (staff.known.id, "out_of_scope")}
    assert tried == scopes.MONEY


@pytest.mark.parametrize("entity", sorted(scopes.MONEY))
def test_staff_who_merges_two_members_moves_their_money_and_changes_nothing_else_of_it(entity):
    fields = schema.entities()[entity]["fields"]
    naming = {name for name, field in fields.items() if field.get("to") == "member"}
    for operation in ("merge_members", "undo", "redo"):
        moved = {
            name
            for name in fields
            if scopes.may_write("staff", False, 1, edited(entity, 5, **{name: None}), operation)
        }
        assert moved == naming, operation
        assert not scopes.may_write("staff", False, 1, made(entity, 5, **dict.fromkeys(naming)), operation)
    for name in naming:
        change = edited(entity, 5, **{name: None})
        assert not scopes.may_write("staff", False, 1, change, "edit_member")
        assert not scopes.may_write("staff", False, 1, change, "merge_members", sees_money=False)
        assert not scopes.may_write("kiosk", False, 1, change, "merge_members")


def test_nobody_but_an_owner_says_what_somebody_may_do(server, paired):
    owner, staff = paired(), paired("staff", money=True)
    tries = [
        edited("staff", 5, role="owner"),
        made("staff", staff.row(1), name="me", grants='["money"]'),
        edited("device", derived_id("device", owner.node), name="mine"),
        edited("device", derived_id("device", owner.node), revoked_at=NOW),
        made("device", derived_id("device", staff.node), node=staff.node, role="owner"),
        made("device", derived_id("device", staff.node), node=owner.node, role="staff"),
        made("device", derived_id("device", staff.node), node=staff.node, name="unsaid is an owner's"),
    ]
    for change in tries:
        assert push(server, staff, change).status_code == 403, change
        assert push(server, owner, change).status_code == 200, change
    assert (
        push(
            server, staff, made("device", derived_id("device", staff.node), node=staff.node, role="staff")
        ).status_code
        == 200
    )


def test_a_kiosk_adds_rows_of_the_door_and_nothing_else_to_any_table(server, paired):
    kiosk, tables = paired("kiosk"), [entity for entity in TABLES if entity != "device"]
    door = [whole_row(entity, kiosk.row(tables.index(entity))) for entity in sorted(scopes.KIOSK_ADDS)]
    assert push(server, kiosk, *door).status_code == 200
    anothers = kiosk.row(0) - (1 << 9)  # of the node before
    for n, entity in enumerate(tables):
        if entity not in scopes.KIOSK_ADDS:
            assert push(server, kiosk, whole_row(entity, kiosk.row(n))).status_code == 403, entity
        assert push(server, kiosk, whole_row(entity, anothers)).status_code == 403, entity
    lines = audit.lines(server.hub, kiosk.known.community, 10_000)
    assert {x.detail for x in lines if x.action == "out_of_scope"} == set(tables)


@pytest.mark.parametrize("row", [5, -5])
def test_no_column_of_no_table_is_a_kiosks_to_edit_but_the_few_of_the_door(row):
    editable = {
        (entity, name)
        for entity in TABLES
        for name in schema.entities()[entity]["fields"]
        if scopes.may_write("kiosk", False, 3, edited(entity, row, **{name: None}))
    }
    door = {(entity, name) for entity, names in scopes.KIOSK_EDITS.items() for name in names}
    assert editable == (
        door if row < 0 else set()
    )  # a row of a pair; no other one is anybody's but its maker's


def test_money_granted_to_a_kiosk_by_mistake_is_worth_nothing(paired):
    for entity in MONEY:
        assert not scopes.may_write("kiosk", True, 3, edited(entity, 5, note="x")), entity


ROUTES = [
    ("GET", "/v1/changes"),
    ("GET", "/v1/changes?limit=1&after=3"),
    ("GET", "/v1/snapshot"),
    ("GET", "/v1/snapshot?own=true"),
    ("GET", "/v1/devices"),
    ("GET", "/v1/health"),
    ("GET", "/metrics"),
    ("GET", "/v1/openapi.json"),
    ("POST", "/v1/token"),
    ("POST", "/v1/digests"),
    ("POST", "/v1/codes"),
    ("POST", "/v1/lost"),
    ("PATCH", "/v1/devices/0123456789abcdef"),
    ("DELETE", "/v1/devices/0123456789abcdef"),
    ("POST", "/v1/blobs/known"),
    ("PUT", f"/v1/blobs/{'0' * 64}?size=1"),
    ("GET", f"/v1/blobs/{'0' * 64}"),
]


def test_of_every_column_of_every_table_a_kiosk_gets_what_is_declared_for_it_and_no_more(server, paired):
    """The owner writes a row into each table, each column marked; then every call is tried and every byte read."""
    owner, kiosk = paired(), paired("kiosk")
    for n, entity in enumerate(TABLES, 1):
        assert (
            push(server, owner, whole_row(entity, owner.row(n), **VISIBLE.get(entity, {}))).status_code == 200
        )
        # An edit must show no more than the making did.
        hidden = {
            name: value_of(field, name, f"{entity}.{name}")
            for name, field in schema.entities()[entity]["fields"].items()
            if field["kiosk"] == "hidden"
        }
        if hidden:
            assert push(server, owner, edited(entity, owner.row(n), **hidden)).status_code == 200

    said = ""
    for method, path in ROUTES:
        body = {"cursor": 0, "tables": {}} if path == "/v1/digests" else {}
        answer = server.ask(method, path, kiosk.token, json=body)
        said += answer.text
        assert answer.status_code in (200, 403), (method, path)

    for entity in TABLES:
        for name, field in schema.entities()[entity]["fields"].items():
            if field["type"] not in ("text", "json") or name in VISIBLE.get(entity, {}):
                continue
            plain = f"<{entity}.{name}>" in said
            assert plain <= (field["kiosk"] == "as_is"), f"{entity}.{name} is told to a kiosk"
    assert "<course.title>" in said and "<level.name>" in said  # it was looked at the right place


def test_every_route_of_the_hub_was_tried(server):
    told = server.ask("GET", "/v1/openapi.json").json()["paths"]
    tried = {
        (method, path.partition("?")[0].replace("0123456789abcdef", "{device}").replace("0" * 64, "{sha256}"))
        for method, path in ROUTES
    }
    known = {(method.upper(), path) for path, methods in told.items() for method in methods}
    # Pairing and renewing take no kiosk's word for anything; pushing is tried table by table above.
    assert known - tried - {("POST", "/v1/pair"), ("POST", "/v1/renew"), ("POST", "/v1/changes")} == set()
