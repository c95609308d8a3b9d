"""Another take of one scene: other words, another look, and what the reviewer asked for."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace

from spotwright.storyboard import casing, casting, facts, guard, plan, shooting, staging, text
from spotwright.storyboard.board import (
    DESCRIPTION_LIMIT,
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
from spotwright.storyboard.drafts import Draft, headline_and_rest, shortening, support
from spotwright.storyboard.feedback import read_feedback
from spotwright.storyboard.outline import Outline, outline, repeats, shown
from spotwright.storyboard.required import with_required
from spotwright.storyboard.statements import same
from spotwright.storyboard.wishes import Wishes
from spotwright.storyboard.writer import described, view_of, visuals

_FACTS = frozenset({"product", "proof", "offer", "cta"})
_DIRECTION_LIMIT = 120
_STEP = 0.3
_SHORTEST, _LONGEST = 1.0, 15.0
_SUBJECT_WORDS = 4
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
    if not 0 <= scene_idx < len(storyboard.scenes):
        raise IndexError(scene_idx)
    current = storyboard.scenes[scene_idx]
    wishes = read_feedback(feedback, brief.assets)
    sketch = _sketch(brief, storyboard, wishes)
    takes = (*earlier, current)
    others = [scene for scene in storyboard.scenes if scene.scene_idx != scene_idx]
    frames = _frames(brief, current, wishes) if duration is None else max(1, round(duration * brief.fps))
    draft = _draft(sketch, scene_idx, takes, others, wishes, frames / brief.fps)
    scene = replace(
        current,
        headline=draft.headline,
        support=draft.support,
        kicker=draft.kicker,
        script=draft.scripts[plan.fitting(draft, frames / brief.fps)],
        transition=wishes.transition or current.transition,
        frames=frames,
        assets=_assets(brief, current, wishes, must_include_assets),
        look=_look(current.look, wishes, max(take, *(each.look.variant + 1 for each in takes)), sketch.rules),
        take=take,
    )
    return _restaged(sketch, scene, wishes, takes)


def _frames(brief: Brief, current: Scene, wishes: Wishes) -> int:
    """The scene's frames, fewer or more if the feedback asks for a shorter or longer scene, within 1 to 15 seconds."""
    if not wishes.length:
        return current.frames
    wanted = round(current.frames * (1 + _STEP * wishes.length))
    return max(math.ceil(_SHORTEST * brief.fps), min(math.floor(_LONGEST * brief.fps), wanted))


def _restaged(sketch: Outline, scene: Scene, wishes: Wishes, takes: Sequence[Scene]) -> Scene:
    """The new take with its shot, description and subject."""
    view = view_of(sketch, scene, scene.take)
    shot = _shot(sketch, scene, wishes, view)
    line = described(sketch, scene, view, shot, take=scene.take)
    return replace(
        scene,
        shot_type=shot,
        description=_with_directions(line, wishes, takes, guard.read_restrictions(sketch.brief.brand.restrictions)),
        subject=guard.guarded(_subject(staging.subject_of(sketch.reading, view), wishes), sketch.rules),
    )


def _sketch(brief: Brief, storyboard: Storyboard, wishes: Wishes) -> Outline:
    """The outline behind a storyboard, in the tone and with the taboos that the feedback asks for."""
    sketch = outline(brief)
    roles = tuple(scene.role for scene in storyboard.scenes)
    reading = replace(sketch.reading, tone=wishes.tone) if wishes.tone else sketch.reading
    rules = guard.with_terms(sketch.rules, wishes.avoid)
    return Outline(brief, shown(reading, rules), roles, plan.assignments(reading, roles), rules)


def _draft(
    sketch: Outline, place: int, takes: Sequence[Scene], others: Sequence[Scene], wishes: Wishes, seconds: float
) -> Draft:
    """The words of the new take: the reviewer's own where they gave any, else the first draft that is new."""
    shown = f"{takes[0].headline} {takes[0].support}"
    options = facts.keeping(sketch.reading, sketch.roles[place], shown, takes[0].script, sketch.candidates(place))
    options = [sketch.finished_draft(option) for option in options]
    if wishes.tone is not None:
        options = sorted(options, key=lambda option: wishes.tone not in option.tones)
    said = [same(f"{scene.headline} {scene.support} {scene.script}") for scene in others]
    unsaid = [option for option in options if not any(use in each for use in option.uses for each in said)]
    told = [Draft(scene.headline, scene.support, scene.kicker, (scene.script,)) for scene in others]
    fixed = sketch.roles[place] in _FACTS or bool(options[0].uses)
    base = _newest(unsaid, takes, told, seconds, fixed=fixed) or _newest(options, takes, told, seconds, fixed=fixed)
    base = base or _again(options, takes, fixed=fixed)
    if wishes.length:
        base = _resized(base, options, wishes.length, takes)
    for what in wishes.mention:
        base = _mentioning(base, what, sketch)
    if wishes.verbatim or wishes.spoken:
        base = _verbatim(base, wishes)
    guarded = _guarded(base, sketch, takes[-1])
    return with_required(guarded, sketch.rules) if sketch.roles[place] == "cta" else guarded


def _guarded(base: Draft, sketch: Outline, current: Scene) -> Draft:
    """The draft's last words, kept within the rules and the limits; its headline is never lost."""
    scripts = dict.fromkeys(text.cut(guard.guarded(script, sketch.rules), SCRIPT_LIMIT) for script in base.scripts)
    headline = text.cut(guard.guarded(base.headline, sketch.rules), HEADLINE_LIMIT)
    kept = headline if text.words(headline) else sketch.candidates(current.scene_idx)[0].headline
    below = text.cut(guard.guarded(base.support, sketch.rules), SUPPORT_LIMIT)
    spoken = tuple(script for script in scripts if text.words(script))
    return replace(
        base, headline=kept, support=below, kicker=guard.guarded(base.kicker, sketch.rules), scripts=(*spoken, "")
    )


def _newest(
    options: Sequence[Draft], takes: Sequence[Scene], told: Sequence[Draft], seconds: float, *, fixed: bool
) -> Draft | None:
    """The first option that no take had, that repeats no other scene and that can be said; relaxed if need be.

    ``fixed`` scenes may keep their headline: a name, a proof, an offer and a call are the client's.
    """
    shown = {_shown(each.headline, each.support, each.kicker) for each in takes}
    spoken = {same(each.script) for each in takes}
    headlines = {same(each.headline) for each in takes}
    new = [option for option in options if _shown(option.headline, option.support, option.kicker) not in shown]
    if not fixed:
        new = [option for option in new if same(option.headline) not in headlines] or new
    quiet = [option for option in new if not any(repeats(option, other) for other in told)]
    said = [option for option in quiet if _says(option, seconds)]
    other_words = [option for option in said if same(_says(option, seconds)) not in spoken]
    return next(iter(other_words or said or quiet or new), None)


def _again(options: Sequence[Draft], takes: Sequence[Scene], *, fixed: bool) -> Draft:
    """An option that was taken before, turned upside down where its lines allow it."""
    again = options[len(takes) % len(options)]
    swaps = 0 < text.width(again.support) <= HEADLINE_LIMIT and not fixed
    return replace(again, headline=again.support, support=again.headline) if swaps else again


def _shown(headline: str, below: str, kicker: str) -> tuple[str, str, str]:
    return same(headline), same(below), same(kicker)


def _says(option: Draft, seconds: float) -> str:
    return option.scripts[plan.fitting(option, seconds)]


def _resized(base: Draft, options: Sequence[Draft], step: int, takes: Sequence[Scene]) -> Draft:
    """A shorter take says and shows less, a longer one takes the fullest of the new drafts."""
    if step < 0:
        limit = len(text.words(takes[-1].script))
        spoken = [script for script in base.scripts if script]
        return replace(
            base, support="", scripts=(*([each for each in spoken if len(text.words(each)) < limit] or spoken[-1:]), "")
        )
    known = {same(each.headline) for each in takes}
    new = [option for option in options if same(option.headline) not in known] or [base]
    return max(new[:8], key=lambda option: len(option.scripts[0]))


def _mentioning(base: Draft, what: str, sketch: Outline) -> Draft:
    """The draft with a thing that must be mentioned: below the headline and at the end of the script."""
    if same(what) in same(f"{base.headline} {base.support} {base.scripts[0]}"):
        return base
    line = casing.sentence_case(what, names=sketch.reading.names)
    ending = text.stop(line)
    scripts = [f"{script} {ending}" for script in base.scripts if script]
    return replace(base, support=support(line), scripts=shortening(*scripts, ending))


def _verbatim(base: Draft, wishes: Wishes) -> Draft:
    """The draft with the reviewer's own words in place of ours."""
    scripts = base.scripts
    if wishes.verbatim:
        words = wishes.verbatim[0]
        head, rest = (words, "") if text.width(words) <= HEADLINE_LIMIT else headline_and_rest(words)
        kept = base.support if not rest and same(base.support) != same(head) else ""
        base = replace(base, headline=head, support=rest or kept)
        scripts = shortening(text.stop(words), text.stop(head))
    if wishes.spoken:
        scripts = shortening(text.stop(wishes.spoken[0]))
    return replace(base, scripts=scripts)


def _assets(brief: Brief, current: Scene, wishes: Wishes, must_include: Sequence[str]) -> tuple[str, ...]:
    """The assets of the new take: what must be in it first, then what was there, as long as there is room."""
    wanted = list(dict.fromkeys((*must_include, *wishes.assets)))
    if not wanted and wishes.other_picture:
        wanted = _other_picture(brief, current)
        wishes = replace(wishes, assets=tuple(wanted))
    if not wanted:
        return current.assets
    shown = {asset.id for asset in visuals(brief, current.assets)}
    kept = [each for each in current.assets if each in shown and each not in wanted] if not wishes.assets else []
    logos = [each for each in current.assets if each not in shown]
    return tuple(dict.fromkeys((*wanted, *kept[: max(0, casting.PER_SCENE - len(wanted))], *logos)))


def _other_picture(brief: Brief, current: Scene) -> list[str]:
    """The client's next picture or clip that the scene does not show yet, or nothing."""
    pictures = [asset.id for asset in visuals(brief, [asset.id for asset in brief.assets])]
    last = max((pictures.index(each) for each in current.assets if each in pictures), default=-1)
    return [each for each in (*pictures[last + 1 :], *pictures) if each not in current.assets][:1]


def _shot(sketch: Outline, scene: Scene, wishes: Wishes, view: staging.View) -> ShotType:
    if wishes.shot and scene.role != "cta":
        return wishes.shot
    chance = random.Random(f"{sketch.brief.seed}/shot/{scene.scene_idx}/{scene.take}")  # noqa: S311 - not secrecy
    count = len(visuals(sketch.brief, scene.assets))
    return shooting.shot_for(scene.role, count, staging.seen(view), chance, frozenset({scene.shot_type}))


def _subject(subject: str, wishes: Wishes) -> str:
    """What the reviewer wants to see, if it is a thing; a longer wish is a statement."""
    things = [what for what in wishes.mention if len(text.words(what)) <= _SUBJECT_WORDS]
    return text.cut(things[0].lower(), 40) if things else subject


def _look(look: Look, wishes: Wishes, variant: int, rules: guard.Rules) -> Look:
    """The look under review, moved as asked; a forbidden accent is not taken."""
    banned = {COLOR_NAMES[name] for name in rules.colors}
    low, high = _ZOOM_RANGE
    return Look(
        variant=variant,
        exposure=round(max(-1.0, min(1.0, look.exposure + wishes.exposure)), 3),
        warmth=round(max(-1.0, min(1.0, look.warmth + wishes.warmth)), 3),
        saturation=round(max(0.0, min(2.0, look.saturation * wishes.saturation)), 3),
        zoom=round(max(low, min(high, look.zoom * wishes.zoom)), 3),
        accent=wishes.accent if wishes.accent and wishes.accent not in banned else look.accent,
    )


def _with_directions(line: str, wishes: Wishes, takes: Sequence[Scene], rules: guard.Rules) -> str:
    """The description with what a person has to see to; never the same as an earlier take's."""
    notes = [*wishes.unread, *(f"without {each}" for each in wishes.avoid)]
    direction = text.cut(guard.guarded("; ".join(notes), rules), _DIRECTION_LIMIT)
    if direction:
        line = f"{text.cut(line, DESCRIPTION_LIMIT - _DIRECTION_LIMIT - 20)} (Direction: {direction})"
    number = 2
    while any(line == each.description for each in takes):
        line, number = f"{text.cut(line.split(' (Take ')[0], DESCRIPTION_LIMIT - 20)} (Take {number})", number + 1
    return line
