"""Another take of one scene: other words, another look, and what the reviewer asked for."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from spotwright.storyboard import casing, casting, guard, plan, staging, text
from spotwright.storyboard.board import (
    HEADLINE_LIMIT,
    SCRIPT_LIMIT,
    SUPPORT_LIMIT,
    Look,
    Scene,
    ShotType,
    Storyboard,
)
from spotwright.storyboard.brief import Brief
from spotwright.storyboard.colors import COLOR_NAMES
from spotwright.storyboard.drafts import Draft, headline_and_rest, support
from spotwright.storyboard.feedback import Wishes, read_feedback
from spotwright.storyboard.statements import same
from spotwright.storyboard.writer import Outline, assembled, candidates, outline, repeats, visuals

_DIRECTION_LIMIT = 200
_ZOOM_RANGE = (0.5, 2.5)


def regenerate(
    brief: Brief,
    storyboard: Storyboard,
    scene_idx: int,
    *,
    take: int,
    feedback: str | None = None,
    duration: float | None = None,
    must_include_assets: Sequence[str] = (),
    earlier: Sequence[Scene] = (),
) -> Scene:
    """Write take ``take`` of one scene; the others are not touched. ``earlier`` are its takes before the current one.

    The new take keeps the scene's role and place and differs from every take given in words, look and description.
    ``duration`` (seconds) sets its frames exactly, ``must_include_assets`` are all in it. Raises IndexError when
    there is no such scene.
    """
    current = storyboard.scenes[scene_idx] if scene_idx >= 0 else None
    if current is None:
        raise IndexError(scene_idx)
    wishes = read_feedback(feedback, brief.assets)
    sketch = _sketch(brief, storyboard, wishes)
    frames = max(1, round(duration * brief.fps)) if duration is not None else current.frames
    others = [scene for scene in storyboard.scenes if scene.scene_idx != scene_idx]
    takes = (*earlier, current)
    draft = _draft(sketch, scene_idx, takes, others, wishes, frames / brief.fps)
    script = draft.scripts[plan.fitting(draft, frames / brief.fps)]
    assets = _assets(brief, current, wishes, must_include_assets)
    shot = _shot(current, wishes, len(visuals(brief, assets)), take, brief.seed)
    chance = random.Random(f"{brief.seed}/view/{scene_idx}/{take}")
    staged = staging.stage(
        sketch.reading, current.role, shot, visuals(brief, assets, logos=True), style=brief.style, place=scene_idx, take=take, chance=chance, headline=draft.headline
    )  # fmt: skip
    scene = replace(
        current,
        headline=draft.headline,
        support=draft.support,
        kicker=draft.kicker,
        description=_described(staged.description, wishes, takes, take),
        script=script,
        shot_type=shot,
        transition=wishes.transition or current.transition,
        frames=frames,
        assets=assets,
        subject=_subject(staged.subject, wishes),
        look=_look(current.look, wishes, max(take, *(each.look.variant + 1 for each in takes)), sketch.rules),
        take=take,
    )
    return assembled(sketch, scene)


def _sketch(brief: Brief, storyboard: Storyboard, wishes: Wishes) -> Outline:
    """The outline behind a storyboard, in the tone and with the taboos that the feedback asks for."""
    sketch = outline(brief)
    roles = tuple(scene.role for scene in storyboard.scenes)
    reading = replace(sketch.reading, tone=wishes.tone) if wishes.tone else sketch.reading
    terms = tuple(" ".join(text.words(term)).lower() for term in wishes.avoid)
    rules = replace(
        sketch.rules,
        terms=tuple(
            sorted(
                {*sketch.rules.terms, *(term for term in terms if len(term) > 1)}, key=lambda term: (-len(term), term)
            )
        ),
    )
    return Outline(brief, reading, roles, plan.assignments(reading, roles), rules)


def _draft(
    sketch: Outline, place: int, takes: Sequence[Scene], others: Sequence[Scene], wishes: Wishes, seconds: float
) -> Draft:
    """The words of the new take: the reviewer's own where they gave any, else the first draft that is new."""
    options = candidates(sketch, place)
    told = [Draft(scene.headline, scene.support, scene.kicker, (scene.script,)) for scene in others]
    base = _newest(options, takes, told, seconds)
    if wishes.length:
        base = _resized(base, options, wishes.length, takes)
    if wishes.mention:
        base = _mentioning(base, wishes.mention[0], sketch)
    if wishes.verbatim or wishes.spoken:
        base = _verbatim(base, wishes)
    return Draft(
        text.cut(guard.guarded(base.headline, sketch.rules), HEADLINE_LIMIT),
        text.cut(guard.guarded(base.support, sketch.rules), SUPPORT_LIMIT),
        guard.guarded(base.kicker, sketch.rules),
        tuple(text.cut(guard.guarded(script, sketch.rules), SCRIPT_LIMIT) for script in base.scripts),
        base.uses,
    )


def _newest(options: Sequence[Draft], takes: Sequence[Scene], told: Sequence[Draft], seconds: float) -> Draft:
    """The first option that no take had, that repeats no other scene and that can be said; the rules relax in that order."""
    lines = {(same(each.headline), same(each.support), same(each.kicker)) for each in takes}
    headlines = {same(each.headline) for each in takes}
    new = [
        option for option in options if (same(option.headline), same(option.support), same(option.kicker)) not in lines
    ]
    fresh = [option for option in new if same(option.headline) not in headlines] or new
    quiet = [option for option in fresh if not any(repeats(option, other) for other in told)]
    sayable = [option for option in quiet if option.scripts[plan.fitting(option, seconds)]]
    if found := next(iter(sayable or quiet or fresh), None):
        return found
    swapped = options[len(takes) % len(options)]
    return (
        replace(swapped, headline=swapped.support, support=swapped.headline)
        if 0 < text.width(swapped.support) <= HEADLINE_LIMIT
        else swapped
    )


def _resized(base: Draft, options: Sequence[Draft], step: int, takes: Sequence[Scene]) -> Draft:
    """A shorter take says and shows less, a longer one takes the fullest of the new drafts."""
    if step < 0:
        spoken = [script for script in base.scripts if script]
        limit = len(text.words(takes[-1].script))
        shorter = [script for script in spoken if len(text.words(script)) < limit] or spoken[-1:]
        return replace(base, support="", scripts=(*shorter, ""))
    known = {same(each.headline) for each in takes}
    new = [option for option in options if same(option.headline) not in known] or [base]
    return max(new[:8], key=lambda option: len(option.scripts[0]))


def _mentioning(base: Draft, what: str, sketch: Outline) -> Draft:
    """The draft with a thing that must be mentioned: below the headline and at the end of the script."""
    line = casing.sentence_case(what, names=sketch.reading.names)
    if same(what) in same(f"{base.headline} {base.support} {base.scripts[0]}"):
        return base
    scripts = tuple(f"{script} {text.stop(line)}" for script in base.scripts if script)
    return replace(base, support=support(line), scripts=(*scripts, text.stop(line), ""))


def _verbatim(base: Draft, wishes: Wishes) -> Draft:
    """The draft with the reviewer's own words in place of ours."""
    scripts = base.scripts
    if wishes.verbatim:
        words = wishes.verbatim[0]
        head, rest = (words, "") if text.width(words) <= HEADLINE_LIMIT else headline_and_rest(words)
        base = replace(base, headline=head, support=rest or (base.support if same(base.support) != same(head) else ""))
        scripts = (text.stop(words), text.stop(head), "")
    if wishes.spoken:
        scripts = (text.stop(wishes.spoken[0]), "")
    return replace(base, scripts=scripts)


def _assets(brief: Brief, current: Scene, wishes: Wishes, must_include: Sequence[str]) -> tuple[str, ...]:
    """The assets of the new take: what must be in it first, then what was there, as long as there is room."""
    wanted = list(dict.fromkeys((*must_include, *wishes.assets)))
    if not wanted:
        return current.assets
    logos = [each for each in current.assets if each not in {asset.id for asset in visuals(brief, current.assets)}]
    kept = [each for each in current.assets if each not in wanted and each not in logos] if not wishes.assets else []
    room = max(0, casting.PER_SCENE - len(wanted))
    return tuple(dict.fromkeys((*wanted, *kept[:room], *logos)))


def _shot(current: Scene, wishes: Wishes, pictures: int, take: int, seed: int) -> ShotType:
    if wishes.shot and current.role != "cta":
        return wishes.shot
    chance = random.Random(f"{seed}/shot/{current.scene_idx}/{take}")
    return staging.shot_for(current.role, pictures, chance, frozenset({current.shot_type}))


def _subject(subject: str, wishes: Wishes) -> str:
    if wishes.mention and len(text.words(wishes.mention[0])) <= 4:
        return text.cut(wishes.mention[0].lower(), 40)
    return subject


def _look(look: Look, wishes: Wishes, variant: int, rules: guard.Rules) -> Look:
    """The look under review, moved as asked; a forbidden accent is not taken."""
    banned = {COLOR_NAMES[name] for name in rules.colors}
    accent = wishes.accent if wishes.accent and wishes.accent not in banned else look.accent
    low, high = _ZOOM_RANGE
    return Look(
        variant=variant,
        exposure=round(max(-1.0, min(1.0, look.exposure + wishes.exposure)), 3),
        warmth=round(max(-1.0, min(1.0, look.warmth + wishes.warmth)), 3),
        saturation=round(max(0.0, min(2.0, look.saturation * wishes.saturation)), 3),
        zoom=round(max(low, min(high, look.zoom * wishes.zoom)), 3),
        accent=accent,
    )


def _described(description: str, wishes: Wishes, takes: Sequence[Scene], take: int) -> str:
    """The description with the wishes a reviewer should see answered; never the same as an earlier one."""
    asked = [f"featuring {each}" for each in wishes.mention] + [
        f"no {re.sub(r'(?i)^no ', '', each)}" for each in wishes.avoid
    ]
    notes = [text.cut(note, _DIRECTION_LIMIT) for note in (*wishes.unread, *asked)]
    if notes:
        description = f"{description} (Direction: {text.cut('; '.join(notes), _DIRECTION_LIMIT)})"
    if any(description == each.description for each in takes):
        description = f"{description} (Take {take + 1})"
    return description
