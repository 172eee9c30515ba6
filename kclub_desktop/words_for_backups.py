"""Why a backup was made, in words. The reasons themselves are in store/backup/listing.py."""

from __future__ import annotations

from kclub_desktop.words import tr_code, tr_noop

_OTHER = tr_noop("Another backup")
_REASONS = {
    "daily": tr_noop("Daily"),
    "manual": tr_noop("By hand"),
    "migration": tr_noop("Before an update of the file"),
    "import": tr_noop("Before an import"),
    "erase": tr_noop("Before an erasure"),
    "merge": tr_noop("Before a merge"),
    "restore": tr_noop("Before a restore"),
}


def reason_words(reason: str) -> str:
    """A backup's reason in the current language; a newer version's is “another backup”."""
    return tr_code(_REASONS, reason, _OTHER)
