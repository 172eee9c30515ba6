"""Who the demo's members are: names in both languages, when they joined, what they like and when they went quiet."""

from __future__ import annotations

import random
from dataclasses import dataclass

from kclub_desktop.demo import people
from kclub_desktop.demo.catalogue import COURSES
from kclub_desktop.demo.seasons import DAY, DAYS, moment

MEMBERS = 400
_CHINESE, _LEADS = 0.68, 0.08


@dataclass
class Person:
    """A member to be. taste: category -> weight; until: when they go quiet; fields: columns of Member."""

    fields: dict[str, object]
    joined_at: int
    until: int
    taste: dict[str, float]
    lead: bool
    id: int = 0


def make_people(chance: random.Random, now: int) -> list[Person]:
    """All members, the longest-standing first."""
    joined = sorted(moment(chance, now - DAYS * DAY, now - DAY) for _ in range(MEMBERS))
    taken: set[str] = set()
    return [_person(chance, at, now, taken) for at in joined]


def _person(chance: random.Random, joined_at: int, now: int, taken: set[str]) -> Person:
    chinese = chance.random() < _CHINESE
    name, latin = _chinese(chance) if chinese else _western(chance)
    lead = chance.random() < _LEADS
    stays = max(25.0, chance.expovariate(1 / 260)) * (0.2 if lead else 1.0)
    channels, weights = zip(*people.CHANNELS, strict=True)
    fields = {
        "name": name,
        "email": _email(latin, taken),
        "phone": f"+861{chance.choice('3578')}{chance.randrange(10**9):09d}" if chinese else "",
        "language": "zh" if chinese else "en",
        "status": "lead" if lead else "member",
        "level": "",
        "channel": chance.choices(channels, weights)[0],
        "tags": ", ".join(chance.sample(people.TAGS, chance.choice((0, 0, 0, 1, 1, 2)))),
        "note": chance.choice(people.NOTES) if chance.random() < 0.12 else "",
        "email_consent": int(chance.random() < 0.8),
        "joined_at": None if lead else joined_at,
        "created_at": joined_at,
        "archived_at": now - DAY * 20 if joined_at + stays * DAY < now - 300 * DAY and chance.random() < 0.2 else None,
    }  # fmt: skip
    favourites = chance.sample(list(COURSES), 2)
    taste = dict.fromkeys(COURSES, 0.12) | {favourites[0]: 3.0, favourites[1]: 1.5}
    return Person(fields, joined_at, min(now, int(joined_at + stays * DAY)), taste, lead)


def _chinese(chance: random.Random) -> tuple[str, str]:
    surname, given = chance.choice(people.SURNAMES), chance.choice(people.GIVEN)
    return _hanzi(surname) + _hanzi(given), f"{_letters(given)}.{_letters(surname)}"


def _western(chance: random.Random) -> tuple[str, str]:
    first, last = chance.choice(people.FIRST), chance.choice(people.LAST)
    return f"{first} {last}", f"{first}.{last}".casefold()


def _hanzi(text: str) -> str:
    return "".join(letter for letter in text if not letter.isascii())


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii())


def _email(latin: str, taken: set[str]) -> str:
    plain = "".join(letter for letter in latin if letter.isascii() and (letter.isalnum() or letter == "."))
    number, made = 1, f"{plain}@example.com"
    while made in taken:
        number += 1
        made = f"{plain}{number}@example.com"
    taken.add(made)
    return made
