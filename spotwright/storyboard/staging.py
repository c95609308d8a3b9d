"""Staging: what a scene shows, described for whoever reviews it and named for whoever paints it."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from spotwright.storyboard import grammar, text
from spotwright.storyboard.board import Role, ShotType
from spotwright.storyboard.brief import AssetRef
from spotwright.storyboard.casting import stem_words
from spotwright.storyboard.phrasebook import ANYTHING
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.wordset import wordset

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
    "wide": ("A slow drift across the frame", "A gentle push-in", "The camera holds, then eases back"),
    "medium": ("An easy lateral move", "A slow push-in", "Steady, with a touch of parallax"),
    "close_up": ("A slow push-in", "The focus settles, then holds", "A quiet arc around it"),
    "detail": ("A macro drift, shallow focus", "A slow glide over the surface", "Light travels across it"),
    "type": ("The words land one by one", "The line builds and holds", "The words set firmly, then breathe"),
    "split": ("The halves slide in against each other", "The pictures drift in opposite directions"),
    "end_card": ("Everything settles and holds", "The elements arrive in order, then rest"),
}
_MOODS: tuple[tuple[str, str], ...] = (
    (r"cinematic|film|dramatic|dark|moody|noir", "low, directional light"),
    (r"minimal\w*|clean|simple|modern|sleek", "plenty of empty space"),
    (r"warm|cosy|cozy|friendly|family|home|editorial", "warm, soft light"),
    (r"vibrant|colou?rful|bright|fun|playful|pop", "bright, saturated colour"),
    (r"luxur\w+|elegant|premium|sophisticated", "deep tones, one precise highlight"),
    (r"natur\w+|organic|outdoor|rustic|earthy", "natural light and texture"),
    (r"documentary|honest|authentic|real|raw|ugc", "available light, nothing staged"),
    (r"energetic|dynamic|bold|urban|street|sport\w*|fast", "hard light, strong contrast"),
    (r"retro|vintage|nostalg\w+", "faded, film-like colour"),
    (r"tech\w*|futur\w+|digital|corporate|professional", "cool, even light"),
)
_ARTICLES = wordset("a an the his her its their our your some my")
_CAMERA_WORDS = wordset(
    """
    close-up closeup close shot wide macro picture photo image view footage
    """
)
_SUBJECT_WORDS = 4
_SUBJECT_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class View:
    """What a scene has to show: the client's files, what they asked to see, and the line that will stand on it."""

    role: Role
    pictures: tuple[AssetRef, ...]
    """Logos included."""
    element: str
    headline: str


def seen(view: View) -> str:
    """The words for what a view shows."""
    return " ".join((view.element, *(picture.name[:100] for picture in view.pictures)))


def element_for(reading: Reading, planned: Sequence[Role], place: int, take: int = 0) -> str:
    """The client's visual element for a scene: they go round, and the product gets one that speaks of it."""
    if not reading.elements or planned[place] == "cta":
        return ""
    if planned[place] == "product":
        own = stem_words(
            reading.product.name, reading.product.what, reading.category.picture if reading.category else ""
        )
        fitting = [element for element in reading.elements if stem_words(element) & own]
        return fitting[take % len(fitting)] if fitting else ""
    turn = sum(role not in {"product", "cta"} for role in planned[:place])
    return reading.elements[(turn + take) % len(reading.elements)]


def described(
    reading: Reading, view: View, shot: ShotType, *, style: str, place: int, take: int, chance: random.Random
) -> str:
    """A scene in two sentences: what the shot shows, and how it moves and is lit."""
    if not reading.english:
        return _in_own_words(reading, view, shot, take)
    shown = _shown(reading, view, place + take, chance)
    move = _MOVES[shot][(take + place) % len(_MOVES[shot])]
    mood = mood_of(style)
    first = f"{_CAMERA[shot]}: {shown}"
    if view.role == "cta":
        first = f"End card: {_signed(reading, view.pictures)}"
    elif shot == "type":
        first = f"Type on screen: “{view.headline.rstrip('.')}” set large over {shown}"
    sentences = (first, f"{move}; {mood}" if mood else move)
    return " ".join(text.stop(text.tidy(sentence)) for sentence in sentences)


def mood_of(style: str) -> str:
    """The light that a style asks for, or nothing if it names none that we know."""
    return next((mood for pattern, mood in _MOODS if re.search(rf"(?i)\b(?:{pattern})\b", style[:300])), "")


def _shown(reading: Reading, view: View, turn: int, chance: random.Random) -> str:
    """What is in the picture: the client's file by its name, their visual element, or a view of the subject."""
    names = [f"“{file_name(picture)}”" for picture in view.pictures]
    element = _small(view.element)
    if len(names) > 1:
        return f"the client’s {_listed(names)} side by side"
    if names:
        kind = "clip" if view.pictures[0].kind == "video" else "picture"
        echo = element and not stem_words(element) & stem_words(view.pictures[0].name)
        return f"the client’s {kind} {names[0]}" + (f", echoing “{element}”" if echo else "")
    if view.role == "product":
        named = _small(reading.product.name) if reading.product.generic else reading.product.name
        return f"{named or 'the product'}, alone in the frame" + (f", with {element}" if element else "")
    views = (reading.category.views if reading.category else ()) or ANYTHING.views
    return element or views[(turn + chance.randrange(2)) % len(views)]


def _signed(reading: Reading, pictures: Sequence[AssetRef]) -> str:
    shown = _listed([f"“{file_name(picture)}”" for picture in pictures])
    signed = f"the {reading.signature} name" if reading.signature else "the name"
    parts = [f"{signed}, the call to action", reading.url, f"with {shown}" if shown else ""]
    return ", ".join(part for part in parts if part) + ", on the brand’s ground"


def _in_own_words(reading: Reading, view: View, shot: ShotType, take: int) -> str:
    """A description without English prose: the shot's name, what the client asked to see, and the files."""
    named = view.element or reading.product.name
    seen = [named, *(name for picture in view.pictures if (name := file_name(picture)).lower() != named.lower())]
    camera = _CAMERA[shot] + (f" ({take + 1})" if take else "")
    return text.tidy(f"{camera}: " + " · ".join(part for part in seen if part))


def file_name(asset: AssetRef) -> str:
    """An asset's name as a reviewer knows it, without its ending."""
    name = text.clean_line(re.sub(r"\.\w{2,5}$", "", asset.name[:200]).replace("_", " "))
    return text.cut(name, _SUBJECT_COLUMNS) or asset.kind


def _listed(parts: Sequence[str]) -> str:
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)


def _small(phrase: str) -> str:
    first = phrase.split(" ", 1)[0]
    kept = first == "I" or any(character.isupper() for character in first[1:])
    return phrase if kept else phrase[:1].lower() + phrase[1:]


def subject_of(reading: Reading, view: View) -> str:
    """Two to four words for an illustrator: the product where it is shown, else what the client asked to see."""
    product = (
        reading.product.what or reading.product.phrase or (reading.product.name if reading.product.generic else "")
    )
    if view.element and view.role not in {"product", "cta"}:
        return _noun_phrase(view.element, plural=True)
    if reading.category is not None and reading.english:
        return reading.category.picture
    return _noun_phrase(product) or _noun_phrase(view.element, plural=True) or _noun_phrase(reading.product.name)


def _noun_phrase(phrase: str, *, plural: bool = False) -> str:
    """A phrase's few telling words, in small letters: "The runner at dawn" -> "runner at dawn"."""
    found = [word for word in text.tidy(phrase).lower().split() if word.strip(".,;:") not in _CAMERA_WORDS]
    while found and found[0] in _ARTICLES:
        found.pop(0)
    if len(found) > _SUBJECT_WORDS:
        head = re.split(
            r"\s+(?:for|with|that|which|who|in|on|at|from|by|near|during|while|made|showing|of)\s+|[,.;:(]",
            " ".join(found),
        )[0]
        found = head.split()[-_SUBJECT_WORDS:]
    if not found:
        return ""
    last = found[-1].strip(".,;:")
    return text.cut(" ".join([*found[:-1], last if plural else grammar.singular(last)]), _SUBJECT_COLUMNS)
