"""The list of all checks, in the order they run: what others rest on comes first."""

from __future__ import annotations

from kclub_desktop.store import search, triggers
from kclub_desktop.store.doctor import file, files, indices, people, rows
from kclub_desktop.store.doctor.finding import Check
from kclub_desktop.store.privacy import cleaning
from kclub_desktop.store.segments import figures

CHECKS: tuple[Check, ...] = (
    Check("file", ("damaged", "index_wrong"), file.damage, file.reindex),
    Check("gate", ("gate_open",), file.gate, file.close_gate),
    Check("triggers", ("triggers_wrong",), file.trigger_differences, triggers.mend),
    Check("indices", ("indices_wrong",), indices.differences, indices.make_missing),
    Check("references", ("dangling",), rows.dangling),
    Check("ids", ("id_behind", "stamp_behind", "id_of_nobody"), rows.ids, rows.move_ids_on),
    Check("log", ("log_orphans",), rows.orphans_of_log),
    Check("consent", ("consent_behind",), people.consent_differences, people.settle_consent),
    Check("search", ("search_wrong",), people.search_differences, search.rebuild),
    Check("figures", ("figures_wrong",), people.figure_differences, figures.rebuild),
    Check(
        "erasures", ("erased_speaks", "erased_back", "erased_unlisted"), people.erasures, people.erase_again
    ),
    Check("cleaning", ("cleaning_due",), file.erased_bytes, cleaning.clean),
    Check(
        "attachments",
        ("attachment_missing", "attachment_damaged", "attachment_elsewhere", "attachment_unused"),
        files.attachment_troubles,
        files.collect_unused,
    ),
    Check("backups", ("backup_damaged",), file.bad_backups),
    Check("plain_copies", ("copies_plain",), file.plain_copies, file.lock_plain_copies),
    Check("surroundings", ("cloud_drive", "copies_beside"), file.surroundings_of),
    Check("write_ahead_log", ("log_large",), file.large_log, file.empty_log),
)
