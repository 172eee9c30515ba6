"""Codes, names, grants and removals over the wire: an owner's to change, everybody else's try is refused and written down."""

import pytest

from kclub_hub import audit, communities, renewal
from tests.hub.conftest import NOW_MS, Device, made


def code_of(server, token, **asked):
    return server.ask("POST", "/v1/codes", token, json=asked)


def change(server, token, device, **changes):
    return server.ask("PATCH", f"/v1/devices/{device}", token, json=changes)


def test_an_owners_device_lets_another_in_without_touching_the_hub(server, paired):
    owner = paired()
    made_code = code_of(server, owner.token, role="staff", money=True)

    assert made_code.status_code == 200
    told = made_code.json()
    assert (told["role"], told["money"], told["seconds"]) == ("staff", True, 600)
    joined = server.ask("POST", "/v1/pair", json={"code": told["code"], "device_name": "Laptop"}).json()
    assert (joined["role"], joined["community"]) == ("staff", owner.known.community)
    assert communities.device_of(server.hub, joined["token"]).money
    lines = audit.lines(server.hub, owner.known.community)
    line = next(each for each in lines if each.action == "code_made")
    assert (line.device, line.detail) == (owner.known.id, "staff")


def test_money_is_only_ever_granted_to_staff(server, paired):
    for role in ("owner", "kiosk"):
        assert code_of(server, paired().token, role=role, money=True).json()["money"] is False


@pytest.mark.parametrize("role", ["staff", "kiosk"])
def test_only_an_owner_makes_codes_and_changes_devices_and_each_try_is_written_down(server, paired, role):
    owner, other = paired(), paired(role, money=role == "staff")
    tries = [
        lambda: code_of(server, other.token, role="owner"),
        lambda: change(server, other.token, other.known.id, money=True),
        lambda: change(server, other.token, owner.known.id, name="mine"),
        lambda: change(server, other.token, owner.known.id, revoked=True),
        lambda: server.ask("DELETE", f"/v1/devices/{owner.known.id}", other.token),
    ]
    for attempt in tries:
        answer = attempt()
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
        line = audit.lines(server.hub, owner.known.community)[0]
        assert (line.device, line.action) == (other.known.id, "out_of_scope")
    assert owner.known.revoked_at is None and owner.known.name == "a owner's"


def test_a_device_is_renamed_granted_money_removed_and_let_in_again_with_its_token(server, paired):
    owner, staff = paired(), paired("staff")
    payment = made("payment", staff.row(1), amount=5)
    told = {"number": 1, "change_sets": [staff.set_of(payment)]}
    assert server.ask("POST", "/v1/changes", staff.token, json=told).status_code == 403

    assert change(server, owner.token, staff.known.id, name="前台", money=True).json()["name"] == "前台"
    assert server.ask("POST", "/v1/changes", staff.token, json=told).status_code == 200
    assert change(server, owner.token, staff.known.id, money=False).json()["money"] is False
    assert server.ask("DELETE", f"/v1/devices/{staff.known.id}", owner.token).status_code == 204
    assert server.ask("GET", "/v1/changes", staff.token).status_code == 401
    assert change(server, owner.token, staff_id(server, owner), revoked=False).json()["revoked_at"] is None
    assert server.ask("GET", "/v1/changes", staff.token).status_code == 200
    done = [each.action for each in audit.lines(server.hub, owner.known.community)]
    assert {"renamed", "money_granted", "money_taken", "revoked", "let_in_again"} <= set(done)


def staff_id(server, owner):
    listed = server.ask("GET", "/v1/devices", owner.token).json()["devices"]
    return next(each["id"] for each in listed if each["role"] == "staff")


def test_a_device_that_went_on_as_another_is_not_let_in_a_second_time(server, paired):
    """Both would give out the same ids."""
    owner, lost = paired(), paired("staff")
    before = lost.known.id
    renewal.renew(server.hub, lost.token, "restore-of-today")

    answer = change(server, owner.token, before, revoked=False)

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/succeeded")


def test_a_device_of_another_community_is_not_there(server, paired):
    owner = paired()
    stranger = Device(server.hub, communities.new_community(server.hub, "Others"))
    for answer in (
        change(server, owner.token, stranger.known.id, revoked=True),
        server.ask("DELETE", f"/v1/devices/{stranger.known.id}", owner.token),
    ):
        assert answer.status_code == 404
    assert stranger.known.revoked_at is None


@pytest.mark.parametrize(
    "asked", [{"role": "king"}, {"role": None}, {"money": "very"}, {"role": "staff", "money": 7}, [], "x"]
)
def test_a_code_for_something_else_is_not_made(server, paired, asked):
    assert server.ask("POST", "/v1/codes", paired().token, json=asked).status_code == 422


@pytest.mark.parametrize("name", ["", "a" * 201, "a\x00b", 5, ["x"]])
def test_a_name_that_is_none_is_refused(server, paired, name):
    owner = paired()
    assert change(server, owner.token, owner.known.id, name=name).status_code == 422
    assert NOW_MS and owner.known.name == "a owner's"
