"""What a person reads of a library that was looked over. The findings (store/doctor) carry codes and numbers only."""

from __future__ import annotations

from collections.abc import Mapping

from kclub_desktop.words import tr, tr_code, tr_noop

FINDINGS = {
    "unreadable": tr_noop("Part of the file cannot be read ({reason}). Restore the newest good backup."),
    "damaged": tr_noop("The file is damaged: {first}. Restore the newest good backup."),
    "index_wrong": tr_noop("{n} index entries do not agree with their tables."),
    "gate_open": tr_noop("Another program left the library open for unrecorded edits."),
    "triggers_wrong": tr_noop("{n} rules that record every edit are missing or changed."),
    "dangling": tr_noop("{n} rows of “{table}” point at something that is not here ({column}). It may arrive with the next sync."),
    "id_behind": tr_noop("The counter of ids lags behind; new entries could have clashed with old ones."),
    "stamp_behind": tr_noop("The clock of the change log lags behind."),
    "id_of_nobody": tr_noop("“{table}” holds rows of devices that are not listed: {nodes}."),
    "log_orphans": tr_noop("{n} entries of the history have lost their date and device."),
    "search_wrong": tr_noop("{n} entries of the search index do not agree with the data."),
    "figures_wrong": tr_noop("The last activity or spending of {n} members does not agree with what is recorded."),
    "erased_speaks": tr_noop("Something of erased people is still here: {tables}."),
    "erased_back": tr_noop("{n} erased people are here again, probably from a backup."),
    "erased_unlisted": tr_noop("{n} erased people are missing from the list that protects them when a backup is restored."),
    "cleaning_due": tr_noop("The file still has to be cleaned of something that was erased."),
    "log_large": tr_noop("The file's write-ahead log has grown to {megabytes} MB."),
}  # fmt: skip

STATES = {
    "fault": tr_noop("Needs attention"),
    "notice": tr_noop("Good to know"),
    "repaired": tr_noop("Repaired"),
}


def finding_words(code: str, values: Mapping[str, object]) -> str:
    """One sentence in the current language."""
    return tr(FINDINGS[code], **values)


def state_words(state: str) -> str:
    """Where a finding stands, in a word or two."""
    return tr_code(STATES, state, "fault")
