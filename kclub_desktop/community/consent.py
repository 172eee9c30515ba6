"""Consent: what a member agreed to, in which words, how and when, and what they took back.

Each time is a fact and stays; what counts is the newest per purpose. `member.email_consent` is kept in step, so that a
mailing need not read the facts. Which device recorded it is in the change log.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kclub_desktop.community import contact
from kclub_desktop.errors import UnknownMember
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import CommunitySetting, Consent, Member

EMAIL = "email"
PURPOSES = (EMAIL, "phone", "photos", "analysis")
"""What consent is usually asked for; a community may have purposes of its own."""
_WORDING = "consent.wording."


class How(enum.StrEnum):
    """How somebody said it."""

    SPOKEN = "spoken"
    FORM = "form"
    KIOSK = "kiosk"
    LINK = "link"
    IMPORT = "import"


@dataclass(frozen=True)
class Said:
    """One time a member agreed or took it back. wording: what they agreed to; device: node that recorded it."""

    id: int
    purpose: str
    given: bool
    given_at: int
    how: str
    wording: str
    note: str
    device: int | None

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "purpose": self.purpose,
            "given": self.given,
            "given_at": self.given_at,
            "how": self.how,
            "wording": self.wording,
            "note": self.note,
        }


def record(
    library: Library,
    member: int,
    purpose: str,
    given: bool,
    *,
    how: How,
    wording: str | None = None,
    note: str = "",
    at: int | None = None,
    initiator: object | None = None,
) -> int:
    """Keep what a member said and return the fact's id.

    wording  the sentence they agreed to; by default the community's own for this purpose
    at       when they said it, UTC seconds; by default now
    Raises UnknownMember, FieldRefused; then nothing is written.
    """
    purpose = contact.text("purpose", purpose, required=True)
    note = contact.text("note", note)
    said = contact.text("wording", wording if wording is not None else wording_of(library, purpose))
    with library.write(Op.RECORD_CONSENT, initiator=initiator):
        if not library.value("SELECT 1 FROM member WHERE id = ? AND deleted_at IS NULL", (member,)):
            raise UnknownMember(str(member))
        fact = rows.add(
            library,
            Consent,
            member=member,
            purpose=purpose,
            given=int(given),
            given_at=at if at is not None else library.clock.now(),
            how=str(how),
            wording=said if given else "",
            note=note,
        )
        if purpose == EMAIL:
            stands = next(one for one in log_of(library, member) if one.purpose == EMAIL)
            rows.change(library, Member, member, email_consent=int(stands.given))
    return fact


def log_of(library: Library, member: int) -> list[Said]:
    """Everything a member said, newest first."""
    found = library.rows(
        "SELECT c.id, c.purpose, c.given, c.given_at, c.how, c.wording, c.note,"
        " (SELECT s.node FROM change l JOIN change_set s ON s.id = l.change_set"
        "  WHERE l.row = c.id AND l.entity = ? AND l.field = '' LIMIT 1)"
        " FROM consent c WHERE c.member = ? ORDER BY c.given_at DESC, c.id DESC",
        (Consent.number, member),
    )
    return [
        Said(row, purpose, bool(given), at, how, wording, note, node)
        for row, purpose, given, at, how, wording, note, node in found
    ]


def standing(said: Sequence[Said]) -> dict[str, Said]:
    """What counts now of a member's log, by purpose: the newest of each."""
    newest: dict[str, Said] = {}
    for one in said:
        newest.setdefault(one.purpose, one)
    return newest


def wording_of(library: Library, purpose: str) -> str:
    """The sentence members are asked to agree to for a purpose; '' if the community has none."""
    setting = rows.id_for(CommunitySetting, {"key": _WORDING + purpose})
    kept = rows.get(library, CommunitySetting, setting)
    return str(kept.value) if kept and kept.deleted_at is None else ""


def set_wordings(library: Library, wordings: Mapping[str, str], *, initiator: object | None = None) -> None:
    """Change the sentences by purpose; consent given before keeps the words it was given to. Raises FieldRefused."""
    checked = {purpose: contact.text("wording", words) for purpose, words in wordings.items()}
    with library.write(Op.EDIT_SETTINGS, initiator=initiator):
        for purpose, words in checked.items():
            rows.put(library, CommunitySetting, key=_WORDING + purpose, value=words)
