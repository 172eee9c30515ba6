"""How much one caller may ask: size of a body, attempts at pairing, calls a minute. Batch counts are in log.py."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kclub_hub.problems import Problem

MAX_BODY = 64 * 1024 * 1024
_WINDOW_MS = 60_000
_MAX_CALLERS = 10_000


class BodyLimit:
    """Refuses a body larger than the limit, whether its length is declared or it just keeps coming."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > self.limit:
            await self._refuse(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.limit:
                raise _too_large()
            return message

        await self.app(scope, counted, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _too_large().response()(scope, receive, send)


class Rate:
    """At most so many of something a minute from one caller: an address that pairs, a device that asks."""

    def __init__(self, per_minute: int, clock: Callable[[], int], title: str) -> None:
        """clock: Unix milliseconds; title: what the refused caller is told."""
        self._per_minute, self._clock, self._title = per_minute, clock, title
        self._attempts: dict[str, deque[int]] = {}
        self._lock = threading.Lock()

    def count(self, caller: str) -> None:
        """Note an attempt. Raises Problem 429 when there were too many."""
        now = self._clock()
        with self._lock:
            if len(self._attempts) > _MAX_CALLERS:
                self._attempts.clear()
            recent = self._attempts.setdefault(caller, deque())
            while recent and recent[0] <= now - _WINDOW_MS:
                recent.popleft()
            if len(recent) >= self._per_minute:
                wait = -((now - recent[0] - _WINDOW_MS) // 1000)
                raise Problem(429, "too-many", self._title, retry_after=wait)
            recent.append(now)


def _too_large() -> Problem:
    return Problem(413, "too-large", "The request is too large")
