"""The one place that picks adapters: which database, which store, which engine, which prices."""

from dataclasses import dataclass
from typing import Self

from spotwright.auth.tokens import TokenSigner
from spotwright.blobs import BlobStore
from spotwright.costs import rates
from spotwright.costs.rates import Rates
from spotwright.db import migrate
from spotwright.db.session import Database
from spotwright.engine.claims import claim_executor
from spotwright.engine.dbos_engine import DbosEngine, DbosWorker, ensure_schema
from spotwright.kit.settings import Settings
from spotwright.pipeline.reconcile import Reconciler
from spotwright.pipeline.steps import Steps
from spotwright.pipeline.workflow import produce_ad

DRAFTS, RENDERS = "drafts", "renders"


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
        """Open everything, and bring the databases up to date."""
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


@dataclass(frozen=True, slots=True)
class WorkerServices:
    """What a worker runs."""

    worker: DbosWorker
    reconciler: Reconciler


def open_worker(services: Services) -> WorkerServices:
    """A worker that is ready to be launched."""
    settings = services.settings
    steps = Steps(services.database, services.blobs, settings, services.rates)
    tasks = {
        "draft": (steps.draft, DRAFTS),
        "retake": (steps.retake, DRAFTS),
        "render": (steps.render, RENDERS),
        "wish": (steps.wish, DRAFTS),
        "give_up": (steps.give_up, DRAFTS),
    }
    slots = {DRAFTS: settings.draft_slots, RENDERS: settings.render_slots or 1}
    claim = claim_executor(settings.engine_url, settings.data_dir / "executors")
    worker = DbosWorker(settings.engine_url, produce_ad, tasks, slots, claim)
    reconciler = Reconciler(services.database, services.blobs, services.engine, settings.data_dir)
    return WorkerServices(worker, reconciler)
