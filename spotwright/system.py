"""Health, readiness, the interactive documentation, and a page for each error."""

from collections.abc import Callable
from html import escape
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response

from spotwright.http.routes import ApiRoute
from spotwright.kit import log
from spotwright.kit.errors import ERRORS, ApiError

router = APIRouter(route_class=ApiRoute, include_in_schema=False)

_UI = Path(__file__).with_name("docs_ui")
_UI_FILES = frozenset({"swagger-ui-bundle.js", "swagger-ui.css"})
_logger = log.get("system")


@router.get("/healthz")
async def healthz() -> Response:
    """The process is alive."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
def readyz(request: Request) -> Response:
    """Everything the process needs answers; else a 503 that names what does not."""
    state = request.app.state
    checks: dict[str, Callable[[], None]] = {
        "database": state.database.ping,
        "engine": state.engine.ping,
        "blobs": state.blobs.check,
    }
    found = {name: _try(name, check) for name, check in checks.items()}
    ready = all(word == "ok" for word in found.values())
    body = {"status": "ready" if ready else "unavailable", "checks": found}
    return JSONResponse(body, 200 if ready else 503, None if ready else {"Retry-After": "5"})


@router.get("/docs")
def docs() -> Response:
    """Interactive documentation. Its files ship with us, so that it works without a network."""
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="Spotwright API",
        swagger_js_url="/docs/swagger-ui-bundle.js",
        swagger_css_url="/docs/swagger-ui.css",
        swagger_favicon_url="data:,",
    )


@router.get("/docs/{name}")
def docs_file(name: str) -> Response:
    """A file of the documentation."""
    if name not in _UI_FILES:
        raise ApiError("ENDPOINT_NOT_FOUND")
    return FileResponse(_UI / name, headers={"Cache-Control": "public, max-age=86400"})


@router.get("/problems/{slug}")
def problem(slug: str) -> Response:
    """What an error code means and what to do: the ``type`` of problem details points here."""
    kind = ERRORS.get(slug.upper().replace("-", "_"))
    if kind is None:
        raise ApiError("ENDPOINT_NOT_FOUND")
    text = f"<h1>{kind.code}</h1><p>Status {kind.status}. {escape(kind.text)}.</p><p>{escape(kind.advice)}</p>"
    return HTMLResponse(f"<!doctype html><html lang=en><title>{kind.code}</title><main>{text}</main>")


def _try(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - any failure at all means "not ready"
        _logger.warning("not ready", part=name, reason=type(error).__name__, detail=str(error)[:300])
        return f"unavailable ({type(error).__name__})"
    return "ok"
