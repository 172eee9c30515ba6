"""The routes of the log: pushing, pulling with a long poll, and the snapshot by which a new device catches up."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import ValidationError

from kclub_hub import audit, log, returning, shapes
from kclub_hub.calling import Caller, Owner, answers
from kclub_hub.communities import KnownDevice
from kclub_hub.gzip_bodies import accepts_gzip, packed
from kclub_hub.problems import Problem, malformed

MAX_WAIT_SECONDS = 25
_LOOK_SECONDS = 5.0
_NDJSON = "application/x-ndjson"
_BATCH = {"schema": {"$ref": "#/components/schemas/Batch"}}
_AcceptEncoding = Annotated[str, Header(include_in_schema=False)]
_Life = Annotated[str, Query(max_length=64, description="Of the log, as the device knows it")]
_After = Annotated[int, Query(ge=0, le=shapes.MAX_SEQ)]

routes = APIRouter(prefix="/v1")


@routes.post(
    "/changes",
    response_model=shapes.Taken,
    responses=answers(400, 401, 403, 409, 413, 415, 429),
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": _BATCH}}},
)
async def push(request: Request, caller: Caller, afterwards: BackgroundTasks) -> dict[str, Any]:
    """A batch from a device, taken once however often it is sent."""
    afterwards.add_task(request.app.state.hub.settle)
    # Read and written on a thread: a large batch must not keep others from being answered.
    return await run_in_threadpool(_take, request, caller, await request.body())


@routes.get("/changes", response_model=shapes.ChangesPage, responses=answers(401, 409, 429))
async def pull(
    request: Request,
    caller: Caller,
    after: _After = 0,
    limit: Annotated[int, Query(ge=1, le=log.MAX_CHANGE_SETS)] = log.MAX_CHANGE_SETS,
    wait: Annotated[float, Query(ge=0, le=MAX_WAIT_SECONDS)] = 0,
    life: _Life = "",
    accept_encoding: _AcceptEncoding = "",
) -> Response:
    """What others wrote after a cursor; with `wait` the answer is held back until there is something or time is up."""
    if wait:
        await _until_something(request, caller, after, wait)
    return await run_in_threadpool(_page, request, caller, (after, limit, life), accept_encoding)


@routes.post("/lost", response_model=shapes.Lost, responses=answers(400, 401, 403, 413, 415, 429))
def lost(request: Request, caller: Owner, asked: shapes.LostAsked) -> dict[str, Any]:
    """Which change sets of others the hub lost when it was restored from a backup, so that an owner's device hands them in."""
    written = [(each.node, int(each.stamp)) for each in asked.change_sets]
    return {"lost": returning.lost(request.app.state.hub, caller.community, written)}


@routes.get(
    "/snapshot",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Lines of JSON, each a change set with its seq; the last has the seq of the end and the life of the log",
            "content": {_NDJSON: {}},
        },
        **answers(401, 429),
    },
)
def snapshot(
    request: Request,
    caller: Caller,
    after: _After = 0,
    own: Annotated[bool, Query(description="The device's own change sets too, for a repair")] = False,
    accept_encoding: _AcceptEncoding = "",
) -> StreamingResponse:
    """Everything after a cursor in one stream, for a new device. Cut short, it goes on after the last seq that came."""
    lines = _lines(request, caller, after, own)
    headers = {"Vary": "Accept-Encoding"}
    if not accepts_gzip(accept_encoding):
        return StreamingResponse(lines, media_type=_NDJSON, headers=headers)
    return StreamingResponse(
        _compressed(lines), media_type=_NDJSON, headers=headers | {"Content-Encoding": "gzip"}
    )


def _take(request: Request, caller: KnownDevice, body: bytes) -> dict[str, Any]:
    state = request.app.state
    try:
        batch = shapes.Batch.model_validate_json(body)
    except ValidationError as error:
        raise malformed(error) from error
    try:
        taken = log.take(
            state.hub, caller, batch.change_sets, batch.after, batch.life, of_others=batch.of_others
        )
    except Problem as problem:
        if problem.status == 403:
            tried = str(problem.more.get("entity", problem.kind))
            audit.refused(state.hub, caller.community, caller.id, tried)
        raise
    state.metrics.moved("in", taken.new)
    if batch.of_others and taken.new:
        audit.handed_in(state.hub, caller.community, caller.id, taken.new)
    return {"number": batch.number, "taken": taken.taken, "last": taken.last}


def _page(
    request: Request, caller: KnownDevice, asked: tuple[int, int, str], accept_encoding: str
) -> Response:
    after, limit, life = asked
    page = log.page_after(request.app.state.hub, caller, after, limit, life=life)
    request.app.state.metrics.moved("out", len(page.changes))
    changes = ",".join(f'{{"seq":{seq},"change_set":{text}}}' for seq, text in page.changes)
    more = _said(page.more)
    body = (
        f'{{"changes":[{changes}],"next":{page.next},"more":{more},"own":"{page.own}","life":"{page.life}",'
        f'"sees_money":{_said(page.sees_money)}}}'
    )
    content, headers = packed(body.encode(), accept_encoding)
    return Response(content, media_type="application/json", headers=headers)


def _said(yes: bool) -> str:
    return "true" if yes else "false"


async def _until_something(request: Request, caller: KnownDevice, after: int, wait: float) -> None:
    """Until others have written after the cursor, the time is up, or the hub stops."""
    state = request.app.state
    ends = time.monotonic() + wait
    while not state.stopping:
        place = state.hub.bell.enter(caller.community)
        try:
            if await run_in_threadpool(log.anything_after, state.hub, caller, after):
                return
            left = ends - time.monotonic()
            if left <= 0:
                return
            # Also looked at now and then: a ring may be lost with its connection.
            async with asyncio.timeout(min(left, _LOOK_SECONDS)):
                await place[1].wait()
        except TimeoutError:
            continue
        finally:
            state.hub.bell.leave(caller.community, place)


def _lines(request: Request, caller: KnownDevice, after: int, own: bool) -> Iterator[bytes]:
    more = True
    while more:
        page = log.page_after(request.app.state.hub, caller, after, log.MAX_CHANGE_SETS, own=own)
        request.app.state.metrics.moved("out", len(page.changes))
        for seq, text in page.changes:
            yield f'{{"seq":{seq},"change_set":{text}}}\n'.encode()
        after, more = page.next, page.more
    yield f'{{"end":{after},"life":"{page.life}","sees_money":{_said(page.sees_money)}}}\n'.encode()


def _compressed(lines: Iterator[bytes]) -> Iterator[bytes]:
    packing = zlib.compressobj(1, wbits=16 + zlib.MAX_WBITS)
    for line in lines:
        if part := packing.compress(line):
            yield part
    yield packing.flush()
