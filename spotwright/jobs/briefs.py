"""From the API's brief to the storyboard writer's: the same facts in the writer's own words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from spotwright.assets.service import Material
from spotwright.campaigns.schemas import CampaignOut
from spotwright.clients.schemas import ClientOut
from spotwright.jobs.schemas import JobCreate, specs_of
from spotwright.kit.canonical import seed_of
from spotwright.storyboard.brief import AssetRef, BrandGuide, Brief, CampaignBrief


def request_of(body: JobCreate) -> dict[str, Any]:
    """The brief as it is kept: what was asked, and the specs with every default filled in."""
    request = body.model_dump(mode="json", by_alias=False, exclude={"context"})
    return {**request, "specs": specs_of(body).model_dump()}


def materials_of(
    client: ClientOut, campaign: CampaignOut | None, assets: Sequence[tuple[Material, Mapping[str, Any]]]
) -> dict[str, Any]:
    """The brand, the campaign and the assets (each with what the brief says of it) as they are now."""
    return {
        "client": client.model_dump(include={"id", "name", "homepage", "brand_guidelines"}),
        "campaign": campaign and campaign.model_dump(include={"id", "name", "goal", "product_url", "brief"}),
        "assets": [
            {**material.to_json(), "name": given.get("name") or material.name, "role": given.get("role")}
            for material, given in assets
        ],
    }


def brief_of(request: Mapping[str, Any], materials: Mapping[str, Any]) -> Brief:
    """What the writer is told."""
    basics, direction, specs = request["ad_basics"], request["creative"]["direction"], request["specs"]
    return Brief(
        product=basics["product"],
        target_audience=basics["target_audience"],
        key_message=basics["key_message"],
        call_to_action=basics["call_to_action"],
        style=direction["style"],
        tone=direction["tone"],
        visual_elements=tuple(direction["visual_elements"] or ()),
        music_style=direction["music_style"],
        duration=specs["duration"],
        fps=specs["fps"],
        format=specs["format"],
        brand=_brand(materials["client"]),
        campaign=_campaign(materials["campaign"]),
        assets=tuple(_asset(asset) for asset in materials["assets"]),
        # The same brief always makes the same ad; another brief makes another one.
        seed=seed_of(basics, direction, materials["client"]["id"]),
    )


def _brand(client: Mapping[str, Any]) -> BrandGuide:
    guide = client["brand_guidelines"] or {}
    return BrandGuide(
        name=client["name"],
        homepage=client["homepage"] or "",
        colors=tuple(guide.get("colors") or ()),
        fonts=tuple(guide.get("fonts") or ()),
        tone=guide.get("tone") or "",
        restrictions=_listed(guide.get("restrictions")),
        examples=_listed(guide.get("examples")),
    )


def _listed(given: Sequence[str] | None) -> tuple[str, ...]:
    """A list as it is; a text sentence by sentence."""
    if isinstance(given, str):
        return tuple(part.strip() for part in re.split(r"(?<=[.;!?])\s+|\n", given) if part.strip())
    return tuple(given or ())


def _campaign(campaign: Mapping[str, Any] | None) -> CampaignBrief | None:
    if campaign is None:
        return None
    brief = campaign["brief"]
    text = brief if isinstance(brief, str) else " ".join(_sentences(brief or {}))
    return CampaignBrief(
        name=campaign["name"],
        goal=campaign["goal"] or "",
        product_url=campaign["product_url"] or "",
        brief_text=text,
    )


def _sentences(brief: Mapping[str, Any]) -> list[str]:
    """The plain texts of a structured brief."""
    return [value for value in brief.values() if isinstance(value, str)]


def _asset(asset: Mapping[str, Any]) -> AssetRef:
    return AssetRef(
        id=asset["id"],
        kind=asset["type"],
        name=asset["name"],
        role=asset["role"],
        tags=tuple(asset["tags"]),
        width=asset["width"] or 0,
        height=asset["height"] or 0,
        duration=asset["duration"] or 0.0,
    )
