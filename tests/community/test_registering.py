"""Who is put on an event's list at the desk or the door: not before registration opens for them, and never twice."""

import pytest

from kclub_desktop.community import members, registering, signing_up
from kclub_desktop.errors import NotOpenYet, UnknownEvent, UnknownMember
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Benefit, Event, Level, Member, Registration
from kclub_desktop.words_for_errors import words_for


@pytest.fixture
def event(library):
    now = library.clock.now()
    with library.write(Op.IMPORT):
        return rows.add(
            library, Event, title="Talk", starts_at=now + 90_000, ends_at=now + 95_000, capacity=1,
            registration_opens_at=now + 7200,
        )  # fmt: skip


@pytest.fixture
def people(library):
    """A Gold member with two hours of early access, and one without a level."""
    gold, plain = members.add(library, {"name": "李娜"}), members.add(library, {"name": "Tom"})
    with library.write(Op.IMPORT):
        level = rows.add(library, Level, name="Gold", position=1)
        rows.add(library, Benefit, kind="early_access", level=level, hours=2)
        rows.change(library, Member, gold, level="Gold")
    return gold, plain


def stands(library, event):
    return library.rows(
        "SELECT member, status, source FROM registration WHERE event = ? ORDER BY registered_at, id", (event,)
    )


def test_registration_opens_earlier_for_who_has_early_access(library, event, people):
    gold, plain = people
    with pytest.raises(NotOpenYet) as refused:
        registering.register(library, plain, event)
    assert "Talk" in words_for(refused.value)
    with pytest.raises(NotOpenYet):
        signing_up.walk_in(library, plain, event)
    assert stands(library, event) == []
    ticket = registering.register(library, gold, event)
    assert ticket == registering.register(library, gold, event)
    assert stands(library, event) == [(gold, "registered", "desk")]
    library.clock.move(7200)
    signing_up.walk_in(library, plain, event)
    assert sorted(stands(library, event)) == sorted(
        [(gold, "registered", "desk"), (plain, "waiting", "walk_in")]
    )


def test_nobody_and_nothing_cannot_be_registered(library, event, people):
    with pytest.raises(UnknownEvent):
        registering.register(library, people[0], 1)
    with pytest.raises(UnknownMember):
        registering.register(library, 1, event)
    assert library.value("SELECT count(*) FROM registration") == 0


def test_who_cancelled_comes_back_by_registering_again(library, event, people):
    gold, _plain = people
    registering.register(library, gold, event)
    with library.write(Op.IMPORT):
        rows.change(
            library,
            Registration,
            rows.id_for(Registration, {"event": event, "member": gold}),
            status="cancelled",
        )
    registering.register(library, gold, event)
    assert stands(library, event) == [(gold, "registered", "desk")]
