"""What may go wrong with letting devices in and looking after them; as in errors.py, data only, no words."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.errors import Refused, Unavailable


@dataclass(eq=False)
class HubNeeded(Unavailable):
    """The hub did not answer to what only it can do: pairing, and what concerns the devices. Nothing of it goes later."""

    url: str
    reason: str


@dataclass(eq=False)
class NothingToJoin(Refused):
    """A copy was asked for of a community that no library has founded yet."""

    url: str
