"""The offline writer: a storyboard from a brief by rules alone. The same brief always gives the same storyboard."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from spotwright.storyboard import casting, guard, plan, staging, text
from spotwright.storyboard.board import (
    DESCRIPTION_LIMIT,
    HEADLINE_LIMIT,
    KICKER_LIMIT,
    SCRIPT_LIMIT,
    SUPPORT_LIMIT,
    Counts,
    Look,
    Role,
    Scene,
    Storyboard,
    stats,
)
from spotwright.storyboard.brief import AssetRef, Brief
from spotwright.storyboard.candidates import drafted
from spotwright.storyboard.drafts import Assignment, Draft
from spotwright.storyboard.extras import extended
from spotwright.storyboard.own_words import own_drafts
from spotwright.storyboard.reading import Reading, read
from spotwright.storyboard.statements import same
from spotwright.storyboard.tones import formal

_NEUTRAL_HEADLINES = (
    "Take a look",
    "See for yourself",
    "Have a look",
    "Here it is",
    "More to see",
    "Look closer",
    "Right here",
    "•••",
)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a brief comes down to before any line is chosen: the reading, the plan and the rules."""

    brief: Brief
    reading: Reading
    roles: tuple[Role, ...]
    assignments: tuple[Assignment, ...]
    rules: guard.Rules


def outline(brief: Brief) -> Outline:
    """Read a brief and plan its scenes."""
    reading = read(brief)
    planned = plan.roles(reading, brief.duration)
    return Outline(
        brief, reading, planned, plan.assignments(reading, planned), guard.read_restrictions(brief.brand.restrictions)
    )


def write(brief: Brief) -> Storyboard:
    """Write a storyboard of 3 to 7 scenes whose frames sum exactly to the brief's. Never fails on any text."""
    sketch = outline(brief)
    chosen = _chosen(sketch)
    frames, scripts = plan.schedule(sketch.roles, chosen, brief.frames, brief.fps)
    scripts = extended(
        sketch.reading,
        sketch.roles,
        chosen,
        scripts,
        frames,
        brief.fps,
        seed=brief.seed,
        finish=lambda line: finished(line, sketch),
    )
    parts = [
        casting.Part(role, casting.stem_words(draft.headline, draft.support))
        for role, draft in zip(sketch.roles, chosen, strict=True)
    ]
    assets, left_out = casting.cast(brief.assets, parts)
    chance = random.Random(f"{brief.seed}/staging")
    shots = staging.shots(sketch.roles, [len(visuals(brief, ids)) for ids in assets], chance)
    cuts = staging.transitions(sketch.roles, sketch.reading, chance)
    scenes = []
    for place, role in enumerate(sketch.roles):
        staged = staging.stage(
            sketch.reading, role, shots[place], visuals(brief, assets[place], logos=True), style=brief.style, place=place, take=0,
            chance=random.Random(f"{brief.seed}/view/{place}"), headline=chosen[place].headline,
        )  # fmt: skip
        scenes.append(
            assembled(
                sketch,
                Scene(
                    scene_idx=place,
                    role=role,
                    headline=chosen[place].headline,
                    support=chosen[place].support,
                    kicker=chosen[place].kicker,
                    description=staged.description,
                    script=scripts[place],
                    shot_type=staged.shot,
                    transition=cuts[place],
                    frames=frames[place],
                    assets=assets[place],
                    subject=staged.subject,
                    look=Look(variant=0),
                ),
            )
        )
    return Storyboard(tuple(scenes), staging.music(brief, sketch.reading), _warnings(sketch, scenes, left_out))


def plan_counts(brief: Brief) -> Counts:
    """What ``write(brief)`` yields, counted: the writer itself is the planner, so an estimate cannot miss it."""
    return stats(write(brief), brief.fps, logos=frozenset(asset.id for asset in brief.assets if casting.is_logo(asset)))


def candidates(sketch: Outline, place: int) -> list[Draft]:
    """Every draft for one scene, guarded and within the limits, the best first. The order is the seed's."""
    chance = random.Random(f"{sketch.brief.seed}/{place}/{sketch.roles[place]}")
    if sketch.reading.english:
        raw = drafted(sketch.reading, sketch.assignments[place], chance)
    else:
        benefits = [index for index, role in enumerate(sketch.roles) if role == "benefit"]
        own = benefits.index(place) if place in benefits else 0
        raw = own_drafts(sketch.reading, sketch.roles[place], own, len(benefits), chance)
    kept = [_finished_draft(draft, sketch) for draft in raw]
    kept = [draft for draft in kept if text.words(draft.headline)]
    return kept or [
        Draft(finished(headline, sketch), scripts=("",))
        for headline in _NEUTRAL_HEADLINES
        if finished(headline, sketch)
    ]


def finished(line: str, sketch: Outline) -> str:
    """A line as the tone and the rules want it."""
    if sketch.reading.english and sketch.reading.tone in {"luxury", "serious"}:
        line = formal(line)
    return guard.guarded(line, sketch.rules)


def _finished_draft(draft: Draft, sketch: Outline) -> Draft:
    scripts = tuple(dict.fromkeys(text.cut(finished(script, sketch), SCRIPT_LIMIT) for script in draft.scripts))
    support = text.cut(finished(draft.support, sketch), SUPPORT_LIMIT)
    headline = text.cut(finished(draft.headline, sketch), HEADLINE_LIMIT)
    return Draft(
        headline,
        support if same(support) != same(headline) else "",
        text.cut(finished(draft.kicker, sketch), KICKER_LIMIT),
        (*(script for script in scripts if script), ""),
        draft.uses,
    )


def _chosen(sketch: Outline) -> list[Draft]:
    """A draft for each scene, none of which repeats what another says. Scenes with the client's own words choose first."""
    order = sorted(range(len(sketch.roles)), key=lambda place: (sketch.roles[place] in {"hook", "problem"}, place))
    picked: dict[int, Draft] = {}
    for place in order:
        share = plan.share_of(sketch.roles[place], sketch.roles, sketch.brief.duration)
        picked[place] = pick(candidates(sketch, place), list(picked.values()), share)
    return [picked[place] for place in range(len(sketch.roles))]


def pick(options: Sequence[Draft], others: Sequence[Draft], seconds: float) -> Draft:
    """The first option that repeats nothing of ``others`` and can be said in ``seconds``; the rules relax in that order."""
    fresh = [option for option in options if not any(repeats(option, other) for other in others)]
    sayable = [option for option in fresh if option.scripts[plan.fitting(option, seconds * plan.STRETCH)]]
    new = [option for option in options if all(same(option.headline) != same(other.headline) for other in others)]
    return next(iter(sayable or fresh or new or options))


def repeats(draft: Draft, other: Draft) -> bool:
    """True when two drafts share a headline, a statement or a line."""
    if draft.uses & other.uses or same(draft.headline) == same(other.headline):
        return True
    mine = {same(line) for line in (draft.headline, draft.support) if line}
    theirs = {same(line) for line in (other.headline, other.support) if line}
    if mine & theirs:
        return True
    said = {same(sentence) for sentence in text.sentences(draft.scripts[0])}
    return bool(said & {same(sentence) for sentence in text.sentences(other.scripts[0])})


def visuals(brief: Brief, ids: Sequence[str], *, logos: bool = False) -> list[AssetRef]:
    """The pictures and clips among some asset ids, in their order, with the logos if asked."""
    known = {asset.id: asset for asset in brief.assets if asset.kind in {"image", "video"}}
    return [known[each] for each in ids if each in known and (logos or not casting.is_logo(known[each]))]


def assembled(sketch: Outline, scene: Scene) -> Scene:
    """The scene with its last lines guarded and within their limits, and never without a headline."""
    headline = scene.headline or next(
        (line for line in _NEUTRAL_HEADLINES if guard.guarded(line, sketch.rules) == line), "•••"
    )
    return Scene(
        scene_idx=scene.scene_idx,
        role=scene.role,
        headline=headline,
        support=scene.support,
        kicker=scene.kicker,
        description=text.cut(guard.guarded(scene.description, sketch.rules), DESCRIPTION_LIMIT),
        script=scene.script,
        shot_type=scene.shot_type,
        transition=scene.transition,
        frames=scene.frames,
        assets=scene.assets,
        subject=guard.guarded(scene.subject, sketch.rules),
        look=scene.look,
        take=scene.take,
    )


def _warnings(sketch: Outline, scenes: Sequence[Scene], left_out: Sequence[str]) -> tuple[str, ...]:
    found = [
        f"Please check by hand, no rule could be made of it: “{text.cut(restriction, 160)}”"
        for restriction in sketch.rules.unread
    ]
    found += [f"No scene had room for “{text.cut(name, 60)}”" for name in left_out]
    for name in dict.fromkeys((sketch.reading.product.name, sketch.reading.brand)):
        if name and guard.guarded(name, sketch.rules) != name:
            found.append(f"A restriction forbids words of the name “{name}”; they were left out")
    shown = " ".join(f"{scene.headline} {scene.support} {scene.script}" for scene in scenes)
    found += [
        f"The required line “{line}” was not placed" for line in sketch.rules.required if same(line) not in same(shown)
    ]
    return tuple(found)
