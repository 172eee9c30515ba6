"""How long work says how far it is and hears that it should stop. The window's bar and the terminal's are elsewhere."""

from __future__ import annotations

from collections.abc import Callable


class Cancelled(BaseException):
    """The person stopped this work. A BaseException, so that no rule takes it for a failure of its own."""


class Progress:
    """Handed to a job. `advance` raises Cancelled between two slices of work once `cancel` was called."""

    def __init__(self, shown: Callable[[int, int | None], None] | None = None) -> None:
        """shown: called with (done, total or None) after each advance, on the working thread."""
        self.total: int | None = None
        self.done = 0
        self._shown = shown
        self._cancelled = False
        self._when_cancelled: Callable[[], None] | None = None

    def expect(self, total: int) -> None:
        """Say how many steps there will be."""
        self.total = total

    def advance(self, n: int = 1) -> None:
        """n more steps are done. Raises Cancelled."""
        if self._cancelled:
            raise Cancelled
        self.done += n
        if self._shown:
            self._shown(self.done, self.total)

    def show(self, done: int, total: int | None) -> None:
        """Say how far work is that another process does; that one hears of `cancel` by itself."""
        self.done, self.total = done, total
        if self._shown:
            self._shown(done, total)

    def cancel(self) -> None:
        """Ask the work to stop at its next advance; from any thread."""
        self._cancelled = True
        if self._when_cancelled:
            self._when_cancelled()

    def when_cancelled(self, tell: Callable[[], None]) -> None:
        """Call tell, on the thread that cancels, once this is cancelled; at once if it is already."""
        self._when_cancelled = tell
        if self._cancelled:
            tell()
