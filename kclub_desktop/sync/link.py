"""The link that pairs a device: the hub's address and a one-time code in one piece, for a QR code or a message.

It is as secret as the code in it, and as short-lived. A kiosk's scanner types it like any other line.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

_SCHEME = "kclub"
_PLACE = "pair"
_GROUP = 4
CODE_LETTERS = 8
"""Of every code: a link that a scanner is still typing has fewer."""
_LONGEST = 2_000


@dataclass(frozen=True)
class Invitation:
    """Where and with what to pair. code: letters and digits, in any grouping."""

    url: str
    code: str


def is_whole(invited: Invitation) -> bool:
    """Is all of the code there?"""
    return sum(letter.isalnum() for letter in invited.code) >= CODE_LETTERS


def link_of(url: str, code: str) -> str:
    """The link for a hub's address and a code."""
    return f"{_SCHEME}:{_PLACE}?hub={quote(url, safe='')}&code={quote(code, safe='')}"


def read_link(typed: str) -> Invitation | None:
    """What a pasted or scanned link says; None for anything else, an address or a code by itself for instance."""
    said = typed.strip()
    if len(said) > _LONGEST:
        return None
    try:
        parts = urlsplit(said)
        asked = parse_qs(parts.query, strict_parsing=True, max_num_fields=8)
    except ValueError:
        return None
    place = (parts.netloc or parts.path).strip("/")
    if parts.scheme != _SCHEME or place != _PLACE or not (asked.get("hub") and asked.get("code")):
        return None
    return Invitation(asked["hub"][0].strip(), asked["code"][0].strip())


def spaced(code: str) -> str:
    """A code in groups of four, as people read it aloud; what is typed may have any spaces or none."""
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
