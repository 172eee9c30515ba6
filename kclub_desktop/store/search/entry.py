"""What the index keeps of a row: its folded text, a line per kind of word, and the terms made from that text alone.

The text is kept, so terms can be taken out of the index again whatever pypinyin or Unicode say by then. A line begins
with a mark, and every place where a typed word may begin has one too, so that "begins with" is one `instr`:

    =anna muller      the name, a space before each word but the first; =annamuller once more without
    ^lilei^lei        its sound, and from each further syllable on; a line per reading
    -ll               initials, and from each further one on
     vip early bird   other words, a space before each
    &vip&earlybird    whole tags
    ;long text        a body
    @anna.m@m         e-mail before the @, from each part on;  %example  words of the domain
    #8618000001234$   a phone number's digits

Terms are short beginnings and threes of letters with a mark of their own, so that any query is a few look-ups; what
they cannot decide is read off the text (query.py). `FORM` goes up when any of this changes: the index is made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kclub_desktop.store.search import sound
from kclub_desktop.store.search.fold import fold, is_wide

FORM = 2
LATER = "!"
BEGINNINGS = (1, 2, 3, 4, 6)
"""Lengths of a word's beginnings that are terms; a longer one is looked up by the longest of them and then read."""
MAIL_BEGINNINGS = (2, 3, 5, 8)
INITIALS_BEGINNINGS = (2, 3, 4, 6)
BODY_BEGINNINGS = (2, 3, 6)
TOKEN_CHARACTERS = "=~.:;^-@%#$&!"
SHORTEST_WORD = 3
_NO_DIGIT = re.compile("[^0-9]+")
_LONGEST_BODY = 4_000
_LONGEST_BODIES = 40_000
_LONGEST_SOUND = 24
"""Letters of a sound that are kept, and characters that are read: nobody types more of a title."""


def text_of(values: Iterable[tuple[str, str]], later: bool) -> str:
    """The text of a row. values: (kind, value) as declared. Lines are closed by newlines on both sides."""
    lines: list[str] = []
    tags: list[str] = []
    short: list[str] = []
    bodies: list[str] = []
    for kind, value in values:
        if not value:
            continue
        if kind == "contact":
            kind = _contact_kind(value)
        if kind == "name":
            lines += _name(fold(value))
        elif kind == "mail":
            lines += _mail(value)
        elif kind == "phone":
            if digits := _NO_DIGIT.sub("", value):
                lines.append(f"#{digits}$")
        elif kind == "tags":
            tags += [folded for tag in value.split(",") if (folded := fold(tag))]
        elif kind == "words":
            short.append(fold(value))
        else:
            bodies.append(fold(value[:_LONGEST_BODY]))
    if tags:
        lines.append("&" + "&".join(tag.replace(" ", "") for tag in tags))
    if words := " ".join(tags + short).strip():
        lines.append(" " + words)
    if body := " ".join(bodies).strip():
        lines.append(f"; {body[:_LONGEST_BODIES]}")
    if later:
        lines.append(LATER)
    return "\n" + "\n".join(lines) + "\n"


def terms_of(text: str) -> list[str]:
    """The index terms of a text, some of them more than once: a function of the text alone."""
    found: list[str] = []
    for line in text.split("\n"):
        if line:
            found += (_terms_kept if line[0] in _OFTEN_THE_SAME else _terms)(line)
    return found


def whole_words(terms: Iterable[str]) -> list[str]:
    """The words among the terms that a mistyped one is compared with."""
    return [term[1:] for term in terms if term[0] == "~" and len(term) > SHORTEST_WORD and term.isascii()]


def beginnings(mark: str, word: str, lengths: Iterable[int] = BEGINNINGS) -> list[str]:
    """The terms a word is found by from its start."""
    size = len(word)
    return [mark + word[:length] for length in lengths if length <= size]


def inside(mark: str, word: str) -> list[str]:
    """The terms a word is found by from anywhere: three letters, or two wide characters and each single one."""
    if is_wide(word[0]):
        return [mark + word[at : at + 2] for at in range(len(word) - 1)] + [mark + letter for letter in word]
    return [mark + word[at : at + 3] for at in range(len(word) - 2)]


def _contact_kind(value: str) -> str:
    """A contact is an e-mail address, a phone number, or a name at some service."""
    if "@" in value.strip("@"):
        return "mail"
    return "words" if any(c.isalpha() for c in value) else "phone"


def _name(name: str) -> list[str]:
    lines = [f"={name}"] if name else []
    if " " in name:
        lines.append("=" + name.replace(" ", ""))
    return lines + _sounds(name)


def _sounds(name: str) -> list[str]:
    """Lines of sound and initials of the Chinese parts of a folded name."""
    if name.isascii():
        return []
    return list(dict.fromkeys(line for part in _chinese_parts(name) for line in _sounds_of(part)))


@lru_cache(maxsize=10_000)
def _sounds_of(part: str) -> list[str]:
    lines: list[str] = []
    for reading in sound.readings(part):
        lines.append("^" + "^".join(["".join(reading[at:])[:_LONGEST_SOUND] for at in range(len(reading))]))
        initials = "".join([syllable[0] for syllable in reading])
        if len(initials) > 1:
            lines.append("-" + "-".join([initials[at:] for at in range(len(initials) - 1)]))
    return lines


def _chinese_parts(name: str) -> list[str]:
    """Words of wide characters; those with only a space between them belong together: 阿里木·买买提."""
    parts, joined = [], ""
    for word in name.split():
        if is_wide(word[0]):
            joined += word
        elif joined:
            parts.append(joined[:_LONGEST_SOUND])
            joined = ""
    return [*parts, joined[:_LONGEST_SOUND]] if joined else parts


def _mail(address: str) -> list[str]:
    before, _, domain = address.partition("@")
    parts, lines = fold(before).split(), []
    if parts:
        lines.append("@" + "@".join(["".join(parts[at:]) for at in range(len(parts))]))
    if words := fold(domain):
        lines.append("%" + words.replace(" ", "%"))
    return lines


def _name_terms(name: str) -> list[str]:
    """A name of several words has a second line without the spaces, which gives what its first word would."""
    words, found = name.split(), []
    for word in words:
        found += inside(":", word)
        if not is_wide(word[0]):
            found.append("~" + word)
    if len(words) == 1:
        found += ["~" + name, f"={name}$", *beginnings("=", name)]
    for word in words[1:]:
        found += beginnings(".", word)
    return found


def _sound_terms(line: str) -> list[str]:
    starts = line.split("^")
    found = ["~" + starts[0]]
    for start in starts:
        found += beginnings("^", start)
    return found


def _initial_terms(line: str) -> list[str]:
    return [term for start in line.split("-") for term in beginnings("-", start, INITIALS_BEGINNINGS)]


def _word_terms(line: str) -> list[str]:
    found = []
    for word in line.split():
        found += inside(":", word)
        found += beginnings(".", word)
    return found


def _body_terms(line: str) -> list[str]:
    found = []
    for word in set(line.split()):
        found += inside(";", word) if is_wide(word[0]) else beginnings(";", word, BODY_BEGINNINGS)
    return found


def _mail_terms(line: str) -> list[str]:
    parts = line.split("@")
    found = inside(":", parts[0])
    for part in parts:
        found += beginnings("@", part, MAIL_BEGINNINGS)
    return found


def _domain_terms(line: str) -> list[str]:
    return [term for word in line.split("%") for term in beginnings("%", word, MAIL_BEGINNINGS)]


def _phone_terms(line: str) -> list[str]:
    digits = line[:-1]
    found = ["#" + digits[at : at + 3] for at in range(len(digits) - 2)]
    found.append("$" + digits[-4:])
    return found


def _tag_terms(line: str) -> list[str]:
    return ["&" + tag for tag in line.split("&")]


def _later_terms(_line: str) -> list[str]:
    return [LATER]


_OF_LINE = {
    "=": _name_terms, "^": _sound_terms, "-": _initial_terms, " ": _word_terms, ";": _body_terms, "@": _mail_terms,
    "%": _domain_terms, "#": _phone_terms, "&": _tag_terms, LATER: _later_terms,
}  # fmt: skip
_OFTEN_THE_SAME = "=^- &%!"
"""Marks of lines that many rows share, whose terms are worth keeping while many rows are written."""


def _terms(line: str) -> list[str]:
    """The terms of one line of a text; none for a line that no version of this program wrote."""
    terms = _OF_LINE.get(line[0])
    return terms(line[1:]) if terms else []


_terms_kept = lru_cache(maxsize=10_000)(_terms)
