"""What the tests of the API stand on: real rows, real blobs, a real engine's client, and no worker."""

import asyncio
import os
from collections.abc import Callable, Iterator

import places
import pytest
from asgi_client import ApiClient
from builders import Worker, new_user
from hypothesis import settings as hypothesis_settings
from places import Place
from presence import needs

from spotwright.app import create_app
from spotwright.bootstrap import Services
from spotwright.kit import log
from spotwright.kit.settings import Settings

# Every run is the same run. To search for new examples: pytest --hypothesis-profile=search
hypothesis_settings.register_profile("search", deadline=None, print_blob=True)
hypothesis_settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
hypothesis_settings.load_profile("repeatable")


def pytest_addoption(parser):
    told = "where tests of the whole product keep rows and blobs: files (embedded), or PostgreSQL and S3 (cluster)"
    parser.addoption("--world", choices=places.KINDS, default="embedded", help=told)


@pytest.fixture(scope="session", autouse=True)
def _quiet_log():
    log.configure("WARNING")


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def _own_settings():
    """The settings of whoever runs the tests are not the tests' own: nothing of theirs is opened or changed."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("SPOTWRIGHT_") and not name.startswith("SPOTWRIGHT_TEST_"):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def new_place(request, tmp_path_factory) -> Iterator[Callable[[], Place]]:
    """Makes empty places for installations, in the world that ``--world`` names."""
    kind = request.config.getoption("world")
    needs(f"what --world {kind} needs: {places.lacking(kind)}", not places.lacking(kind))
    with places.places(kind, tmp_path_factory.mktemp("servers")) as make:
        yield make


@pytest.fixture(scope="session")
def services(tmp_path_factory, _own_settings, new_place) -> Iterator[Services]:
    """One installation for the whole run: every test brings its own users, so none sees another's rows."""
    settings = Settings.load(tmp_path_factory.mktemp("data"))
    opened = Services.open(settings.model_copy(update=places.enter(new_place())))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def app(services):
    return create_app(services)


@pytest.fixture(scope="session")
def new_caller(app, runner, services) -> Callable[[], ApiClient]:
    def make() -> ApiClient:
        user_id, token = new_user(services)
        caller = ApiClient(app, runner, {"Authorization": f"Bearer {token}"})
        caller.user_id = user_id
        return caller

    return make


@pytest.fixture
def api(new_caller) -> ApiClient:
    """A fresh user, logged in."""
    return new_caller()


@pytest.fixture
def stranger(new_caller) -> ApiClient:
    """A second user, who must see nothing of the first."""
    return new_caller()


@pytest.fixture
def anonymous(app, runner) -> ApiClient:
    """Nobody: no token, no key, no cookie."""
    return ApiClient(app, runner)


@pytest.fixture(scope="session")
def worker(services) -> Worker:
    """Brings jobs forward as the worker would."""
    return Worker(services)
