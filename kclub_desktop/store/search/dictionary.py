"""pypinyin with its dictionaries, taken up in small parts.

Left to itself it reads 47,000 phrases in one call of the JSON reader, which keeps the interpreter, and with it the window,
for a tenth of a second and more at the first Chinese name of an import.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_PHRASES = "phrases_dict.json"
_SWITCH = "PYPINYIN_NO_PHRASES"
_ENTRIES_AT_ONCE = 500
_BETWEEN = '\n],\n"'
_taking_up = threading.Lock()


def sounds_of(character: str) -> str:
    """The readings of one character, tones marked, joined by commas, the commonest first; '' if it has none."""
    return str(_pypinyin().constants.PINYIN_DICT.get(ord(character), ""))


def read(characters: str) -> list[str]:
    """A text as pypinyin reads its phrases: syllables without tones; what has no sound is left out."""
    with _taking_up:
        module = _with_phrases()
    return [str(syllable) for syllable in module.lazy_pinyin(characters, errors="ignore")]


@cache
def _pypinyin() -> Any:
    before = os.environ.get(_SWITCH)
    os.environ[_SWITCH] = "1"
    try:
        import pypinyin
        import pypinyin.constants
    finally:
        if before is None:
            del os.environ[_SWITCH]
        else:
            os.environ[_SWITCH] = before
    return pypinyin


@cache
def _with_phrases() -> Any:
    module = _pypinyin()
    # Somebody else may have imported it before us, whole.
    if not module.constants.PHRASES_DICT:
        from pypinyin.seg import mmseg

        for part in parts(Path(module.__file__).with_name(_PHRASES).read_text(encoding="utf-8")):
            module.constants.PHRASES_DICT.update(part)
            mmseg.seg.train(iter(part))
    return module


def parts(text: str) -> Iterator[dict[str, Any]]:
    """A JSON object of phrase → lists, some hundred phrases at a time; as one where it is not laid out a phrase after the other."""
    entries = text.strip().removeprefix("{").removesuffix("}").split(_BETWEEN)
    last = len(entries) - 1
    for start in range(0, len(entries), _ENTRIES_AT_ONCE):
        joined = _BETWEEN.join(entries[start : start + _ENTRIES_AT_ONCE])
        opening = "" if start == 0 else '"'
        closing = "" if start + _ENTRIES_AT_ONCE > last else "\n]"
        yield json.loads("{" + opening + joined + closing + "}")
