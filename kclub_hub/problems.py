"""How the hub says no: RFC 9457 problem documents. A problem's `type` is what a program goes by, its title is for people."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from kclub_hub.database import HubDown

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A refusal. kind: last part of the type URI (`code-refused`, `pull-first`, …); more: further members."""

    def __init__(self, status: int, kind: str, title: str, **more: Any) -> None:
        super().__init__(title)
        self.status, self.kind, self.title, self.more = status, kind, title, more

    def response(self) -> JSONResponse:
        """As a problem document; `retry_after` also becomes the header."""
        body = {"type": f"/problems/{self.kind}", "title": self.title, "status": self.status, **self.more}
        headers = {"Retry-After": str(self.more["retry_after"])} if "retry_after" in self.more else None
        return JSONResponse(body, self.status, headers, media_type=MEDIA_TYPE)


def malformed(error: RequestValidationError | ValidationError) -> Problem:
    """What does not have the agreed shape, part by part; never with the value, which could be a person's."""
    where = [{"where": ".".join(map(str, e["loc"])), "why": e["msg"]} for e in error.errors()]
    return Problem(422, "malformed", "The request does not have the agreed shape", errors=where[:20])


def install(app: FastAPI) -> None:
    """Make every refusal of the app, the framework's own too, a problem document."""

    async def ours(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Problem)
        return error.response()

    async def of_the_framework(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        answer = Problem(error.status_code, "http", str(error.detail)).response()
        answer.headers.update(error.headers or {})
        return answer

    async def of_the_database(request: Request, error: Exception) -> JSONResponse:
        return Problem(503, "unavailable", "The hub's database is not there now", retry_after=5).response()

    async def of_the_shape(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return malformed(error).response()

    app.add_exception_handler(Problem, ours)
    app.add_exception_handler(HubDown, of_the_database)
    app.add_exception_handler(HTTPException, of_the_framework)
    app.add_exception_handler(RequestValidationError, of_the_shape)
