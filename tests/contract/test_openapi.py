"""The specification is valid, complete, committed, and true: generated requests are answered as it says.

``SPOTWRIGHT_TEST_EXAMPLES`` sets how many requests each operation gets in each mode.
"""

import copy
import json
import os
from pathlib import Path

import pytest
import requests
import schemathesis
from asgi_client import assert_envelope
from builders import new_campaign, new_client, new_job, stored_asset
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from route_table import ALL, NOBODY
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from spotwright import app as app_module
from spotwright.app import routed
from spotwright.jobs.states import Status

ROOT = Path(__file__).parents[2]
EXAMPLES = int(os.environ.get("SPOTWRIGHT_TEST_EXAMPLES", "6"))
SPEC = routed().openapi()
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]


def load() -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_dict(copy.deepcopy(SPEC))


OPERATIONS = [found.ok() for found in load().get_all_operations()]


class TestDocument:
    def test_it_is_valid_openapi(self):
        spec = copy.deepcopy(SPEC)
        # Relative addresses are allowed by the specification, and a self-hosted server has no other; the schema of
        # OpenAPI 3.1 forgets them here.
        flow = spec["components"]["securitySchemes"]["Login"]["flows"]["password"]
        flow["tokenUrl"] = "https://spotwright.test" + flow["tokenUrl"]
        schemathesis.openapi.from_dict(spec).validate()

    def test_it_is_what_the_server_serves_and_what_is_committed(self, anonymous):
        assert anonymous.get("/openapi.json").json() == SPEC
        assert json.loads((ROOT / "openapi.json").read_text("utf-8")) == SPEC, "run: make openapi"

    def test_every_route_below_api_is_in_it(self):
        routes = [route for router in app_module._ROUTERS for route in router.routes if route.path.startswith("/api")]
        served = {(method, route.path) for route in routes for method in route.methods}
        assert served == {(operation.method, operation.template) for operation in ALL}

    def test_operations_have_unique_names_tags_and_words(self):
        operations = [spec for methods in SPEC["paths"].values() for spec in methods.values()]
        names = [operation["operationId"] for operation in operations]
        assert len(set(names)) == len(names)
        assert all(operation["description"].endswith(".") for operation in operations)
        assert {tag for operation in operations for tag in operation["tags"]} == {
            "auth", "v3-clients", "v3-campaigns", "v3-assets", "v3-jobs", "v3-cost",
        }  # fmt: skip

    def test_every_operation_but_the_login_asks_who_is_there(self):
        open_doors = [
            operation["operationId"]
            for methods in SPEC["paths"].values()
            for operation in methods.values()
            if not operation.get("security")
        ]
        assert open_doors == ["login"]

    def test_every_operation_documents_its_failures_in_the_envelope(self):
        for methods in SPEC["paths"].values():
            for operation in methods.values():
                schema = operation["responses"]["default"]["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ErrorEnvelope"}


@pytest.fixture(scope="module")
def api(new_caller):
    return new_caller()


@pytest.fixture(scope="module")
def real(api, services, worker):
    """Ids of things that exist, so that generated requests get past "not found"."""
    client = new_client(api)["id"]
    campaign = new_campaign(api, client)["id"]
    asset = stored_asset(services, api, client_id=client)["id"]
    job = new_job(api, client, campaign)["id"]
    worker.bring(api, job, Status.COMPLETED)
    ids = {"client_id": client, "campaign_id": campaign, "asset_id": asset, "job_id": job, "scene_idx": 1}
    return {**NOBODY, **ids}


def grounded(case: schemathesis.Case, real: dict) -> None:
    """Put ids that exist where the specification can only say "a text"."""
    if case.method != "DELETE":
        case.path_parameters = {name: real[name] for name in case.path_parameters or {}}
    body = case.body
    if isinstance(body, dict) and isinstance(body.get("context"), dict):
        body["context"] = {**body["context"], "clientId": real["client_id"]}
        body["context"].pop("campaignId", None)
    elif isinstance(body, dict) and "clientId" in body:
        body["clientId"] = real["client_id"]


def send(api, case: schemathesis.Case) -> requests.Response:
    """Through our own client: what Schemathesis would have sent, with our credentials."""
    prepared = requests.Request(**case.as_transport_kwargs(base_url="http://spotwright.test")).prepare()
    ours = {"authorization", "x-api-key", "cookie", "content-length"}
    headers = [(name.encode(), _raw(value)) for name, value in prepared.headers.items() if name.lower() not in ours]
    return api.request(case.method, prepared.url, content=_raw(prepared.body or b""), headers=headers)


def _raw(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def requests_of_all_kinds() -> list:
    """Every operation with what fits the specification, and with what does not where anything could be wrong."""
    fitting = [(operation, GenerationMode.POSITIVE) for operation in OPERATIONS]
    wrong = [(operation, GenerationMode.NEGATIVE) for operation in OPERATIONS if operation.body or operation.query]
    return [pytest.param(*pair, id=f"{pair[0].label} {pair[1].value}") for pair in fitting + wrong]


@pytest.mark.parametrize(("operation", "mode"), requests_of_all_kinds())
def test_generated_requests_are_answered_as_documented(api, real, operation, mode):
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), exists=st.booleans())
    def ask(case, exists):
        if exists:
            grounded(case, real)
        answer = send(api, case)
        case.validate_response(answer, checks=CHECKS)
        if answer.headers.get("content-type") == "application/json" and operation.path != "/api/auth/login":
            assert_envelope(answer)

    ask()
