"""A brief before it is a job: everything it refers to is checked and gathered, and the whole is priced."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from spotwright.assets import service as assets
from spotwright.auth.service import Caller
from spotwright.campaigns import service as campaigns
from spotwright.clients import service as clients
from spotwright.costs import estimator
from spotwright.costs.estimator import Estimate
from spotwright.costs.rates import Rates
from spotwright.jobs.briefs import brief_of, materials_of, request_of
from spotwright.jobs.schemas import AssetInput, JobCreate
from spotwright.kit import clock
from spotwright.kit.errors import invalid
from spotwright.outbound import OutboundError, UrlPolicy
from spotwright.storyboard.writer import plan_counts


def prepare(
    session: Session, caller: Caller, body: JobCreate, urls: UrlPolicy
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Check everything that a brief refers to, and gather it; what must be fetched is only looked at."""
    _check_urls(body.creative.assets or (), urls)
    context = body.context
    client = clients.get(session, caller, context.client_id)
    campaign = campaigns.get(session, caller, context.campaign_id) if context.campaign_id else None
    if campaign is not None and campaign.client_id != client.id:
        raise invalid("/context/campaignId", "belongs to another client")
    given = body.creative.assets
    if given is None:
        chosen: list[tuple[assets.Material, Mapping[str, Any]]] = [
            (material, {}) for material in assets.materials_at_hand(session, caller, client.id, context.campaign_id)
        ]
        return request_of(body), materials_of(client, campaign, chosen)
    stored = [item for item in given if item.stored_id is not None]
    found = assets.materials(session, caller, [item.stored_id or "" for item in stored])
    named: list[tuple[assets.Material, Mapping[str, Any]]] = [
        (material, {"name": item.name, "role": item.role}) for material, item in zip(found, stored, strict=True)
    ]
    return request_of(body), {**materials_of(client, campaign, named), "to_fetch": _to_fetch(given)}


def _check_urls(given: Sequence[AssetInput], urls: UrlPolicy) -> None:
    for index, item in enumerate(given):
        try:
            if item.remote_url is not None:
                urls.check(item.remote_url)
        except OutboundError as error:
            raise invalid(f"/creative/assets/{index}/url", str(error)) from None


def _to_fetch(given: Sequence[AssetInput]) -> list[dict[str, Any]]:
    remote = [item for item in given if item.remote_url is not None]
    return [{"url": item.remote_url, "name": item.name, "role": item.role} for item in remote]


def price(request: Mapping[str, Any], materials: Mapping[str, Any], rates: Rates) -> Estimate:
    counts = plan_counts(brief_of(request, materials))
    units = {
        "storyboard_generation": 1,
        "image_generation": counts.scenes,
        "video_rendering": round(counts.seconds + 0.499),
        "voice": counts.characters,
        "music": round(counts.seconds + 0.499),
    }
    return estimator.estimate(units, rates, clock.now())
