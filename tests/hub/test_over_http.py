"""A hub on a port, on both engines: waiting for changes, compressed bodies, the snapshot, tokens, figures and logs."""

import gzip
import json
import logging
import threading
import time

import pytest
import requests

from kclub_hub import communities
from kclub_hub.logs import JsonLines
from tests.hub.conftest import Server, made


@pytest.fixture
def two_servers(where):
    """Two processes' worth of hub on one database."""
    servers = [Server(where), Server(where)]
    yield servers
    for each in servers:
        each.stop()


def test_who_waits_at_one_process_hears_what_another_took(two_servers):
    from tests.hub.conftest import Device

    here, there = two_servers
    community = communities.new_community(here.hub, "KClub")
    waiting, writing = Device(here.hub, community), Device(there.hub, community)
    answers = []
    asked = threading.Thread(
        target=lambda: answers.append(here.ask("GET", "/v1/changes?wait=20", waiting.token).json())
    )
    asked.start()
    while not here.hub.bell.waiting:
        time.sleep(0.01)
    began = time.monotonic()
    writing.send(made("member", writing.row(1), name="A"))
    asked.join()

    assert len(answers[0]["changes"]) == 1
    # Looking alone comes round every five seconds: sooner means that it was rung.
    assert time.monotonic() - began < 4


def test_a_wait_in_which_nothing_comes_ends_with_an_empty_page(server, paired):
    answer = server.ask("GET", "/v1/changes?wait=0.2", paired().token).json()
    assert (answer["changes"], answer["next"], answer["more"]) == ([], 0, False)


def test_a_compressed_batch_is_taken_and_a_large_page_comes_compressed(server, paired):
    east, west = paired(), paired()
    sets = [east.set_of(made("member", east.row(n), name="李娜" * 20)) for n in range(50)]
    body = gzip.compress(json.dumps({"number": 1, "change_sets": sets}).encode())

    sent = server.ask(
        "POST", "/v1/changes", east.token, data=body,
        headers={"Content-Encoding": "gzip", "Content-Type": "application/json"},
    )  # fmt: skip
    page = server.ask("GET", "/v1/changes", west.token)
    plain = server.ask("GET", "/v1/changes", west.token, headers={"Accept-Encoding": "identity"})

    assert sent.json()["taken"] == 50
    assert page.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert page.json() == plain.json()
    assert [each["change_set"] for each in page.json()["changes"]] == sets


def test_a_snapshot_that_was_cut_goes_on_where_it_ended(server, paired):
    east, west = paired(), paired()
    sets = [east.set_of(made("member", east.row(n), name=str(n))) for n in range(9)]
    server.ask("POST", "/v1/changes", east.token, json={"number": 1, "change_sets": sets})

    whole = [json.loads(line) for line in server.ask("GET", "/v1/snapshot", west.token).text.splitlines()]
    rest = server.ask("GET", f"/v1/snapshot?after={whole[3]['seq']}", west.token).text.splitlines()

    assert [each["change_set"] for each in whole[:-1]] == sets
    assert [json.loads(line) for line in rest] == whole[4:]
    assert whole[-1]["end"] == 9


def test_a_renewed_token_ends_the_old_one_only_when_it_is_used(server, paired):
    device = paired()
    new = server.ask("POST", "/v1/token", device.token).json()["token"]

    assert server.ask("GET", "/v1/devices", device.token).status_code == 200
    assert server.ask("GET", "/v1/devices", new).status_code == 200
    assert server.ask("GET", "/v1/devices", device.token).status_code == 401


def test_copies_that_differ_at_the_same_place_are_told_so(server, paired):
    east, west, kiosk = paired(), paired(), paired("kiosk")

    for n in range(5):
        east.send(made("member", east.row(n), name=str(n)))

    def tell(device, digest, cursor=5, columns="c"):
        tables = {"member": {"columns": columns, "rows": 2, "digest": digest}}
        return server.ask(
            "POST", "/v1/digests", device.token, json={"cursor": cursor, "tables": tables}
        ).json()

    assert tell(east, "aa") == {"compared": 0, "tables": []}
    assert tell(kiosk, "bb") == {"compared": 0, "tables": []}
    assert tell(west, "aa") == {"compared": 1, "tables": []}
    assert tell(west, "bb") == {"compared": 1, "tables": ["member"]}
    assert tell(west, "bb", columns="newer") == {"compared": 1, "tables": []}
    assert tell(west, "bb", cursor=6) == {"compared": 0, "tables": []}


def test_a_table_without_a_row_on_one_of_two_copies_differs_if_both_know_it(server, paired):
    east, west = paired(), paired()
    east.send(made("member", east.row(0), name="0"))

    def tell(device, *tables, knows):
        told = {name: {"columns": "c", "rows": 1, "digest": "aa"} for name in tables}
        told["*"] = {"columns": knows, "rows": 0, "digest": ""}
        body = {"cursor": 1, "tables": told}
        return server.ask("POST", "/v1/digests", device.token, json=body).json()["tables"]

    assert tell(east, "member", "rating", knows="all") == []
    assert tell(west, "member", knows="all") == ["rating"]
    assert tell(west, "member", "rating", "payment", knows="all") == ["payment"]
    assert tell(west, "member", knows="fewer") == []


def test_the_figures_count_and_name_nobody(server, paired):
    device = paired()
    server.ask("GET", "/v1/changes", device.token)

    said = server.ask("GET", "/metrics").text

    assert 'kclub_hub_requests_total{method="GET",route="/v1/changes",status="200"} 1' in said
    assert 'kclub_hub_devices{role="owner"} 1' in said
    assert "知行学社" not in said and "an owner's" not in said and device.known.id not in said


def test_the_log_names_routes_and_devices_but_no_person_address_or_token(server, paired, caplog):
    device = paired()
    with caplog.at_level(logging.INFO, logger="kclub_hub.requests"):
        device_row = made("member", device.row(1), name="李娜", email="lina@example.com")
        server.ask(
            "POST",
            "/v1/changes",
            device.token,
            json={"number": 1, "change_sets": [device.set_of(device_row)]},
        )
        server.ask("GET", "/v1/changes?after=0&life=lina", device.token)
        server.ask("GET", "/v1/lina@example.com")

    lines = "\n".join(JsonLines().format(record) for record in caplog.records)
    assert '"route": "/v1/changes"' in lines and device.known.id in lines
    for secret in ("李娜", "lina", device.token, "127.0.0.1", "after=0"):
        assert secret not in lines


def test_a_hub_whose_database_is_away_says_so_and_goes_on_when_it_is_back(server, paired, monkeypatch):
    device = paired()
    with monkeypatch.context() as broken:
        broken.setattr(
            server.hub._engine,
            "connect",
            lambda: (_ for _ in ()).throw(server.hub._engine.failures[0]("away")),
        )
        server.hub._idle.clear()
        answer = server.ask("GET", "/v1/changes", device.token)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert server.ask("GET", "/v1/changes", device.token).status_code == 200


def test_stopping_a_hub_lets_those_who_wait_go_at_once(where):
    server = Server(where)
    from tests.hub.conftest import Device

    device = Device(server.hub, communities.new_community(server.hub, "KClub"))
    answers = []

    def ask():
        try:
            answers.append(server.ask("GET", "/v1/changes?wait=25", device.token).status_code)
        except requests.ConnectionError:
            answers.append(None)

    asked = threading.Thread(target=ask)
    asked.start()
    while not server.hub.bell.waiting:
        time.sleep(0.01)
    server.stop()
    asked.join(10)
    assert len(answers) == 1
