"""Two copies of one community, on two ports of one hub, over HTTP."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kclub_desktop.errors import (
    AnotherCommunity,
    ClockWrong,
    HubRefused,
    HubUnreachable,
    InsecureHub,
    NotPaired,
    PairingCodeRefused,
)
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import REPLICATED, CheckIn, Event, Member, Payment
from kclub_desktop.sync import outbox, state
from kclub_desktop.sync.endpoint import NotTaken
from kclub_desktop.sync.endpoints.hub import HubEndpoint
from kclub_desktop.sync.session import endpoint_of
from kclub_hub.communities import devices, revoke
from kclub_protocol.changes import MAX_ROW_CHANGES


def contents(library):
    return {
        model.name_of_table(): library.rows(
            f"SELECT id, {', '.join(chr(34) + c + chr(34) for c in model.columns())} "
            f'FROM "{model.name_of_table()}" ORDER BY id'
        )
        for model in REPLICATED
    }


def edit(copy, member, **fields):
    copy.clock.move(1)
    with copy.library.write(Op.EDIT_MEMBER):
        rows.change(copy.library, Member, member, **fields)


@pytest.fixture
def pair_of(hubs, copies):
    """A community with one member, and a second copy that has it all."""
    first, second = copies("知行学社"), copies()
    with first.library.write(Op.ADD_MEMBER):
        member = rows.add(first.library, Member, name="李娜", email="lina@example.com", created_at=1)
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    second.pair(hubs.urls[1], hubs.code())
    second.sync()
    first.sync()
    return first, second, member


def test_a_second_copy_has_it_all(pair_of):
    first, second, member = pair_of

    assert contents(first.library) == contents(second.library)
    assert rows.get(second.library, Member, member).name == "李娜"
    assert second.library.name == "知行学社"
    assert second.library.node != first.library.node


def test_edits_of_different_fields_of_one_member_on_both_sides_are_both_kept(pair_of):
    first, second, member = pair_of

    edit(first, member, phone="+8613800000000")
    edit(second, member, note="prefers evenings")
    for copy in (first, second, first):
        copy.sync()

    for copy in (first, second):
        found = rows.get(copy.library, Member, member)
        assert (found.phone, found.note) == ("+8613800000000", "prefers evenings")
        assert copy.library.value("SELECT count(*) FROM conflict") == 0
    assert contents(first.library) == contents(second.library)


def test_of_two_edits_of_one_field_the_later_stands_and_the_other_is_not_lost(pair_of):
    first, second, member = pair_of

    edit(first, member, note="from the first")
    second.clock.move(60)
    edit(second, member, note="from the second")
    for copy in (first, second, first):
        copy.sync()

    assert [rows.get(copy.library, Member, member).note for copy in (first, second)] == [
        "from the second"
    ] * 2
    conflicts = [
        conflict
        for copy in (first, second)
        for conflict in copy.library.rows("SELECT field, kept, lost FROM conflict")
    ]
    assert conflicts == [("note", "from the second", "from the first")]


def test_the_same_ticket_scanned_at_two_doors_keeps_both_scans(pair_of):
    first, second, member = pair_of
    with first.library.write(Op.EDIT_EVENT):
        event = rows.add(first.library, Event, title="Meet", starts_at=1, ends_at=2)
    first.sync()
    second.sync()

    for copy, door in ((first, "A"), (second, "B")):
        with copy.library.write(Op.CHECK_IN):
            rows.add(copy.library, CheckIn, event=event, member=member, scanned_at=5, door=door, answer="ok")
    for copy in (first, second, first):
        copy.sync()

    for copy in (first, second):
        assert copy.library.rows("SELECT door FROM check_in ORDER BY door") == [("A",), ("B",)]


def test_a_batch_whose_answer_was_lost_is_not_taken_twice(pair_of, hubs):
    first, second, member = pair_of
    edit(first, member, note="once")
    known = state.of(first.library)
    _, change_sets, last = outbox.collect(first.library, known.pushed, 100)
    endpoint = endpoint_of(first.library, first.secrets)
    endpoint.push(last, known.pulled, change_sets)
    endpoint.close()
    edit(first, member, note="twice")

    first.sync()

    with hubs.database.reading() as db:
        logged = db.execute("SELECT stamp, node FROM log_set").fetchall()
    assert len(logged) == len(set(logged))
    second.sync()
    assert rows.get(second.library, Member, member).note == "twice"
    assert outbox.waiting(first.library, state.of(first.library).pushed) == 0


def test_while_the_hub_is_away_work_waits_and_goes_later(pair_of, hubs):
    first, _second, member = pair_of
    edit(first, member, note="written offline")
    hubs.stop()

    with pytest.raises(HubUnreachable):
        first.sync()

    assert outbox.waiting(first.library, state.of(first.library).pushed) == 1
    hubs.servers[0]._port = int(hubs.urls[0].rpartition(":")[2])
    hubs.servers[0].start()
    assert first.sync().sent == 1


def test_a_wrong_code_is_refused_and_the_library_stays_as_it_was(hubs, copies):
    copy = copies("A")
    with pytest.raises(PairingCodeRefused):
        copy.pair(hubs.urls[0], "WRONGONE")
    with pytest.raises(NotPaired):
        copy.sync()


def test_five_wrong_tries_use_a_code_up(hubs, copies):
    copy, code = copies("A"), hubs.code()
    wrong = code[:3] + "22222"
    for _ in range(5):
        with pytest.raises(PairingCodeRefused):
            copy.pair(hubs.urls[0], wrong)
    with pytest.raises(PairingCodeRefused):
        copy.pair(hubs.urls[0], code)


def test_a_code_works_once(hubs, copies):
    code = hubs.code()
    copies("A").pair(hubs.urls[0], code)
    with pytest.raises(PairingCodeRefused):
        copies().pair(hubs.urls[0], code)


def test_two_communities_never_mix(pair_of, hubs, copies):
    other = copies("another")
    with other.library.write(Op.ADD_MEMBER):
        rows.add(other.library, Member, name="Bob", created_at=1)
    with pytest.raises(AnotherCommunity):
        other.pair(hubs.urls[0], hubs.code())


def test_a_device_that_was_removed_is_told_so(pair_of, hubs):
    first, second, _ = pair_of
    for device in devices(hubs.database, hubs.community):
        if device.node == second.library.node:
            revoke(hubs.database, hubs.community, device.id)

    with pytest.raises(HubRefused) as refused:
        second.sync()
    assert refused.value.status == 401
    first.sync()


def test_a_clock_that_is_days_fast_is_named_and_nothing_is_taken(pair_of):
    first, second, member = pair_of
    first.clock.move(3 * 86_400)
    edit(first, member, note="from the future")

    with pytest.raises(ClockWrong) as wrong:
        first.sync()

    assert wrong.value.ahead > 2 * 86_400
    second.sync()
    assert rows.get(second.library, Member, member).note == ""


def test_a_hub_elsewhere_must_be_reached_over_https():
    with pytest.raises(InsecureHub):
        HubEndpoint("http://hub.example.com")
    assert HubEndpoint("hub.example.com/").url == "https://hub.example.com"
    assert HubEndpoint("127.0.0.1:99").url == "http://127.0.0.1:99"


def test_a_device_cannot_write_in_the_name_of_another(pair_of):
    first, second, member = pair_of
    edit(first, member, note="mine")
    _, change_sets, _last = outbox.collect(first.library, state.of(first.library).pushed, 10)
    endpoint = endpoint_of(second.library, second.secrets)
    with pytest.raises(NotTaken):
        endpoint.push(9_999, state.of(second.library).pulled, change_sets)
    endpoint.close()


_FIELDS = ("name", "phone", "note", "level")


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from([*_FIELDS, "pay", "sync"]),
            st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8),
            st.integers(-600, 600),
        ),
        max_size=25,
    )
)
def test_whatever_three_copies_do_they_end_equal_and_no_edit_is_lost(three_copies, work):
    with three_copies() as (copies, member):
        paid, written = 0, set()
        for who, what, text, seconds in work:
            copy = copies[who]
            copy.clock.move(max(seconds, -300))
            if what == "sync":
                copy.sync()
            elif what == "pay":
                paid += 1
                with copy.library.write(Op.RECORD_ORDER):
                    rows.add(copy.library, Payment, member=member, amount=100, currency="CNY", paid_at=1)
            else:
                with copy.library.write(Op.EDIT_MEMBER):
                    rows.change(copy.library, Member, member, **{what: text})
                written.add((what, text))
        for copy in copies * 2:
            copy.sync()

        assert contents(copies[0].library) == contents(copies[1].library) == contents(copies[2].library)
        assert copies[0].library.value("SELECT count(*) FROM payment") == paid
        logged = {
            (field, after)
            for copy in copies
            for field, after in copy.library.rows("SELECT field, after FROM change WHERE field <> ''")
        }
        made = {("name", "李娜"), *((field, "") for field in _FIELDS)}
        assert written <= logged | made


def test_a_change_set_of_thousands_of_rows_goes_to_the_hub_beside_small_ones(hubs, copies):
    east, west = copies("Community"), copies()
    with east.library.write(Op.IMPORT):
        many = [{"name": f"Member {n}", "created_at": 1} for n in range(MAX_ROW_CHANGES + 1)]
        rows.add_many(east.library, Member, many)
    with east.library.write(Op.ADD_MEMBER):
        rows.add(east.library, Member, name="One more", created_at=1)

    east.pair(hubs.urls[0], hubs.code())
    east.sync()
    west.pair(hubs.urls[1], hubs.code())
    west.sync()

    assert west.library.value("SELECT count(*) FROM member") == MAX_ROW_CHANGES + 2
