"""Real processes for tests that drive the whole product over HTTP."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from customer import Customer
from installation import Installation
from places import Place

Install = Callable[[], Installation]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.acceptance)


@pytest.fixture
def installation(tmp_path: Path, new_place: Callable[[], Place]) -> Iterator[Installation]:
    """A fresh data directory, nothing running yet. Nothing of it outlives the test."""
    made = Installation(tmp_path, new_place())
    try:
        yield made
    finally:
        made.kill_everything()


@pytest.fixture
def server(installation: Installation) -> Installation:
    """A running server with its worker, and one user."""
    installation.serve()
    installation.create_user()
    return installation


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory, new_place: Callable[[], Place]) -> Iterator[Installation]:
    """A running server for tests that do not harm it."""
    made = Installation(tmp_path_factory.mktemp("shared"), new_place())
    try:
        made.serve()
        made.create_user()
        yield made
    finally:
        made.kill_everything()


@pytest.fixture
def log_in() -> Iterator[Callable[[Installation], Customer]]:
    """Customers of an installation; also after a restart, which may have come between."""
    with ExitStack() as stack:
        yield lambda installation: stack.enter_context(closing(Customer(installation)))


@pytest.fixture
def customer(server: Installation, log_in: Callable[[Installation], Customer]) -> Customer:
    return log_in(server)
