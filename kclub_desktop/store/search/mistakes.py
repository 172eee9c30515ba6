"""What was meant where little fits: words one or two letters away, and other characters of the same sound.

A mistyped word is compared with the whole words of the table (names, their parts, their sounds) that are about as long
and begin with its first letter or, the first two being swapped or the first one lost, with its second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kclub_desktop.store.search import sound
from kclub_desktop.store.search.declared import Searched
from kclub_desktop.store.search.fold import is_wide
from kclub_desktop.store.search.query import Condition, Typed, Way, all_of, ids, word_fits

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

_SHORTEST = 4
_LONG = 8
"""From this length on two letters may be wrong."""
_MOST_MEANT = 8


def meant(library: Library, searched: Searched, typed: Typed) -> Condition | None:
    """The rows that may have been meant; None if nothing comes near. A word that is known stays as it is."""
    known = {word for word in typed.words if _is_known(library, searched, word)}
    if known.issuperset(typed.words):
        return None
    return all_of(
        word_fits(word) if word in known else _near(library, searched, word) for word in typed.words
    )


def _is_known(library: Library, searched: Searched, word: str) -> bool:
    condition = word_fits(word)
    if condition is None:
        return False
    sql, params = ids(searched, condition)
    return bool(library.rows(f"{sql} LIMIT 1", params))


def _near(library: Library, searched: Searched, word: str) -> Condition | None:
    if is_wide(word[0]):
        return _of_same_sound(word)
    if len(word) < _SHORTEST or not word.isalpha():
        return None
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = 2 if len(word) >= _LONG else 1
    marks = " OR ".join(["size = ? AND word >= ? AND word < ?"] * (2 * (2 * most + 1)))
    bounds: list[object] = []
    for size in range(len(word) - most, len(word) + most + 1):
        for first in (word[0], word[1]):
            bounds += [size, first, first + "\x7f"]
    words = [row[0] for row in library.rows(f"SELECT word FROM {searched.vocabulary} WHERE {marks}", bounds)]
    near = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=_MOST_MEANT)
    if not near:
        return None
    closest = near[0][1]
    return Condition(" OR ".join(f'"~{found}"' for found, distance, _ in near if distance == closest))


def _of_same_sound(word: str) -> Condition | None:
    """李鸣 for 李明: the same syllables in other characters. One character alone sounds like too many."""
    if len(word) < 2:
        return None
    each = [word_fits("".join(reading), (Way.SOUND,)) for reading in sound.readings(word)]
    found = [condition for condition in each if condition]
    if not found:
        return None
    return Condition(
        " OR ".join(f"({condition.match})" for condition in found),
        (tuple("^" + "".join(reading) for reading in sound.readings(word)),),
    )
