"""One person who is in the library twice, for whatever shows it."""

from typing import NamedTuple

from kclub_desktop.community import own_fields
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member, Note


class Two(NamedTuple):
    """Ids of both records: the older, which is kept, and the younger."""

    kept: int
    gone: int


def two_of_one_person(
    library,
    name="Wilhelmine von Hohenstaufen",
    email="wilhelmine@example.org",
    phones=("+8613800000001", "+8613800000002"),
):
    """They share an address and differ in number, note and an own field; only the younger has a birthday."""
    if not (known := [one.id for one in own_fields.fields(library) if one.name == "Shoe size"]):
        known = [own_fields.add(library, "Shoe size", "text", [])]
    with library.write(Op.ADD_MEMBER):
        kept = rows.add(
            library, Member, name=name, email=email, phone=phones[0], note="Likes tea", created_at=10,
            joined_at=10,
        )  # fmt: skip
        gone = rows.add(
            library, Member, name=name, email=email, phone=phones[1], note="Likes cake", created_at=20,
            joined_at=20, birthday="1990-03-01",
        )  # fmt: skip
        rows.add(library, Note, entity="member", row=gone, body="Met at the fair", written_at=20)
    own_fields.say(library, kept, own_fields.find(library, str(known[0])), "38")
    own_fields.say(library, gone, own_fields.find(library, str(known[0])), "39")
    return Two(kept, gone)
