"""Opening an installation, or saying in one sentence why it cannot be opened."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from spotwright.blobs.errors import UnknownStoreError
from spotwright.bootstrap import Services
from spotwright.cli.screen import fail
from spotwright.db.migrate import DatabaseTooNewError
from spotwright.engine.dbos_engine import EngineUnsupportedError
from spotwright.kit.settings import Settings
from spotwright.upkeep.site import UnfinishedRestoreError


def open_services(settings: Settings) -> Services:
    """Everything that the commands stand on; exits with a sentence if something of it cannot be used."""
    with explained():
        return Services.open(settings)


@contextmanager
def explained() -> Iterator[None]:
    """Exit with a sentence, in place of what an operator can put right."""
    try:
        yield
    except (EngineUnsupportedError, DatabaseTooNewError, UnknownStoreError, UnfinishedRestoreError) as error:
        fail(str(error))
    except OperationalError as error:
        fail(f"The database cannot be used: {str(error.orig).splitlines()[0]}")
    except (ArgumentError, NoSuchModuleError) as error:
        # The address itself may hold a password.
        fail(f"SPOTWRIGHT_DATABASE_URL or SPOTWRIGHT_ENGINE_URL is no address of a database ({type(error).__name__}).")
