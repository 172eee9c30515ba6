"""Who of some members may be written to, who may not and why; the addresses as a mail program takes them.

Nothing is sent here: the person's own mail program does that, or a list goes elsewhere.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from kclub_desktop.store import Library

_LONGEST_LINK = 1_800
"""Characters of a mailto link that every system still hands over."""
_MOST_IN_ONE = 50
"""Addresses in one letter that a usual mail account still takes."""


class Why(enum.StrEnum):
    """Why somebody is left out."""

    NO_ADDRESS = "no_address"
    NO_CONSENT = "no_consent"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Recipient:
    """Somebody who may be written to."""

    member: int
    name: str
    email: str


@dataclass(frozen=True)
class Recipients:
    """Who may be written to, each address once, and how many may not, by reason."""

    to: tuple[Recipient, ...]
    left_out: dict[Why, int]


def recipients(library: Library, members: Sequence[int]) -> Recipients:
    """Those of these members who agreed to e-mail and whose address still takes it."""
    found = library.rows(
        "SELECT id, name, email, email_consent, archived_at IS NOT NULL,"
        " EXISTS (SELECT 1 FROM unsubscribe u WHERE u.email = m.email),"
        " EXISTS (SELECT 1 FROM bounce b WHERE b.email = m.email AND b.kind <> 'soft') FROM member m"
        " WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL AND merged_into IS NULL"
        " ORDER BY name COLLATE NOCASE, id",
        (json.dumps(list(members)),),
    )
    to: dict[str, Recipient] = {}
    left_out: dict[Why, int] = {}
    for member, name, email, agreed, archived, unsubscribed, bounced in found:
        why = _why_not(email, agreed, archived, unsubscribed, bounced)
        if why is None:
            to.setdefault(email.casefold(), Recipient(member, name, email))
        else:
            left_out[why] = left_out.get(why, 0) + 1
    return Recipients(tuple(to.values()), left_out)


def links(to: Sequence[Recipient]) -> list[str]:
    """mailto links that together reach everybody, blind, so that nobody reads who else is written to."""
    made: list[str] = []
    part: list[str] = []
    for one in to:
        address = quote(one.email, safe="@.")
        if part and (len(part) >= _MOST_IN_ONE or len(_link([*part, address])) > _LONGEST_LINK):
            made.append(_link(part))
            part = []
        part.append(address)
    if part:
        made.append(_link(part))
    return made


def _link(addresses: Sequence[str]) -> str:
    return "mailto:?bcc=" + ",".join(addresses)


def _why_not(email: str, agreed: int, archived: int, unsubscribed: int, bounced: int) -> Why | None:
    if archived:
        return Why.ARCHIVED
    if not email:
        return Why.NO_ADDRESS
    if unsubscribed:
        return Why.UNSUBSCRIBED
    if bounced:
        return Why.BOUNCED
    return None if agreed else Why.NO_CONSENT
