"""The routes about devices and the hub itself: codes, pairing, listing, changing, revoking, tokens, digests, figures."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from kclub_hub import communities, device_care, digests, metrics, renewal, shapes
from kclub_hub.calling import BearerToken, Caller, NoKiosk, Owner, answers, needed, refused
from kclub_protocol.scopes import Role

routes = APIRouter()
_Device = Annotated[str, Path(pattern="^[0-9a-f]{1,64}$")]


@routes.get("/v1/health", response_model=shapes.Health, responses=answers())
def health(request: Request) -> dict[str, Any]:
    """Alive, and able to read its database."""
    with request.app.state.hub.reading() as db:
        db.execute("SELECT 1 FROM community LIMIT 1")
    return {"status": "ok"}


@routes.get(
    "/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}, **answers()}
)
def figures(request: Request) -> Response:
    """Prometheus figures of this process and of the hub; a proxy should keep them from strangers."""
    return Response(request.app.state.metrics.text(request.app.state.hub), media_type=metrics.MEDIA_TYPE)


@routes.post("/v1/codes", response_model=shapes.NewCode, responses=answers(400, 401, 403, 413, 415, 429))
def new_code(request: Request, caller: Owner, asked: shapes.CodeRequest) -> dict[str, Any]:
    """A one-time code by which another device joins the caller's community; only an owner makes one."""
    # Of a kiosk or another owner it means nothing, and must not come to mean something later.
    money = asked.money and asked.role == Role.STAFF
    sees = money or asked.sees_money or asked.role != Role.STAFF
    code = communities.new_code(
        request.app.state.hub, caller.community, asked.role, money, by=caller.id, sees_money=sees
    )
    return {
        "code": code, "role": asked.role, "money": money, "sees_money": sees,
        "seconds": communities.CODE_MINUTES * 60,
    }  # fmt: skip


@routes.post("/v1/pair", response_model=shapes.Paired, responses=answers(400, 403, 409, 413, 415, 429))
def pair(request: Request, asked: shapes.PairRequest) -> dict[str, Any]:
    """A one-time code against a device token."""
    request.app.state.pairing.count(request.client.host if request.client else "")
    returning = (asked.returning.community, asked.returning.node) if asked.returning else None
    founding = communities.Founder(**asked.founding.model_dump()) if asked.founding else None
    paired = communities.pair(
        request.app.state.hub,
        asked.code,
        asked.device_name,
        founding=founding,
        returning=returning,
        restored=asked.returning is not None and asked.returning.restored,
        joining=asked.joining,
        attempt=asked.attempt,
    )
    return dataclasses.asdict(paired)


@routes.post("/v1/renew", response_model=shapes.Paired, responses=answers(400, 401, 409, 413, 415, 429))
def renew(request: Request, asked: shapes.Renewal, told: BearerToken) -> dict[str, Any]:
    """A new device and node for one that was restored from a backup; the one it was ends."""
    token = needed(told)
    return dataclasses.asdict(renewal.renew(request.app.state.hub, token, asked.key))


@routes.post("/v1/token", response_model=shapes.NewToken, responses=answers(401, 429))
def renew_token(request: Request, caller: Caller) -> dict[str, Any]:
    """A new token; the old one goes on until the new one is used for the first time."""
    return {"token": communities.rotate_token(request.app.state.hub, caller)}


@routes.get("/v1/devices", response_model=shapes.Devices, responses=answers(401, 403, 429))
def list_devices(request: Request, caller: NoKiosk) -> dict[str, Any]:
    """The devices of the caller's community."""
    known = communities.devices(request.app.state.hub, caller.community)
    return {"devices": [dataclasses.asdict(device) for device in known]}


@routes.patch(
    "/v1/devices/{device}",
    response_model=shapes.Device,
    responses=answers(400, 401, 403, 404, 409, 413, 415, 429),
)
def change_device(
    request: Request, caller: Owner, device: _Device, asked: shapes.DeviceChange
) -> dict[str, Any]:
    """Rename a device, grant or take writing money, or let a removed one in again; only an owner does."""
    known = device_care.change(
        request.app.state.hub, caller.community, device, by=caller.id, **asked.model_dump()
    )
    return dataclasses.asdict(known)


@routes.delete("/v1/devices/{device}", status_code=204, responses=answers(401, 403, 404, 429))
def revoke_device(request: Request, caller: Caller, device: _Device) -> None:
    """Revoke a device: an owner any, everybody else only itself."""
    if caller.role != Role.OWNER and caller.id != device:
        raise refused(request, caller, "Only an owner removes other devices")
    communities.revoke(request.app.state.hub, caller.community, device, by=caller.id)


@routes.post("/v1/digests", response_model=shapes.Differences, responses=answers(400, 401, 413, 415, 429))
def compare(request: Request, caller: Caller, told: shapes.Digests) -> dict[str, Any]:
    """What a device's whole copy comes to; answers where copies at the same place differ from it."""
    tables = {name: (each.columns, each.rows, each.digest) for name, each in told.tables.items()}
    found = digests.compare(request.app.state.hub, caller, told.cursor, tables)
    return {"compared": found.compared, "tables": found.tables}
