"""Staff to whom the owner shows no money: nothing of it is in any byte the hub gives them, and the grant can be changed."""

import pytest

from kclub_hub import audit, communities, device_care
from kclub_protocol import schema, scopes
from tests.hub.conftest import Device, edited, made
from tests.hub.test_every_table_and_role import NOW, TABLES, push, whole_row

CALLS = ("/v1/changes", "/v1/snapshot", "/v1/snapshot?own=true", "/v1/devices")


@pytest.fixture
def where(tmp_path):
    """One engine is enough: what is left out is decided after the database was asked."""
    return tmp_path / "hub.db"


def blind(server, community):
    """A staff device that sees no money."""
    code = communities.new_code(server.hub, community, "staff", sees_money=False)
    paired = communities.pair(server.hub, code, "front desk")
    device = Device.__new__(Device)
    device.hub, device.token, device.node, device.written = server.hub, paired.token, paired.node, 0
    return device


def test_no_byte_of_money_is_given_and_everything_else_is(server, paired):
    owner = paired()
    staff, full = blind(server, owner.known.community), paired("staff")
    for n, entity in enumerate(TABLES, 1):
        more = {"node": owner.node, "role": "owner"} if entity == "device" else {}
        assert push(server, owner, whole_row(entity, owner.row(n), **more)).status_code == 200
    # A note, a file, an own field of an order, and an edit of each that does not say again what it is about.
    about = [e for e in TABLES if scopes.about(e)]
    for n, entity in enumerate(about, 500):
        named = {scopes.about(entity): "order"}
        assert push(server, owner, whole_row(entity, owner.row(n), **named)).status_code == 200
        text = next(k for k, f in schema.entities()[entity]["fields"].items() if k not in named)
        assert push(server, owner, edited(entity, owner.row(n), **{text: None})).status_code == 200
    assert {"note", "attachment", "custom_value", "follow_up"} <= set(about)

    said = "".join(server.ask("GET", path, staff.token).text for path in CALLS)
    everything = "".join(server.ask("GET", path, full.token).text for path in CALLS)

    for entity in TABLES:
        shown = f'"entity":"{entity}"' in said
        assert shown == (entity not in scopes.HIDDEN), entity
        for column in scopes.HIDDEN_COLUMNS.get(entity, ()):
            assert f'"{column}"' in everything
            rows = [line for line in said.split('{"entity":') if line.startswith(f'"{entity}"')]
            assert not any(f'"{column}"' in row for row in rows), f"{entity}.{column}"
    for n, entity in enumerate(about, 500):
        assert f'"{owner.row(n)}"' in everything and f'"{owner.row(n)}"' not in said, entity
    for device, told in ((staff, "false"), (full, "true")):
        for call in CALLS[:3]:
            assert f'"sees_money":{told}' in server.ask("GET", call, device.token).text.splitlines()[-1][-60:]


def test_what_is_hidden_covers_every_table_of_money_but_what_is_on_offer():
    assert scopes.MONEY - {"plan", "price"} <= scopes.HIDDEN
    for entity, told in schema.entities().items():
        of_money = {name for name, field in told["fields"].items() if field["type"] == "money"}
        offered = {"price", "course", "event", "ticket_kind", "submission", "competitor_note", "survey_answer",
                   "price_answer", "level_rule", "points_rule"}  # fmt: skip
        left = of_money - scopes.HIDDEN_COLUMNS.get(entity, frozenset())
        assert entity in scopes.HIDDEN | offered or not left, (
            f"{entity}: {left} is shown to who sees no money"
        )


def test_it_writes_no_money_either(server, paired):
    staff = blind(server, paired().known.community)
    assert push(server, staff, made("payment", staff.row(1), amount=1)).status_code == 403
    assert push(server, staff, made("member", staff.row(2), name="x")).status_code == 200


@pytest.mark.parametrize(
    ("asked", "then"),
    [
        ({"sees_money": True}, (True, False)),
        ({"money": True}, (True, True)),
        ({"money": False}, (False, False)),
        ({"name": "other"}, (False, False)),
    ],
)
def test_an_owner_changes_the_grant_and_it_stands(server, paired, asked, then):
    owner = paired()
    staff = blind(server, owner.known.community)
    answer = server.ask("PATCH", f"/v1/devices/{staff.known.id}", owner.token, json=asked).json()
    assert (answer["sees_money"], answer["money"]) == then == (staff.known.sees_money, staff.known.money)

    push(server, owner, made("payment", owner.row(1), amount=1, paid_at=NOW))
    assert ('"entity":"payment"' in server.ask("GET", "/v1/changes", staff.token).text) == then[0]


def test_taking_sight_takes_writing_too_and_both_are_in_the_audit_log(server, paired):
    owner, staff = paired(), paired("staff", money=True)
    known = staff.known
    device_care.change(server.hub, known.community, known.id, by=owner.known.id, sees_money=False)
    assert not staff.known.money and not staff.known.sees_money
    device_care.change(server.hub, known.community, known.id, by=owner.known.id, sees_money=True)
    done = [line.action for line in audit.lines(server.hub, known.community)]
    assert done[:2] == ["money_shown", "money_hidden"]


def test_it_is_of_staff_only_and_of_codes_too(server, paired):
    owner = paired()
    device_care.change(server.hub, owner.known.community, owner.known.id, by="", sees_money=False)
    assert owner.known.sees_money
    for role, sees in (("owner", True), ("staff", False), ("kiosk", True)):
        told = server.ask("POST", "/v1/codes", owner.token, json={"role": role, "sees_money": False}).json()
        assert (told["sees_money"], told["money"]) == (sees, False)
