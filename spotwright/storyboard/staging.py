"""Staging: how a scene is shot, cut to the next one, and described to whoever reviews it."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from spotwright.storyboard import grammar, text
from spotwright.storyboard.board import Role, ShotType, Transition
from spotwright.storyboard.brief import AssetRef, Brief
from spotwright.storyboard.phrasebook import ANYTHING
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.wordset import wordset

_SHOTS: dict[Role, tuple[ShotType, ...]] = {
    "hook": ("wide", "detail", "medium", "close_up"),
    "problem": ("medium", "type", "wide"),
    "product": ("close_up", "medium", "wide"),
    "benefit": ("detail", "medium", "close_up", "wide"),
    "proof": ("type", "medium", "close_up"),
    "offer": ("type", "close_up", "medium"),
    "cta": ("end_card",),
}
_CAMERA: dict[ShotType, str] = {
    "wide": "Wide shot",
    "medium": "Medium shot",
    "close_up": "Close-up",
    "detail": "Extreme close-up",
    "type": "Type on screen",
    "split": "Split screen",
    "end_card": "End card",
}
_MOVES: dict[ShotType, tuple[str, ...]] = {
    "wide": ("slow drift across the frame", "gentle push-in", "the camera holds, then eases back"),
    "medium": ("easy lateral move", "slow push-in", "steady, with a touch of parallax"),
    "close_up": ("slow push-in", "the focus settles, then holds", "a quiet arc around it"),
    "detail": ("macro drift, shallow focus", "a slow glide over the surface", "light travels across it"),
    "type": ("the words land one by one", "the line builds and holds", "the words set firmly, then breathe"),
    "split": ("the halves slide in against each other", "both pictures drift in opposite directions"),
    "end_card": ("everything settles and holds", "the elements arrive in order, then rest"),
}
_MOODS: tuple[tuple[str, str], ...] = (
    (r"cinematic|film|dramatic|dark|moody|noir", "low, directional light"),
    (r"minimal\w*|clean|simple|modern|sleek", "plenty of empty space"),
    (r"warm|cosy|cozy|friendly|family|home", "warm, soft light"),
    (r"vibrant|colou?rful|bright|fun|playful|pop", "bright, saturated colour"),
    (r"luxur\w+|elegant|premium|sophisticated", "deep tones, one precise highlight"),
    (r"natur\w+|organic|outdoor|rustic|earthy", "natural light and texture"),
    (r"documentary|honest|authentic|real|raw|ugc", "available light, nothing staged"),
    (r"energetic|dynamic|bold|urban|street|sport\w*|fast", "hard light, strong contrast"),
    (r"retro|vintage|nostalg\w+", "faded, film-like colour"),
    (r"tech\w*|futur\w+|digital|corporate|professional", "cool, even light"),
)
_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    "plain": ("dissolve", "push", "slide_over", "wipe"),
    "playful": ("push", "zoom_through", "slide_over", "blinds", "iris"),
    "luxury": ("dissolve", "iris", "dissolve"),
    "professional": ("slide_over", "wipe", "dissolve"),
    "urgent": ("cut", "push", "zoom_through"),
    "warm": ("dissolve", "iris", "slide_over"),
    "bold": ("cut", "zoom_through", "push", "blinds"),
    "serious": ("dissolve", "cut", "dissolve"),
}
_MUSIC: dict[str, str] = {
    "plain": "light modern pop, easy tempo",
    "playful": "bouncy ukulele and handclaps, quick tempo",
    "luxury": "solo piano and strings, unhurried",
    "professional": "clean minimal electronic, steady tempo",
    "urgent": "driving percussion, fast tempo",
    "warm": "acoustic guitar and soft piano, gentle tempo",
    "bold": "big drums and bass, high energy",
    "serious": "sparse piano and low strings, slow",
}
_SKIPPED = wordset(
    "a an the of with in on at to for and or by from her his their its our your some very one two close-up closeup shot wide"
)


@dataclass(frozen=True, slots=True)
class Staged:
    """What a scene shows and how."""

    shot: ShotType
    description: str
    subject: str


def shots(planned: Sequence[Role], pictures: Sequence[int], chance: random.Random) -> tuple[ShotType, ...]:
    """A shot for each scene, never the same twice in a row; two pictures or more make a split screen."""
    chosen: list[ShotType] = []
    for role, count in zip(planned, pictures, strict=True):
        chosen.append(shot_for(role, count, chance, frozenset(chosen[-1:])))
    return tuple(chosen)


def shot_for(role: Role, pictures: int, chance: random.Random, unlike: frozenset[ShotType]) -> ShotType:
    """A shot for one scene, none of ``unlike`` if there is a choice. Without a picture, claims are set in type."""
    if role == "cta":
        return "end_card"
    if pictures > 1 and "split" not in unlike:
        return "split"
    options = [shot for shot in _SHOTS[role] if shot not in unlike and not (pictures and shot == "type")]
    options = options or list(_SHOTS[role])
    return options[0] if chance.random() < 0.6 else chance.choice(options)


def transitions(planned: Sequence[Role], reading: Reading, chance: random.Random) -> tuple[Transition, ...]:
    """The cut after each scene: a marked one into the product, a calm one into the end card, the renderer's choice else."""
    options = _TRANSITIONS[reading.tone]
    entrance = chance.choice(options)
    found: list[Transition] = []
    for after in planned[1:]:
        if after == "product":
            found.append(entrance)
        elif after == "cta":
            found.append(chance.choice([option for option in options if option != entrance] or list(options)))
        else:
            found.append("auto")
    return (*found, "cut")


def other_transition(reading: Reading, current: Transition, chance: random.Random) -> Transition:
    """Another transition of the tone's than ``current``."""
    return chance.choice(
        [option for option in dict.fromkeys(_TRANSITIONS[reading.tone]) if option != current] or ["auto"]
    )


def music(brief: Brief, reading: Reading) -> str:
    """A hint for whoever chooses the music: the client's own words, or what the tone calls for."""
    wished = text.cut(text.clean_line(brief.music_style or "", limit=300), 120)
    return wished or _MUSIC[reading.tone]


def stage(
    reading: Reading,
    role: Role,
    shot: ShotType,
    pictures: Sequence[AssetRef],
    *,
    style: str,
    place: int,
    take: int,
    chance: random.Random,
    headline: str,
) -> Staged:
    """Describe a scene. ``place`` and ``take`` choose among the client's visual elements and our views."""
    element = reading.elements[(place + take) % len(reading.elements)] if reading.elements else ""
    subject = subject_of(reading, role, element)
    if not reading.english:
        return Staged(shot, _in_own_words(reading, element, pictures, shot, take), subject)
    shown = _shown(reading, role, element, pictures, place, take, chance)
    move = _MOVES[shot][(take + place) % len(_MOVES[shot])]
    sentences = [f"{_CAMERA[shot]}: {shown}", f"{move[0].upper()}{move[1:]}"]
    if mood := mood_of(style):
        sentences[-1] += f"; {mood}"
    if role == "cta":
        sentences = [f"End card: {_sign_off(reading, pictures)}", sentences[-1]]
    elif shot == "type":
        sentences[0] = f"Type on screen: “{headline.rstrip('.')}” set large over {shown}"
    return Staged(shot, " ".join(text.stop(text.tidy(sentence)) for sentence in sentences), subject)


def mood_of(style: str) -> str:
    """The light that a style asks for, or nothing if it names none that we know."""
    return next((mood for pattern, mood in _MOODS if re.search(rf"(?i)\b(?:{pattern})\b", style)), "")


def _shown(
    reading: Reading,
    role: Role,
    element: str,
    pictures: Sequence[AssetRef],
    place: int,
    take: int,
    chance: random.Random,
) -> str:
    """What is in the picture: the client's file by its name, their visual element, or a view of the subject."""
    names = [f"“{_file_name(picture)}”" for picture in pictures]
    kind = "clip" if pictures and pictures[0].kind == "video" else "picture"
    views = (reading.category or ANYTHING).views
    view = views[(place + take + chance.randrange(2)) % len(views)]
    if len(names) > 1:
        return f"the client’s {_joined(names)} side by side"
    if names:
        return f"the client’s {kind} {names[0]}" + (
            f", with {_small(element)} in mind" if element and role not in {"product", "proof"} else ""
        )
    if role == "product":
        named = reading.product.name if not reading.product.generic else _small(reading.product.name)
        return f"{named}, alone in the frame" + (f", {_small(element)} around it" if element else "")
    return (
        _small(element)
        if element and (place + take) % 2 == 0
        else view
        if not element
        else f"{_small(element)}, {view}"
    )


def _sign_off(reading: Reading, pictures: Sequence[AssetRef]) -> str:
    shown = [f"“{_file_name(picture)}”" for picture in pictures]
    signed = f"the {reading.signature} name" if reading.signature else "the name"
    return (
        f"{signed}, the call to action"
        + (f", {reading.url}" if reading.url else "")
        + (f", with {_joined(shown)}" if shown else "")
        + " on the brand’s ground"
    )


def _in_own_words(reading: Reading, element: str, pictures: Sequence[AssetRef], shot: ShotType, take: int) -> str:
    """A description without English prose: the shot's name, what the client asked to see, and the files."""
    seen = [element or reading.product.name, *(_file_name(picture) for picture in pictures)]
    camera = _CAMERA[shot] + (f" ({take + 1})" if take else "")
    return text.tidy(f"{camera}: " + " · ".join(part for part in seen if part))


def _file_name(asset: AssetRef) -> str:
    return (
        text.cut(text.clean_line(re.sub(r"\.\w{2,5}$", "", asset.name), limit=200).replace("_", " "), 40) or asset.kind
    )


def _joined(parts: Sequence[str]) -> str:
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]


def _small(phrase: str) -> str:
    first = phrase.split(" ", 1)[0]
    return (
        phrase
        if any(character.isupper() for character in first[1:]) or first == "I"
        else phrase[:1].lower() + phrase[1:]
    )


def subject_of(reading: Reading, role: Role, element: str) -> str:
    """Two to four words for an illustrator: the product where it is shown, else what the client asked to see."""
    product = reading.product.what or (reading.product.name if reading.product.generic else "")
    if role in {"product", "cta"} or not element:
        if reading.category is not None and reading.english:
            return reading.category.picture
        return _noun_phrase(product) or _noun_phrase(element) or _noun_phrase(reading.product.name)
    return _noun_phrase(element) or (reading.category.picture if reading.category else "")


def _noun_phrase(phrase: str) -> str:
    core = re.split(
        r"(?i)\s+(?:for|with|that|which|who|in|on|at|from|by|near|during|while|made|showing)\s+|[,.;:(]", phrase
    )[0]
    found = [word for word in core.split() if word.lower().strip(".,") not in _SKIPPED][-4:]
    if not found:
        return ""
    return text.cut(
        " ".join([*found[:-1], grammar.singular(found[-1]) if found[-1].islower() else found[-1]]).lower(), 40
    )
