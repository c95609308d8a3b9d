"""What the tests of the API stand on: real rows, real blobs, a real engine's client, and no worker."""

import asyncio
import os
from collections.abc import Callable, Iterator

import pytest
from asgi_client import ApiClient
from builders import Worker, new_user
from hypothesis import settings

from spotwright.app import create_app
from spotwright.bootstrap import Services
from spotwright.kit import log
from spotwright.kit.settings import Settings

# Every run is the same run. To search for new examples: pytest --hypothesis-profile=search
settings.register_profile("search", deadline=None, print_blob=True)
settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.load_profile("repeatable")


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
def services(tmp_path_factory, _own_settings) -> Iterator[Services]:
    """One installation for the whole run: every test brings its own users, so none sees another's rows."""
    opened = Services.open(Settings.load(tmp_path_factory.mktemp("data")))
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
