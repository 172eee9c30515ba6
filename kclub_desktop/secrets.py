"""Where a device's secrets are kept, its hub token and its library's key: the system's keyring, or a locked file.

Never in the library. The passphrase of the locked file comes from the environment, for computers without a keyring (a
server, a kiosk at its first start).
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Protocol

from kclub_desktop.errors import FileNotReadable, FileNotWritable, NoKeyring, WrongPassphrase

SERVICE = "kclub-desktop"
PASSPHRASE_VARIABLE = "KCLUB_PASSPHRASE"
_SALT_BYTES = 16


def configuration_folder() -> Path:
    """Where locked secrets are kept on a computer without a keyring; KCLUB_CONFIGURATION names another folder."""
    from platformdirs import user_config_path

    named = os.environ.get("KCLUB_CONFIGURATION")
    return Path(named) if named else user_config_path("kclub", appauthor=False)


class Secrets(Protocol):
    """A place for secrets, by name."""

    def get(self, name: str) -> str | None:
        """The secret, or None if there is none of that name.

        Raises NoKeyring; for locked ones WrongPassphrase, FileNotReadable.
        """

    def put(self, name: str, secret: str) -> None:
        """Keep a secret under a name. Raises NoKeyring, FileNotWritable, FileNotReadable."""


class Held:
    """Secrets for as long as the program runs: an embedded hub gives a new token at every start."""

    def __init__(self) -> None:
        self._held: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """See Secrets."""
        return self._held.get(name)

    def put(self, name: str, secret: str) -> None:
        """See Secrets."""
        self._held[name] = secret


_SAID: dict[Path, str] = {}
"""Passphrases that a person said at a window, by the file they open, for as long as the program runs."""


class SystemSecrets:
    """The system's keyring, else the locked file. folder: this person's configuration folder."""

    def __init__(self, folder: Path, passphrase: str | None = None) -> None:
        self._file = folder / "secrets.json"
        self._given = passphrase or os.environ.get(PASSPHRASE_VARIABLE, "")

    @property
    def is_locked(self) -> bool:
        """Are there secrets in the locked file?"""
        return self._file.exists() and bool(_Locked(self._file, "").names())

    def unlock(self, passphrase: str) -> None:
        """Use the locked file with this passphrase from now on, here and wherever this program asks for the same folder.

        Raises WrongPassphrase if it does not open what is there, FileNotReadable.
        """
        locked = _Locked(self._file, passphrase)
        for name in locked.names()[:1]:
            locked.get(name)
        _SAID[self._file] = passphrase

    @property
    def _passphrase(self) -> str:
        return self._given or _SAID.get(self._file, "")

    def get(self, name: str) -> str | None:
        """See Secrets."""
        if self._passphrase:
            return _Locked(self._file, self._passphrase).get(name)
        import keyring
        import keyring.errors

        try:
            return keyring.get_password(SERVICE, name)
        except keyring.errors.KeyringError as error:
            raise NoKeyring(name) from error

    def put(self, name: str, secret: str) -> None:
        """See Secrets."""
        if self._passphrase:
            _Locked(self._file, self._passphrase).put(name, secret)
            return
        import keyring
        import keyring.errors

        try:
            keyring.set_password(SERVICE, name, secret)
        except keyring.errors.KeyringError as error:
            raise NoKeyring(name) from error


class _Locked:
    """Names to secrets in one file, each encrypted (Fernet) with a key stretched from the passphrase (scrypt)."""

    def __init__(self, file: Path, passphrase: str) -> None:
        self._file, self._passphrase = file, passphrase

    def names(self) -> list[str]:
        return list(self._read())

    def get(self, name: str) -> str | None:
        from cryptography.fernet import InvalidToken

        kept = self._read().get(name)
        if kept is None:
            return None
        salt, _, locked = kept.partition(":")
        try:
            return self._key(base64.b64decode(salt)).decrypt(locked.encode()).decode()
        except (InvalidToken, ValueError) as error:
            raise WrongPassphrase(str(self._file)) from error

    def put(self, name: str, secret: str) -> None:
        salt = os.urandom(_SALT_BYTES)
        locked = self._key(salt).encrypt(secret.encode()).decode()
        kept = self._read() | {name: f"{base64.b64encode(salt).decode()}:{locked}"}
        made = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            made.touch(mode=0o600)
            made.write_text(json.dumps(kept), encoding="utf-8")
            made.replace(self._file)
        except OSError as error:
            raise FileNotWritable(str(self._file), error.strerror or str(error)) from error

    def _read(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise FileNotReadable(str(self._file), error.strerror or str(error)) from error
        except (ValueError, TypeError) as error:
            raise FileNotReadable(str(self._file), "JSON") from error

    def _key(self, salt: bytes):  # type: ignore[no-untyped-def]  # cryptography is imported late
        from cryptography.fernet import Fernet
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        stretched = Scrypt(salt=salt, length=32, n=1 << 15, r=8, p=1).derive(self._passphrase.encode())
        return Fernet(base64.urlsafe_b64encode(stretched))
