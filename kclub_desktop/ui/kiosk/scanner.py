"""A scanner types like a keyboard and ends with Enter: telling its codes from a person's typing. Knows no Qt."""

from __future__ import annotations

SHORTEST = 4
"""Letters a code has at least; a stray Enter is no scan."""
BY_HAND_MS = 5000
FAST_MS = 100


class Scanner:
    """Collects typed letters until Enter; `fast_only` where a person types too, so that only a scanner's speed counts."""

    def __init__(self) -> None:
        self._typed = ""
        self._last_ms = 0

    def type(self, text: str, at_ms: int, *, fast_only: bool) -> None:
        """One or more letters; a pause longer than a scanner's (or a patient person's) begins anew."""
        longest = FAST_MS if fast_only else BY_HAND_MS
        if at_ms - self._last_ms > longest:
            self._typed = ""
        self._typed += text
        self._last_ms = at_ms

    def enter(self, at_ms: int, *, fast_only: bool) -> str:
        """The code that was typed; '' if this Enter ended none."""
        longest = FAST_MS if fast_only else BY_HAND_MS
        code = self._typed.strip() if at_ms - self._last_ms <= longest else ""
        self.forget()
        return code if len(code) >= SHORTEST else ""

    def forget(self) -> None:
        """Drop what was typed so far."""
        self._typed = ""
