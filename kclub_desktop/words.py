"""Every word a person sees goes through `tr`, so that the language can change while the program runs.

The English sentence is the key; another language is a folder of JSON files under resources/translations, or one file of
Qt Linguist there (linguist.py), nothing more. How errors and reasons are put into words is in words_for_errors.py and words_for_reasons.py.
"""

from __future__ import annotations

import json
import locale
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from kclub_desktop import linguist
from kclub_desktop.linguist import Said

TRANSLATIONS = Path(__file__).parent / "resources" / "translations"
SOURCE_LANGUAGE = "en"
_NAMES = {"en": "English", "zh": "中文"}

_state = {"language": SOURCE_LANGUAGE}
_other: ContextVar[str] = ContextVar("other language", default="")
_listeners: list[Callable[[str], None]] = []


def languages() -> list[str]:
    """Codes of the languages the program speaks: English, and every folder or Linguist file of translations."""
    found = {p.stem for p in TRANSLATIONS.iterdir() if p.is_dir() or p.suffix == ".ts"}
    return [SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE})]


@cache
def language_name(code: str) -> str:
    """A language in its own words, so that whoever cannot read this one finds theirs."""
    if code in _NAMES:
        return _NAMES[code]
    from babel import Locale, UnknownLocaleError

    try:
        named = Locale.parse(code.replace("-", "_")).get_display_name() or code
    except (UnknownLocaleError, ValueError):
        return code
    return named[:1].upper() + named[1:]


def next_language() -> str:
    """The language after the current one, round and round: with two it is the other."""
    known = languages()
    return known[(known.index(current_language()) + 1) % len(known)]


@cache
def catalogue(language: str) -> dict[str, Said]:
    """English sentence -> sentence in that language, or its plural forms, merged from all its files; empty for English."""
    merged: dict[str, Said] = {}
    if (file := TRANSLATIONS / f"{language}.ts").is_file():
        merged.update(linguist.read(file))
    for file in sorted((TRANSLATIONS / language).glob("*.json")):
        merged.update(json.loads(file.read_text(encoding="utf-8")))
    return merged


def tr(text: str, **values: object) -> str:
    """text in the current language with its {placeholders} filled in; English where a translation is missing."""
    said = catalogue(current_language()).get(text, text)
    words = said if isinstance(said, str) else said[-1]
    return words.format(**values) if values else words


def tr_noop(text: str) -> str:
    """Mark a sentence for translation where it stands in a table; it is spoken later by `tr(variable)`."""
    return text


def tr_many(one: str, many: str, n: int) -> str:
    """one for a single thing, else many with {n} filled in, thousands marked.

    A language without plurals gives both alike; one with more of them gives the forms of `many`, and `one` is not asked.
    """
    said = catalogue(current_language()).get(many)
    if isinstance(said, list):
        return linguist.form_of(current_language(), said, n).format(n=grouped(n))
    return tr(one) if n == 1 else tr(many, n=grouped(n))


def grouped(n: int) -> str:
    """A whole number with the thousands marked as the current language does."""
    if current_language() in _NAMES:
        return f"{n:,}"
    from babel import UnknownLocaleError
    from babel.numbers import format_decimal

    try:
        return str(format_decimal(n, locale=current_language().replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return f"{n:,}"


def tr_code(words: Mapping[str, str], code: str, otherwise: str) -> str:
    """The words of a code from a table of marked sentences; those of `otherwise` for a code of a newer version."""
    said = words.get(code, otherwise)
    return tr(said)


def current_language() -> str:
    """Code of the language in use."""
    return _other.get() or _state["language"]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Another language inside, on this thread alone: for a letter or a page that is for somebody else."""
    token = _other.set(language)
    try:
        yield
    finally:
        _other.reset(token)


def set_language(language: str) -> None:
    """Switch at run time and tell whoever listens; an unknown code falls back to English."""
    chosen = language if language in languages() else SOURCE_LANGUAGE
    if chosen == _state["language"]:
        return
    _state["language"] = chosen
    for listener in list(_listeners):
        listener(chosen)


def on_language_changed(listener: Callable[[str], None]) -> Callable[[], None]:
    """Call listener(code) after each switch. Returns what stops it."""
    _listeners.append(listener)

    def stop() -> None:
        if listener in _listeners:
            _listeners.remove(listener)

    return stop


def system_language() -> str:
    """The language of this computer if we speak it, else English."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    code = (told or locale.getlocale()[0] or "").lower()[:2]
    return code if code in languages() else SOURCE_LANGUAGE
