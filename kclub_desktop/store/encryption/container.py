"""A locked file: any bytes behind a key, piece by piece, so that a file of any size needs the same little memory.

Each piece is sealed with AES-GCM under a key made for this one file, with its place, whether it is the last, and the
whole header bound to it: a piece that was changed, moved, left out or added is noticed, and so is a file cut short.
The shape is that of the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015), as `age` uses it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from kclub_desktop.errors import BackupDamaged
from kclub_desktop.store.encryption.locks import KEY_BYTES, Lock, lock_from_json

MAGIC = b"KCLUB\x00L1"
PIECE = 256 * 1024
_TAG = 16
_MOST_HEADER = 64 * 1024


@dataclass(frozen=True)
class Header:
    """Who can open the file. bytes: as they stand in it, bound to every piece."""

    lock: Lock
    salt: bytes
    bytes: bytes


def is_locked_file(path: Path) -> bool:
    """Does the file begin as a locked one? Raises OSError."""
    with open(path, "rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def lock_into(source: BinaryIO, target: BinaryIO, key: bytes, lock: Lock) -> None:
    """Write source, from where it stands to its end, locked into target. Raises OSError."""
    salt = os.urandom(16)
    told = json.dumps({"lock": lock.as_json(), "salt": salt.hex()}).encode()
    header = Header(lock, salt, told)
    target.write(MAGIC + len(told).to_bytes(4, "big") + told)
    sealer, bound = _sealer(key, header)
    number, piece = 0, source.read(PIECE)
    while True:
        following = source.read(PIECE)
        target.write(sealer.encrypt(_nonce(number, not following), piece, bound))
        if not following:
            return
        number, piece = number + 1, following


def read_header(source: BinaryIO, name: str) -> Header:
    """Read up to the first piece. name: of the file, for the error. Raises BackupDamaged."""
    if source.read(len(MAGIC)) != MAGIC:
        raise BackupDamaged(name, "header")
    length = int.from_bytes(source.read(4), "big")
    told = source.read(length) if length <= _MOST_HEADER else b""
    try:
        read: Mapping[str, Any] = json.loads(told)
        return Header(lock_from_json(read["lock"]), bytes.fromhex(read["salt"]), told)
    except (ValueError, KeyError, TypeError) as error:
        raise BackupDamaged(name, "header") from error


def unlock_into(source: BinaryIO, target: BinaryIO, key: bytes, header: Header, name: str) -> None:
    """Write the content of a locked file, standing after its header, into target.

    Raises BackupDamaged as soon as a piece is not the one that was written; target is then worth nothing.
    """
    from cryptography.exceptions import InvalidTag

    sealer, bound = _sealer(key, header)
    number, piece = 0, source.read(PIECE + _TAG)
    while True:
        following = source.read(PIECE + _TAG)
        try:
            target.write(sealer.decrypt(_nonce(number, not following), piece, bound))
        except InvalidTag as error:
            raise BackupDamaged(name, "piece") from error
        if not following:
            return
        number, piece = number + 1, following


def _sealer(key: bytes, header: Header):  # type: ignore[no-untyped-def]  # cryptography is imported late
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    own = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=header.salt, info=b"kclub locked file 1").derive(
        key
    )
    return AESGCM(own), hashlib.sha256(MAGIC + header.bytes).digest()


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
