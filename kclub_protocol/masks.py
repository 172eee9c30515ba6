"""How a person is shown where others can look: enough to know oneself, not enough to be known by a stranger."""

from __future__ import annotations

_TAIL = 4


def display_name(name: str) -> str:
    """Tom O'Neil → Tom O., 李小明 → 李**, Cher → Cher."""
    parts = name.split()
    if len(parts) == 1 and not name.isascii():
        return parts[0][0] + "*" * (len(parts[0]) - 1)
    if len(parts) < 2:
        return name.strip()
    return f"{parts[0]} {parts[-1][0]}."


def masked(value: str) -> str:
    """The end of a phone number or the first letter of an e-mail address: +8613800001234 → ···1234, lina@x.com → l···@."""
    if not value:
        return ""
    if "@" in value:
        return f"{value[0]}···@"
    return f"···{value[-_TAIL:]}" if len(value) > 2 * _TAIL else "···"
