"""``/api/v3/jobs``: make ads, follow them, decide on them, fetch them."""

import re
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request
from starlette.responses import Response

from spotwright.auth.deps import Authenticated
from spotwright.costs.estimator import EstimateOut
from spotwright.costs.estimator import shown as shown_estimate
from spotwright.http.conditional import ETag, Outcome, evaluate
from spotwright.http.delivery import RESPONSES, deliver
from spotwright.http.envelope import Envelope, Schema, answer
from spotwright.http.pagination import Paging, page_answer
from spotwright.http.routes import ApiRoute, Reading, Writing
from spotwright.jobs import service
from spotwright.jobs.schemas import JobAction, JobCreate
from spotwright.jobs.states import Status
from spotwright.jobs.views import JobOut, poll_after
from spotwright.kit.errors import ApiError
from spotwright.outbound import UrlPolicy

router = APIRouter(prefix="/api/v3/jobs", tags=["v3-jobs"], route_class=ApiRoute)
cost_router = APIRouter(prefix="/api/v3/jobs", tags=["v3-cost"], route_class=ApiRoute)
_VERSION = re.compile(r'"(\d{1,18})"')


class SceneStarted(Schema):
    """A new take is on its way."""

    message: str
    updated_scene_idx: int


@router.post("", response_model=Envelope[JobOut], status_code=202)
def create_job(request: Request, caller: Authenticated, session: Writing, body: JobCreate) -> Response:
    """Turn a brief into an ad: storyboard first, then it waits for your approval."""
    state = request.app.state
    job = service.create(
        session,
        caller,
        body,
        engine=state.engine,
        rates=state.rates,
        urls=UrlPolicy(state.settings.outbound_allow_hosts),
        max_active=state.settings.max_active_jobs_per_user,
    )
    return _job_answer(job, status=202, headers={"Location": f"/api/v3/jobs/{job.id}"})


@router.get("", response_model=Envelope[list[JobOut]])
def list_jobs(
    caller: Authenticated,
    session: Reading,
    page: Paging,
    client_id: str | None = None,
    campaign_id: str | None = None,
    status: Annotated[Status | None, Query()] = None,
) -> Response:
    """The caller's jobs, newest first."""
    filters = {"client_id": client_id, "campaign_id": campaign_id, "status": status}
    rows, total = service.page(session, caller, filters, page.limit, page.offset)
    return page_answer(page, rows, total)


@cost_router.post("/dry-run", response_model=Envelope[EstimateOut])
def estimate_cost(request: Request, caller: Authenticated, session: Reading, body: JobCreate) -> Response:
    """What this very brief would cost. Makes nothing."""
    state = request.app.state
    urls = UrlPolicy(state.settings.outbound_allow_hosts)
    return answer(shown_estimate(service.estimate(session, caller, body, rates=state.rates, urls=urls)))


@router.get("/{job_id}", response_model=Envelope[JobOut], responses={304: {"description": "It has not changed"}})
def get_job(request: Request, caller: Authenticated, session: Reading, job_id: str) -> Response:
    """A job as it is now. Ask every 2–3 seconds; with ``If-None-Match`` an unchanged job is a 304."""
    job = service.get(session, caller, job_id)
    etag = ETag(str(job.version))
    outcome = evaluate(request.method, request.headers, etag=etag)
    if outcome is Outcome.NOT_MODIFIED:
        return Response(status_code=304, headers={"ETag": str(etag), "Cache-Control": "private, no-cache"})
    if outcome is Outcome.PRECONDITION_FAILED:
        raise ApiError("VERSION_MISMATCH", headers={"ETag": str(etag)})
    return _job_answer(job)


@router.post("/{job_id}/actions", response_model=Envelope[JobOut | SceneStarted], status_code=202)
def act_on_job(
    request: Request,
    caller: Authenticated,
    session: Writing,
    job_id: str,
    body: JobAction,
    if_match: Annotated[str | None, Header(description="The ETag of the job you looked at")] = None,
) -> Response:
    """Approve the storyboard, cancel the job, or ask for a new take of one scene.

    A cancelled job says so at once; its work stops within five seconds, wherever it is done, and a result that comes
    later changes nothing. What was made until then is charged, and nothing else.
    """
    engine = request.app.state.engine
    result = service.act(session, caller, job_id, body, engine=engine, seen=_seen(if_match))
    if isinstance(result, JobOut):
        return _job_answer(result, status=202)
    return answer(SceneStarted(message="Scene regeneration started", updated_scene_idx=result), status=202)


@router.get("/{job_id}/scenes/{scene_idx}/image", response_class=Response, responses=RESPONSES)
def get_scene_image(
    request: Request,
    caller: Authenticated,
    session: Reading,
    job_id: str,
    scene_idx: Annotated[int, Path(ge=0, lt=2**31)],
) -> Response:
    """The picture of a scene, as the film will show it."""
    blob = service.scene_image(session, caller, job_id, scene_idx)
    name = f"{job_id}-scene-{scene_idx}.jpg"
    return deliver(request, request.app.state.blobs, blob, content_type="image/jpeg", filename=name)


def _deliver(
    request: Request, caller: Authenticated, session: Reading, job_id: str, name: str, suffix: str
) -> Response:
    blob, mime = service.deliverable(session, caller, job_id, name)
    return deliver(request, request.app.state.blobs, blob, content_type=mime, filename=f"{job_id}{suffix}")


@router.get("/{job_id}/video", response_class=Response, responses=RESPONSES)
def get_video(request: Request, caller: Authenticated, session: Reading, job_id: str) -> Response:
    """The finished ad, with ranges, so that players can seek."""
    return _deliver(request, caller, session, job_id, "video", ".mp4")


@router.get("/{job_id}/animatic", response_class=Response, responses=RESPONSES)
def get_animatic(
    request: Request,
    caller: Authenticated,
    session: Reading,
    job_id: str,
    v: Annotated[str, Query(description="As in `animaticUrl`; an animatic whose scenes have changed is gone")] = "",
) -> Response:
    """The storyboard as a small video with voice and music, to be watched before it is approved."""
    blob, mime = service.animatic(session, caller, job_id, v)
    name = f"{job_id}-animatic.mp4"
    return deliver(request, request.app.state.blobs, blob, content_type=mime, filename=name)


@router.get("/{job_id}/poster", response_class=Response, responses=RESPONSES)
def get_poster(request: Request, caller: Authenticated, session: Reading, job_id: str) -> Response:
    """A still of the finished ad."""
    return _deliver(request, caller, session, job_id, "poster", ".jpg")


@router.get("/{job_id}/captions.vtt", response_class=Response, responses=RESPONSES)
def get_captions(request: Request, caller: Authenticated, session: Reading, job_id: str) -> Response:
    """The spoken words as WebVTT."""
    return _deliver(request, caller, session, job_id, "captions.vtt", ".vtt")


@router.get("/{job_id}/captions.srt", response_class=Response, responses=RESPONSES)
def get_subtitles(request: Request, caller: Authenticated, session: Reading, job_id: str) -> Response:
    """The spoken words as SRT."""
    return _deliver(request, caller, session, job_id, "captions.srt", ".srt")


def _job_answer(job: JobOut, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    wait = poll_after(job)
    meta = {} if wait is None else {"pollAfterMs": wait}
    return answer(job, status=status, meta=meta, headers={"ETag": f'"{job.version}"', **(headers or {})})


def _seen(if_match: str | None) -> int | None:
    """The version that a client says it has seen; ``*`` and nothing mean any."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _VERSION.fullmatch(if_match.strip())
    if found is None:
        raise ApiError("VERSION_MISMATCH")
    return int(found[1])
