"""The routes of attachments' bytes: which are there, handing one in piece by piece, fetching one from any byte on."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from kclub_hub import blobs, shapes
from kclub_hub.calling import NoKiosk, answers
from kclub_hub.problems import Problem

_BYTES = "application/octet-stream"
_Hash = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="SHA-256 of the file's bytes")]
_RANGE = re.compile(r"bytes=([0-9]{1,15})-").fullmatch

routes = APIRouter(prefix="/v1/blobs")


@routes.post("/known", response_model=shapes.BlobsKnown, responses=answers(400, 401, 403, 429))
def known(request: Request, caller: NoKiosk, asked: shapes.BlobsAsked) -> dict[str, Any]:
    """What the hub has of these files. A kiosk gets none and may not ask."""
    found = blobs.known(request.app.state.hub, caller, asked.hashes)
    return {"blobs": [{"sha256": each.sha256, "have": each.have, "whole": each.whole} for each in found]}


@routes.put(
    "/{sha256}",
    response_model=shapes.BlobKnown,
    responses=answers(400, 401, 403, 404, 409, 413, 415, 429),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def put(
    request: Request,
    caller: NoKiosk,
    sha256: _Hash,
    size: Annotated[int, Query(ge=1, le=blobs.MAX_BYTES, description="Of the whole file")],
    offset: Annotated[int, Query(ge=0, le=blobs.MAX_BYTES)] = 0,
) -> dict[str, Any]:
    """A piece of a file, of 4 MB at most. Of a hash that no attachment of the community's log names nothing is taken."""
    piece = await request.body()
    state = request.app.state
    kept = await run_in_threadpool(
        blobs.take, state.hub, caller, sha256, size, offset, piece, state.blob_quota
    )
    return {"sha256": sha256, "have": kept.have, "whole": kept.whole}


@routes.get(
    "/{sha256}",
    response_class=StreamingResponse,
    responses={
        200: {"description": "The whole file", "content": {_BYTES: {}}},
        206: {"description": "The file from a byte on", "content": {_BYTES: {}}},
        **answers(401, 403, 404, 416, 429),
    },
)
def get(
    request: Request,
    caller: NoKiosk,
    sha256: _Hash,
    asked: Annotated[str, Header(alias="Range", description="bytes=N-")] = "",
) -> StreamingResponse:
    """A file, from any byte on."""
    said = _RANGE(asked.strip())
    offset = int(said[1]) if said else 0
    size, found = blobs.pieces(request.app.state.hub, caller, sha256, offset)
    if offset >= size:
        raise Problem(416, "another-range", "The file is shorter", size=size)
    headers = {"Content-Length": str(size - offset), "X-Content-Type-Options": "nosniff"}
    if offset:
        headers["Content-Range"] = f"bytes {offset}-{size - 1}/{size}"
    return StreamingResponse(found, 206 if offset else 200, headers, media_type=_BYTES)
