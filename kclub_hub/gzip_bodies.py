"""Compressed bodies both ways. A compressed request is opened piece by piece under the limit of open ones, so that a
small body that would become a large one is refused before it does.
"""

from __future__ import annotations

import gzip
import zlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kclub_hub.problems import Problem

_PIECE = 1 << 20
_WORTH_IT = 1_000
_LEVEL = 1  # a fifth of the time of the usual 6 for a tenth more bytes


class GzipRequests:
    """Opens gzip bodies; another encoding is refused. limit: bytes of the open body."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, open."""
        encoding = dict(scope.get("headers", ())).get(b"content-encoding", b"").strip().lower()
        if scope["type"] != "http" or encoding in (b"", b"identity"):
            await self.app(scope, receive, send)
            return
        if encoding != b"gzip":
            problem = Problem(415, "encoding", "A body is plain or gzip")
            await problem.response()(scope, receive, send)
            return
        # In place, so that who stands outside still sees what the router notes in it.
        scope["headers"] = [
            (k, v) for k, v in scope["headers"] if k not in (b"content-encoding", b"content-length")
        ]
        await self.app(scope, _Opened(receive, self.limit), send)


class _Opened:
    """Receives messages whose bodies are opened."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._left = receive, limit
        self._open = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] != "http.request":
            return message
        try:
            body = self._opened(message.get("body", b""))
        except zlib.error as error:
            raise Problem(400, "encoding", "The body is not gzip") from error
        if not message.get("more_body", False) and not self._open.eof:
            raise Problem(400, "encoding", "The body ends too early")
        return {**message, "body": body}

    def _opened(self, closed: bytes) -> bytes:
        parts = []
        while closed:
            part = self._open.decompress(closed, _PIECE)
            self._left -= len(part)
            if self._left < 0:
                raise Problem(413, "too-large", "The request is too large")
            parts.append(part)
            if self._open.eof:
                break
            closed = self._open.unconsumed_tail
        return b"".join(parts)


def accepts_gzip(header: str) -> bool:
    """Does an Accept-Encoding header allow gzip?"""
    for part in header.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0")
    return False


def packed(body: bytes, header: str) -> tuple[bytes, dict[str, str]]:
    """A body as it is sent and the headers that say so."""
    if len(body) < _WORTH_IT or not accepts_gzip(header):
        return body, {"Vary": "Accept-Encoding"}
    return gzip.compress(body, _LEVEL, mtime=0), {"Vary": "Accept-Encoding", "Content-Encoding": "gzip"}
