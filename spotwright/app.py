"""The API as an ASGI application. Routes live in their rooms; here they are only gathered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from spotwright import __version__, system
from spotwright.assets.router import data_router as asset_data_router
from spotwright.assets.router import router as assets_router
from spotwright.auth.router import router as auth_router
from spotwright.auth.throttle import LoginThrottle
from spotwright.bootstrap import Services
from spotwright.campaigns.router import router as campaigns_router
from spotwright.clients.router import router as clients_router
from spotwright.http import errors
from spotwright.http.envelope import ErrorEnvelope
from spotwright.http.middleware import RequestContext
from spotwright.jobs.router import cost_router
from spotwright.jobs.router import router as jobs_router
from spotwright.portfolio.router import router as portfolio_router

_ROUTERS = (
    auth_router,  # /api/auth
    clients_router,  # /api/v3/clients
    campaigns_router,  # /api/v3/campaigns
    portfolio_router,  # … their deletion and statistics
    assets_router,  # /api/v3/assets
    asset_data_router,  # /api/v2|v3/assets/{id}/data
    jobs_router,  # /api/v3/jobs
    cost_router,  # /api/v3/jobs/dry-run
    system.router,  # /healthz, /readyz, /docs, /problems
)
_DESCRIPTION = "Turns an advertising brief into a finished video ad: brief, storyboard, review, film."
_FAILURES: dict[int | str, dict[str, Any]] = {
    422: {"model": ErrorEnvelope, "description": "Validation failed"},
    "default": {"model": ErrorEnvelope, "description": "Any other failure, in the same envelope"},
}


def create_app(services: Services) -> FastAPI:
    """The application over opened services; it closes them when it shuts down."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        services.close()

    app = routed(lifespan=lifespan)
    state = app.state
    state.settings, state.database, state.blobs = services.settings, services.database, services.blobs
    state.engine, state.signer, state.rates = services.engine, services.signer, services.rates
    state.throttle = LoginThrottle(services.settings.login_attempts_per_minute)
    if services.settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(services.settings.cors_origins),
            allow_credentials=True,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["ETag", "Link", "Location", "X-Request-Id"],
        )
    app.add_middleware(RequestContext)
    return app


def routed(**options: Any) -> FastAPI:
    """Every route with nothing behind it: enough to write the OpenAPI document."""
    app = FastAPI(
        title="Spotwright",
        version=__version__,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        strict_content_type=False,
        generate_unique_id_function=lambda route: route.name,
        **options,
    )
    for router in _ROUTERS:
        app.include_router(router, responses=_FAILURES)
    errors.install(app)
    return app
