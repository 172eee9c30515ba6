"""When a backup is made: once a day, and before work that could go wrong as a whole."""

from __future__ import annotations

from kclub_desktop.errors import PassphraseNeeded
from kclub_desktop.secrets import Secrets, SystemSecrets, configuration_folder
from kclub_desktop.store.backup import choices
from kclub_desktop.store.backup.listing import Backup, Reason, all_backups
from kclub_desktop.store.backup.making import FOLDER, copied_to, make
from kclub_desktop.store.library import Library

EVERY_SECONDS = 23 * 3600
"""A little less than a day, so that a desk opened at nine every morning does not skip one."""


def next_due(library: Library) -> int:
    """UTC seconds from when on the next daily backup is due; in the past if it is due now."""
    now = library.clock.now()
    # One from a time to come was made under a wrong clock and says nothing.
    made = [each.at for each in all_backups(library.folder / FOLDER) if each.reason == Reason.DAILY]
    last = max((at for at in made if at <= now), default=0)
    return last + EVERY_SECONDS if last else now


def backup_if_due(library: Library, secrets: Secrets | None = None) -> Backup | None:
    """The daily backup, if none was made for a day and there is anything to back up; also into the second folder.

    Raises FileNotWritable, BackupDamaged, PassphraseNeeded; the one in the library's folder is made first.
    """
    second = choices.second_folder(library)
    made = None
    if next_due(library) <= library.clock.now() and _has_content(library):
        made = make(library, Reason.DAILY, locked_by=choices.locked_by(library, _or_system(secrets)))
    if second is not None:
        newest = next(iter(_daily(library)), None)
        if newest and not (second / newest.path.name).exists():
            copied_to(newest, second)
    return made


def before(library: Library, reason: Reason, *, secrets: Secrets | None = None) -> Backup | None:
    """A backup before risky work; the newest one if nothing has changed since it, None if there is nothing to lose.

    Raises FileNotWritable, BackupDamaged, LibraryUnreadable: then the work must not begin.
    """
    if not _has_content(library):
        return None
    newest = next(iter(all_backups(library.folder / FOLDER)), None)
    change = library.value("SELECT max(id) FROM change_set")
    if newest and newest.sha256 and newest.change == change and newest.version == _version(library):
        return newest
    try:
        locked_by = choices.locked_by(library, _or_system(secrets))
    except PassphraseNeeded:
        # It stays in the library's folder beside the library itself, which is no better hidden.
        locked_by = None
        if library.key is not None:
            raise
    return make(library, reason, locked_by=locked_by)


def _or_system(secrets: Secrets | None) -> Secrets:
    return secrets or SystemSecrets(configuration_folder())


def _has_content(library: Library) -> bool:
    return library.value("SELECT 1 FROM change_set LIMIT 1") is not None


def _version(library: Library) -> int:
    return int(library.value("PRAGMA user_version"))


def _daily(library: Library) -> list[Backup]:
    return [each for each in all_backups(library.folder / FOLDER) if each.reason == Reason.DAILY]
