"""The routes of the hub. What they do is in communities.py and log.py; here is only who may call and how it is said."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, FastAPI, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from kclub_hub import communities, limits, log, problems, renewal
from kclub_hub.clocks import system_milliseconds
from kclub_hub.communities import KnownDevice
from kclub_hub.database import HubDatabase
from kclub_hub.problems import Problem
from kclub_protocol.ids import MAX_NODE

MAX_WAIT_SECONDS = 25
_LOOK_EVERY_SECONDS = 0.2
_PAIRINGS_PER_MINUTE = 20
_MAX_SEQ = (1 << 63) - 1


class Returning(BaseModel):
    """Where a device was before."""

    community: str = Field(max_length=64)
    node: int = Field(ge=0, le=MAX_NODE)
    restored: bool = False


class FoundingDevice(BaseModel):
    """What a library that brings its community calls it."""

    name: str = Field(max_length=200)
    zone: str = Field(default="", max_length=64)
    currency: str = Field(default="", max_length=8)


class PairRequest(BaseModel):
    """Body of POST /v1/pair."""

    code: str = Field(max_length=32)
    device_name: str = Field(default="", max_length=200)
    founding: FoundingDevice | None = None
    returning: Returning | None = None


class Renewal(BaseModel):
    """Body of POST /v1/renew."""

    key: str = Field(min_length=8, max_length=64)


class Batch(BaseModel):
    """Body of POST /v1/changes; the change sets are read by kclub_protocol and kept as they are."""

    number: int = Field(ge=1, le=_MAX_SEQ)
    after: int | None = Field(default=None, ge=0, le=_MAX_SEQ)
    change_sets: list[dict[str, Any]]


def make_app(
    database_path: Path | str | HubDatabase,
    clock: Callable[[], int] = system_milliseconds,
    pairings_per_minute: int = _PAIRINGS_PER_MINUTE,
) -> FastAPI:
    """The hub over one database file. clock: Unix milliseconds. `app.state.stopping = True` ends waiting calls early."""
    hub = database_path if isinstance(database_path, HubDatabase) else HubDatabase(database_path, clock)
    app = FastAPI(
        title="KClub hub", version="1", openapi_url="/v1/openapi.json", docs_url=None, redoc_url=None
    )
    app.state.hub = hub
    app.state.stopping = False
    app.state.pairing = limits.PairingRate(pairings_per_minute, hub.clock)
    app.add_middleware(limits.BodyLimit)
    problems.install(app)
    app.include_router(_routes)
    return app


_routes = APIRouter(prefix="/v1")


def _caller(request: Request, authorization: Annotated[str, Header()] = "") -> KnownDevice:
    return communities.device_of(request.app.state.hub, _token(authorization))


def _token(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem(401, "unknown-token", "A device token is needed")
    return token.strip()


Caller = Annotated[KnownDevice, Depends(_caller)]


@_routes.get("/health")
def health(request: Request) -> dict[str, Any]:
    """Alive, and able to read its file."""
    with request.app.state.hub.reading() as db:
        db.execute("SELECT 1 FROM community LIMIT 1")
    return {"status": "ok"}


@_routes.post("/pair")
def pair(request: Request, asked: PairRequest) -> dict[str, Any]:
    """A one-time code against a device token."""
    request.app.state.pairing.count(request.client.host if request.client else "")
    returning = (asked.returning.community, asked.returning.node) if asked.returning else None
    founding = communities.Founder(**asked.founding.model_dump()) if asked.founding else None
    restored = asked.returning is not None and asked.returning.restored
    paired = communities.pair(
        request.app.state.hub,
        asked.code,
        asked.device_name,
        founding=founding,
        returning=returning,
        restored=restored,
    )
    return dataclasses.asdict(paired)


@_routes.post("/renew")
def renew(request: Request, asked: Renewal, authorization: Annotated[str, Header()] = "") -> dict[str, Any]:
    """A new device and node for one that was restored from a backup; the one it was ends."""
    return dataclasses.asdict(renewal.renew(request.app.state.hub, _token(authorization), asked.key))


@_routes.post("/changes")
def push(request: Request, caller: Caller, batch: Annotated[Batch, Body()]) -> dict[str, Any]:
    """A batch from a device, taken once however often it is sent."""
    taken = log.take(request.app.state.hub, caller, batch.number, batch.change_sets, batch.after)
    return {"number": batch.number, "taken": taken}


@_routes.get("/changes")
async def pull(
    request: Request,
    caller: Caller,
    after: Annotated[int, Query(ge=0, le=_MAX_SEQ)] = 0,
    limit: Annotated[int, Query(ge=1, le=log.MAX_CHANGE_SETS)] = log.MAX_CHANGE_SETS,
    wait: Annotated[float, Query(ge=0, le=MAX_WAIT_SECONDS)] = 0,
) -> dict[str, Any]:
    """What others wrote after a cursor; with `wait` the answer is held back until there is something or time is up.

    The file is looked at, not a signal: several processes serve the same one.
    """
    hub = request.app.state.hub
    looks = int(wait / _LOOK_EVERY_SECONDS)
    while looks > 0 and not request.app.state.stopping:
        if await run_in_threadpool(log.anything_after, hub, caller, after):
            break
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
        looks -= 1
    page = await run_in_threadpool(log.page_after, hub, caller, after, limit)
    return {"changes": page.changes, "next": page.next, "more": page.more}


@_routes.get("/devices")
def list_devices(request: Request, caller: Caller) -> dict[str, Any]:
    """The devices of the caller's community."""
    known = communities.devices(request.app.state.hub, caller.community)
    return {"devices": [dataclasses.asdict(device) for device in known]}


@_routes.delete("/devices/{device}", status_code=204)
def revoke_device(request: Request, caller: Caller, device: str) -> None:
    """Revoke a device: an owner any, everybody else only itself."""
    if caller.role != "owner" and caller.id != device:
        raise Problem(403, "not-yours", "Only an owner removes other devices")
    communities.revoke(request.app.state.hub, caller.community, device)
