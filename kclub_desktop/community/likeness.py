"""What of a member is compared to find duplicates: addresses, numbers and names in the plain form in which they are equal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kclub_desktop.community import contact
from kclub_desktop.errors import FieldRefused
from kclub_desktop.store import Library
from kclub_desktop.store.search.fold import fold, is_wide
from kclub_desktop.store.search.sound import readings

_DOTS_DO_NOT_COUNT = frozenset({"gmail.com", "googlemail.com"})
_EVERYBODYS = frozenset(
    [
        "admin",
        "contact",
        "hello",
        "hi",
        "home",
        "info",
        "mail",
        "me",
        "member",
        "members",
        "office",
        "post",
        "service",
        "shop",
        "support",
        "team",
        "test",
        "user",
    ]
)
"""Parts before the @ that say nothing of a person."""
_SHORTEST_MAIL_NAME, _SHORTEST_NAME, _SHORTEST_CONTACT = 5, 5, 4
_CLOSE_PERCENT = 88
_COMPARED_ELSEWHERE = frozenset({"email", "phone", "other_name", "address"})


class Person(NamedTuple):
    """A member as kept. contacts: (kind, value) of what they are reached by beside the first address and number."""

    id: int
    name: str
    email: str
    phone: str
    birthday: str
    contacts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Traits:
    """A member as compared. sounds: how the name may be said, in Latin letters without spaces."""

    id: int
    name: str
    birthday: str
    emails: frozenset[str]
    mailboxes: frozenset[str]
    mail_names: frozenset[str]
    phones: frozenset[str]
    contacts: frozenset[str]
    plain_name: str
    sounds: frozenset[str]


def load(library: Library, only: Collection[int] = ()) -> list[Person]:
    """Everybody who stands, archived ones too, the oldest record first. only: these, if any are named."""
    marks = ",".join("?" * len(only))
    among = f" AND id IN ({marks})" if only else ""
    more = _contacts(library, only)
    found = library.rows(
        "SELECT id, name, email, phone, birthday FROM member WHERE deleted_at IS NULL AND merged_into IS NULL"
        f" AND erased_at IS NULL{among} ORDER BY id",
        tuple(only),
    )
    return [
        Person(member, name, email, phone, birthday, more.get(member, ()))
        for member, name, email, phone, birthday in found
    ]


def traits(person: Person) -> Traits:
    """What of a member is compared."""
    emails = frozenset(_emails(person))
    mailboxes = frozenset(mailbox(address) for address in emails)
    names = frozenset(part for address in mailboxes if (part := _mail_name(address)))
    phones, others = frozenset(_phones(person)), frozenset(_others(person))
    return Traits(
        person.id, person.name, person.birthday, emails, mailboxes, names, phones, others, *_said(person.name)
    )


def keys(person: Person) -> list[str]:
    """What to look for duplicates among: whoever shares none of these with somebody is nobody's duplicate.

    How a name is said is not among them: it is evidence only with a birthday or an address, which are.
    """
    found = []
    for address in _emails(person):
        box = mailbox(address)
        found.append("m " + box)
        if part := _mail_name(box):
            found.append("l " + part)
    found += ["p " + number for number in _phones(person)]
    found += ["c " + other for other in _others(person)]
    plain = _said(person.name)[0]
    if plain:
        found.append("n " + plain)
    if person.birthday:
        found.append(f"d {person.birthday}")
        # Where one of the two does not know the year.
        found.append(f"y {person.birthday[-5:]} {plain}")
    return found


def _emails(person: Person) -> list[str]:
    found = [plain_email(person.email)] if person.email else []
    found += [plain_email(value) for kind, value in person.contacts if kind == "email"]
    return [address for address in found if address]


def _phones(person: Person) -> list[str]:
    found = [plain_phone(person.phone)] if person.phone else []
    found += [plain_phone(value) for kind, value in person.contacts if kind == "phone"]
    return [number for number in found if number]


def _others(person: Person) -> list[str]:
    return [
        f"{kind} {value}"
        for kind, each in person.contacts
        if kind not in _COMPARED_ELSEWHERE and len(value := fold(each)) >= _SHORTEST_CONTACT
    ]


def plain_email(address: str) -> str:
    """An address as equal ones are written."""
    return address.strip().casefold() if "@" in address else ""


def mailbox(address: str) -> str:
    """Where mail to a plain address arrives: what follows a + says nothing, nor do dots where the host ignores them."""
    name, _, host = address.rpartition("@")
    name = name.partition("+")[0] or name
    if host in _DOTS_DO_NOT_COUNT:
        name, host = name.replace(".", ""), "gmail.com"
    return f"{name}@{host}"


def _mail_name(address: str) -> str:
    name = address.rpartition("@")[0]
    return name if len(name) >= _SHORTEST_MAIL_NAME and name not in _EVERYBODYS else ""


@lru_cache(maxsize=200_000)
def plain_phone(number: str) -> str:
    """A number as equal ones are written, '' for one that cannot be read as a phone number."""
    if number.startswith("+") and number[1:].isdecimal():
        return number
    try:
        return contact.phone(number)
    except FieldRefused:
        return ""


@lru_cache(maxsize=200_000)
def _said(name: str) -> tuple[str, frozenset[str]]:
    """A name with its words in order, whatever the order they stand in, and how it may be said."""
    words = fold(name).split()
    plain = " ".join(sorted(words))
    wide = "".join(letter for word in words for letter in word if is_wide(letter))
    if not wide:
        # Pinyin is written with the family name first or last.
        return plain, frozenset(
            {"".join(words), "".join([*words[1:], *words[:1]])} - {""}
        ) if words else frozenset()
    if len(wide) == sum(len(word) for word in words):
        plain = wide
    if len(wide) < 2:
        return plain, frozenset()
    return plain, frozenset("".join(reading) for reading in readings(wide)[:3])


def close(one: str, two: str) -> bool:
    """Are two plain names so alike that one may be a slip of the other?"""
    if min(len(one), len(two)) < _SHORTEST_NAME:
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(one, two) >= _CLOSE_PERCENT


def nothing_against(first: Traits, second: Traits) -> bool:
    """Has one of the two neither address nor number, so that nothing could tell them apart?"""
    return any(not (person.emails or person.phones or person.contacts) for person in (first, second))


def _contacts(library: Library, only: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    among = f" AND member IN ({','.join('?' * len(only))})" if only else ""
    found: dict[int, list[tuple[str, str]]] = {}
    for member, kind, value in library.rows(
        f"SELECT member, kind, value FROM contact WHERE deleted_at IS NULL{among}", tuple(only)
    ):
        found.setdefault(member, []).append((kind, value))
    return found
