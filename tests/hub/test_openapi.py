"""The hub does what its OpenAPI document says, tried by schemathesis with whatever it can think of."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.specs.openapi import checks as openapi_checks

from kclub_hub.app import make_app
from kclub_hub.communities import new_code, new_community, pair
from kclub_hub.database import HubDatabase

# A batch whose parts contradict each other, or a code nobody made, fits its shape and is refused all the same.
NOT_ASKED = [openapi_checks.positive_data_acceptance, openapi_checks.ignored_auth]
CALLS = [
    "GET /metrics",
    "GET /v1/health",
    "POST /v1/pair",
    "POST /v1/codes",
    "POST /v1/lost",
    "POST /v1/token",
    "POST /v1/renew",
    "GET /v1/devices",
    "DELETE /v1/devices/{device}",
    "PATCH /v1/devices/{device}",
    "POST /v1/digests",
    "POST /v1/changes",
    "GET /v1/changes",
    "GET /v1/snapshot",
    "POST /v1/blobs/known",
    "PUT /v1/blobs/{sha256}",
    "GET /v1/blobs/{sha256}",
]


@pytest.fixture(scope="module")
def hub_and_token(tmp_path_factory):
    hub = HubDatabase(tmp_path_factory.mktemp("openapi") / "hub.db")
    community = new_community(hub, "KClub")
    yield hub, pair(hub, new_code(hub, community), "laptop").token
    hub.close()


@pytest.fixture(scope="module")
def document(hub_and_token):
    app = make_app(hub_and_token[0], pairings_per_minute=10**9, calls_per_minute=10**9)
    app.state.strangers = app.state.pairing
    return schemathesis.openapi.from_asgi("/v1/openapi.json", app)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", ["positive", "negative"])
def test_every_call_answers_as_the_document_says(call, kind, document, hub_and_token):
    method, path = call.split()
    operation = document[path][method]
    mode = schemathesis.GenerationMode(kind)

    @settings(
        max_examples=10,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def tried(case):
        if case.query and "wait" in case.query:
            case.query["wait"] = 0
        # An address with a question more than is known is a newer device's, and answered.
        asked_more = [openapi_checks.negative_data_rejection] if method == "GET" else []
        case.call_and_validate(
            headers={"Authorization": f"Bearer {hub_and_token[1]}"}, excluded_checks=NOT_ASKED + asked_more
        )

    try:
        tried()
    except Unsatisfiable:
        assert kind == "negative"  # a call that takes nothing has no wrong way to ask


def test_the_document_is_openapi_3_1_and_names_every_call_of_sync_md(hub_and_token):
    told = make_app(hub_and_token[0]).openapi()

    assert told["openapi"].startswith("3.1")
    calls = {f"{method.upper()} {path}" for path, methods in told["paths"].items() for method in methods}
    assert sorted(calls) == sorted(CALLS)
