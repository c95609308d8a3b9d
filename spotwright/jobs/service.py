"""What a person can do with jobs. What the workflow does to them is in ``record``."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from spotwright.assets import service as assets
from spotwright.auth.service import Caller
from spotwright.blobs import Blob
from spotwright.costs import ledger
from spotwright.costs.estimator import Estimate
from spotwright.costs.rates import Rates
from spotwright.db.session import after_commit
from spotwright.engine.port import Engine
from spotwright.http.errors import from_validation
from spotwright.jobs import orders, repository
from spotwright.jobs.history import change
from spotwright.jobs.models import Job
from spotwright.jobs.progress import progress
from spotwright.jobs.schemas import (
    MAX_SECONDS,
    MIN_SECONDS,
    JobAction,
    JobCreate,
    RegeneratePayload,
)
from spotwright.jobs.states import ACTIVE, ALLOWED, Action, Status
from spotwright.jobs.views import JobOut, job_view
from spotwright.kit import clock, ids
from spotwright.kit.errors import ApiError, invalid
from spotwright.kit.failpoints import failpoint
from spotwright.outbound import UrlPolicy


def create(
    session: Session,
    caller: Caller,
    body: JobCreate,
    *,
    engine: Engine,
    rates: Rates,
    urls: UrlPolicy,
    max_active: int,
) -> JobOut:
    """A new job of the caller. Its workflow starts once the row is safe."""
    if repository.count(session, "user_id", caller.user_id, ACTIVE) >= max_active:
        raise ApiError("RATE_LIMITED", "Too many unfinished jobs", headers={"Retry-After": "30"})
    request, materials = orders.prepare(session, caller, body, urls)
    moment = clock.now()
    row = Job(
        id=ids.new_id("job"),
        user_id=caller.user_id,
        client_id=body.context.client_id,
        campaign_id=body.context.campaign_id or None,
        status=Status.PENDING,
        version=0,
        request=request,
        materials=materials,
        pending_takes=[],
        estimated_micros=orders.price(request, materials, rates).total,
        created_at=moment,
        updated_at=moment,
    )
    session.add(row)
    session.flush()  # The history refers to the row.
    change(session, row, "created")
    after_commit(session, lambda: engine.start(row.id, row.user_id))
    return job_view(row, None)


def estimate(session: Session, caller: Caller, body: JobCreate, *, rates: Rates, urls: UrlPolicy) -> Estimate:
    """What ``create`` would cost, by the same planner; changes nothing."""
    return orders.price(*orders.prepare(session, caller, body, urls), rates)


def get(session: Session, caller: Caller, job_id: str) -> JobOut:
    """Raises ``JOB_NOT_FOUND``."""
    return _shown(session, _find(session, caller, job_id))


def page(
    session: Session, caller: Caller, filters: Mapping[str, str | None], limit: int, offset: int
) -> tuple[Sequence[JobOut], int]:
    """One page of the caller's jobs, newest first, and how many match."""
    wanted = {column: value for column, value in filters.items() if value is not None}
    if any(column != "status" and not ids.looks_like_id(value) for column, value in wanted.items()):
        return [], 0
    rows, total = repository.page(session, caller.user_id, wanted, limit, offset)
    charged = ledger.charged(session, [row.id for row in rows])
    return [job_view(row, charged.get(row.id)) for row in rows], total


def act(
    session: Session, caller: Caller, job_id: str, body: JobAction, *, engine: Engine, seen: int | None
) -> JobOut | int:
    """Do what a person asks: the changed job, or the index of the scene that will be taken again.

    ``seen`` is the version that the person looked at, if they say so; another one now is a 412.
    """
    _find(session, caller, job_id)
    row = repository.lock(session, job_id)
    if row is None:
        raise ApiError("JOB_NOT_FOUND")
    if seen is not None and seen != row.version:
        raise ApiError("VERSION_MISMATCH", headers={"ETag": f'"{row.version}"'})
    if body.action is Action.REGENERATE_SCENE:
        return _regenerate(session, caller, row, body.payload or {}, engine)
    _require(row, body.action)
    if body.action is Action.APPROVE:
        _approve(session, row, engine)
    else:
        cancel(session, row, engine)
    return _shown(session, row)


def cancel(session: Session, row: Job, engine: Engine) -> None:
    """Stop a job: the row says so at once, the work notices within a second or two."""
    row.pending_takes = []
    row.progress = row.progress and {**row.progress, "message": "Cancelled"}
    change(session, row, "cancelled", status=Status.CANCELLED)
    failpoint("cancel.before_commit")
    after_commit(session, lambda: engine.cancel(row.id))


def deliverable(session: Session, caller: Caller, job_id: str, name: str) -> tuple[Blob, str]:
    """A finished file of a job and its MIME type; raises ``VIDEO_NOT_FOUND`` until it exists."""
    made = (_find(session, caller, job_id).deliverables or {}).get(name)
    if made is None:
        raise ApiError("VIDEO_NOT_FOUND")
    return Blob(made["sha256"], made["size"]), made["mime"]


def animatic(session: Session, caller: Caller, job_id: str, version: str) -> tuple[Blob, str]:
    """The animatic of the storyboard as it now is, and its MIME type; raises ``VIDEO_NOT_FOUND`` when there is none.

    ``version`` begins its hash, if the caller wants that one and no other.
    """
    made = (_find(session, caller, job_id).storyboard or {}).get("animatic")
    if made is None or not made["sha256"].startswith(version):
        raise ApiError("VIDEO_NOT_FOUND")
    return Blob(made["sha256"], made["size"]), made["mime"]


def scene_image(session: Session, caller: Caller, job_id: str, scene_idx: int) -> Blob:
    """The picture of a scene as it now is."""
    scene = _scene(_find(session, caller, job_id), scene_idx)
    return Blob(scene["image"]["sha256"], scene["image"]["size"])


def remove_all(session: Session, column: str, value: str, engine: Engine) -> None:
    """Cancel what runs and forget every job with this client or campaign; the ledger keeps what was spent."""
    for job_id in repository.ids_where(session, column, value):
        row = repository.lock(session, job_id)
        if row is not None and row.status in ACTIVE:
            cancel(session, row, engine)
            session.flush()
        repository.delete(session, job_id)


def count(session: Session, column: str, value: str, *, completed: bool = False) -> int:
    """Jobs of a client or campaign, all or only the completed."""
    return repository.count(session, column, value, (Status.COMPLETED,) if completed else tuple(Status))


def _approve(session: Session, row: Job, engine: Engine) -> None:
    if row.pending_takes:
        scenes = ", ".join(str(take["scene_idx"]) for take in row.pending_takes)
        text = f"Job is not in a state that allows this action: scene {scenes} is being regenerated"
        raise ApiError("JOB_STATE_CONFLICT", text, details={"currentStatus": row.status})
    row.progress = progress("video_rendering", 0, "Waiting for a renderer")
    change(session, row, "approved", status=Status.VIDEO_PROCESSING)
    failpoint("approve.before_commit")
    _nudge_after_commit(session, row, engine)


def _regenerate(session: Session, caller: Caller, row: Job, payload: Mapping[str, Any], engine: Engine) -> int:
    wanted = _payload(payload)
    _require(row, Action.REGENERATE_SCENE)
    scene = _scene(row, wanted.scene_idx)
    if any(take["scene_idx"] == wanted.scene_idx for take in row.pending_takes):
        text = "Job is not in a state that allows this action: this scene is being regenerated already"
        raise ApiError("JOB_STATE_CONFLICT", text, details={"currentStatus": row.status})
    constraints = wanted.constraints
    if constraints is not None and constraints.duration is not None:
        _check_length(row, wanted.scene_idx, constraints.duration)
    must_include = list(dict.fromkeys(constraints.must_include_assets)) if constraints else []
    _admit_assets(session, caller, row, must_include)
    asked = {
        "scene_idx": wanted.scene_idx,
        "take": int(scene["take"]) + 1,
        "feedback": wanted.feedback,
        "duration": constraints and constraints.duration,
        "must_include_assets": must_include,
    }
    if not row.pending_takes:
        row.progress = progress("scene_regeneration", 0, f"Scene {wanted.scene_idx} will be taken again")
    row.pending_takes = [*row.pending_takes, asked]
    change(session, row, "regenerating", detail={"sceneIdx": wanted.scene_idx})
    _nudge_after_commit(session, row, engine)
    return wanted.scene_idx


def _admit_assets(session: Session, caller: Caller, row: Job, asset_ids: Sequence[str]) -> None:
    """Let a job use assets that its brief did not name; raises ``ASSET_NOT_FOUND``."""
    known = {asset["id"] for asset in row.materials["assets"]}
    added = assets.materials(session, caller, [asset_id for asset_id in asset_ids if asset_id not in known])
    if any(material.type not in {"image", "video"} for material in added):
        raise invalid("/payload/constraints/mustIncludeAssets", "must name pictures or clips")
    if added:
        fresh = [{**material.to_json(), "role": None} for material in added]
        row.materials = {**row.materials, "assets": [*row.materials["assets"], *fresh]}


def _check_length(row: Job, scene_idx: int, seconds: float) -> None:
    """Refuse a length of one scene that would make the whole ad too short or too long."""
    asked = {take["scene_idx"]: take["duration"] for take in row.pending_takes if take["duration"] is not None}
    asked[scene_idx] = seconds
    scenes = row.storyboard["scenes"] if row.storyboard else []
    total = sum(asked.get(scene["scene_idx"], scene["duration"]) for scene in scenes)
    if not MIN_SECONDS <= total <= MAX_SECONDS:
        text = f"would make the ad {total:g} seconds long; it may last {MIN_SECONDS:g} to {MAX_SECONDS:g}"
        raise invalid("/payload/constraints/duration", text)


def _payload(payload: Mapping[str, Any]) -> RegeneratePayload:
    try:
        return RegeneratePayload.model_validate(payload)
    except ValidationError as error:
        problems = [{**problem, "loc": ("body", "payload", *problem["loc"])} for problem in error.errors()]
        raise from_validation(problems, {"payload": payload}) from None


def _find(session: Session, caller: Caller, job_id: str) -> Job:
    row = repository.find(session, caller.user_id, job_id) if ids.looks_like_id(job_id) else None
    if row is None:
        raise ApiError("JOB_NOT_FOUND")
    return row


def _scene(row: Job, scene_idx: int) -> dict[str, Any]:
    scenes: list[dict[str, Any]] = row.storyboard["scenes"] if row.storyboard else []
    for scene in scenes:
        if scene["scene_idx"] == scene_idx:
            return scene
    raise ApiError("SCENE_NOT_FOUND")


def _require(row: Job, action: Action) -> None:
    if row.status not in ALLOWED[action]:
        allowed = " or ".join(sorted(ALLOWED[action])) if len(ALLOWED[action]) == 1 else "a job that is not finished"
        text = f"Job is not in a state that allows this action: it is {row.status}; {action} needs {allowed}"
        raise ApiError("JOB_STATE_CONFLICT", text, details={"currentStatus": row.status})


def _nudge_after_commit(session: Session, row: Job, engine: Engine) -> None:
    job_id, version = row.id, row.version
    after_commit(session, lambda: engine.nudge(job_id, version))


def _shown(session: Session, row: Job) -> JobOut:
    return job_view(row, ledger.charged(session, [row.id]).get(row.id))
