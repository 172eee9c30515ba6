"""Who founds a community at a hub and who joins one, and what a joining that ended halfway leaves behind."""

import sqlite3
from contextlib import closing

import pytest

from kclub_desktop.errors import AnotherCommunity, HubUnreachable, LibraryBusy, PairingCodeRefused
from kclub_desktop.errors_of_devices import HubNeeded, NothingToJoin
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, is_library, open_library, rows
from kclub_desktop.store.tables import Member
from kclub_desktop.sync import joining
from kclub_desktop.sync.endpoints.hub import HubEndpoint
from kclub_desktop.sync.link import Invitation
from kclub_hub import communities


def test_a_named_library_with_nothing_in_it_yet_founds_its_community_under_that_name(hubs, copies):
    first = copies("知行学社")
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    assert first.library.name == "知行学社" and first.library.node == 0
    assert communities.communities(hubs.database) == [(hubs.community, "知行学社")]


def test_a_named_library_with_nothing_in_it_joins_where_a_community_is(hubs, copies):
    first, second = copies("知行学社"), copies("Typed at the first start")
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    second.pair(hubs.urls[0], hubs.code())
    assert second.library.name == "知行学社" and second.library.node == 1


def test_a_folder_without_a_library_founds_nothing_and_its_code_stays_good(hubs, copies, tmp_path):
    code, folder = hubs.code(), tmp_path / "club"
    with pytest.raises(NothingToJoin):
        joining.new_copy(folder, Invitation(hubs.urls[0], code), Held(), copies("A").clock)
    assert not folder.exists()
    copies("知行学社").pair(hubs.urls[0], code)
    assert communities.communities(hubs.database)[0][1] == "知行学社"


def test_a_founder_whose_answer_was_lost_founds_with_the_next_code(hubs, copies):
    communities.pair(
        hubs.database, hubs.code(), "Desk", founding=communities.Founder("知行学社", "Asia/Shanghai", "CNY")
    )
    first, second = copies("知行学社"), copies("另一个社群")
    with first.library.write(Op.ADD_MEMBER):
        rows.add(first.library, Member, name="李娜", created_at=1)
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    assert [each.node for each in communities.devices(hubs.database, hubs.community)] == [0]

    with second.library.write(Op.ADD_MEMBER):
        rows.add(second.library, Member, name="Anna", created_at=1)
    with pytest.raises(AnotherCommunity):
        second.pair(hubs.urls[0], hubs.code())


def test_a_library_another_program_keeps_busy_says_so_and_is_paired_afterwards_with_the_same_code(
    hubs, copies
):
    first, code = copies("知行学社"), hubs.code()
    first.library.execute_sql("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(first.library.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryBusy):
            first.pair(hubs.urls[0], code)
    first.pair(hubs.urls[0], code)
    first.sync()
    assert [each.node for each in communities.devices(hubs.database, hubs.community)] == [0]


def test_a_program_that_ends_while_it_waits_to_join_leaves_no_library_and_the_next_try_joins(
    hubs, copies, tmp_path, monkeypatch
):
    first, folder = copies("知行学社"), tmp_path / "club"
    first.pair(hubs.urls[0], hubs.code())

    class Ended(BaseException):
        pass

    def end(*_asked, **_more):
        raise Ended

    with monkeypatch.context() as patched:
        patched.setattr(joining, "pair", end)
        with pytest.raises(Ended):
            joining.new_copy(folder, Invitation(hubs.urls[0], hubs.code()), Held(), first.clock)
    assert folder.exists() and not is_library(folder)

    joining.new_copy(folder, Invitation(hubs.urls[0], hubs.code()), Held(), first.clock, "Laptop")
    assert not (folder / ".joining").exists()
    with open_library(folder, clock=first.clock) as library:
        assert library.name == "知行学社"


def test_a_hub_that_moved_is_paired_with_again_as_the_same_device(hubs, copies):
    first = copies("知行学社")
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    first.pair(hubs.urls[1], hubs.code())
    first.sync()
    assert first.library.node == 0
    assert [each.node for each in communities.devices(hubs.database, hubs.community)] == [0]


@pytest.fixture
def losing(monkeypatch):
    """The hub hears what is asked at pairing, and its first answer is lost on the way."""
    asked, real = [], HubEndpoint.pair

    def pair(self, *said, **more):
        told = real(self, *said, **more)
        asked.append(told)
        if len(asked) == 1:
            raise HubUnreachable(self.url, "ReadTimeout")
        return told

    monkeypatch.setattr(HubEndpoint, "pair", pair)
    return asked


def test_whoever_gets_no_answer_asks_again_with_the_same_code_and_is_let_in_once(hubs, copies, losing):
    first, second = copies("知行学社"), copies()
    losing.append(None)
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    losing.clear()
    code = hubs.code()

    with pytest.raises(HubNeeded):
        second.pair(hubs.urls[0], code)
    second.pair(hubs.urls[0], code)
    second.sync()

    assert losing[0].device == losing[1].device and losing[0].token != losing[1].token
    assert [each.node for each in communities.devices(hubs.database, hubs.community)] == [0, 1]
    with pytest.raises(PairingCodeRefused):
        copies().pair(hubs.urls[0], code)


def test_the_same_holds_for_who_founds_and_for_a_folder_that_is_to_be_a_copy(hubs, copies, losing, tmp_path):
    first, code = copies("知行学社"), hubs.code()
    with pytest.raises(HubNeeded):
        first.pair(hubs.urls[0], code)
    first.pair(hubs.urls[0], code)
    first.sync()
    assert first.library.node == 0

    losing.clear()
    invited, secrets = Invitation(hubs.urls[0], hubs.code()), Held()
    with pytest.raises(HubNeeded):
        joining.new_copy(tmp_path / "club", invited, secrets, first.clock)
    assert not (tmp_path / "club").exists()
    joining.new_copy(tmp_path / "club", invited, secrets, first.clock)
    assert [each.node for each in communities.devices(hubs.database, hubs.community)] == [0, 1]


def test_a_used_code_lets_nobody_in_who_has_not_its_word_nor_once_the_device_has_come(hubs, copies, losing):
    first, code = copies("知行学社"), hubs.code()
    losing.append(None)
    first.pair(hubs.urls[0], code)
    for attempt in ("", "a guess"):
        with pytest.raises(PairingCodeRefused):
            HubEndpoint(hubs.urls[0]).pair(code, "somebody", attempt=attempt)

    again = hubs.code()
    HubEndpoint(hubs.urls[0]).pair(again, "second", attempt="its own word")
    HubEndpoint(hubs.urls[0], losing[-1].token).pull(0)
    with pytest.raises(PairingCodeRefused):
        HubEndpoint(hubs.urls[0]).pair(again, "second", attempt="its own word")
