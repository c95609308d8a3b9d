"""Migrations make what the models say, any number of times, by any number of processes."""

import threading

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from spotwright.app import create_app
from spotwright.db import migrate
from spotwright.db.base import Base
from spotwright.db.session import Database
from spotwright.pipeline.renditions import RenditionRow
from spotwright.pipeline.segments import SegmentRow


@pytest.fixture
def database(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.close()


def test_they_make_what_the_models_say(database, tmp_path):
    # Importing the application and the worker's own tables brings in every model.
    assert create_app
    assert RenditionRow.metadata is SegmentRow.metadata is Base.metadata
    migrate.upgrade(database.engine, tmp_path)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_again_changes_nothing(database, tmp_path):
    migrate.upgrade(database.engine, tmp_path)
    before = schema(database)
    migrate.upgrade(database.engine, tmp_path)
    assert schema(database) == before


def test_several_at_once(tmp_path):
    """As when a server and its worker start together."""
    failures = []

    def start() -> None:
        database = Database(f"sqlite:///{tmp_path / 'test.db'}")
        try:
            migrate.upgrade(database.engine, tmp_path)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must reach the test
            failures.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_database_of_a_newer_version_is_left_alone(database, tmp_path):
    migrate.upgrade(database.engine, tmp_path)
    with database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.DatabaseTooNewError, match="newer Spotwright"):
        migrate.upgrade(database.engine, tmp_path)
    with database.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"


def test_every_constraint_has_a_name(database, tmp_path):
    """A migration must be able to drop it, on both databases."""
    for table in Base.metadata.sorted_tables:
        for constraint in table.constraints:
            assert constraint.name, (table.name, constraint)


def schema(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(connection.execute(sa.text("SELECT sql FROM sqlite_master ORDER BY name")).scalars())
