"""What may go wrong with letting devices in and looking after them; as in errors.py, data only, no words."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.errors import HubRefused, KClubError, Refused, Unavailable


@dataclass(eq=False)
class HubNeeded(Unavailable):
    """The hub did not answer to what only it can do: pairing, and what concerns the devices. Nothing of it goes later."""

    url: str
    reason: str

    @property
    def is_answer_lost(self) -> bool:
        """Did the hub hear it? Then it may have done it, and only the answer was lost."""
        return self.reason in ("ReadTimeout", "ChunkedEncodingError", "the answer was cut short")


@dataclass(eq=False)
class NothingToJoin(Refused):
    """A copy was asked for of a community that no library has founded yet."""

    url: str


def is_removal(error: KClubError | None) -> bool:
    """Does the hub say that an owner removed this device?"""
    return isinstance(error, HubRefused) and error.reason == "This device was removed from the hub"
