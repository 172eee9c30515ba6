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

from collections.abc import Iterable

from kclub_desktop.store.search import sound
from kclub_desktop.store.search.declared import KINDS
from kclub_desktop.store.search.fold import fold, is_wide

FORM = 1
LATER = "!"
BEGINNINGS = (1, 2, 3, 4, 5, 6, 8)
"""Lengths of a word's beginnings that are terms; a longer one is looked up by the longest of them and then read."""
MAIL_BEGINNINGS = (2, 3, 4, 5, 6, 8)
INITIALS_BEGINNINGS = (2, 3, 4, 6)
BODY_BEGINNINGS = (2, 3, 6)
TOKEN_CHARACTERS = "=~.:;^-@%#$&!"
SHORTEST_WORD = 3
_LONGEST_BODY = 4_000
_LONGEST_BODIES = 40_000
_LONGEST_SOUND = 24
"""Letters of a sound that are kept, and characters that are read: nobody types more of a title."""


def text_of(values: Iterable[tuple[str, str]], later: bool) -> str:
    """The text of a row. values: (kind, value) as declared. Lines are closed by newlines on both sides."""
    of: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for kind, value in values:
        if value:
            of[_contact_kind(value) if kind == "contact" else kind].append(value)
    lines = [line for name in of["name"] for line in _name(fold(name))]
    for address in of["mail"]:
        lines += _mail(address)
    for number in of["phone"]:
        if digits := "".join(c for c in number if c in "0123456789"):
            lines.append(f"#{digits}$")
    tags = [folded for listed in of["tags"] for tag in listed.split(",") if (folded := fold(tag))]
    if tags:
        lines.append("&" + "&".join(tag.replace(" ", "") for tag in tags))
    if short := tags + [folded for words in of["words"] if (folded := fold(words))]:
        lines.append(" " + " ".join(short))
    if long := " ".join(fold(body[:_LONGEST_BODY]) for body in of["body"]):
        lines.append(f"; {long[:_LONGEST_BODIES]}")
    if later:
        lines.append(LATER)
    return "\n" + "\n".join(dict.fromkeys(lines)) + "\n"


def terms_of(text: str) -> str:
    """The index terms of a text, each once, separated by spaces. A function of the text alone."""
    found: set[str] = set()
    for line in text.split("\n"):
        if line and (terms := _OF_LINE.get(line[0])):
            terms(line[1:], found)
    return " ".join(found)


def whole_words(terms: str) -> set[str]:
    """The words among the terms that a mistyped one is compared with."""
    return {
        term[1:] for term in terms.split() if term[0] == "~" and len(term) > SHORTEST_WORD and term.isascii()
    }


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
    lines: list[str] = []
    for part in _chinese_parts(name):
        for reading in sound.readings(part):
            starts = ("".join(reading[at:])[:_LONGEST_SOUND] for at in range(len(reading)))
            lines.append("^" + "^".join(starts))
            initials = "".join(syllable[0] for syllable in reading)
            if len(initials) > 1:
                lines.append("-" + "-".join(initials[at:] for at in range(len(initials) - 1)))
    return list(dict.fromkeys(lines))


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
        lines.append("@" + "@".join("".join(parts[at:]) for at in range(len(parts))))
    if words := fold(domain).split():
        lines.append("%" + "%".join(words))
    return lines


def _name_terms(name: str, found: set[str]) -> None:
    """A name of several words has a second line without the spaces, which gives what its first word would."""
    words = name.split()
    for word in words:
        found.update(inside(":", word))
        if not is_wide(word[0]):
            found.add("~" + word)
    if len(words) == 1:
        found.add("~" + name)
        found.add(f"={name}$")
        found.update(beginnings("=", name))
    for word in words[1:]:
        found.update(beginnings(".", word))


def _sound_terms(line: str, found: set[str]) -> None:
    starts = line.split("^")
    found.add("~" + starts[0])
    for start in starts:
        found.update(beginnings("^", start))


def _initial_terms(line: str, found: set[str]) -> None:
    for start in line.split("-"):
        found.update(beginnings("-", start, INITIALS_BEGINNINGS))


def _word_terms(line: str, found: set[str]) -> None:
    for word in line.split():
        found.update(inside(":", word))
        found.update(beginnings(".", word))


def _body_terms(line: str, found: set[str]) -> None:
    for word in set(line.split()):
        if is_wide(word[0]):
            found.update(inside(";", word))
        else:
            found.update(beginnings(";", word, BODY_BEGINNINGS))


def _mail_terms(line: str, found: set[str]) -> None:
    parts = line.split("@")
    for part in parts:
        found.update(beginnings("@", part, MAIL_BEGINNINGS))
    found.update(inside(":", parts[0]))


def _domain_terms(line: str, found: set[str]) -> None:
    for word in line.split("%"):
        found.update(beginnings("%", word, MAIL_BEGINNINGS))


def _phone_terms(line: str, found: set[str]) -> None:
    digits = line.rstrip("$")
    found.update("#" + digits[at : at + 3] for at in range(len(digits) - 2))
    found.add("$" + digits[-4:])


def _tag_terms(line: str, found: set[str]) -> None:
    found.update("&" + tag for tag in line.split("&"))


def _later_terms(_line: str, found: set[str]) -> None:
    found.add(LATER)


_OF_LINE = {
    "=": _name_terms, "^": _sound_terms, "-": _initial_terms, " ": _word_terms, ";": _body_terms, "@": _mail_terms,
    "%": _domain_terms, "#": _phone_terms, "&": _tag_terms, LATER: _later_terms,
}  # fmt: skip
