"""Taking a library's file out of whatever a person restores: a backup, a locked one, an archive, a replaced file.

It is only laid into a working folder here; whether it is whole, and what becomes of it, is for restoring.py.
"""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from kclub_desktop.errors import BackupDamaged, FileNotReadable, NotABackup, PassphraseNeeded
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import disk
from kclub_desktop.store.backup import archive, listing
from kclub_desktop.store.encryption import cipher, container, key_file
from kclub_desktop.store.encryption.locks import Lock, opened
from kclub_desktop.store.exchange import FILE_NAME


@dataclass(frozen=True)
class Taken:
    """What lies in the working folder. key, lock: of a file that is encrypted; attachments: a folder, or None."""

    key: bytes | None = None
    lock: Lock | None = None
    attachments: Path | None = None


def take_out(file: Path, working: Path, secrets: Secrets, passphrase: str, *, beside: Path) -> Taken:
    """Lay the library's file of `file` into the working folder under its own name.

    beside  the library's folder, whose key may open a file that was replaced there
    Raises NotABackup, BackupDamaged, ArchiveRefused, PassphraseNeeded, WrongPassphrase, FileNotReadable, FileNotWritable.
    """
    if not file.is_file():
        raise FileNotReadable(str(file), "No such file")
    with disk.reading_named(file):
        locked, zipped = container.is_locked_file(file), zipfile.is_zipfile(file)
        _as_listed(file)
    if locked:
        return _unlocked(file, working, secrets, passphrase)
    if zipped:
        attachments = archive.unpack(file, working)
        return Taken(attachments=attachments)
    return _copied(file, working, secrets, passphrase, beside)


def needs_passphrase(file: Path, secrets: Secrets, *, beside: Path) -> bool:
    """Must the person say a passphrase before this file can be restored on this computer? Raises as take_out."""
    if not file.is_file():
        raise FileNotReadable(str(file), "No such file")
    with disk.reading_named(file):
        if container.is_locked_file(file):
            with open(file, "rb") as source:
                return key_file.held(secrets, container.read_header(source, str(file)).lock) is None
    if not _encrypted(file, beside):
        return False
    locks = [*key_file.read(file.parent), *key_file.read(beside)]
    return all(key_file.held(secrets, lock) is None for lock in locks)


def _as_listed(file: Path) -> None:
    """What the list beside a backup says of it must still be so."""
    noted = {each.path.name: each for each in listing.all_backups(file.parent)}.get(file.name)
    if noted and noted.sha256 and disk.sha256_of(file) != noted.sha256:
        raise BackupDamaged(str(file), "hash")


def _unlocked(file: Path, working: Path, secrets: Secrets, passphrase: str) -> Taken:
    laid = working / FILE_NAME
    with open(file, "rb") as source:
        header = container.read_header(source, str(file))
        key = key_file.held(secrets, header.lock)
        if key is None:
            if not passphrase:
                raise PassphraseNeeded(str(file))
            key = opened(header.lock, passphrase, str(file))
        with disk.writing_named(laid), open(laid, "wb") as out:
            container.unlock_into(source, out, key, header, str(file))
            disk.settle(out)
    with open(laid, "rb") as inside:
        plain = inside.read(len(cipher.PLAIN)) == cipher.PLAIN
    return Taken() if plain else Taken(key, header.lock)


def _copied(file: Path, working: Path, secrets: Secrets, passphrase: str, beside: Path) -> Taken:
    found: tuple[bytes, Lock] | None = None
    if _encrypted(file, beside):
        for where in (file.parent, beside):
            if key_file.read(where):
                found = key_file.find(file, secrets, passphrase, locks_of=where)
                break
    elif not _begins_plain(file):
        raise NotABackup(str(file))
    laid = working / FILE_NAME
    with disk.writing_named(laid):
        shutil.copyfile(file, laid)
        log = file.with_name(file.name + "-wal")
        if log.is_file():
            # A file that was replaced because it was damaged, or another library's that was not closed.
            shutil.copyfile(log, laid.with_name(laid.name + "-wal"))
    return Taken(*found) if found else Taken()


def _begins_plain(file: Path) -> bool:
    with disk.reading_named(file), open(file, "rb") as source:
        return source.read(len(cipher.PLAIN)) == cipher.PLAIN


def _encrypted(file: Path, beside: Path) -> bool:
    """Is it an encrypted library's file? Its first bytes say nothing, but a key file lies with it."""
    return (
        file.suffix == ".kclub"
        and not _begins_plain(file)
        and any(key_file.read(where) for where in (file.parent, beside))
    )
