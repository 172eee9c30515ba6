"""What a subscription hears of its orders' money: one was paid, or a charge for one failed."""

from __future__ import annotations

from kclub_desktop.store import Library


def settled(library: Library, order: int) -> None:
    """An order of a subscription is paid now; inside the write that took the payment."""


def failed(library: Library, order: int) -> None:
    """A charge for an order of a subscription failed; inside the write that kept it."""
