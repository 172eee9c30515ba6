"""Whom to invite becomes a segment that the program itself reads, with the same members in it."""

import pytest

from kclub_desktop.community import segments as saved
from kclub_desktop.operations.inviting import segment_of
from kclub_desktop.store import Op, rows, segments
from kclub_desktop.store.tables import Member


@pytest.fixture
def people(library):
    with library.write(Op.ADD_MEMBER):
        return [rows.add(library, Member, name=name, created_at=0, joined_at=0) for name in "ABCDE"]


def test_the_kept_segment_shows_exactly_the_members_invited(library, people):
    kept = segment_of(library, people[1:4], "Invite: Bees, honey", name="Bees next")

    found = saved.find(library, "Bees next")

    assert found.id == kept
    assert found.part is not None
    assert set(segments.members(library, found.part)) == set(people[1:4])


def test_inviting_again_adds_to_the_same_segment(library, people):
    first = segment_of(library, people[:2], "Invite: Bees")
    second = segment_of(library, people[2:3], "Invite: Bees")

    assert first == second
    assert set(segments.members(library, saved.find(library, "Invite: Bees").part)) == set(people[:3])
