"""Folding text to the plain words it is compared by: no case, no accents, no punctuation, scripts apart.

"Müller, ANNA-李磊" is "muller anna 李磊". Both what is kept in the index and what a person types go through here.
"""

from __future__ import annotations

import re
import unicodedata

_WITHOUT_DECOMPOSITION = {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
_FIRST_WIDE = "\u2e80"
"""From here on a character stands for itself: Han, kana, hangul, emoji. Whole words are not marked off by spaces."""
_WIDE_RUN = re.compile("([\u2e80-\U0010ffff]+)")


def fold(text: str) -> str:
    """The words of a text, lower-case, one space between them; '' if it has none. "AI产品" is two words, "ai 产品"."""
    if text.isascii():
        return " ".join(text.lower().translate(_TABLE).split())
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_TABLE)
    return " ".join(_WIDE_RUN.sub(r" \1 ", plain).split())


def is_wide(letter: str) -> bool:
    """Does the character stand for itself, as Chinese ones do?"""
    return letter >= _FIRST_WIDE


class _Table(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = found = _plain(letter)
        return found


def _plain(letter: str) -> str:
    if letter in _WITHOUT_DECOMPOSITION:
        return _WITHOUT_DECOMPOSITION[letter]
    if "\u0300" <= letter <= "\u036f":
        return ""
    kind = unicodedata.category(letter)
    if not (letter.isalnum() or kind[0] == "M" or kind == "So"):
        return " "
    # Accents of Latin, Greek and Cyrillic go; a script that writes its vowels as marks keeps them.
    return (
        unicodedata.normalize("NFD", letter)[0]
        if ord(letter) < 0x0530 or 0x1E00 <= ord(letter) < 0x2000
        else letter
    )


_TABLE = _Table()
