"""The hub as an application: its database, its limits and its routes put together. The routes are in routes_*.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from kclub_hub import blobs, limits, problems, routes_blobs, routes_changes, routes_devices
from kclub_hub.clocks import system_milliseconds
from kclub_hub.database import HubDatabase
from kclub_hub.gzip_bodies import GzipRequests
from kclub_hub.logs import Watched
from kclub_hub.metrics import Metrics
from kclub_hub.shapes import BatchAsTold

_PAIRINGS_PER_MINUTE = 20
_CALLS_PER_MINUTE = 1_200
_TOLD = "A place where the devices of a community meet: change sets in one order, kept as they came."


def make_app(
    database: Path | str | HubDatabase,
    clock: Callable[[], int] = system_milliseconds,
    pairings_per_minute: int = _PAIRINGS_PER_MINUTE,
    calls_per_minute: int = _CALLS_PER_MINUTE,
    blob_quota: int = blobs.QUOTA,
) -> FastAPI:
    """The hub over one database. clock: Unix milliseconds. `app.state.stopping = True` ends waiting calls early.

    blob_quota  bytes of attachments that one community may keep
    """
    hub = database if isinstance(database, HubDatabase) else HubDatabase(database, clock)
    app = FastAPI(
        title="KClub hub",
        version="1",
        description=_TOLD,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.hub = hub
    app.state.stopping = False
    app.state.blob_quota = blob_quota
    app.state.pairing = limits.Rate(pairings_per_minute, hub.clock, "Too many attempts at pairing")
    app.state.calls = limits.Rate(calls_per_minute, hub.clock, "Too many calls")
    app.state.strangers = limits.Rate(60, hub.clock, "Too many unknown tokens")
    app.state.metrics = Metrics()
    app.add_middleware(GzipRequests, limit=limits.MAX_BODY)
    app.add_middleware(limits.BodyLimit)
    app.add_middleware(Watched, metrics=app.state.metrics)
    problems.install(app)
    app.include_router(routes_devices.routes)
    app.include_router(routes_changes.routes)
    app.include_router(routes_blobs.routes)
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]
    return app


def _document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the shape of a batch that is read by hand for speed."""
    if app.openapi_schema is None:
        told = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        shapes = told["components"]["schemas"]
        batch = BatchAsTold.model_json_schema(ref_template="#/components/schemas/{model}")
        shapes.update(batch.pop("$defs", {}))
        shapes["Batch"] = batch
        shapes.pop("HTTPValidationError", None)
        shapes.pop("ValidationError", None)
        app.openapi_schema = told
    return app.openapi_schema
