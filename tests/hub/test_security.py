"""What somebody who wishes the hub ill may send: repeated, changed, oversized, malformed and poisoned."""

import gzip
import json
import socket
import zlib
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kclub_hub import communities, limits
from tests.hub.conftest import edited, made

JSON_BODY = {"Content-Type": "application/json"}
POISON = [
    "'; DROP TABLE device; --",
    '" OR "1"="1',
    "../../etc/passwd",
    "%00",
    "\u202e",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "a" * 70_000,
    "?" * 50,
    "%s%s%n",
]


def test_without_a_good_token_nothing_is_answered(server, paired):
    paired()
    for token in ("", "x", "x" * 5000, "ä"):
        for method, path in (
            ("GET", "/v1/changes"), ("POST", "/v1/changes"), ("GET", "/v1/snapshot"), ("GET", "/v1/devices"),
            ("POST", "/v1/token"), ("POST", "/v1/digests"), ("DELETE", "/v1/devices/ab"),
            ("POST", "/v1/codes"), ("PATCH", "/v1/devices/ab"),
        ):  # fmt: skip
            headers = {"Authorization": f"Bearer {token}".encode()}
            assert (
                server.ask(method, path, headers=headers, json={"cursor": 0, "tables": {}}).status_code == 401
            )


def test_a_revoked_device_is_let_in_nowhere(server, paired):
    owner, lost = paired(), paired()
    assert server.ask("DELETE", f"/v1/devices/{lost.known.id}", owner.token).status_code == 204

    for path in ("/v1/changes", "/v1/snapshot", "/v1/devices"):
        assert server.ask("GET", path, lost.token).status_code == 401


def test_only_an_owner_removes_other_devices(server, paired):
    owner, staff = paired(), paired("staff")
    assert server.ask("DELETE", f"/v1/devices/{owner.known.id}", staff.token).status_code == 403
    assert server.ask("DELETE", f"/v1/devices/{staff.known.id}", staff.token).status_code == 204


def test_a_kiosks_code_does_not_put_the_owners_device_out(server, paired):
    owner = paired()
    community = owner.known.community
    code = communities.new_code(server.hub, community, "kiosk")

    body = {"code": code, "returning": {"community": community, "node": owner.node}}
    assert server.ask("POST", "/v1/pair", json=body).status_code == 403
    assert server.ask("GET", "/v1/devices", owner.token).status_code == 200


def test_a_batch_that_was_caught_and_is_sent_again_changes_nothing(server, paired):
    east, west = paired(), paired()
    body = {"number": 1, "change_sets": [east.set_of(made("payment", east.row(1), amount=5))]}
    for _ in range(3):
        assert server.ask("POST", "/v1/changes", east.token, json=body).status_code == 200
    assert len(west.pull().changes) == 1
    # Another device cannot say it in its own name.
    assert server.ask("POST", "/v1/changes", west.token, json=body).status_code == 403


def test_a_change_set_cannot_be_rewritten_under_its_stamp(server, paired):
    east, west = paired(), paired()
    told = east.set_of(made("payment", east.row(1), amount=5))
    server.ask("POST", "/v1/changes", east.token, json={"number": 1, "change_sets": [told]})
    told["changes"][0]["fields"]["amount"] = 5_000
    server.ask("POST", "/v1/changes", east.token, json={"number": 2, "change_sets": [told]})

    assert [json.loads(text)["changes"][0]["fields"] for _, text in west.pull().changes] == [{"amount": 5}]


def test_a_small_body_that_would_become_huge_is_refused_before_it_does(server, paired):
    packing = zlib.compressobj(9, wbits=31)
    bomb = b"".join([packing.compress(b" " * (1 << 20)) for _ in range(80)]) + packing.flush()
    assert len(bomb) < 100_000

    answer = server.ask(
        "POST", "/v1/changes", paired().token, data=bomb, headers={**JSON_BODY, "Content-Encoding": "gzip"}
    )

    assert answer.status_code == 413


BROKEN = {
    "no gzip": (b"not gzip", "gzip", 400),
    "cut": (gzip.compress(b"{}")[:-9], "gzip", 400),
    "brotli": (b"{}", "br", 415),
    "twice named": (b"{}", "gzip, gzip", 415),
    "twice packed": (gzip.compress(gzip.compress(b"{}")), "gzip", 422),
}


def test_a_body_of_another_or_broken_encoding_is_a_problem_document(server, paired):
    token = paired().token
    for name, (body, encoding, status) in BROKEN.items():
        headers = {**JSON_BODY, "Content-Encoding": encoding}
        answer = server.ask("POST", "/v1/changes", token, data=body, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), (
            name
        )


def test_a_body_larger_than_the_limit_is_refused_by_its_length_and_by_its_bytes(server, paired, monkeypatch):
    token = paired().token
    host, port = urlsplit(server.url).hostname, urlsplit(server.url).port
    with socket.create_connection((host, port), timeout=10) as raw:
        raw.sendall(
            f"POST /v1/changes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Length: {limits.MAX_BODY + 1}\r\n\r\n".encode()
        )
        assert b" 413 " in raw.recv(200)

    def endless():
        for _ in range(limits.MAX_BODY // (1 << 20) + 2):
            yield b" " * (1 << 20)

    assert server.ask("POST", "/v1/changes", token, data=endless(), headers=JSON_BODY).status_code == 413


def test_too_many_calls_of_one_device_are_told_when_to_come_again(server, paired):
    noisy, quiet = paired(), paired()
    statuses = {server.ask("GET", "/v1/devices", noisy.token).status_code for _ in range(3)}
    server._server._app.state.calls._per_minute = 3
    answer = server.ask("GET", "/v1/devices", noisy.token)

    assert statuses == {200}
    assert answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= 60
    assert server.ask("GET", "/v1/devices", quiet.token).status_code == 200


def test_guessing_tokens_is_slowed_down(server):
    statuses = [server.ask("GET", "/v1/devices", f"guess{n}").status_code for n in range(70)]
    assert statuses[:60] == [401] * 60 and statuses[-1] == 429


def test_poisoned_text_is_kept_as_text_or_refused_and_never_run(server, paired):
    east, west = paired(), paired()
    for n, poison in enumerate(POISON):
        body = {"number": 1, "change_sets": [east.set_of(made("member", east.row(n), name=poison))]}
        assert server.ask("POST", "/v1/changes", east.token, json=body).status_code == 200
        for path in (
            f"/v1/changes?life={poison[:200]}",
            f"/v1/devices/{poison[:200]}",
            f"/v1/{poison[:200]}",
        ):
            assert server.ask("DELETE" if "devices" in path else "GET", path, west.token).status_code < 500
        assert server.ask("POST", "/v1/pair", json={"code": poison, "device_name": poison}).status_code in (
            403,
            422,
        )

    names = [json.loads(text)["changes"][0]["fields"]["name"] for _, text in west.pull().changes]
    assert names == POISON
    assert len(communities.devices(server.hub, east.known.community)) == 2


def test_a_table_name_is_a_plain_word_or_refused(server, paired):
    east = paired()
    for entity in ("member; DROP", 'mem"ber', "", "a" * 65, "成员", None, 5):
        told = east.set_of(edited("member", 1, name="A"))
        told["changes"][0]["entity"] = entity
        answer = server.ask("POST", "/v1/changes", east.token, json={"number": 1, "change_sets": [told]})
        assert answer.status_code == 422, entity


NO_BATCH = [
    b"", b"[]", b"null", b"{", b"[" * 100_000, b'{"number":1,"change_sets":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    b'{"number":1,"change_sets":[{"x":NaN}]}', b'{"number":1e400,"change_sets":[]}', b"\xff\xfe\x00",
    b'{"number":1,"change_sets":[{"stamp":"1","node":NODE,"operation":"x","at":1,"changes":[],"deep":'
    + b"[" * 150 + b"]" * 150 + b"}]}",
    b'{"number":1,"change_sets":[{"stamp":"2","node":NODE,"operation":"x","at":1,"changes":[],"n":Infinity}]}',
    b'{"number":1,"change_sets":[{"stamp":"3","node":NODE,"operation":"x","at":1,"changes":[],"n":"\\ud800"}]}',
]  # fmt: skip


def test_a_body_that_is_no_batch_is_a_problem_document_and_the_hub_goes_on(server, paired):
    east, west = paired(), paired()
    for raw in NO_BATCH:
        raw = raw.replace(b"NODE", str(east.node).encode())
        answer = server.ask("POST", "/v1/changes", east.token, data=raw, headers=JSON_BODY)
        assert answer.status_code in (200, 400, 422), raw[:100]
        if answer.status_code != 200:
            assert answer.headers["content-type"] == "application/problem+json", raw[:100]
        page = server.ask("GET", "/v1/changes", west.token)
        assert page.status_code == 200
        json.loads(page.content, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_SHAPES = ("stamp", "node", "operation", "at", "changes")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(broken=st.dictionaries(st.sampled_from(_SHAPES), _json, min_size=1), row=_json)
def test_whatever_stands_in_a_change_set_the_hub_answers_and_goes_on(tmp_path_factory, broken, row):
    from kclub_hub import log
    from kclub_hub.database import HubDatabase
    from kclub_hub.problems import Problem
    from tests.hub.conftest import NOW_MS, Device

    hub = HubDatabase(tmp_path_factory.mktemp("broken") / "hub.db", lambda: NOW_MS)
    east = Device(hub, communities.new_community(hub, "KClub"))
    told = east.set_of(made("member", east.row(1), name="A")) | broken
    if isinstance(told["changes"], list):
        told["changes"] = [*told["changes"], row]
    try:
        log.take(hub, east.known, [told])
    except Problem as problem:
        assert problem.status in (403, 413, 422)
    assert [json.loads(text)["stamp"] for _, text in Device(hub, east.known.community).pull().changes] in (
        [],
        [told["stamp"]],
    )
    hub.close()
