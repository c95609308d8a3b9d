"""Shooting: which shot each scene gets, how it is cut to the next one, and what music it asks for."""

import random
import re
from collections.abc import Sequence

from spotwright.storyboard import text
from spotwright.storyboard.board import Role, ShotType, Transition
from spotwright.storyboard.brief import Brief
from spotwright.storyboard.phrasebook import Tone

_SHOTS: dict[Role, tuple[ShotType, ...]] = {
    "hook": ("wide", "detail", "medium", "close_up"),
    "problem": ("medium", "type", "wide"),
    "product": ("close_up", "medium", "wide"),
    "benefit": ("detail", "medium", "close_up", "wide"),
    "proof": ("type", "medium", "close_up"),
    "offer": ("type", "close_up", "medium"),
    "cta": ("end_card",),
}
_NEAR = re.compile(
    r"(?i)\b(?:close-?ups?|macro|details?|texture|hands?|eyes?|dial|sole|beans?|drop|stitch\w*|label|bottle|cup|glass|plate|"
    r"logo|screen|dashboard|receipts?|ingredients?|coin|key|strap|fabric|smil\w+)\b"
)
_FAR = re.compile(
    r"(?i)\b(?:street|city|skyline|landscape|mountains?|beach|coast\w*|park|road|bridge|dawn|sunset|sunrise|night|crowd|field|meadow|"
    r"forest|sea|lake|river|stream|office|clinic|room|kitchen|shop|store|factory|farm|stadium|horizon|valley|path|team)\b"
)
_TRANSITIONS: dict[Tone, tuple[Transition, ...]] = {
    "plain": ("dissolve", "push", "slide_over", "wipe"),
    "playful": ("push", "zoom_through", "slide_over", "blinds", "iris"),
    "luxury": ("dissolve", "iris"),
    "professional": ("slide_over", "wipe", "dissolve"),
    "urgent": ("cut", "push", "zoom_through"),
    "warm": ("dissolve", "iris", "slide_over"),
    "bold": ("cut", "zoom_through", "push", "blinds"),
    "serious": ("dissolve", "cut"),
}
_MUSIC: dict[Tone, str] = {
    "plain": "light modern pop, easy tempo",
    "playful": "bouncy ukulele and handclaps, quick tempo",
    "luxury": "solo piano and strings, unhurried",
    "professional": "clean minimal electronic, steady tempo",
    "urgent": "driving percussion, fast tempo",
    "warm": "acoustic guitar and soft piano, gentle tempo",
    "bold": "big drums and bass, high energy",
    "serious": "sparse piano and low strings, slow",
}
_FIRST_CHOICE = 0.5


def shots(
    planned: Sequence[Role], pictures: Sequence[int], seen: Sequence[str], chance: random.Random
) -> tuple[ShotType, ...]:
    """A shot for each scene, never the same twice in a row. ``seen`` says in words what each scene shows."""
    chosen: list[ShotType] = []
    for role, count, view in zip(planned, pictures, seen, strict=True):
        chosen.append(shot_for(role, count, view, chance, frozenset(chosen[-1:])))
    return tuple(chosen)


def shot_for(role: Role, pictures: int, seen: str, chance: random.Random, unlike: frozenset[ShotType]) -> ShotType:
    """A shot for one scene, none of ``unlike`` if there is a choice.

    Two pictures split the screen, claims without a picture are set in type, and nobody films a street as a detail.
    """
    if role == "cta":
        return "end_card"
    if pictures > 1 and "split" not in unlike:
        return "split"
    misfits: set[ShotType] = {"type"} if pictures else set()
    misfits |= {"detail", "close_up"} if _FAR.search(seen) else {"wide"} if _NEAR.search(seen) else set()
    options = [shot for shot in _SHOTS[role] if shot not in unlike]
    options = [shot for shot in options if shot not in misfits] or options or list(_SHOTS[role])
    return options[0] if chance.random() < _FIRST_CHOICE else chance.choice(options)


def transitions(planned: Sequence[Role], tone: Tone, chance: random.Random) -> tuple[Transition, ...]:
    """The cut after each scene: a marked one into the product, another into the end card, else "auto"."""
    options = _TRANSITIONS[tone]
    entrance = chance.choice(options)
    ending = chance.choice([option for option in options if option != entrance])
    marked: dict[Role, Transition] = {"product": entrance, "cta": ending}
    return (*(marked.get(after, "auto") for after in planned[1:]), "cut")


def music(brief: Brief, tone: Tone) -> str:
    """A hint for whoever chooses the music: the client's own words, or what the tone calls for."""
    return text.cut(text.clean_line(brief.music_style or "", limit=300), 120) or _MUSIC[tone]
