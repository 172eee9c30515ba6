"""Amounts of money as whole minor units: rates, taxes inside or on top, and sharing out without losing a unit.

Rounding is half up, away from zero: that is what a receipt is checked by with a pocket calculator and what tax offices
here ask for; half to even would be fairer over millions of amounts, but 12.5 fen becoming 12 looks like a mistake to
whoever pays. How an amount is read is in import_export/money.py, how it is written in words_for_values.py.
"""

from __future__ import annotations

from collections.abc import Sequence

WHOLE = 10_000
"""A rate of 100 %, in hundredths of a percent."""
LARGEST = 2**53
"""Minor units from which on other programs would no longer read an amount exactly."""


def divided(amount: int, by: int) -> int:
    """amount / by, rounded half up away from zero. by > 0."""
    whole, rest = divmod(abs(amount), by)
    rounded = whole + (2 * rest >= by)
    return rounded if amount >= 0 else -rounded


def share(amount: int, rate: int) -> int:
    """So many hundredths of a percent of an amount."""
    return divided(amount * rate, WHOLE)


def tax_inside(gross: int, rate: int) -> int:
    """The tax that a price with tax contains; net = gross - tax, exactly."""
    return divided(gross * rate, WHOLE + rate)


def tax_on_top(net: int, rate: int) -> int:
    """The tax that comes on top of a price without."""
    return share(net, rate)


def allocated(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount shared out by weights (0 or more), so that the parts sum to it exactly; by the largest remainders.

    With all weights zero it goes to the first. Raises ValueError without weights.
    """
    if not weights:
        raise ValueError("nothing to share out to")
    total = sum(weights)
    if total == 0:
        return [amount, *[0] * (len(weights) - 1)]
    sign = -1 if amount < 0 else 1
    parts = [divmod(abs(amount) * weight, total) for weight in weights]
    left = abs(amount) - sum(whole for whole, _ in parts)
    # The earlier of two alike gets the unit, so that every device shares out alike.
    first = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))[:left]
    return [sign * (whole + (place in first)) for place, (whole, _) in enumerate(parts)]
