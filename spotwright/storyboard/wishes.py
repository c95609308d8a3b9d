"""What a reviewer can wish of a new take, and the words that wishes come in."""

import re
from dataclasses import dataclass

from spotwright.storyboard.board import ShotType, Transition
from spotwright.storyboard.phrasebook import Tone


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the feedback asks for. Numbers are steps away from the take under review; None is no wish."""

    verbatim: tuple[str, ...] = ()
    """The reviewer's own words for the screen, and for the voice if there are none for it."""
    spoken: tuple[str, ...] = ()
    length: int = 0
    zoom: float = 1.0
    exposure: float = 0.0
    warmth: float = 0.0
    saturation: float = 1.0
    accent: str | None = None
    avoid: tuple[str, ...] = ()
    mention: tuple[str, ...] = ()
    tone: Tone | None = None
    shot: ShotType | None = None
    transition: Transition | None = None
    assets: tuple[str, ...] = ()
    other_picture: bool = False
    unread: tuple[str, ...] = ()
    """What no rule understood."""


def _said(*patterns: str) -> re.Pattern[str]:
    """A pattern that finds any of some whole words or phrases, in any case."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


DARKER = _said("too bright", "dark(?:er|en)", "moodier", "less bright")
BRIGHTER = _said("too dark", "bright(?:er|en)", "lighter", "more light")
WARMER = _said("warmer", "too cold", "golden hour", "cosier", "cozier")
COOLER = _said("cooler", "colder", "too warm", "bluish")
VIVID = _said(
    "more vibrant",
    "more colou?rful",
    r"more saturat\w+",
    "punchier",
    "more vivid",
    "too dull",
    "too flat",
    "more colou?r",
    "vibrant",
)
MUTED = _said(
    "muted",
    r"desaturat\w+",
    r"less saturat\w+",
    "less colou?rful",
    "softer colou?rs",
    "more subtle",
    "toned? down",
    "too colou?rful",
)
GREY = _said("black[- ]and[- ]white", "monochrome", "b&w")
MACRO = _said("extreme close-?up", "macro", "detail shot")
CLOSER = _said("closer", "close-?up", "zoom(?:ed)? in", "bigger", "larger", "tighter", "too (?:small|far|wide)")
WIDER = _said(
    "wider",
    "zoom(?:ed)? out",
    "further away",
    "more space",
    "step back",
    "pull back",
    "too (?:close|tight|big)",
    "smaller",
)

SHOTS: tuple[tuple[re.Pattern[str], ShotType], ...] = (
    (_said("extreme close-?up", "macro", "detail shot", "details?"), "detail"),
    (_said("close-?up", "closer"), "close_up"),
    (_said("wide(?:r)?(?: shot| angle)?", "establishing", "panorama"), "wide"),
    (_said("medium shot", "mid[- ]shot"), "medium"),
    (_said("split[- ]screen", "side by side", "before and after"), "split"),
    (_said("(?:just|only) (?:the )?(?:text|type|words)", "text only", "type on screen", r"typograph\w+"), "type"),
)
CUTS: tuple[tuple[re.Pattern[str], Transition], ...] = (
    (_said("(?:hard|straight|jump|simple|just|a) cut", "no transition", "cut to"), "cut"),
    (_said(r"dissolv\w*", "cross-?fade", "fade"), "dissolve"),
    (_said("push transition", "a push"), "push"),
    (_said("wipe"), "wipe"),
    (_said("iris"), "iris"),
    (_said("slide[- ]over", "slide"), "slide_over"),
    (_said("zoom[- ]through"), "zoom_through"),
    (_said("blinds"), "blinds"),
)
SHORTER = _said(
    "shorter",
    "shorten",
    "too long",
    "less text",
    "fewer words",
    "too wordy",
    "more concise",
    "snappier",
    "trim",
    "punchier",
)
LONGER = _said("longer", "too short", "more details?", "more text", "elaborate", "explain more", "say more", "expand")
OTHER_PICTURE = _said(
    r"(?:an?other|different|other|new|(?:change|swap|replace)(?: the)?) (?:photo|picture|image|clip|video)s?",
    r"anderes (?:bild|foto)",
    r"autre (?:image|photo)",
    r"otra (?:imagen|foto)",
)
PICTURE = _said("photo", "picture", "image", "clip", "video", "footage", "asset", "shot of", "logo")
TONE_WORDS: dict[str, str] = {
    "fun": "playful",
    "funnier": "playful",
    "funny": "playful",
    "formal": "serious",
    "elegant": "luxury",
    "urgency": "urgent",
    "emotional": "warm",
    "friendlier": "warm",
    "calmer": "warm",
    "bolder": "bold",
    "energy": "bold",
    "stronger": "bold",
}
"""Words for tones that reviewers use and briefs do not."""
OPPOSITES: dict[Tone, Tone] = {
    "playful": "serious",
    "bold": "serious",
    "serious": "warm",
    "professional": "warm",
    "luxury": "warm",
}
"""Where less of a tone leads."""
