"""``spotwright make``: the whole job without a server, with a progress bar and a contact sheet."""

import shutil
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from spotwright.assets import ingest
from spotwright.assets import service as assets
from spotwright.assets.schemas import UploadFields
from spotwright.auth import service as auth
from spotwright.auth.service import Caller
from spotwright.bootstrap import Services
from spotwright.cli.opening import open_services
from spotwright.cli.screen import console, fail, say
from spotwright.clients import service as clients
from spotwright.clients.schemas import ClientCreate
from spotwright.http.errors import from_validation
from spotwright.http.strict import parse_json
from spotwright.jobs import service as jobs
from spotwright.jobs.schemas import JobAction, JobCreate
from spotwright.jobs.states import TERMINAL, Action, Status
from spotwright.jobs.views import JobOut
from spotwright.kit.errors import ApiError
from spotwright.kit.settings import Settings
from spotwright.outbound import UrlPolicy
from spotwright.render import sandbox
from spotwright.supervisor import WorkerProcess

_LOCAL_USER = "local"
_POLL_SECONDS = 0.2
_Schema = TypeVar("_Schema", bound=BaseModel)


def run(settings: Settings, brief: Path, files: Sequence[Path], out: Path) -> None:
    """Make the ad and write it to ``out``; exits with a sentence when it cannot."""
    order = _read(brief)
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        fail(f"There is no such file: {', '.join(missing)}")
    _check_target(out)
    services = open_services(settings)
    with closing(services):
        worker = WorkerProcess(settings.data_dir)
        worker.start()
        try:
            _Production(services, out).run(order, files)
        except ApiError as error:
            fail(error.message)
        except KeyboardInterrupt:
            fail("Stopped. Run the same command again to start over.")
        finally:
            worker.stop()


def _check_target(out: Path) -> None:
    """Fail now, not when the film is ready, if it cannot be put where it should go."""
    if out.is_dir() or not out.absolute().parent.is_dir():
        fail(f"{out} cannot be written: name a file in a folder that exists.")
    part = _part(out)
    try:
        part.touch()
        part.unlink()
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror}.")


def _part(out: Path) -> Path:
    """Where the film grows, so that ``out`` is whole from its first moment."""
    return out.with_name(f".{out.name}.part")


@dataclass(frozen=True, slots=True)
class _Order:
    """A brief, and the client whose it is."""

    client: ClientCreate
    body: JobCreate


def _read(path: Path) -> _Order:
    try:
        document = parse_json(path.read_bytes())
        if not isinstance(document, dict):
            fail(f"{path}: the brief is a JSON object, as in examples/brief.json")
        client = _checked(ClientCreate, _completed(document.get("client"), {"name": "My brand"}), "client")
        context = _completed(document.get("context"), {"clientId": "new"})
        return _Order(client, _checked(JobCreate, {**document, "context": context}))
    except ApiError as error:
        fail(f"{path}: {error.message}")
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}.")


def _completed(given: object, defaults: dict[str, str]) -> object:
    """``given`` with what it leaves out; what is no object stays as it is, for the check to refuse."""
    return {**defaults, **(given or {})} if given is None or isinstance(given, dict) else given


def _checked(schema: type[_Schema], given: object, *place: str) -> _Schema:
    """``given`` as the API would read it at this place of the document; raises a 422."""
    try:
        return schema.model_validate(given)
    except ValidationError as error:
        problems = [{**problem, "loc": ("body", *place, *problem["loc"])} for problem in error.errors()]
        raise from_validation(problems) from None


class _Production:
    """One ad on its way."""

    def __init__(self, services: Services, out: Path) -> None:
        self._services = services
        self._out = out
        with services.database.write() as session:
            self._caller = Caller(auth.ensure_user(session, _LOCAL_USER), _LOCAL_USER)

    def run(self, order: _Order, files: Sequence[Path]) -> None:
        """From the brief to the file."""
        body = self._prepare(order, files)
        state = self._services
        urls = UrlPolicy(state.settings.outbound_allow_hosts)
        with state.database.write() as session:
            job = jobs.create(
                session, self._caller, body, engine=state.engine, rates=state.rates, urls=urls, max_active=10**6
            )
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            job = self._follow(progress, job.id, "Storyboard", {Status.STORYBOARD_READY})
            sheet = self._contact_sheet(job)
            with state.database.write() as session:
                approve = JobAction(action=Action.APPROVE)
                jobs.act(session, self._caller, job.id, approve, engine=state.engine, seen=None)
            job = self._follow(progress, job.id, "Film", {Status.COMPLETED})
        self._deliver(job)
        specs = job.video_specs
        say(f"✓ {self._out}  {specs.duration:g} s, {specs.width}×{specs.height}, {specs.fps} frames a second")
        say(f"  storyboard: {sheet}")
        for warning in job.warnings:
            say(f"  note: {warning}")

    def _prepare(self, order: _Order, files: Sequence[Path]) -> JobCreate:
        """Make the brief's client, bring in the files, and name both in the brief."""
        body = order.body
        with self._services.database.write() as session:
            client_id = clients.create(session, self._caller, order.client).id
        for file in files:
            self._add(file, client_id)
        fresh = body.context.model_copy(update={"client_id": client_id, "campaign_id": None})
        named = [item for item in body.creative.assets or [] if item.url is not None]
        # Without addresses to fetch, the brief uses what was brought in: all of the new client's assets.
        creative = body.creative.model_copy(update={"assets": named or None})
        return body.model_copy(update={"context": fresh, "creative": creative})

    def _add(self, file: Path, client_id: str) -> None:
        state = self._services
        try:
            examined = ingest.examine(file, state.blobs, state.settings)
        except ApiError as error:
            raise ApiError(error.kind.code, f"{file}: {error.message}") from None
        if examined.type == "document":
            raise ApiError("UNSUPPORTED_FILE_TYPE", f"{file} is no picture, clip or sound")
        blob = state.blobs.put_file(file)
        fields = UploadFields(name=file.stem, client_id=client_id, campaign_id=None, tags=[])
        with state.database.write() as session:
            assets.add(session, self._caller, fields, blob, examined, filename=file.name)

    def _follow(self, progress: Progress, job_id: str, title: str, until: set[Status]) -> JobOut:
        task = progress.add_task(title, total=100)
        while True:
            with self._services.database.read() as session:
                job = jobs.get(session, self._caller, job_id)
            if job.status in until:
                progress.update(task, completed=100, description=title)
                return job
            if job.status in TERMINAL:
                fail(job.error or f"The job was {job.status}.")
            if job.progress is not None:
                progress.update(task, completed=job.progress.percent, description=f"{title}: {job.progress.message}")
            time.sleep(_POLL_SECONDS)

    def _contact_sheet(self, job: JobOut) -> Path:
        target = self._out.with_name(f"{self._out.stem}.storyboard.jpg")
        frames = []
        for scene in job.storyboard.scenes if job.storyboard else []:
            with self._services.database.read() as session:
                blob = jobs.scene_image(session, self._caller, job.id, scene.scene_idx)
            path = self._services.blobs.materialise(blob.sha256, ".jpg")
            title = f"{scene.scene_idx + 1}  {scene.role}  {scene.duration:.1f} s"
            frames.append((str(path), title, scene.script))
        sandbox.run("contact_sheet", {"frames": frames, "out": str(target)})
        return target

    def _deliver(self, job: JobOut) -> None:
        with self._services.database.read() as session:
            blob, _ = jobs.deliverable(session, self._caller, job.id, "video")
        source = self._services.blobs.materialise(blob.sha256, ".mp4")
        part = _part(self._out)
        shutil.copyfile(source, part)
        part.replace(self._out)
