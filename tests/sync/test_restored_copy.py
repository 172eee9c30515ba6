"""A copy restored from an old backup, with a real hub: it takes back what the hub knows more, and reuses nothing."""

import sqlite3

import pytest

from kclub_desktop.errors import HubRefused
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.backup import Reason, make
from kclub_desktop.store.backup.restoring import restore
from kclub_desktop.store.tables import Activity, Member
from kclub_desktop.sync import outbox, renewal
from kclub_desktop.sync.endpoints.hub import HubEndpoint


def add(copy, name):
    with copy.library.write(Op.ADD_MEMBER):
        return rows.add(copy.library, Member, name=name, created_at=copy.clock.now())


def visit(copy):
    with copy.library.write(Op.RECORD_ACTIVITY):
        return rows.add(copy.library, Activity, kind="visit", at=copy.clock.now())


def back_to(copy, file):
    folder = copy.library.folder
    copy.library.shut()
    done = restore(folder, file, clock=copy.clock, secrets=copy.secrets)
    copy.library = open_library(folder, clock=copy.clock)
    return done


def names(copy):
    return sorted(name for (name,) in copy.library.rows("SELECT name FROM member"))


def visits(copy):
    return sorted(row for (row,) in copy.library.rows("SELECT id FROM activity"))


def log_of(hubs):
    with hubs.database.reading() as hub:
        return [
            (str(stamp), node) for stamp, node in hub.execute("SELECT stamp, node FROM log_set ORDER BY seq")
        ]


def test_a_restored_copy_takes_back_what_the_hub_knows_and_gets_a_new_node(three_copies, hubs):
    with three_copies() as (copies, _member):
        first, second = copies[0], copies[1]
        add(first, "sent before")
        first.sync()
        add(first, "waits in the backup")
        visit(first)
        backup = make(first.library, Reason.MANUAL).path
        first.sync()
        add(first, "sent after")
        visit(first)
        first.sync()
        second.sync()
        add(second, "from the second")
        second.sync()
        before, node = names(second), first.library.node

        back_to(first, backup)
        assert "sent after" not in names(first)
        mine = add(first, "made after the restore")
        first.sync()
        newest = add(first, "made as the new device")
        visit(first)
        first.sync()
        second.sync()

        assert (
            names(first)
            == names(second)
            == sorted([*before, "made after the restore", "made as the new device"])
        )
        assert visits(first) == visits(second)
        assert first.library.node not in (node, second.library.node)
        assert mine != newest and (newest >> 9) & 0x1FFF == first.library.node
        assert outbox.waiting(first.library, state_of(first).pushed) == 0


def state_of(copy):
    from kclub_desktop.sync import state

    return state.of(copy.library)


def test_nothing_is_in_the_hubs_log_twice_and_the_same_backup_can_be_restored_again(copies, hubs):
    first, second = copies("A"), copies()
    add(first, "one")
    first.pair(hubs.urls[0], hubs.code())
    second.pair(hubs.urls[0], hubs.code())
    add(first, "two, never sent before the backup")
    backup = make(first.library, Reason.MANUAL).path
    for round_ in range(3):
        first.sync()
        add(first, f"round {round_}")
        first.sync()
        kept = back_to(first, backup).kept
        add(first, f"restored {round_}")
    back_to(first, kept)
    first.sync()
    second.sync()

    log = log_of(hubs)
    assert len(log) == len(set(log))
    assert names(first) == names(second)
    assert {"one", "two, never sent before the backup", "round 0", "round 1", "round 2"} <= set(names(first))
    with sqlite3.connect(hubs.file) as hub:
        assert hub.execute("SELECT count(*) FROM device WHERE revoked_at IS NULL").fetchone() == (2,)


def test_a_backup_from_before_the_pairing_becomes_a_device_of_the_same_community(copies, hubs):
    first, second = copies("A"), copies()
    add(first, "one")
    backup = make(first.library, Reason.MANUAL).path
    first.pair(hubs.urls[0], hubs.code())
    add(first, "two")
    first.sync()
    second.pair(hubs.urls[0], hubs.code())
    second.sync()

    back_to(first, backup)
    assert names(first) == ["one"]
    first.sync()
    add(first, "three")
    first.sync()
    second.sync()
    assert names(first) == names(second) == ["one", "three", "two"]
    log = log_of(hubs)
    assert len(log) == len(set(log))


def test_nothing_is_sent_before_the_new_node_is_there_and_a_lost_answer_gives_the_same_one(
    copies, hubs, monkeypatch
):
    first = copies("A")
    add(first, "one")
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    backup = make(first.library, Reason.MANUAL).path
    back_to(first, backup)
    add(first, "two")
    asked = HubEndpoint.renew
    told = []

    def lost(endpoint, key):
        told.append(asked(endpoint, key))
        raise ConnectionError("the answer is lost")

    monkeypatch.setattr(HubEndpoint, "renew", lost)
    with pytest.raises(ConnectionError):
        first.sync()
    assert renewal.is_due(first.library) and len(log_of(hubs)) == 2
    monkeypatch.setattr(HubEndpoint, "renew", asked)
    first.sync()
    assert first.library.node == told[0].node
    with sqlite3.connect(hubs.file) as hub:
        assert hub.execute("SELECT count(*) FROM device").fetchone() == (2,)


def test_another_backup_put_back_after_a_lost_answer_gets_the_device_that_nobody_used(
    copies, hubs, monkeypatch
):
    first = copies("A")
    add(first, "one")
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    backup = make(first.library, Reason.MANUAL).path
    back_to(first, backup)
    asked, told = HubEndpoint.renew, []

    def lost(endpoint, key):
        told.append(asked(endpoint, key))
        raise ConnectionError("the answer is lost")

    monkeypatch.setattr(HubEndpoint, "renew", lost)
    with pytest.raises(ConnectionError):
        first.sync()
    back_to(first, backup)
    monkeypatch.setattr(HubEndpoint, "renew", asked)

    add(first, "two")
    first.sync()

    assert first.library.node == told[0].node and names(first) == ["one", "two"]


def test_a_backup_restored_on_another_computer_pairs_anew_beside_the_one_that_goes_on(copies, hubs, tmp_path):
    first, second = copies("A"), copies()
    add(first, "one")
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    backup = make(first.library, Reason.MANUAL).path
    add(first, "two")
    first.sync()
    second.library.shut()
    folder = tmp_path / "elsewhere"
    second.secrets = Held()
    restore(folder, backup, clock=second.clock, secrets=second.secrets)
    second.library = open_library(folder, clock=second.clock)

    with pytest.raises(HubRefused):
        second.sync()
    second.pair(hubs.urls[0], hubs.code())
    add(second, "three")
    second.sync()
    add(first, "four")
    first.sync()
    second.sync()
    assert names(first) == names(second) == ["four", "one", "three", "two"]
    assert first.library.node != second.library.node


def test_a_device_that_was_removed_gets_no_new_node(copies, hubs):
    from kclub_hub.communities import devices, revoke

    first = copies("A")
    add(first, "one")
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    backup = make(first.library, Reason.MANUAL).path
    for device in devices(hubs.database, hubs.community):
        revoke(hubs.database, hubs.community, device.id)
    back_to(first, backup)
    with pytest.raises(HubRefused):
        first.sync()
