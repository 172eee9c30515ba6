"""The fields an owner adds to their members, each of a kind, and what a member says in them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kclub_desktop.community import contact
from kclub_desktop.community.members import must_stand
from kclub_desktop.errors import FieldRefused
from kclub_desktop.errors_of_members import UnknownField
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import CustomField, CustomValue, Member

ENTITY = Member.name_of_table()
KINDS = ("text", "number", "date", "choice", "yes_no")


@dataclass(frozen=True)
class OwnField:
    """A field of the owner's. choices: words to choose from, for a choice."""

    id: int
    name: str
    kind: str
    choices: tuple[str, ...] = ()


def fields(library: Library) -> list[OwnField]:
    """The fields of members in their order."""
    found = library.rows(
        "SELECT id, name, kind, choices FROM custom_field WHERE entity = ? AND deleted_at IS NULL ORDER BY position, id",
        (ENTITY,),
    )
    return [OwnField(row, name, kind, _choices(kept)) for row, name, kind, kept in found]


def find(library: Library, asked: str) -> OwnField:
    """The field of that name, else of that id. Raises UnknownField."""
    there, wanted = fields(library), " ".join(asked.split())
    named = [one for one in there if one.name.casefold() == wanted.casefold()]
    named = named or [one for one in there if str(one.id) == wanted]
    if not named:
        raise UnknownField(asked)
    return named[0]


def add(
    library: Library, name: str, kind: str, choices: Sequence[str] = (), *, initiator: object | None = None
) -> int:
    """Add a field to all members and return its id. Raises FieldRefused, also for a name that is taken."""
    name = " ".join(contact.text("name", name, required=True).split())
    words = list(dict.fromkeys(" ".join(contact.text("choices", one).split()) for one in choices))
    words = [word for word in words if word]
    if kind not in KINDS:
        raise FieldRefused("kind", "choice", kind)
    if kind == "choice" and len(words) < 2:
        raise FieldRefused("choices", "choices")
    with library.write(Op.EDIT_FIELDS, initiator=initiator):
        there = fields(library)
        if name.casefold() in {one.name.casefold() for one in there}:
            raise FieldRefused("name", "taken", name)
        kept = json.dumps(words, ensure_ascii=False) if kind == "choice" else ""
        return rows.add(
            library, CustomField, entity=ENTITY, name=name, kind=kind, choices=kept, position=len(there)
        )


def rename(library: Library, field: int, name: str, *, initiator: object | None = None) -> None:
    """Call a field something else. Raises FieldRefused."""
    name = " ".join(contact.text("name", name, required=True).split())
    with library.write(Op.EDIT_FIELDS, initiator=initiator):
        if name.casefold() in {one.name.casefold() for one in fields(library) if one.id != field}:
            raise FieldRefused("name", "taken", name)
        rows.change(library, CustomField, field, name=name)


def remove(library: Library, field: int, *, initiator: object | None = None) -> None:
    """Take a field away; what members said in it comes back with it when that is undone."""
    with library.write(Op.EDIT_FIELDS, initiator=initiator):
        rows.change(library, CustomField, field, deleted_at=library.clock.now())


def values(library: Library, member: int) -> dict[int, str]:
    """Field id -> what a member says in it."""
    return dict(
        library.rows(
            "SELECT field, value FROM custom_value WHERE row = ? AND entity = ? AND deleted_at IS NULL AND value <> ''",
            (member, ENTITY),
        )
    )


def say(
    library: Library, member: int, field: OwnField, value: str, *, initiator: object | None = None
) -> None:
    """Keep what a member says in a field; '' for nothing. Raises FieldRefused, UnknownMember."""
    kept = checked(field, value)
    with library.write(Op.EDIT_MEMBER, initiator=initiator):
        must_stand(library, member)
        rows.put(library, CustomValue, field=field.id, row=member, entity=ENTITY, value=kept)


def checked(field: OwnField, value: str) -> str:
    """A value as it is kept: a number in plain digits, a day as YYYY-MM-DD, a choice in its own spelling, yes or ''.

    Raises FieldRefused under the name of the field.
    """
    value = contact.text(field.name, value)
    if not value:
        return ""
    match field.kind:
        case "number":
            return _number(field.name, value)
        case "date":
            return _day(field.name, value)
        case "choice":
            return _one_of(field, value)
        case "yes_no":
            return "yes" if value.casefold() in {"yes", "y", "1", "true", "是", "有", "on"} else ""
        case _:
            return value


def _number(name: str, value: str) -> str:
    try:
        told = Decimal(value.replace(",", "").replace(" ", ""))
    except InvalidOperation as error:
        raise FieldRefused(name, "number", value) from error
    if not told.is_finite() or abs(told.adjusted()) > 30:
        raise FieldRefused(name, "number", value)
    return format(told.normalize(), "f") if told else "0"


def _day(name: str, value: str) -> str:
    try:
        kept = contact.birthday(value)
        return date.fromisoformat(kept).isoformat()
    except (FieldRefused, ValueError) as error:
        raise FieldRefused(name, "date", value) from error


def _one_of(field: OwnField, value: str) -> str:
    for word in field.choices:
        if word.casefold() == value.casefold():
            return word
    raise FieldRefused(field.name, "choice", value)


def _choices(kept: str) -> tuple[str, ...]:
    try:
        told: Any = json.loads(kept) if kept else []
    except ValueError:
        return ()
    return tuple(str(word) for word in told) if isinstance(told, list) else ()
