"""What the privacy section asks: the rules with what each would do now, the wordings, and who was erased when."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.community import consent, retention
from kclub_desktop.community.retention import Rule
from kclub_desktop.store import Library

ERASURES_SHOWN = 50


@dataclass(frozen=True)
class Privacy:
    """rules: each with how many it would concern now; erasures: (member, UTC seconds, asked or retention)."""

    rules: list[tuple[Rule, int]]
    wordings: dict[str, str]
    erasures: list[tuple[int, int, str]]
    erased: int
    zone: str


def privacy(library: Library, now: int) -> Privacy:
    """Ask for the whole section."""
    return Privacy(
        rules=[
            (rule, retention.would_concern(library, rule.subject, rule.months, now))
            for rule in retention.rules(library)
        ],
        wordings={purpose: consent.wording_of(library, purpose) for purpose in consent.PURPOSES},
        erasures=library.rows(
            "SELECT member, erased_at, why FROM erasure ORDER BY erased_at DESC, id DESC LIMIT ?",
            (ERASURES_SHOWN,),
        ),
        erased=int(library.value("SELECT count(*) FROM erasure")),
        zone=library.zone,
    )
