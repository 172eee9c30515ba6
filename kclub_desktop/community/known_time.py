"""What time it is in the community, as far as this device can know: two clocks that differ must not undo each other's work."""

from __future__ import annotations

from kclub_desktop.store import Library
from kclub_protocol.stamps import milliseconds_of


def now(library: Library) -> int:
    """Unix seconds: by this computer's clock, but never earlier than the newest change that has come here.

    By a clock that is slow, what another device wrote today is still to come: its points would be taken back here, given
    again there, and so on without end.
    """
    newest = int(library.value("SELECT last_stamp FROM library_state"))
    return max(library.clock.now(), milliseconds_of(newest) // 1000)
