"""Casting: which of the client's pictures and clips plays in which scene."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spotwright.storyboard.board import Role
from spotwright.storyboard.brief import AssetRef
from spotwright.storyboard.wordset import wordset

PER_SCENE = 3
_LABEL = 200
_TAGS = 20
_SHORT = 3
"""Characters of a name, a role or a tag that are read."""

_HINTS: tuple[tuple[str, tuple[Role, ...]], ...] = (
    (r"logo\w*|wordmark|brand_?mark", ("cta",)),
    (r"product\w*|pack_?shot|packaging|bottle|box|item", ("product", "benefit", "cta")),
    (r"hero|key_?visual|main", ("hook", "product")),
    (r"end_?card|end|closing|outro|cta", ("cta",)),
    (r"intro|opening|opener|hook|first", ("hook",)),
    (r"before|problem|pain", ("problem", "hook")),
    (r"after|result|benefit|feature|detail|macro|close_?up", ("benefit",)),
    (r"life_?style|people|family|customer_?using|in_?use|action", ("hook", "benefit")),
    (r"testimonial|review|customer|quote|award|badge|rating|certificate|seal|team|founder", ("proof", "benefit")),
    (r"offer|price|discount|sale|voucher", ("offer", "cta")),
    (r"background|backdrop|texture|bg|ambient|mood|scenery|landscape|location|city", ("hook", "problem", "benefit")),
)
_STOPWORDS = wordset(
    """
    the and for with your jpg jpeg png webp mp4 mov svg gif img image photo picture clip video final copy new
    """
)


@dataclass(frozen=True, slots=True)
class Part:
    """A scene that wants a picture: its role and the words that it says and shows."""

    role: Role
    words: frozenset[str]


def is_logo(asset: AssetRef) -> bool:
    """True when an asset is a logo by its role, its name or a tag."""
    return asset.kind == "image" and any(
        re.search(r"(?i)(?<![a-z])logo|wordmark|brand[_ -]?mark", label) for label in _labels(asset)
    )


def _labels(asset: AssetRef) -> tuple[str, ...]:
    """An asset's role, name and tags, as far as they are read."""
    return tuple(label[:_LABEL] for label in (asset.role or "", asset.name, *asset.tags[:_TAGS]))


def stem_words(*labels: str) -> frozenset[str]:
    """The telling words of some labels, plural s off, for matching names with copy."""
    found = re.findall(r"[^\W_]{3,}", " ".join(label[:_LABEL] for label in labels).lower())
    return frozenset(word.rstrip("s") if len(word) > _SHORT else word for word in found if word not in _STOPWORDS)


def hinted_roles(asset: AssetRef) -> tuple[Role, ...]:
    """The scene roles that an asset's own role asks for, or else its name and tags, the best first."""
    role, *others = _labels(asset)
    for label in (role, " ".join(others)):
        spelled = re.sub(r"[\s-]+", "_", re.sub(r"([a-z])([A-Z])", r"\1_\2", label)).lower()
        for pattern, hinted in _HINTS:
            if re.search(rf"(?<![a-z])(?:{pattern})(?![a-z])", spelled):
                return hinted
    return ()


def cast(assets: Sequence[AssetRef], parts: Sequence[Part]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Asset ids for each scene, and the names of pictures for which there was no room.

    Every picture and clip plays once before any plays twice; a logo signs the last scene.
    """
    visuals = [asset for asset in _unique(assets) if asset.kind in {"image", "video"} and not is_logo(asset)]
    logos = [asset for asset in _unique(assets) if is_logo(asset)]
    scenes: list[list[AssetRef]] = [[] for _ in parts]
    left_out: list[str] = []
    for index, asset in enumerate(visuals):
        open_scenes = [place for place, scene in enumerate(scenes) if len(scene) < PER_SCENE]
        if not open_scenes:
            left_out.append(asset.name or asset.id)
            continue
        best = max(
            open_scenes,
            key=lambda place: (
                _fit(asset, parts[place], index / len(visuals), place / len(parts)) - 6 * len(scenes[place]),
                -place,
            ),
        )
        scenes[best].append(asset)
    _reuse(scenes, parts, visuals)
    chosen = [tuple(asset.id for asset in scene) for scene in scenes]
    if logos:
        chosen[-1] = (*chosen[-1], logos[0].id)
    return tuple(chosen), tuple(left_out)


def _unique(assets: Sequence[AssetRef]) -> list[AssetRef]:
    return list({asset.id: asset for asset in assets}.values())


def _fit(asset: AssetRef, part: Part, asset_place: float, scene_place: float) -> float:
    """How well an asset suits a scene: its hint first, then shared words, then the client's order."""
    hinted = hinted_roles(asset)
    score = 10.0 - 2.5 * hinted.index(part.role) if part.role in hinted else 0.0
    score += 3.0 * len(stem_words(asset.name, *asset.tags) & part.words)
    score += 1.0 if asset.kind == "video" and part.role in {"hook", "benefit"} else 0.0
    score -= 4.0 if part.role == "cta" and "cta" not in hinted else 0.0
    score -= 3.0 if part.role == "problem" and "problem" not in hinted else 0.0
    return score - 2.0 * abs(asset_place - scene_place)


def _reuse(scenes: list[list[AssetRef]], parts: Sequence[Part], visuals: Sequence[AssetRef]) -> None:
    """Give empty scenes a picture again, never the one of a neighbour; a problem stays without the product."""
    used = {asset.id: sum(asset in scene for scene in scenes) for asset in visuals}
    for place, part in enumerate(parts):
        if scenes[place] or part.role == "problem":
            continue
        near = {asset.id for other in (place - 1, place + 1) if 0 <= other < len(scenes) for asset in scenes[other]}
        free = [asset for asset in visuals if asset.id not in near]
        suited = [asset for asset in free if part.role in hinted_roles(asset)] or [
            asset for asset in free if part.role in {"benefit", "offer", "hook"}
        ]
        if suited:
            again = min(suited, key=lambda asset: used[asset.id])
            scenes[place].append(again)
            used[again.id] += 1
