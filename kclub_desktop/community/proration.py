"""What a change of price in the middle of a period costs or gives back, by day and in whole minor units.

The old price is given back for the days that are left and the new one charged for them; a period of another length begins
today and is charged whole. Nothing is looked up and nothing rounded away: the used and the unused part of an amount add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Proration:
    """Shown before it is applied. Amounts in minor units of one currency.

    days_left, days  of the current period; unused: given back of the old price; charged: of the new one
    due              charged − unused: to pay now, or credit for the next orders where negative
    period_ends_at   the period's end after the change, UTC seconds
    """

    days_left: int
    days: int
    unused: int
    charged: int
    currency: str
    period_ends_at: int
    new_period: bool

    @property
    def due(self) -> int:
        """To pay now; negative is kept as credit."""
        return self.charged - self.unused


def split(amount: int, shares: Sequence[int]) -> list[int]:
    """amount in parts proportional to shares, by largest remainder; of equal ones the first. The parts add up to amount.

    amount may be negative. Raises ValueError if a share is negative or all are zero.
    """
    whole = sum(shares)
    if whole <= 0 or min(shares) < 0:
        raise ValueError(list(shares))
    sign, amount = (-1, -amount) if amount < 0 else (1, amount)
    parts = [amount * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda at: (-(amount * shares[at] % whole), at))
    for at in by_remainder[: amount - sum(parts)]:
        parts[at] += 1
    return [sign * part for part in parts]


def unused(amount: int, days_left: int, days: int) -> int:
    """The part of a period's amount for the days that are left, 0 ≤ days_left ≤ days; of a period of no days all of it."""
    if days <= 0:
        return amount
    left = min(max(days_left, 0), days)
    return split(amount, (days - left, left))[1]
