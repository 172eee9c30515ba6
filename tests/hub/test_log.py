"""The hub's log on SQLite and on a real PostgreSQL: one order for all, nothing twice, nothing lost."""

import json
import threading

import pytest

from kclub_hub import communities, log
from kclub_hub.database import HubDatabase
from kclub_hub.problems import Problem
from tests.hub.conftest import NOW_MS, Device, edited, made


def bodies(page):
    return [json.loads(text) for _, text in page.changes]


def test_a_change_set_arrives_as_it_was_sent_with_members_this_hub_does_not_know(device):
    east, west = device(), device()
    sent = east.set_of(made("member", east.row(1), name="李娜", joined_at=None, score=1.5))
    sent["from_the_future"] = {"deep": [1, None, "x"]}
    sent["changes"][0]["also"] = True

    log.take(east.hub, east.known, [sent])

    assert bodies(west.pull()) == [sent]
    assert east.pull().changes == []


def test_a_batch_sent_twice_or_cut_anew_is_written_once(device):
    east, west = device(), device()
    first = east.set_of(made("member", east.row(1), name="A"))
    second = east.set_of(made("member", east.row(2), name="B"))

    log.take(east.hub, east.known, [first])
    again = log.take(east.hub, east.known, [first, second])

    assert (again.taken, again.new) == (2, 1)
    assert bodies(west.pull()) == [first, second]


def test_who_has_not_seen_what_others_wrote_is_asked_to_pull_first(device):
    east, west = device(), device()
    east.send(made("member", east.row(1), name="A"), after=0)

    with pytest.raises(Problem) as refused:
        west.send(made("member", west.row(1), name="B"), after=0)

    assert (refused.value.status, refused.value.kind) == (409, "pull-first")
    west.send(made("member", west.row(1), name="B"), after=west.pull().next)


def test_pages_follow_each_other_without_gap_or_repetition(device):
    east, west = device(), device()
    sent = [east.set_of(made("member", east.row(n), name=str(n))) for n in range(7)]
    log.take(east.hub, east.known, sent)

    got, after, more = [], 0, True
    while more:
        page = west.pull(after, limit=3)
        got += bodies(page)
        after, more = page.next, page.more

    assert got == sent


def test_communities_of_one_hub_never_see_each_other(hub, device):
    ours = device()
    ours.send(made("member", ours.row(1), name="ours"))
    theirs = Device(hub, communities.new_community(hub, "other"))

    assert theirs.pull().changes == []
    theirs.send(made("member", theirs.row(1), name="theirs"))
    assert [each["changes"][0]["fields"]["name"] for each in bodies(device().pull())] == ["ours"]


def test_batches_of_many_processes_get_one_order_without_gap(hub, where, device):
    writers = [device() for _ in range(4)]
    reader = device()
    failures = []

    def write(writer):
        own = HubDatabase(where, lambda: NOW_MS)
        try:
            for n in range(10):
                log.take(own, communities.device_of(own, writer.token), [writer.set_of(
                    made("member", writer.row(n), name=str(n))
                )])  # fmt: skip
        except Exception as error:  # noqa: BLE001 told by the assertion
            failures.append(error)
        finally:
            own.close()

    seen, after = [], 0
    threads = [threading.Thread(target=write, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    while len(seen) < 40 and not failures:
        page = reader.pull(after)
        seen += [seq for seq, _ in page.changes]
        after = page.next
    for thread in threads:
        thread.join()

    assert failures == []
    assert seen == list(range(1, 41))


def test_a_hub_that_was_written_by_a_newer_program_is_left_alone(hub, where):
    from kclub_hub.database import HubTooNew

    with hub.writing() as db:
        db.execute("UPDATE hub_state SET version = 999")

    with pytest.raises(HubTooNew):
        HubDatabase(where)


def test_an_edit_that_comes_back_from_the_hub_keeps_its_place_after_an_empty_one(device):
    east, west = device(), device()
    east.send()
    east.send(edited("member", east.row(1), note="x"))

    assert [len(each["changes"]) for each in bodies(west.pull())] == [0, 1]
