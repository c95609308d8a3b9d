"""The offline writer: a storyboard from a brief by rules alone. The same brief always gives the same storyboard."""

import random
from collections.abc import Sequence
from dataclasses import replace

from spotwright.storyboard import casting, facts, guard, shooting, staging, text
from spotwright.storyboard.board import DESCRIPTION_LIMIT, Counts, Scene, ShotType, Storyboard, stats
from spotwright.storyboard.brief import AssetRef, Brief
from spotwright.storyboard.extras import extended
from spotwright.storyboard.outline import Outline, chosen, outline
from spotwright.storyboard.required import with_required
from spotwright.storyboard.statements import same


def write(brief: Brief) -> Storyboard:
    """Write a storyboard of 3 to 7 scenes whose frames sum exactly to the brief's. Never fails on any text."""
    sketch = outline(brief)
    first = chosen(sketch)
    told = facts.placed(sketch.reading, sketch.roles, first)
    drafts = [draft if draft in first else sketch.finished_draft(draft) for draft in told]
    frames, scripts = facts.schedule(sketch.reading, sketch.roles, drafts, brief.frames, brief.fps)
    scripts = extended(
        sketch.reading, sketch.roles, drafts, scripts, frames, brief.fps, seed=brief.seed, finish=sketch.finished
    )
    if not sketch.reading.english:
        scripts = _unrepeated(scripts)
    drafts[-1] = with_required(drafts[-1], sketch.rules)
    parts = [
        casting.Part(role, casting.stem_words(draft.headline, draft.support))
        for role, draft in zip(sketch.roles, drafts, strict=True)
    ]
    assets, left_out = casting.cast(brief.assets, parts)
    scenes = tuple(
        Scene(
            scene_idx=place,
            role=role,
            headline=drafts[place].headline,
            support=drafts[place].support,
            kicker=drafts[place].kicker,
            description="",
            script=scripts[place],
            shot_type="end_card",
            transition="auto",
            frames=frames[place],
            assets=assets[place],
        )
        for place, role in enumerate(sketch.roles)
    )
    staged = _staged(sketch, scenes)
    return Storyboard(staged, shooting.music(brief, sketch.reading.tone), _warnings(sketch, staged, left_out))


def _unrepeated(scripts: Sequence[str]) -> tuple[str, ...]:
    """The scripts without one that an earlier scene has said; the end card keeps its own."""
    spoken = [same(script) for script in scripts]
    last = len(scripts) - 1
    return tuple(
        "" if place != last and spoken[place] in spoken[:place] else script for place, script in enumerate(scripts)
    )


def plan_counts(brief: Brief) -> Counts:
    """What ``write(brief)`` yields, counted: the writer itself is the planner, so an estimate cannot miss it."""
    return stats(write(brief), brief.fps, logos=frozenset(asset.id for asset in brief.assets if casting.is_logo(asset)))


def _staged(sketch: Outline, scenes: Sequence[Scene]) -> tuple[Scene, ...]:
    """The written scenes with their shots, cuts, descriptions and subjects."""
    chance = random.Random(f"{sketch.brief.seed}/staging")  # noqa: S311 - variety, not secrecy
    views = [view_of(sketch, scene) for scene in scenes]
    counts = [len(visuals(sketch.brief, scene.assets)) for scene in scenes]
    shots = shooting.shots(sketch.roles, counts, [staging.seen(view) for view in views], chance)
    cuts = shooting.transitions(sketch.roles, sketch.reading.tone, chance)
    return tuple(
        replace(
            scene,
            shot_type=shot,
            transition=cut,
            description=described(sketch, scene, view, shot, take=0),
            subject=guard.guarded(staging.subject_of(sketch.reading, view), sketch.rules),
        )
        for scene, view, shot, cut in zip(scenes, views, shots, cuts, strict=True)
    )


def view_of(sketch: Outline, scene: Scene, take: int = 0) -> staging.View:
    """What a scene has to show; another take may show another of the client's visual elements."""
    element = staging.element_for(sketch.reading, sketch.roles, scene.scene_idx, take)
    return staging.View(scene.role, tuple(visuals(sketch.brief, scene.assets, logos=True)), element, scene.headline)


def visuals(brief: Brief, ids: Sequence[str], *, logos: bool = False) -> list[AssetRef]:
    """The pictures and clips among some asset ids, in their order, with the logos if asked."""
    known = {asset.id: asset for asset in brief.assets if asset.kind in {"image", "video"}}
    return [known[each] for each in ids if each in known and (logos or not casting.is_logo(known[each]))]


def described(sketch: Outline, scene: Scene, view: staging.View, shot: ShotType, *, take: int) -> str:
    """A scene's description, guarded and within its limit; a dot if the rules forbid every word of it."""
    chance = random.Random(f"{sketch.brief.seed}/view/{scene.scene_idx}/{take}")  # noqa: S311
    line = staging.described(
        sketch.reading, view, shot, style=sketch.brief.style, place=scene.scene_idx, take=take, chance=chance
    )
    return text.cut(guard.guarded(line, sketch.rules), DESCRIPTION_LIMIT) or "•"


def _warnings(sketch: Outline, scenes: Sequence[Scene], left_out: Sequence[str]) -> tuple[str, ...]:
    """What the reviewer must know: wishes that no rule could grant, and what found no room."""
    found = [
        f"Please check by hand, no rule could be made of it: “{text.cut(restriction, 160)}”"
        for restriction in sketch.rules.unread
    ]
    if sketch.rules.no_people and any(visuals(sketch.brief, scene.assets) for scene in scenes):
        found.append("Please check by hand that no people are in the pictures that were sent")
    found += [f"No scene had room for “{text.cut(name, 60)}”" for name in left_out]
    names = dict.fromkeys(name for name in (sketch.reading.product.name, sketch.reading.brand) if name)
    found += [
        f"A restriction forbids words of the name “{name}”; they were left out"
        for name in names
        if guard.guarded(name, sketch.rules) != name
    ]
    shown = same(" ".join(f"{scene.headline} {scene.support} {scene.script}" for scene in scenes))
    found += [f"The required line “{line}” found no room" for line in sketch.rules.required if same(line) not in shown]
    return tuple(found)
