"""Every operation of the API, read from the application itself, so that a new route is tested without being listed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from spotwright.app import routed

METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
# What a path's parameter is when only its shape matters.
NOBODY = {name: f"{prefix}_00000000000000000000000000" for name, prefix in {
    "client_id": "cli", "campaign_id": "cmp", "asset_id": "ast", "job_id": "job", "key_id": "key",
}.items()} | {"scene_idx": "0"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    method: str
    template: str
    body: str
    """The media type of the body, or nothing."""

    def __str__(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names in the path."""
        return tuple(re.findall(r"\{(\w+)\}", self.template))

    def path(self, values: Mapping[str, str] = NOBODY) -> str:
        """The path with its parameters filled in."""
        return self.template.format_map(values)


def _operations() -> tuple[Operation, ...]:
    paths = routed().openapi()["paths"]
    return tuple(
        Operation(method.upper(), path, next(iter(spec.get("requestBody", {}).get("content", ())), ""))
        for path, methods in paths.items()
        for method, spec in methods.items()
    )


ALL = _operations()
GUARDED = tuple(operation for operation in ALL if operation.template != "/api/auth/login")
WITH_JSON = tuple(operation for operation in ALL if operation.body == "application/json")
PATHS = tuple(dict.fromkeys(operation.template for operation in ALL))
LISTS = tuple(
    operation.template
    for operation in ALL
    if operation.method == "GET" and operation.template in {f"/api/v3/{name}" for name in
    ("clients", "campaigns", "assets", "jobs")}
)  # fmt: skip


def methods_of(template: str) -> set[str]:
    """What a path answers to."""
    methods = {operation.method for operation in ALL if operation.template == template}
    return methods | ({"HEAD"} if "GET" in methods else set())
