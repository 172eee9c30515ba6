"""Who calls: the device of a token, counted against its rate, and what a role may ask for at all."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from kclub_hub import audit, communities
from kclub_hub.communities import KnownDevice
from kclub_hub.problems import MEDIA_TYPE, Problem
from kclub_hub.shapes import ProblemDocument
from kclub_protocol.scopes import Role

_bearer = HTTPBearer(auto_error=False, description="The device token that pairing gave")
BearerToken = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


def needed(told: BearerToken) -> str:
    """The token that must be there. Raises Problem 401."""
    if told is None or not told.credentials.strip():
        raise Problem(401, "unknown-token", "A device token is needed")
    return told.credentials.strip()


def caller(request: Request, told: BearerToken) -> KnownDevice:
    """The device that calls. Raises Problem 401 or 429."""
    state = request.app.state
    token = needed(told)
    try:
        known = communities.device_of(state.hub, token)
    except Problem:
        state.strangers.count(request.client.host if request.client else "")
        raise
    request.state.device = known.id
    state.calls.count(known.id)
    return known


Caller = Annotated[KnownDevice, Depends(caller)]


def no_kiosk(request: Request, known: Caller) -> KnownDevice:
    """The device that calls, if it is no kiosk; a kiosk's try is written down. Raises Problem 403."""
    if known.role == Role.KIOSK:
        raise refused(request, known, "A kiosk may not ask for that")
    return known


def owner(request: Request, known: Caller) -> KnownDevice:
    """The device that calls, if it is an owner's; another's try is written down. Raises Problem 403."""
    if known.role != Role.OWNER:
        raise refused(request, known, "Only an owner may do that")
    return known


def refused(request: Request, known: KnownDevice, title: str) -> Problem:
    """The refusal of a call that is beyond a device's role; the try is written down, by the route and not what was asked."""
    route = str(getattr(request.scope.get("route"), "path", request.url.path))
    audit.refused(request.app.state.hub, known.community, known.id, f"{request.method} {route}"[:64])
    return Problem(403, "out-of-scope", title)


NoKiosk = Annotated[KnownDevice, Depends(no_kiosk)]
Owner = Annotated[KnownDevice, Depends(owner)]


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals a route may answer with, for the OpenAPI document."""
    told = {"model": ProblemDocument, "content": {MEDIA_TYPE: {}}}
    said = {
        401: "Unknown or revoked token",
        403: "Not in this device's scope",
        404: "Not there",
        416: "The file is shorter",
        409: "Conflict",
    }
    said |= {400: "Not readable", 413: "Too large", 415: "Unknown encoding", 422: "Malformed"}
    said |= {429: "Too many calls", 503: "The database is not there now"}
    return {status: {**told, "description": said[status]} for status in (*statuses, 422, 503)}
