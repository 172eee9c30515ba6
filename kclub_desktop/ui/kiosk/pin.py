"""The PIN that leaves the kiosk: kept as a salted hash in this device's settings, five tries, then a minute's rest."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from kclub_desktop.clock import Clock
from kclub_desktop.ui.session import Settings

SHORTEST, LONGEST = 4, 8
TRIES = 5
REST_SECONDS = 60
_NAME = "kiosk_pin"


def may_be(text: str) -> bool:
    """Is it 4 to 8 digits?"""
    return text.isascii() and text.isdigit() and SHORTEST <= len(text) <= LONGEST


def is_set(settings: Settings) -> bool:
    """Has a PIN been chosen on this device?"""
    return bool(settings.get(_NAME))


def keep(settings: Settings, pin: str) -> None:
    """Keep a PIN of 4 to 8 digits in place of the one before. Raises ValueError on anything else."""
    if not may_be(pin):
        raise ValueError("a PIN is 4 to 8 digits")
    salt = secrets.token_hex(16)
    settings.set(_NAME, f"{salt}:{_hash(pin, salt)}")


def forget(settings: Settings) -> None:
    """Forget the PIN, so that the next start of the kiosk asks for a new one."""
    settings.set(_NAME, "")


def fits(settings: Settings, pin: str) -> bool:
    """Is it the PIN that was chosen?"""
    salt, _, kept = settings.get(_NAME).partition(":")
    return bool(kept) and hmac.compare_digest(kept, _hash(pin, salt))


class Tries:
    """Counts wrong PINs, so that nobody stands there and goes through all of them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wrong = 0
        self._rest_until = 0

    @property
    def resting(self) -> bool:
        """Is no PIN taken right now?"""
        return self._clock.now() < self._rest_until

    def count_wrong(self) -> None:
        """One more wrong PIN."""
        self._wrong += 1
        if self._wrong >= TRIES:
            self._wrong = 0
            self._rest_until = self._clock.now() + REST_SECONDS

    def forget(self) -> None:
        """The right one was given."""
        self._wrong = 0


def _hash(pin: str, salt: str) -> str:
    return hashlib.scrypt(pin.encode(), salt=salt.encode(), n=2**12, r=8, p=1).hex()
