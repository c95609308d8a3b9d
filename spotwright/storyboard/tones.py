"""The tone of voice, out of free words, and what each tone does to a line."""

import random
import re
from collections.abc import Sequence

from spotwright.storyboard.phrasebook import Line, Tone

_WORDS: tuple[tuple[Tone, str], ...] = (
    (
        "playful",
        "playful fun funny quirky humor humour humorous cheeky whimsical lighthearted light-hearted witty silly joyful cheerful youthful upbeat",
    ),
    (
        "luxury",
        "luxury luxurious premium elegant sophisticated refined exclusive timeless opulent understated upscale haute",
    ),
    ("urgent", "urgent urgency fast-paced now-or-never fomo hurry immediate pressing"),
    (
        "warm",
        "warm friendly caring heartfelt empathetic gentle compassionate family emotional tender reassuring approachable human cosy cozy soft calm kind hopeful sincere nostalgic authentic",
    ),
    (
        "bold",
        "bold energetic edgy daring powerful dynamic disruptive loud epic intense rebellious high-energy strong motivational inspiring inspirational provocative",
    ),
    ("serious", "serious sober grave factual formal dramatic documentary solemn authoritative"),
    (
        "professional",
        "professional confident corporate business b2b trustworthy expert informative clean technical reliable precise modern clear credible smart direct matter-of-fact plain",
    ),
)
_CONTRACTIONS = (
    (r"’s been\b", " has been"), (r"\b([Ii])t’s\b", r"\1t is"), (r"\b([Yy])ou’ll\b", r"\1ou will"), (r"\b([Yy])ou’re\b", r"\1ou are"),
    (r"\b([Yy])ou’ve\b", r"\1ou have"), (r"\b([Dd])on’t\b", r"\1o not"), (r"\b([Ii])sn’t\b", r"\1s not"), (r"\b([Tt])hey’re\b", r"\1hey are"),
    (r"\b([Tt])hat’s\b", r"\1hat is"), (r"\b([Ww])on’t\b", r"\1ill not"), (r"\b([Cc])an’t\b", r"\1annot"), (r"\b([Tt])here’s\b", r"\1here is"),
    (r"\b([Ss])houldn’t\b", r"\1hould not"), (r"\b([Hh])aven’t\b", r"\1ave not"), (r"\b([Ww])e’d\b", r"\1e would"), (r"\b([Ll])et’s\b", r"\1et us"),
)  # fmt: skip


def tone_of(*sources: str | None) -> Tone:
    """The tone that the first telling source names ("warm but professional" is warm), or plain."""
    for source in sources:
        found = re.findall(r"[a-z0-9-]+", (source or "").lower())
        ranked = [(found.index(word), tone) for tone, known in _WORDS for word in known.split() if word in found]
        if ranked:
            return min(ranked)[1]
    return "plain"


def fits(line: Line, tone: Tone) -> bool:
    """True when a line suits the tone: it is marked for it, or it is an everyday line and the tone is an everyday one."""
    return (
        tone in line.tones
        or (not line.tones and tone not in {"luxury", "serious"})
        or (tone == "plain" and not line.tones & {"luxury", "urgent", "serious"})
    )


def ranked(lines: Sequence[Line], tone: Tone, chance: random.Random) -> list[Line]:
    """The lines that fit, those marked for the tone before the everyday ones, each group shuffled."""
    marked = [line for line in lines if tone in line.tones]
    everyday = [line for line in lines if tone not in line.tones and fits(line, tone)]
    chance.shuffle(marked)
    chance.shuffle(everyday)
    return marked + everyday


def formal(text: str) -> str:
    """The text without contractions, as luxury and serious ads speak."""
    for pattern, full in _CONTRACTIONS:
        text = re.sub(pattern, full, text)
    return text
