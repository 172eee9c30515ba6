"""`kclub backup`, `restore`, `encrypt` and `decrypt`: keeping a library safe from the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table, typed
from kclub_desktop.words import tr

NEW_PASSPHRASE = "KCLUB_NEW_PASSPHRASE"
T = TypeVar("T")


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("encrypt")(encrypt)
    app.command("decrypt")(decrypt)


def backup(
    library: LibraryFolder,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="Another folder than the library's own.")
    ] = None,
    passphrase: Annotated[
        bool, typer.Option("--passphrase", help="Lock this backup; asked for, or from KCLUB_NEW_PASSPHRASE.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the backups there are.")] = False,
    if_due: Annotated[
        bool, typer.Option("--if-due", help="Make the daily one, if a day has passed; for a scheduler.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Make a backup: a copy of this moment, opened and checked, while others go on working."""
    with in_words(json):
        if listed:
            _list(library, to, json)
            return
        made = _made(library, to, passphrase, if_due)
    if json:
        say_json(made.as_json() if made else {"made": False})
    elif made is None:
        say(tr("No backup is due yet."))
    else:
        said = tr(
            "Backed up to {file}: {n} members, opened and checked.",
            file=made.file,
            n=made.counts.get("member", 0),
        )
        say(said)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup, an archive or a replaced library.")],
    library: LibraryFolder,
    json: JsonFlag = False,
) -> None:
    """Go back to a backup. The library as it is now is kept beside; nobody may have it open meanwhile."""
    from kclub_desktop.clock import SystemClock
    from kclub_desktop.store.backup.restoring import restore as put_back

    with in_words(json):
        done = _asking(
            lambda said: put_back(library, file, clock=SystemClock(), passphrase=said),
            tr("Passphrase of the backup"),
        )
    if json:
        say_json(done.as_json())
        return
    say(tr("{folder} is as it was in {file}.", folder=done.folder, file=done.file))
    if done.kept:
        say(tr("What was there before is kept in {file}", file=done.kept))


def encrypt(library: LibraryFolder, json: JsonFlag = False) -> None:
    """Encrypt a library, or change its passphrase; asked for, or from KCLUB_NEW_PASSPHRASE."""
    from kclub_desktop.clock import SystemClock
    from kclub_desktop.secrets import SystemSecrets, configuration_folder
    from kclub_desktop.store import exchange
    from kclub_desktop.store.encryption import changing, cipher

    secrets = SystemSecrets(configuration_folder())
    with in_words(json):
        new = _new_passphrase()
        changed = cipher.is_encrypted(library / exchange.FILE_NAME)
        if changed:
            _asking(
                lambda said: changing.change_passphrase(library, new, secrets=secrets, passphrase=said),
                tr("Passphrase until now"),
            )
            held = True
        else:
            held = changing.encrypt(library, new, clock=SystemClock(), secrets=secrets)
    if json:
        say_json({"encrypted": True, "changed": changed, "keyring": held})
    elif changed:
        say(tr("The passphrase was changed"))
    elif held:
        say(tr("The library is encrypted now"))
    else:
        say(tr("The library is encrypted now; this computer has no keyring and will ask for the passphrase"))


def decrypt(library: LibraryFolder, json: JsonFlag = False) -> None:
    """Make an encrypted library plain again."""
    from kclub_desktop.clock import SystemClock
    from kclub_desktop.secrets import SystemSecrets, configuration_folder
    from kclub_desktop.store.encryption import changing

    with in_words(json):
        secrets = SystemSecrets(configuration_folder())
        _asking(
            lambda said: changing.decrypt(library, clock=SystemClock(), secrets=secrets, passphrase=said),
            tr("Passphrase"),
        )
    if json:
        say_json({"encrypted": False})
    else:
        say(tr("The library is not encrypted any more"))


def _made(folder: Path, to: Path | None, with_passphrase: bool, if_due: bool) -> Any:
    from kclub_desktop.errors import EncryptedAlready
    from kclub_desktop.secrets import SystemSecrets, configuration_folder
    from kclub_desktop.store.backup import Reason, backup_if_due, choices, make
    from kclub_desktop.store.encryption import locks

    secrets = SystemSecrets(configuration_folder())
    with library_of(folder) as library:
        if if_due:
            return backup_if_due(library, secrets)
        if with_passphrase:
            if library.key is not None:
                raise EncryptedAlready(str(folder))
            key = locks.new_key()
            own_lock = key, locks.new_lock(key, _new_passphrase())
            return make(library, Reason.MANUAL, folder=to, locked_by=own_lock)
        return make(library, Reason.MANUAL, folder=to, locked_by=choices.locked_by(library, secrets))


def _list(folder: Path, to: Path | None, as_json: bool) -> None:
    from kclub_desktop.store.backup import all_backups
    from kclub_desktop.store.backup.making import FOLDER
    from kclub_desktop.words_for_backups import reason_words

    found = all_backups(*dict.fromkeys(each for each in (folder / FOLDER, _second(folder), to) if each))
    if as_json:
        say_json({"backups": [each.as_json() for each in found]})
        return
    heads = [tr("Made"), tr("Reason"), tr("Members"), tr("Locked"), tr("File")]
    say_table(
        "" if found else tr("There is none yet."),
        heads,
        [
            (
                f"{datetime.fromtimestamp(each.at):%Y-%m-%d %H:%M}",
                reason_words(each.reason),
                each.counts.get("member", ""),
                tr("yes") if each.locked else "",
                each.file,
            )
            for each in found
        ],
    )


def _second(folder: Path) -> Path | None:
    """The second folder a library's backups go to. Unknown while it cannot be opened, when its backups matter most."""
    from kclub_desktop.errors import KClubError
    from kclub_desktop.store.backup import choices
    from kclub_desktop.store.backup.making import FOLDER

    try:
        with library_of(folder) as library:
            return choices.second_folder(library)
    except KClubError:
        if not (folder / FOLDER).is_dir():
            raise
    return None


def _new_passphrase() -> str:
    """Never '': to the store that means a key nobody can say, which here would be a library lost to its owner."""
    from kclub_desktop.errors import PassphraseTooShort
    from kclub_desktop.store.encryption.locks import LEAST_LETTERS

    said = os.environ.get(NEW_PASSPHRASE, "") or _asked_twice()
    if len(said) < LEAST_LETTERS:
        raise PassphraseTooShort(LEAST_LETTERS)
    return said


def _asked_twice() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    while True:
        first, again = typed(tr("New passphrase")), typed(tr("The same again"))
        if first == again:
            return first
        print(tr("The two are not the same."), file=sys.stderr)


def _asking(work: Callable[[str], T], words: str) -> T:
    """Do it with the passphrase of the environment, or the one that is typed at a terminal if none fits."""
    from kclub_desktop.errors import PassphraseNeeded
    from kclub_desktop.secrets import PASSPHRASE_VARIABLE

    try:
        return work(os.environ.get(PASSPHRASE_VARIABLE, ""))
    except PassphraseNeeded:
        if not sys.stdin.isatty():
            raise
    return work(typed(words))
