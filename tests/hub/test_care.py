"""Looking after a hub: compaction that changes nobody's data, backup and restore on both engines and between them."""

import gzip
import json
import logging

import pytest

from kclub_hub import communities, housekeeping, keep
from kclub_hub.compact import compact
from kclub_hub.database import HubDatabase
from kclub_hub.logs import JsonLines
from kclub_hub.problems import Problem
from tests.hub.conftest import NOW_MS, Device, edited, made


def end_state(page):
    """What a copy comes to that merges these change sets."""
    latest = {}
    for _, text in page.changes:
        told = json.loads(text)
        for change in told["changes"]:
            for name, value in change["fields"].items():
                key = change["entity"], change["row"], name
                latest[key] = max(latest.get(key, (-1, -1, None)), (int(told["stamp"]), told["node"], value))
    return {key: value for key, (_, _, value) in latest.items()}


def test_compaction_lets_replaced_values_go_and_a_new_device_ends_with_the_same_data(hub, device):
    east, west = device(), device()
    row = east.row(1)
    east.send(made("member", row, name="A", note=""))
    east.send(made("payment", east.row(2), amount=5))
    for n in range(20):
        east.send(edited("member", row, note=str(n)))
    before = device().pull()
    for each in communities.devices(hub, east.known.community)[2:]:
        communities.revoke(hub, each.community, each.id)
    for each in (east, west):
        each.pull(each.pull().next)

    done = compact(hub, east.known.community)

    after = device().pull()
    assert end_state(after) == end_state(before)
    assert (done.values, len(before.changes), len(after.changes)) == (20, 22, 3)


def test_compaction_keeps_what_a_device_has_not_seen(hub, device):
    east, late = device(), device()
    row = east.row(1)
    east.send(made("member", row, name="A"))
    late.pull(late.pull().next)
    for n in range(5):
        east.send(edited("member", row, note=str(n)))
    east.pull(east.pull().next)
    seen = late.pull(1)

    compact(hub, east.known.community)

    assert late.pull(1) == seen


def test_a_compacted_log_is_compacted_again_only_where_something_is_new(hub, device):
    east = device()
    east.send(made("member", east.row(1), name="A"))
    east.send(edited("member", east.row(1), name="B"))
    east.pull(east.pull().next)
    compact(hub, east.known.community)

    assert compact(hub, east.known.community).values == 0


def test_one_community_with_a_bug_does_not_keep_the_others_untidied(hub, device, monkeypatch, caplog):
    east = device()
    east.send(made("member", east.row(1), name="A"))
    east.send(edited("member", east.row(1), name="B"))
    east.pull(east.pull().next)
    broken = communities.new_community(hub, "broken")
    monkeypatch.setattr(housekeeping, "communities", lambda hub: [(broken, ""), (east.known.community, "")])

    def compacting(hub, community):
        if community == broken:
            raise KeyError("lina@example.com")
        return compact(hub, community)

    monkeypatch.setattr(housekeeping, "compact", compacting)
    with caplog.at_level(logging.INFO, logger="kclub_hub"):
        housekeeping.tidy(hub)

    assert compact(hub, east.known.community).values == 0  # it was done
    told = [json.loads(JsonLines().format(record)) for record in caplog.records]
    assert [(line.get("error"), line.get("community")) for line in told] == [
        ("KeyError", broken),
        (None, None),
    ]
    assert "lina" not in json.dumps(told)


@pytest.fixture
def other(request, tmp_path, where):
    """An empty hub on the other engine."""
    there = (
        tmp_path / "other.db"
        if str(where).startswith("postgresql")
        else request.getfixturevalue("postgres").new_database()
    )
    made = HubDatabase(there, lambda: NOW_MS)
    yield made
    made.close()


def test_a_backup_moves_a_hub_to_the_other_engine_with_devices_and_log(hub, device, other, tmp_path):
    east, west = device(), device("kiosk")
    east.send(made("member", east.row(1), name="李娜"))

    rows = keep.back_up(hub, tmp_path / "hub.backup")
    assert keep.restore(other, tmp_path / "hub.backup") == rows

    east.hub = west.hub = other
    assert [json.loads(text)["changes"][0]["fields"] for _, text in west.pull().changes] == [{"name": "李*"}]
    later = Device(other, east.known.community)
    assert later.node > 3
    assert len(later.pull().changes) == 1


def test_a_restored_hub_tells_its_devices_that_it_lives_another_life(hub, device, other, tmp_path):
    east = device()
    life = east.pull().life
    keep.back_up(hub, tmp_path / "hub.backup")
    keep.restore(other, tmp_path / "hub.backup")
    east.hub = other

    with pytest.raises(Problem) as refused:
        east.pull(5, life=life)

    assert refused.value.kind == "another-life"
    assert east.pull(0, life="").life != life


def test_a_damaged_backup_changes_nothing(hub, device, other, tmp_path):
    east = device()
    east.send(made("member", east.row(1), name="A"))
    whole = tmp_path / "hub.backup"
    keep.back_up(hub, whole)
    lines = gzip.decompress(whole.read_bytes()).splitlines(keepends=True)
    damages = {
        "cut": whole.read_bytes()[:-20],
        "flipped": whole.read_bytes()[:40] + b"\x00\x01" + whole.read_bytes()[42:],
        "a row less": gzip.compress(b"".join([*lines[:2], *lines[3:]])),
        "no end": gzip.compress(b"".join(lines[:-1])),
        "another file": gzip.compress(b'{"kind": "mail"}\n'),
        "no gzip": b"hello",
        "empty": b"",
        "another table": gzip.compress(b"".join([lines[0], b'["sqlite_master", 1]\n', *lines[1:]])),
    }
    for name, content in damages.items():
        damaged = tmp_path / f"{name}.backup"
        damaged.write_bytes(content)
        with pytest.raises(keep.NotABackup):
            keep.restore(other, damaged)
        assert communities.communities(other) == []


def test_a_backup_is_not_read_into_a_hub_that_is_used_and_never_overwrites_a_file(hub, device, tmp_path):
    device()
    keep.back_up(hub, tmp_path / "hub.backup")
    with pytest.raises(keep.HubNotEmpty):
        keep.restore(hub, tmp_path / "hub.backup")
    with pytest.raises(FileExistsError):
        keep.back_up(hub, tmp_path / "hub.backup")


def test_a_device_paired_after_the_backup_comes_back_to_the_restored_hub_with_its_node(
    hub, device, other, tmp_path
):
    east = device()
    community = east.known.community
    keep.back_up(hub, tmp_path / "hub.backup")
    late = device()
    keep.restore(other, tmp_path / "hub.backup")

    new = Device(other, community)
    code = communities.new_code(other, community)
    back = communities.pair(other, code, "late", returning=(community, late.node))

    assert back.node == late.node != new.node
