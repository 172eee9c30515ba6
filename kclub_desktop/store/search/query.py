"""What a typed text asks of the index: for each way a word may fit, the terms to look up and what to read off the text.

Ways are ranked (`Way`, the best first). The terms of a word alone decide up to six letters and a few lengths; for
longer ones they leave few candidates, whose text is read by SQLite's instr. Which ways are tried when is finding.py's.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kclub_desktop.store.search.declared import Searched
from kclub_desktop.store.search.entry import (
    BEGINNINGS,
    BODY_BEGINNINGS,
    INITIALS_BEGINNINGS,
    LATER,
    MAIL_BEGINNINGS,
)
from kclub_desktop.store.search.fold import fold, is_wide

_NUMBER = re.compile(r"[\d\s+\-().]+")
_FEWEST_DIGITS = 5
_MOST_WORDS = 8


class Way(enum.IntEnum):
    """How a row fits, the best first."""

    NAME = 0
    NAME_BEGINS = 1
    WORD_BEGINS = 2
    SOUND = 3
    INITIALS = 4
    INSIDE = 5
    BODY = 6
    CONTACT = 7
    MISTAKE = 8


EXACT_WAYS = tuple(way for way in Way if way is not Way.MISTAKE)


@dataclass(frozen=True)
class Condition:
    """A full-text expression, and what the texts of its rows must also say: any of `any_of` in each of `reads`."""

    match: str
    reads: tuple[tuple[str, ...], ...] = ()

    def and_(self, other: Condition) -> Condition:
        """Both."""
        return Condition(f"({self.match}) AND ({other.match})", (*self.reads, *other.reads))

    def sql(self, text: str) -> tuple[str, list[str]]:
        """The readings as SQL over a column of texts, with its parameters; ('', []) when the terms decide alone."""
        each = [" OR ".join([f"instr({text}, ?)"] * len(any_of)) for any_of in self.reads]
        return " AND ".join(f"({one})" for one in each), [
            wanted for any_of in self.reads for wanted in any_of
        ]


@dataclass(frozen=True)
class Typed:
    """A text as it was typed, folded. words: at most eight of them."""

    text: str

    @cached_property
    def folded(self) -> str:
        """The whole, one space between words; a phone number with separators is one word."""
        digits = "".join(c for c in self.text if c.isdecimal())
        return digits if len(digits) >= _FEWEST_DIGITS and _NUMBER.fullmatch(self.text) else fold(self.text)

    @cached_property
    def words(self) -> list[str]:
        """Each must fit. Single letters of an e-mail address are no beginnings one could look up."""
        words = self.folded.split()
        if "@" in self.text:
            words = [word for word in words if len(word) > 1] or words
        return words[:_MOST_WORDS]

    def fits(self, way: Way) -> Condition | None:
        """Rows that fit in this way; with several words, in this way or a better one. None if none can."""
        if way <= Way.NAME_BEGINS:
            return _name(self.folded, whole=way is Way.NAME)
        if len(self.words) == 1:
            return word_fits(self.words[0], (way,))
        upto = tuple(each for each in EXACT_WAYS if Way.NAME_BEGINS <= each <= way)
        return all_of(word_fits(word, upto) for word in self.words)

    def anyhow(self) -> Condition | None:
        """Rows that fit in any way but by mistake. None if none can."""
        return all_of(word_fits(word) for word in self.words) if self.words else None


def ids(searched: Searched, condition: Condition) -> tuple[str, list[str]]:
    """SQL that gives the ids of the rows of a condition, in the index's order, and its parameters."""
    read, params = condition.sql("s.text")
    if not read:
        return f"SELECT rowid FROM {searched.terms} WHERE {searched.terms} MATCH ?", [condition.match]
    return (
        f"SELECT t.rowid FROM {searched.terms} t CROSS JOIN {searched.texts} s ON s.id = t.rowid"
        f" WHERE t.{searched.terms} MATCH ? AND {read}",
        [condition.match, *params],
    )


def not_later(match: str) -> str:
    """Only rows that do not stand behind."""
    return f'({match}) NOT "{LATER}"'


def later(match: str) -> str:
    """Only rows that stand behind."""
    return f'({match}) AND "{LATER}"'


def tagged(tag: str) -> str | None:
    """Rows with exactly this tag; None for a tag without a letter."""
    folded = fold(tag).replace(" ", "")
    return f'"&{folded}"' if folded else None


def all_of(conditions: Iterable[Condition | None]) -> Condition | None:
    """All of them, or None if one of them can never hold."""
    found: Condition | None = None
    for condition in conditions:
        if condition is None:
            return None
        found = condition if found is None else found.and_(condition)
    return found


def _name(folded: str, whole: bool) -> Condition | None:
    joined = folded.replace(" ", "")
    if not joined:
        return None
    if whole:
        return Condition(f'"={joined}$"')
    return _begins("=", joined, "\n=" + joined)


def word_fits(word: str, ways: tuple[Way, ...] = EXACT_WAYS[1:]) -> Condition | None:
    """Rows in which the word fits in one of the ways. The readings of all of them are alternatives."""
    found = [condition for way in ways for condition in _WAYS[way](word) if condition]
    if not found:
        return None
    match = " OR ".join(f"({each.match})" for each in found)
    if all(not each.reads for each in found):
        return Condition(match)
    if all(len(each.reads) == 1 for each in found):
        return Condition(match, (tuple(dict.fromkeys(one for each in found for one in each.reads[0])),))
    # Some of the ways decide by terms alone: read only what the text of any row that fits holds.
    return Condition(match, (tuple(dict.fromkeys((word, word.lstrip("0") or word))),))


def _begins(mark: str, word: str, read: str, lengths: tuple[int, ...] = BEGINNINGS) -> Condition | None:
    longest = max((length for length in lengths if length <= len(word)), default=0)
    if not longest:
        return None
    decided = longest == len(word)
    return Condition(f'"{mark}{word[:longest]}"', () if decided else ((read,),))


def _name_begins(word: str) -> list[Condition | None]:
    return [_begins("=", word, "\n=" + word)]


def _word_begins(word: str) -> list[Condition | None]:
    return [_begins(".", word, " " + word)]


def _sound(word: str) -> list[Condition | None]:
    return [_begins("^", word, "^" + word)] if word.isascii() and word.isalpha() else []


def _initials(word: str) -> list[Condition | None]:
    if not (word.isascii() and word.isalpha()):
        return []
    return [_begins("-", word, "-" + word, INITIALS_BEGINNINGS)]


def _inside(word: str) -> list[Condition | None]:
    return [_anywhere(":", word)]


def _body(word: str) -> list[Condition | None]:
    return [_anywhere(";", word)] if is_wide(word[0]) else [_begins(";", word, " " + word, BODY_BEGINNINGS)]


def _contact(word: str) -> list[Condition | None]:
    found = [
        _begins("@", word, "@" + word, MAIL_BEGINNINGS),
        _begins("%", word, "%" + word, MAIL_BEGINNINGS),
    ]
    digits = word.lstrip("0")
    if digits.isdecimal() and digits.isascii() and len(digits) >= 3:
        # The last digits tell numbers apart; four look-ups of three leave few to read.
        last = digits[-6:]
        thirds = dict.fromkeys(f'"#{last[at : at + 3]}"' for at in range(len(last) - 2))
        tail = [f'"${digits[-4:]}"'] if len(word) == 4 else []
        found += [Condition(tail[0], ((word + "$",),))] if tail else []
        found.append(Condition(" AND ".join(thirds), ((digits,),)))
    return found


def _anywhere(mark: str, word: str) -> Condition | None:
    """The word's terms from anywhere, as few as hold all its letters; the last one may overlap."""
    size = 2 if is_wide(word[0]) else 3
    if len(word) < size:
        return Condition(f'"{mark}{word}"') if is_wide(word[0]) else None
    places = (*range(0, len(word) - size, size), len(word) - size)
    terms = dict.fromkeys(f'"{mark}{word[at : at + size]}"' for at in places)
    return Condition(" AND ".join(terms), () if len(word) == size else ((word,),))


_WAYS = {
    Way.NAME_BEGINS: _name_begins,
    Way.WORD_BEGINS: _word_begins,
    Way.SOUND: _sound,
    Way.INITIALS: _initials,
    Way.INSIDE: _inside,
    Way.BODY: _body,
    Way.CONTACT: _contact,
}
