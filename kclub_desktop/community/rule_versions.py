"""Rules are data with a history: each change is kept beside the ones before it, and facts are counted by the rule of their day."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kclub_desktop.store import Library, rows
from kclub_desktop.store.tables import RuleVersion


@dataclass(frozen=True)
class Version:
    """A rule as it was from `since` (UTC seconds) on, until the next one."""

    key: str
    content: Any
    since: int


def note(library: Library, subject: str, key: str, content: Mapping[str, Any] | Sequence[Any]) -> None:
    """Keep what a rule says from now on, unless it says so already. Inside a write."""
    said = json.dumps(content, ensure_ascii=False, sort_keys=True)
    known = versions(library, subject, key)
    if known and json.dumps(known[-1].content, ensure_ascii=False, sort_keys=True) == said:
        return
    rows.add(library, RuleVersion, subject=subject, key=key, content=said, since=library.clock.now())


def versions(library: Library, subject: str, key: str | None = None) -> list[Version]:
    """All versions of a subject, or of one rule of it, the oldest first; what cannot be read is left out."""
    found = library.rows(
        "SELECT key, content, since FROM rule_version WHERE subject = ?1 AND deleted_at IS NULL"
        " AND (?2 IS NULL OR key = ?2) ORDER BY since, id",
        (subject, key),
    )
    kept = []
    for at, content, since in found:
        try:
            kept.append(Version(at, json.loads(content), since))
        except ValueError:
            continue
    return kept
