"""Who may hand in what others wrote, and when: an owner's device, what the log lost when the hub was put back, and nothing else."""

import pytest

from kclub_hub import keep, log, returning
from kclub_hub.database import HubDatabase
from kclub_hub.problems import Problem
from kclub_protocol.stamps import MAX_AHEAD_MS

from .conftest import NOW_MS, Device, made

DAY_MS = 86_400_000


@pytest.fixture
def put_back(hub, where, tmp_path, request):
    """The hub as it was, in a new database of the same engine; devices are pointed there."""
    opened = []

    def restored(*devices):
        keep.back_up(devices[0].hub, tmp_path / "hub.backup")
        postgres = str(where).startswith("postgresql")
        there = request.getfixturevalue("postgres").new_database() if postgres else tmp_path / "new.db"
        opened.append(HubDatabase(there, lambda: NOW_MS))
        keep.restore(opened[-1], tmp_path / "hub.backup")
        for device in devices:
            device.hub = opened[-1]
        return opened[-1]

    yield restored
    for each in opened:
        each.close()


def hand_in(device, *bodies):
    return log.take(device.hub, device.known, list(bodies), of_others=True)


def refused(device, *bodies):
    with pytest.raises(Problem) as problem:
        hand_in(device, *bodies)
    return problem.value.status, problem.value.kind


def test_an_owner_hands_in_what_another_wrote_before_the_hub_was_put_back(device, put_back):
    east, west, gone = device(), device(), device()
    known = gone.set_of(made("member", gone.row(1), name="A"))
    log.take(gone.hub, gone.known, [known])
    lost = gone.set_of(made("member", gone.row(2), name="B"))
    put_back(east, west, gone)
    written = [(gone.node, int(each["stamp"])) for each in (known, lost)]

    assert returning.lost(east.hub, east.known.community, written) == [1]
    assert hand_in(east, lost).new == 1
    assert returning.lost(east.hub, east.known.community, written) == []
    assert hand_in(west, lost).new == 0
    assert len(west.pull().changes) == 2
    # Whoever wrote it sees that the hub knows it, also if its own copy was put back and does not.
    assert gone.pull().own == int(lost["stamp"])
    assert log.take(gone.hub, gone.known, [lost]).new == 0


def test_nobody_else_and_nothing_else_is_believed(device, put_back):
    owner, gone = device(), device()
    staff, kiosk = device("staff"), device("kiosk")
    body = gone.set_of(made("member", gone.row(1), name="B"))
    assert refused(owner, body) == (403, "not-yours")  # never put back
    assert returning.lost(owner.hub, owner.known.community, [(gone.node, int(body["stamp"]))]) == []

    put_back(owner, staff, kiosk, gone)
    later = gone.set_of(made("member", gone.row(2), name="C"), at_ms=NOW_MS + MAX_AHEAD_MS + DAY_MS)
    assert refused(staff, body) == refused(kiosk, body) == (403, "not-yours")
    assert refused(owner, later)[0] in (403, 422)
    assert hand_in(owner, body).new == 1


def test_another_community_of_the_hub_is_not_touched(hub, device, put_back):
    from kclub_hub import communities

    owner = device()
    stranger = Device(hub, communities.new_community(hub, "B"))
    body = stranger.set_of(made("member", stranger.row(1), name="B"))
    put_back(owner, stranger)
    hand_in(owner, body)
    assert len(stranger.pull().changes) == 0
    assert returning.lost(owner.hub, stranger.known.community, [(stranger.node, int(body["stamp"]))]) == [0]


def test_who_was_erased_stays_erased_whatever_is_handed_in(device, put_back):
    owner, gone = device(), device()
    body = gone.set_of(made("member", gone.row(1), name="李娜"))
    put_back(owner, gone)
    erasing = owner.set_of()
    erasing |= {"operation": "erase"}
    change = {"entity": "member", "row": str(gone.row(1)), "made": False, "fields": {"name": ""}}
    log.take(owner.hub, owner.known, [erasing | {"changes": [change]}])
    hand_in(owner, body)
    assert all("李娜" not in text for _, text in owner.pull().changes)
