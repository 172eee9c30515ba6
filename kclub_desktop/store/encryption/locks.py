"""A lock: a random key of 32 bytes, itself locked by a passphrase, so that the passphrase can change and the key stay.

The passphrase is stretched by scrypt, the key locked by AES-GCM with the lock's id and cost bound to it. Where locks
are kept is in key_file.py and container.py.
"""

from __future__ import annotations

import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kclub_desktop.errors import PassphraseTooShort, WrongPassphrase

KEY_BYTES = 32
LEAST_LETTERS = 8
COST = 1 << 17
"""scrypt's n; with r = 8 one guess takes 128 MB and some 0.4 s."""
_R, _P = 8, 1
_MOST = {"n": 1 << 20, "r": 16, "p": 4}
"""A lock that asks for more is not ours, and would only use up the memory."""


@dataclass(frozen=True)
class Lock:
    """A key's id, and the key locked by a passphrase; locked is empty where only a keyring holds the key."""

    id: str
    salt: bytes = b""
    nonce: bytes = b""
    locked: bytes = b""
    n: int = COST
    r: int = _R
    p: int = _P

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        texts = {name: b64encode(getattr(self, name)).decode() for name in ("salt", "nonce", "locked")}
        return {"id": self.id, "n": self.n, "r": self.r, "p": self.p, **texts}


def lock_from_json(told: Mapping[str, Any]) -> Lock:
    """Raises ValueError if it is not a lock of ours."""
    try:
        numbers = {name: int(told[name]) for name in _MOST}
        binary = {name: b64decode(told[name], validate=True) for name in ("salt", "nonce", "locked")}
        name = str(told["id"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("not a lock") from error
    if any(not 0 < number <= _MOST[name] for name, number in numbers.items()):
        raise ValueError("a lock of another kind")
    return Lock(name, binary["salt"], binary["nonce"], binary["locked"], **numbers)


def new_key() -> bytes:
    """A random key."""
    return secrets.token_bytes(KEY_BYTES)


def new_lock(key: bytes, passphrase: str = "", id: str = "") -> Lock:
    """A lock around a key; without a passphrase only a keyring will hold the key. Raises PassphraseTooShort.

    id  of the lock whose passphrase changes; a new one otherwise
    """
    id = id or secrets.token_hex(8)
    if not passphrase:
        return Lock(id)
    if len(passphrase) < LEAST_LETTERS:
        raise PassphraseTooShort(LEAST_LETTERS)
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    lock = Lock(id, os.urandom(16), os.urandom(12), b"", COST)
    locked = AESGCM(_stretched(lock, passphrase)).encrypt(lock.nonce, key, _bound(lock))
    return Lock(id, lock.salt, lock.nonce, locked, lock.n)


def opened(lock: Lock, passphrase: str, what: str) -> bytes:
    """The key. what: the file, for the error. Raises WrongPassphrase."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not lock.locked:
        raise WrongPassphrase(what)
    try:
        return AESGCM(_stretched(lock, passphrase)).decrypt(lock.nonce, lock.locked, _bound(lock))
    except (InvalidTag, ValueError) as error:
        raise WrongPassphrase(what) from error


def _stretched(lock: Lock, passphrase: str) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=lock.salt, length=KEY_BYTES, n=lock.n, r=lock.r, p=lock.p).derive(
        passphrase.encode("utf-8", "surrogatepass")
    )


def _bound(lock: Lock) -> bytes:
    return f"kclub lock {lock.id} {lock.n} {lock.r} {lock.p}".encode()
