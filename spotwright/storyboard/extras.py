"""Extra sentences for scenes with time to spare, so that a long ad does not fall silent."""

import random
from collections.abc import Callable, Iterable, Sequence

from spotwright.storyboard import plan, text
from spotwright.storyboard.board import SCRIPT_LIMIT, Role
from spotwright.storyboard.drafts import Draft, near_subjects, said
from spotwright.storyboard.phrasebook import AFTERTHOUGHTS, Line
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.statements import same
from spotwright.storyboard.tones import ranked

_SPARE = 1.6
"""Seconds of silence that are too many: beyond them another sentence is looked for."""
_MAX_ADDED = 3


def extended(
    reading: Reading,
    planned: Sequence[Role],
    chosen: Sequence[Draft],
    scripts: Sequence[str],
    frames: Sequence[int],
    fps: int,
    *,
    seed: int,
    finish: Callable[[str], str],
) -> tuple[str, ...]:
    """The scripts, longer where there is time: the client's unused statements first, then lines that suit the role."""
    if not reading.english:
        return tuple(scripts)
    used = {
        same(sentence)
        for draft in chosen
        for line in (*draft.scripts, draft.headline, draft.support)
        for sentence in text.sentences(line)
    }
    used |= {statement for draft in chosen for statement in draft.uses}
    chance = random.Random(f"{seed}/extras")  # noqa: S311 - variety, not secrecy
    found = []
    for role, draft, script, count in zip(planned, chosen, scripts, frames, strict=True):
        options = iter(_options(reading, role, draft, chance) if script else ())
        most = 1 if role == "product" else _MAX_ADDED
        found.append(_grown(script, map(finish, options), count / fps, used, most))
    return tuple(found)


def _grown(script: str, options: Iterable[str], seconds: float, used: set[str], most: int) -> str:
    """The script with sentences of ``options`` that are new and fit, until little is silent; at most ``most``."""
    added = 0
    for extra in options:
        if added == most or seconds - plan.seconds_to_say(script) <= _SPARE + 1.5 * added:
            break
        longer = f"{script} {extra}"
        fits = plan.seconds_to_say(longer) <= seconds and len(longer) <= SCRIPT_LIMIT
        if fits and text.words(extra) and not _sentences(extra) & used:
            used |= _sentences(extra)
            script, added = longer, added + 1
    return script


def _sentences(script: str) -> set[str]:
    return {same(sentence) for sentence in text.sentences(script)}


def _options(reading: Reading, role: Role, draft: Draft, chance: random.Random) -> list[str]:
    """Sentences that could follow in a scene of this role, the client's own first; at most one afterthought."""
    near = list(near_subjects(reading))
    lines: list[Line] = []
    if role in {"hook", "problem"}:
        # A second line must speak of what the first one spoke of.
        own = [
            subject
            for subject in near
            if draft.headline in {line.headline for line in (*subject.hooks, *subject.pains)}
        ]
        lines = [line for subject in own for line in subject.pains if not line.headline.endswith("?")]
    elif role == "benefit" or (role == "product" and not reading.product.what):
        lines = [line for subject in near for line in subject.softs]
    statements = [said(clause, reading) for clause in reading.benefits] if role == "benefit" else []
    after = list(AFTERTHOUGHTS[reading.tone]) if role == "benefit" else []
    chance.shuffle(after)
    seen = {same(line) for line in (draft.headline, draft.support)}
    unseen = [line.script for line in ranked(lines, reading.tone, chance) if same(line.headline) not in seen]
    return statements + unseen + after[:1]
