"""The outline: what a brief comes down to before any line is chosen, and the drafts there are for each scene."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spotwright.storyboard import guard, plan, text
from spotwright.storyboard.board import HEADLINE_LIMIT, KICKER_LIMIT, SCRIPT_LIMIT, SUPPORT_LIMIT, Role
from spotwright.storyboard.brief import Brief
from spotwright.storyboard.candidates import drafted
from spotwright.storyboard.drafts import Assignment, Draft
from spotwright.storyboard.own_words import own_drafts
from spotwright.storyboard.reading import Reading, read
from spotwright.storyboard.statements import same
from spotwright.storyboard.tones import formal

_OPENER_STRETCH = 1.15
"""An opening line has many others beside it, so one is taken that needs little more than its share of the time."""
_NEUTRAL_HEADLINES = (
    "Take a look",
    "See for yourself",
    "Have a closer look",
    "Here it is",
    "There is more",
    "Right here",
    "Discover",
    "Ready",
    "•••",
)


@dataclass(frozen=True, slots=True)
class Outline:
    """A brief's reading, its planned scenes, and the rules that every line must keep."""

    brief: Brief
    reading: Reading
    roles: tuple[Role, ...]
    assignments: tuple[Assignment, ...]
    rules: guard.Rules

    def finished(self, line: str) -> str:
        """A line as the tone and the rules want it; it may end up empty."""
        if self.reading.english and self.reading.tone in {"luxury", "serious"}:
            line = formal(line)
        return guard.guarded(line, self.rules)

    def candidates(self, place: int) -> list[Draft]:
        """Every draft for one scene, guarded and within the limits, the best first; never empty."""
        chance = random.Random(f"{self.brief.seed}/{place}/{self.roles[place]}")  # noqa: S311 - variety, not secrecy
        if self.reading.english:
            raw = drafted(self.reading, self.assignments[place], chance)
        else:
            benefits = [index for index, role in enumerate(self.roles) if role == "benefit"]
            own = benefits.index(place) if place in benefits else 0
            raw = own_drafts(self.reading, self.roles[place], own, len(benefits), chance)
        kept = [self.finished_draft(draft) for draft in raw]
        return [draft for draft in kept if text.words(draft.headline)] or self._neutral_drafts()

    def finished_draft(self, draft: Draft) -> Draft:
        """A draft as the tone and the rules want it, within the limits."""
        scripts = dict.fromkeys(text.cut(self.finished(script), SCRIPT_LIMIT) for script in draft.scripts)
        headline = text.cut(self.finished(draft.headline), HEADLINE_LIMIT)
        support = text.cut(self.finished(draft.support), SUPPORT_LIMIT)
        return replace(
            draft,
            headline=headline,
            support=support if same(support) != same(headline) else "",
            kicker=text.cut(self.finished(draft.kicker), KICKER_LIMIT),
            scripts=(*(script for script in scripts if text.words(script)), ""),
        )

    def _neutral_drafts(self) -> list[Draft]:
        """What is left when the rules forbid every line that we have."""
        allowed = [line for line in _NEUTRAL_HEADLINES if self.finished(line) == line]
        return [Draft(line) for line in allowed] or [Draft(_NEUTRAL_HEADLINES[-1])]


def outline(brief: Brief) -> Outline:
    """Read a brief and plan its scenes."""
    reading = read(brief)
    planned = plan.roles(reading, brief.duration)
    rules = guard.read_restrictions(brief.brand.restrictions)
    return Outline(brief, shown(reading, rules), planned, plan.assignments(reading, planned), rules)


def shown(reading: Reading, rules: guard.Rules) -> Reading:
    """The reading without anything to see that the rules forbid."""

    def allowed(line: str) -> bool:
        return guard.guarded(line, rules) == line and not (rules.no_people and guard.shows_people(line))

    category = reading.category
    if category is not None:
        category = replace(category, views=tuple(filter(allowed, category.views)))
    return replace(reading, elements=tuple(filter(allowed, reading.elements)), category=category)


def chosen(sketch: Outline) -> list[Draft]:
    """A draft for each scene, none of which repeats another. Scenes with the client's own words choose first."""
    last = {"hook", "problem"} if sketch.reading.english else {"product"}
    openers = {place for place, role in enumerate(sketch.roles) if role in last and sketch.reading.english}
    order = sorted(range(len(sketch.roles)), key=lambda place: (sketch.roles[place] in last, place))
    picked: dict[int, Draft] = {}
    for place in order:
        share = plan.share_of(sketch.roles[place], sketch.roles, sketch.brief.duration)
        room = share * (_OPENER_STRETCH if place in openers else plan.STRETCH)
        picked[place] = pick(sketch.candidates(place), list(picked.values()), room)
    return [picked[place] for place in range(len(sketch.roles))]


def pick(options: Sequence[Draft], others: Sequence[Draft], seconds: float) -> Draft:
    """The first option that repeats nothing of ``others`` and can be said in ``seconds``; relaxed if need be."""
    fresh = [option for option in options if not any(repeats(option, other) for other in others)]
    sayable = [option for option in fresh if option.scripts[plan.fitting(option, seconds)]]
    new = [option for option in options if all(same(option.headline) != same(other.headline) for other in others)]
    return next(iter(sayable or fresh or new or options))


def repeats(draft: Draft, other: Draft) -> bool:
    """True when two drafts share a headline, a statement, a line below it or a spoken sentence."""
    if draft.uses & other.uses or same(draft.headline) == same(other.headline):
        return True
    mine = {same(line) for line in (draft.headline, draft.support) if line}
    theirs = {same(line) for line in (other.headline, other.support) if line}
    if mine & theirs:
        return True
    said = {same(sentence) for sentence in text.sentences(draft.scripts[0])}
    return bool(said & {same(sentence) for sentence in text.sentences(other.scripts[0])})
