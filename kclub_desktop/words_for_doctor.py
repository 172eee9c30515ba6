"""What a person reads of a library that was looked over. The findings (store/doctor) carry codes and numbers only."""

from __future__ import annotations

from collections.abc import Mapping

from kclub_desktop.words import tr, tr_code, tr_noop
from kclub_desktop.words_for_fields import words_for_field, words_for_table

FINDINGS = {
    "unreadable": tr_noop("Part of the file cannot be read ({reason}). Restore the newest good backup."),
    "damaged": tr_noop("The file is damaged: {first}. Restore the newest good backup."),
    "index_wrong": tr_noop("Index entries that do not agree with their tables: {n}."),
    "gate_open": tr_noop("Another program left the library open for unrecorded edits."),
    "triggers_wrong": tr_noop("Rules that record every edit are missing or changed: {n}."),
    "indices_wrong": tr_noop("Indices that are missing or changed ({n}): {names}. Without them KClub gets slow."),
    "dangling": tr_noop("Rows of “{table}” whose “{column}” is not here: {n}. It may arrive with the next sync."),
    "id_behind": tr_noop("The counter of ids lags behind; new entries could have clashed with old ones."),
    "stamp_behind": tr_noop("The clock of the change log lags behind."),
    "id_of_nobody": tr_noop("“{table}” holds rows of devices that are not listed: {nodes}."),
    "log_orphans": tr_noop("Entries of the history that lost their date and device: {n}."),
    "consent_behind": tr_noop("Members who are written to, or not, against what they last said: {n}."),
    "search_wrong": tr_noop("Entries of the search index that do not agree with the data: {n}."),
    "figures_wrong": tr_noop("Members whose last activity or spending does not agree with what is recorded: {n}."),
    "erased_speaks": tr_noop("Something of erased people is still here: {tables}."),
    "erased_back": tr_noop("Erased people who are here again, probably from a backup: {n}."),
    "erased_unlisted": tr_noop("Erased people missing from the list that protects them when a backup is restored: {n}."),
    "cleaning_due": tr_noop("The file still has to be cleaned of something that was erased."),
    "attachment_missing": tr_noop("Attachments that are not here ({n}): {names}. Look for them in an archive or on another device."),
    "attachment_elsewhere": tr_noop("Attachments that are on the device where they were added, and not on this one: {n}."),
    "attachment_damaged": tr_noop("Attachments that are not what was added ({n}): {names}."),
    "attachment_unused": tr_noop("Files among the attachments that belong to nothing any more: {n} ({megabytes} MB)."),
    "backup_damaged": tr_noop("Backups that are damaged ({n}): {names}."),
    "copies_plain": tr_noop("Copies of the encrypted library that anybody can read ({n}): {names}."),
    "cloud_drive": tr_noop("The library lies in a folder that {drive} keeps in step. Open it on one computer at a time, or move it out and use a hub."),
    "copies_beside": tr_noop("Copies of the library beside it ({n}): {names}. A cloud drive made them of edits on two computers."),
    "log_large": tr_noop("The file's write-ahead log has grown to {megabytes} MB."),
}  # fmt: skip

STATES = {
    "fault": tr_noop("Needs attention"),
    "notice": tr_noop("Good to know"),
    "repaired": tr_noop("Repaired"),
}


def finding_words(code: str, values: Mapping[str, object]) -> str:
    """One sentence in the current language."""
    told = dict(values)
    if "table" in told and "column" in told:
        told["column"] = words_for_field(str(told["table"]), str(told["column"]))
    if "table" in told:
        told["table"] = words_for_table(str(told["table"]))
    return tr(FINDINGS[code], **told)


def state_words(state: str) -> str:
    """Where a finding stands, in a word or two."""
    return tr_code(STATES, state, "fault")
