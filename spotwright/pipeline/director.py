"""From a storyboard to a film: the writer's scenes, the brand and the files, in the renderer's words. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from spotwright.jobs.briefs import brief_of
from spotwright.jobs.record import JobRecord
from spotwright.render import directions
from spotwright.render.film import Brand, Film, FilmScene, Look, Media
from spotwright.storyboard.board import Scene
from spotwright.storyboard.brief import Brief
from spotwright.storyboard.guard import forbidden_colors

Locate = Callable[[Mapping[str, Any]], str]
"""Where the file of an asset (a row of the job's materials) can be read."""


def art_direction(brief: Brief) -> str:
    """The art direction that fits the brief's style and tone."""
    return directions.choose(brief.style, brief.tone or brief.brand.tone, brief.seed)


def film_of(record: JobRecord, scenes: Sequence[Scene], direction: str, locate: Locate) -> Film:
    """The film of these scenes. ``scenes`` may be a part of the storyboard: each is laid out by itself."""
    brief, specs = brief_of(record.request, record.materials), record.request["specs"]
    assets = {asset["id"]: asset for asset in record.materials["assets"]}
    logo = next((asset for asset in assets.values() if _is_logo(asset)), None)
    banned = forbidden_colors(brief.brand.restrictions)
    return Film(
        width=specs["width"],
        height=specs["height"],
        fps=specs["fps"],
        direction=direction,
        scenes=tuple(_scene(scene, assets, locate) for scene in scenes),
        brand=Brand(
            name=brief.brand.name,
            colors=tuple(color for color in brief.brand.colors if color.lower() not in banned),
            fonts=brief.brand.fonts,
            logo_path=logo and locate(logo),
            logo_sha256=logo and logo["sha256"],
        ),
        seed=brief.seed,
        call_to_action=brief.call_to_action,
        homepage=brief.brand.homepage,
    )


def _scene(scene: Scene, assets: Mapping[str, Mapping[str, Any]], locate: Locate) -> FilmScene:
    look = scene.look
    shown = [assets[asset_id] for asset_id in scene.assets if asset_id in assets]
    return FilmScene(
        role=scene.role,
        headline=scene.headline,
        support=scene.support,
        kicker=scene.kicker,
        media=tuple(_media(asset, locate) for asset in shown if _is_visual(asset) and not _is_logo(asset)),
        shot=scene.shot_type,
        transition=scene.transition,
        frames=scene.frames,
        subject=scene.subject,
        look=Look(
            variant=look.variant,
            exposure=look.exposure,
            warmth=look.warmth,
            saturation=look.saturation,
            zoom=look.zoom,
            accent=look.accent,
        ),
    )


def _media(asset: Mapping[str, Any], locate: Locate) -> Media:
    return Media(
        path=locate(asset),
        sha256=asset["sha256"],
        kind=asset["type"],
        width=asset["width"] or 0,
        height=asset["height"] or 0,
        duration=asset["duration"] or 0.0,
    )


def _is_visual(asset: Mapping[str, Any]) -> bool:
    return asset["type"] in {"image", "video"}


def _is_logo(asset: Mapping[str, Any]) -> bool:
    words = f"{asset['role'] or ''} {asset['name']}".lower()
    return asset["type"] == "image" and "logo" in words
