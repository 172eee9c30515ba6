"""Households and companies: a plain link between members who belong together. Nothing is owed or owned through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kclub_desktop.community import contact
from kclub_desktop.community.members import must_stand
from kclub_desktop.errors import FieldRefused
from kclub_desktop.errors_of_members import UnknownHousehold
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Household, Member

KINDS = ("household", "company")


@dataclass(frozen=True)
class Known:
    """A household or company and how many members are of it."""

    id: int
    name: str
    kind: str
    members: int


def known(library: Library) -> list[Known]:
    """All of them, by name."""
    return [
        Known(*row)
        for row in library.rows(
            "SELECT h.id, h.name, h.kind, (SELECT count(*) FROM member m WHERE m.household = h.id"
            " AND m.deleted_at IS NULL AND m.merged_into IS NULL) FROM household h WHERE h.deleted_at IS NULL"
            " ORDER BY h.name COLLATE NOCASE, h.id"
        )
    ]


def find(library: Library, asked: str) -> Known:
    """The one of that name, else of that id. Raises UnknownHousehold."""
    there, wanted = known(library), " ".join(asked.split())
    named = [one for one in there if one.name.casefold() == wanted.casefold()]
    named = named or [one for one in there if str(one.id) == wanted]
    if not named:
        raise UnknownHousehold(asked)
    return named[0]


def link(
    library: Library,
    members: Sequence[int],
    name: str,
    kind: str = "household",
    *,
    initiator: object | None = None,
) -> int | None:
    """Members are of the household of that name, which is made if need be; '' takes them out. One step of undo.

    Returns its id. One that nobody is left in goes. Raises FieldRefused, UnknownMember; then nothing is written.
    """
    name = " ".join(contact.text("household", name).split())
    if kind not in KINDS:
        raise FieldRefused("kind", "choice", kind)
    with library.write(Op.EDIT_HOUSEHOLD, initiator=initiator):
        for member in members:
            must_stand(library, member)
        target = _made(library, name, kind) if name else None
        rows.change_many(library, Member, [{"id": member, "household": target} for member in members])
        _drop_empty(library)
    return target


def rename(library: Library, household: int, name: str, *, initiator: object | None = None) -> None:
    """Call it something else. Raises FieldRefused, also for a name that another has; UnknownHousehold."""
    name = " ".join(contact.text("household", name, required=True).split())
    with library.write(Op.EDIT_HOUSEHOLD, initiator=initiator):
        others = {one.name.casefold() for one in known(library) if one.id != household}
        if household not in {one.id for one in known(library)}:
            raise UnknownHousehold(str(household))
        if name.casefold() in others:
            raise FieldRefused("household", "taken", name)
        rows.change(library, Household, household, name=name)


def members_of(library: Library, household: int, but: int = 0) -> list[tuple[int, str]]:
    """(id, name) of everybody of it but one."""
    return library.rows(
        "SELECT id, name FROM member WHERE household = ? AND id <> ? AND deleted_at IS NULL AND merged_into IS NULL"
        " ORDER BY name COLLATE NOCASE, id",
        (household, but),
    )


def _made(library: Library, name: str, kind: str) -> int:
    try:
        return find(library, name).id
    except UnknownHousehold:
        return rows.add(library, Household, name=name, kind=kind, created_at=library.clock.now())


def _drop_empty(library: Library) -> None:
    now = library.clock.now()
    empty = [one.id for one in known(library) if not one.members]
    rows.change_many(library, Household, [{"id": row, "deleted_at": now} for row in empty])
