"""Who may be in the library twice: pairs of members with the evidence and how sure it makes us. Nothing is changed here.

Each piece of evidence is a chance that the two are one person, and they are put together as if independent. A common
name alone is no evidence worth a look; a birthday that differs speaks against it. Pairs are looked for among members
that share an address, a number, a name or a day only, never among all, so that 100,000 take seconds. A person may say
that two are not the same, and is not asked again.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from kclub_desktop.community import likeness
from kclub_desktop.community.likeness import Person, Traits
from kclub_desktop.errors import UnknownMember
from kclub_desktop.errors_of_members import MergeRefused
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Member, NotDuplicate

WORTH_A_LOOK = 0.5
"""Pairs that are less likely one person are not shown."""
CERTAIN = 0.95
_LARGEST_GROUP, _RARE, _SLICE = 60, 3, 2_000
"""What is shared by more members than this, or a name by more than a few, says too little to compare them by it."""
_DIFFERENT_BIRTHDAY = 0.2


class Evidence(enum.StrEnum):
    """What two records share."""

    EMAIL = "email"
    MAILBOX = "mailbox"
    PHONE = "phone"
    CONTACT = "contact"
    NAME_AND_BIRTHDAY = "name_and_birthday"
    NAME = "name"
    NAME_SOUND = "name_sound"
    NAME_CLOSE = "name_close"
    BIRTHDAY = "birthday"
    EMAIL_NAME = "email_name"
    NOTHING_AGAINST = "nothing_against"


_CHANCES = {
    Evidence.EMAIL: 0.95,
    Evidence.MAILBOX: 0.8,
    Evidence.PHONE: 0.85,
    Evidence.CONTACT: 0.8,
    Evidence.NAME_AND_BIRTHDAY: 0.93,
    Evidence.NAME: 0.4,
    Evidence.NAME_SOUND: 0.3,
    Evidence.NAME_CLOSE: 0.3,
    Evidence.BIRTHDAY: 0.5,
    Evidence.EMAIL_NAME: 0.35,
    Evidence.NOTHING_AGAINST: 0.25,
}


@dataclass(frozen=True)
class Found:
    """One piece of evidence and the value that is shared, '' where there is none to show."""

    what: Evidence
    value: str = ""


@dataclass(frozen=True)
class Pair:
    """Two members who may be one person; first is the older record. confidence: 0 to 1; the strongest evidence first."""

    first: int
    second: int
    confidence: float
    evidence: tuple[Found, ...]

    @property
    def percent(self) -> int:
        """The confidence in percent; nobody but a person is wholly sure."""
        return min(99, round(self.confidence * 100))

    def as_json(self) -> dict[str, Any]:
        """As plain data; ids as text, the confidence in percent."""
        return {
            "members": [str(self.first), str(self.second)],
            "confidence": self.percent,
            "evidence": [{"what": str(found.what), "value": found.value} for found in self.evidence],
        }


def find(library: Library, *, progress: Progress | None = None) -> list[Pair]:
    """Every pair worth a look, the surest first. 100,000 members take some seconds; progress may stop it."""
    progress = progress or Progress()
    people = likeness.load(library)
    settled = {
        (first, second)
        for first, second in library.rows(
            "SELECT first, second FROM not_duplicate WHERE entity = 'member' AND deleted_at IS NULL"
        )
    }
    found = []
    for first, second, rare in _candidates(people, progress):
        if (first.id, second.id) not in settled:
            pair = judge(first, second, rare=rare)
            if pair.confidence >= WORTH_A_LOOK:
                found.append(pair)
    return sorted(found, key=lambda pair: (-pair.confidence, pair.first, pair.second))


def between(library: Library, one: int, other: int) -> Pair:
    """How alike two members are, whatever was said of them before. Raises UnknownMember, MergeRefused for one twice."""
    if one == other:
        raise MergeRefused("", "same")
    people = {person.id: likeness.traits(person) for person in likeness.load(library, (one, other))}
    for asked in (one, other):
        if asked not in people:
            raise UnknownMember(str(asked))
    first, second = sorted((one, other))
    return judge(people[first], people[second])


def say_not_same(library: Library, one: int, other: int, *, initiator: object | None = None) -> None:
    """Keep that two members are two people, so that nobody is asked again. Raises UnknownMember, MergeRefused."""
    if one == other:
        raise MergeRefused("", "same")
    first, second = sorted((one, other))
    with library.write(Op.NOT_DUPLICATE, initiator=initiator):
        for asked in (first, second):
            found = rows.get(library, Member, asked)
            if found is None or found.deleted_at is not None:
                raise UnknownMember(str(asked))
        rows.put(
            library,
            NotDuplicate,
            entity=Member.name_of_table(),
            first=first,
            second=second,
            decided_at=library.clock.now(),
        )


def names(library: Library, pairs: Sequence[Pair]) -> dict[int, str]:
    """Id -> name of everybody in these pairs."""
    wanted = sorted({row for pair in pairs for row in (pair.first, pair.second)})
    return dict(
        library.rows(
            "SELECT id, name FROM member WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),)
        )
    )


def judge(first: Traits, second: Traits, *, rare: bool = True) -> Pair:
    """The evidence that two are one person, and how sure it makes us. Looks nothing up.

    rare  few members share the name
    """
    evidence = [*_reached(first, second), *_called(first, second, rare)]
    doubt = 1.0
    for found in evidence:
        doubt *= 1 - _CHANCES[found.what]
    sure = 1 - doubt
    if first.birthday and second.birthday and not _same_day(first, second):
        sure *= _DIFFERENT_BIRTHDAY
    evidence.sort(key=lambda found: -_CHANCES[found.what])
    return Pair(first.id, second.id, sure, tuple(evidence))


def _reached(first: Traits, second: Traits) -> Iterator[Found]:
    """What they are reached by."""
    if shared := first.emails & second.emails:
        yield Found(Evidence.EMAIL, min(shared))
    elif shared := first.mailboxes & second.mailboxes:
        yield Found(Evidence.MAILBOX, min(shared))
    elif shared := first.mail_names & second.mail_names:
        yield Found(Evidence.EMAIL_NAME, min(shared))
    if shared := first.phones & second.phones:
        yield Found(Evidence.PHONE, min(shared))
    if shared := first.contacts & second.contacts:
        yield Found(Evidence.CONTACT, min(shared))


def _called(first: Traits, second: Traits, rare: bool) -> Iterator[Found]:
    """What they are called, and when they were born."""
    same_day = _same_day(first, second)
    if first.plain_name and first.plain_name == second.plain_name:
        yield Found(Evidence.NAME_AND_BIRTHDAY if same_day else Evidence.NAME, first.name)
        if not same_day and rare and likeness.nothing_against(first, second):
            yield Found(Evidence.NOTHING_AGAINST)
        return
    if first.sounds & second.sounds:
        yield Found(Evidence.NAME_SOUND, f"{first.name} · {second.name}")
    elif likeness.close(first.plain_name, second.plain_name):
        yield Found(Evidence.NAME_CLOSE, f"{first.name} · {second.name}")
    else:
        return
    if same_day:
        yield Found(Evidence.BIRTHDAY, first.birthday)


def _same_day(first: Traits, second: Traits) -> bool:
    """The same birthday; a year that is not known fits every year."""
    one, two = first.birthday, second.birthday
    if not one or not two:
        return False
    return one == two if one[0] != "-" and two[0] != "-" else one[-5:] == two[-5:]


def _candidates(people: Sequence[Person], progress: Progress) -> Iterator[tuple[Traits, Traits, bool]]:
    """Pairs that share something, each once, the older record first, and whether few share their name."""
    progress.expect(len(people))
    blocks: dict[str, list[int]] = {}
    for place, person in enumerate(people):
        if place % _SLICE == _SLICE - 1:
            progress.advance(_SLICE)
        for key in likeness.keys(person):
            blocks.setdefault(key, []).append(place)
    known: dict[int, Traits] = {}

    def traits(place: int) -> Traits:
        if place not in known:
            known[place] = likeness.traits(people[place])
        return known[place]

    def rare(place: int) -> bool:
        return len(blocks.get(f"n {traits(place).plain_name}", ())) <= _RARE

    met: set[tuple[int, int]] = set()
    for key, group in blocks.items():
        # A name that many have is evidence only with something else, by which the pair is met as well.
        if 1 < len(group) <= (_RARE if key[0] == "n" else _LARGEST_GROUP):
            progress.advance(0)
            for one, two in combinations(group, 2):
                if (one, two) not in met:
                    met.add((one, two))
                    yield traits(one), traits(two), rare(one)
