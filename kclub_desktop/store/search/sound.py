"""How Chinese names sound in Latin letters: every reading of their characters, within a bound.

重庆 is chongqing and zhongqing, 单 dan and shan: whoever types knows one of them and not which one a dictionary
prefers. Longer texts are read as phrases, once.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import product

from kclub_desktop.store.search import dictionary

Reading = tuple[str, ...]
"""Syllables without tones, one per character."""
_NAME_LENGTH = 4
_MOST_READINGS = 12
_TONES = "\u0300\u0301\u0304\u030c"


def readings(characters: str) -> list[Reading]:
    """Ways to say a run of wide characters, the likeliest first; [] if none of them has a sound.

    Up to four characters every combination, at most 12; a longer run as pypinyin reads its phrases.
    """
    if len(characters) > _NAME_LENGTH:
        return _as_phrases(characters)
    each = [_of(character) for character in characters]
    known = [sounds for sounds in each if sounds]
    if not known:
        return []
    found = []
    for reading in product(*known):
        found.append(reading)
        if len(found) == _MOST_READINGS:
            break
    return found


def spoken(text: str) -> list[str]:
    """A text as it may be typed in pinyin, and in initials: 李磊 → ["lilei", "ll"]. For words not in the index."""
    found: list[str] = []
    for reading in readings("".join(letter for letter in text if ord(letter) > 0x2E7F)):
        found += ["".join(reading), "".join(syllable[0] for syllable in reading)]
    return found


@cache
def _of(character: str) -> Reading:
    """The sounds of one character without tones, commonest first."""
    found: list[str] = []
    for reading in dictionary.sounds_of(character).split(","):
        found += _typed(reading) if reading else []
    return tuple(dict.fromkeys(found))


def _as_phrases(characters: str) -> list[Reading]:
    syllables = dictionary.read(characters)
    return [tuple(syllables)] if syllables else []


def _typed(reading: str) -> list[str]:
    """A syllable as people type it: no tone; lü as lv, and as passports write it lyu, or just lu."""
    letters = "".join(c for c in unicodedata.normalize("NFD", reading) if c not in _TONES and c != "\u0302")
    plain = letters.replace("u\u0308", "v")
    if not plain.isascii() or not plain.isalpha():
        return []
    return [plain, plain.replace("v", "u"), plain.replace("v", "yu")] if "v" in plain else [plain]
