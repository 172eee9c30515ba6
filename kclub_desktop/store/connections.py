"""A library's connections: one for each thread that works, and those of threads that are done, for the next that begins.

A thread of Qt's pool is a new thread to Python with each job: what Python keeps for a thread is gone at the job's end. So is
a connection that is kept there, but not its file: a desk would have one more open with every job, until its computer gives
no more, and would read the thousand triggers of its schema each time.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any


class Connections:
    """Lent to threads. There are as many as there ever were threads at work at the same time."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        """connect: opens one more."""
        self._connect = connect
        self._all: list[Any] = []
        self._idle = _Idle()
        self._opening = threading.Lock()
        self._of_thread = threading.local()

    def __len__(self) -> int:
        """How many are open."""
        return len(self._all)

    def lend(self) -> Any:
        """The connection of this thread, until it ends or gives it back, or they are all closed. Raises what `connect` does."""
        try:
            lent = self._idle.free.pop()
        except IndexError:
            lent = self._connect()
            with self._opening:
                self._all.append(lent)
        self._of_thread.loan = _Loan(lent, self._idle)
        return lent

    def take_back(self) -> None:
        """This thread needs its connection no longer."""
        self._of_thread.loan = None

    def close(self) -> int:
        """Close them all, those of other threads too, and how many; who asks afterwards is lent a new one."""
        with self._opening:
            # What other threads give back later goes where nobody looks.
            closing, self._all = self._all, []
            self._idle.closed, self._idle = True, _Idle()
        for each in closing:
            each.close()
        return len(closing)


class _Idle:
    """What is lent to nobody."""

    def __init__(self) -> None:
        self.free: deque[Any] = deque()
        self.closed = False


class _Loan:
    """Python lets go of it when its thread ends, on that thread. It knows no library: a thread would keep that for ever."""

    def __init__(self, connection: Any, idle: _Idle) -> None:
        self._connection, self._idle = connection, idle

    def __del__(self) -> None:
        if self._idle.closed:
            return
        if self._connection.in_transaction:
            self._connection.rollback()
        self._idle.free.append(self._connection)
