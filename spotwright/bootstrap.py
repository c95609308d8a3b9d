"""The one place that picks adapters: which database, which store, which engine, which prices."""

from dataclasses import dataclass
from typing import Self

from spotwright.auth.tokens import TokenSigner
from spotwright.blobs import BlobStore
from spotwright.costs import rates
from spotwright.costs.rates import Rates
from spotwright.db import migrate
from spotwright.db.session import Database
from spotwright.engine.dbos_engine import DbosEngine, ensure_schema
from spotwright.kit.settings import Settings
from spotwright.upkeep.site import check_finished


@dataclass(frozen=True, slots=True)
class Services:
    """What the API and the worker stand on."""

    settings: Settings
    database: Database
    blobs: BlobStore
    engine: DbosEngine
    signer: TokenSigner
    rates: Rates

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open everything, and bring the databases up to date; not where a restore has not ended."""
        check_finished(settings.data_dir)
        database = Database(settings.database_url)
        migrate.upgrade(database.engine, settings.data_dir)
        ensure_schema(settings.engine_url, settings.data_dir)
        return cls(
            settings=settings,
            database=database,
            blobs=BlobStore.from_url(settings.blob_url, scratch=settings.data_dir / "scratch"),
            engine=DbosEngine(settings.engine_url),
            signer=TokenSigner(settings.secret_key.get_secret_value()),
            rates=rates.load(settings.rates_file),
        )

    def close(self) -> None:
        """Give back what was opened."""
        self.engine.close()
        self.database.close()
