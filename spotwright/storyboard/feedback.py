"""A reviewer's feedback, read clause by clause into what a new take of a scene shall do differently."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from spotwright.storyboard import casting, text
from spotwright.storyboard.board import ShotType, Transition
from spotwright.storyboard.brief import AssetRef
from spotwright.storyboard.colors import COLOR_NAMES
from spotwright.storyboard.phrasebook import Tone
from spotwright.storyboard.tones import tone_of


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the feedback asks for. Numbers are steps away from the take under review; None is no wish."""

    verbatim: tuple[str, ...] = ()
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
    unread: tuple[str, ...] = ()


_QUOTED = re.compile(r"[\"“„«]([^\"”“»]{1,200})[\"”“»]|(?<!\w)[‘']([^‘’']{2,200})[’'](?!\w)")
_QUOTE_CALL = re.compile(
    r"(?i)\b(?:say|says|read|reads|write|headline|text|copy|words?|line|script|voice-?over|change (?:it )?to|instead|replace\w*|use|with)\b|:\s*$"
)
_SPOKEN = re.compile(r"(?i)\b(?:script|voice-?over|vo|narrat\w+|speaker|spoken)\b")
_AVOID = re.compile(
    r"(?i)\b(?:no more|no|without|remove|drop|lose|delete|cut out|get rid of|leave out|do not|don['’]?t|never|avoid|stop)\b\s*"
    r"(?:(?:mention|say|show|use|include|have|talk about)(?:ing)?\s+)?(?:the |any |a |an |that |this |words? )*(?P<what>[^,.;!?]{2,60})"
)
_MENTION = re.compile(
    r"(?i)\b(?:mention|add|show|include|feature|highlight|emphasi[sz]e|focus on|talk about|bring in|display|say that|make clear that)\b\s+(?:more |of |the |a |an |our |that |some )*(?P<what>[^,.;!?]{2,80})"
)
_TONE = re.compile(
    r"(?i)\b(?:more|less|make it|make this|tone|feel|sound|be|be more|too)\s+(?:more |a bit more |a little |slightly )?(?P<word>[\w-]+)"
)
_LOOKS: tuple[tuple[str, dict[str, float]], ...] = (
    (r"too dark|bright(?:er|en)|lighter|more light", {"exposure": 0.35}),
    (r"too bright|dark(?:er|en)|moodier|less bright", {"exposure": -0.35}),
    (r"warmer|too cold|golden hour|cosier|cozier", {"warmth": 0.4}),
    (r"cooler|colder|too warm|bluish", {"warmth": -0.4}),
    (r"more vibrant|more colou?rful|more saturat\w+|punchier|more vivid|too dull|too flat|more colou?r|vibrant", {"saturation": 1.3}),
    (r"muted|desaturat\w+|less saturat\w+|less colou?rful|softer colou?rs|more subtle|toned? down|too colou?rful|too vivid", {"saturation": 0.7}),
    (r"black[- ]and[- ]white|monochrome|b&w", {"saturation": 0.0}),
    (r"extreme close-?up|macro", {"zoom": 1.6}),
    (r"closer|close-?up|zoom(?:ed)? in|bigger|larger|tighter|too (?:small|far|wide)", {"zoom": 1.3}),
    (r"wider|zoom(?:ed)? out|further away|more space|step back|pull back|too (?:close|tight|big)|smaller", {"zoom": 0.8}),
)  # fmt: skip
_SHOTS: tuple[tuple[str, ShotType], ...] = (
    (r"extreme close-?up|macro|detail shot|details?\b", "detail"),
    (r"close-?up|closer", "close_up"),
    (r"wide(?:r)?(?: shot| angle)?|establishing|panorama", "wide"),
    (r"medium shot|mid[- ]shot", "medium"),
    (r"split[- ]screen|side by side|before and after", "split"),
    (r"just (?:the )?(?:text|type|words)|text only|only (?:text|words)|type on screen|typograph\w+", "type"),
)
_CUTS: tuple[tuple[str, Transition], ...] = (
    (r"hard cut|straight cut|jump cut|no transition|simple cut|\bcut to\b|just cut", "cut"),
    (r"dissolv\w+|cross-?fade|fade", "dissolve"),
    (r"\bpush transition|\bpush\b", "push"),
    (r"\bwipe\b", "wipe"),
    (r"\biris\b", "iris"),
    (r"slide[- ]over|\bslide\b", "slide_over"),
    (r"zoom[- ]through", "zoom_through"),
    (r"\bblinds\b", "blinds"),
)
_SHORTER = re.compile(
    r"(?i)\b(?:shorter|shorten|too long|less text|fewer words|too wordy|more concise|snappier|tighter copy|trim|punchier)\b"
)
_LONGER = re.compile(r"(?i)\b(?:longer|too short|more detail|more text|elaborate|explain more|say more|expand)\b")
_PICTURE = re.compile(r"(?i)\b(?:photo|picture|image|clip|video|footage|asset|shot of|logo)\b")
_STEPS = {"playful", "luxury", "professional", "urgent", "warm", "bold", "serious"}
_TONE_ALIASES = {
    "fun": "playful",
    "funnier": "playful",
    "funny": "playful",
    "serious": "serious",
    "formal": "serious",
    "elegant": "luxury",
    "urgency": "urgent",
    "emotional": "warm",
    "friendlier": "warm",
    "bolder": "bold",
    "energy": "bold",
    "stronger": "bold",
    "calmer": "warm",
}


def read_feedback(raw: str | None, assets: Sequence[AssetRef]) -> Wishes:
    """Wishes out of free words. What no rule understands is kept in ``unread``, for the reviewer to see."""
    wishes = Wishes()
    cleaned = text.clean(raw or "", limit=2000)
    for clause in _clauses(cleaned):
        before = wishes
        for reader in _READERS:
            wishes = reader(wishes, clause)
        wishes = _pictures(wishes, clause, assets)
        if wishes == before and text.words(clause):
            wishes = replace(wishes, unread=(*wishes.unread, text.tidy(clause)))
    return wishes


def _clauses(cleaned: str) -> list[str]:
    """The feedback in clauses; what stands in quotes is never divided."""
    kept: list[str] = []

    def hidden(match: re.Match[str]) -> str:
        kept.append(match.group())
        return f"\x00{len(kept) - 1}\x00"

    masked = _QUOTED.sub(hidden, cleaned)
    parts = re.split(
        r"[.;!?\n]+(?:\s|$)|,\s+(?:and |but )?|\s+(?:and|but)\s+(?=(?:make|use|say|show|add|mention|no|don['’]?t|without|remove|more|less|change|a |the |it )\b|\w+er\b)",
        masked,
    )
    return [
        re.sub(r"\x00(\d+)\x00", lambda match: kept[int(match.group(1))], part).strip()
        for part in parts
        if part.strip()
    ]


def _words_wanted(wishes: Wishes, clause: str) -> Wishes:
    """Quoted words are the reviewer's own copy, unless they are to be avoided."""
    quotes = [text.clean_line(found[0] or found[1]) for found in _QUOTED.findall(clause)]
    quotes = [quote for quote in quotes if text.words(quote)]
    outside = _QUOTED.sub(" ", clause)
    if not quotes or _AVOID.search(outside + " x"):
        return wishes
    if not _QUOTE_CALL.search(outside) and text.words(outside):
        return wishes
    if _SPOKEN.search(outside):
        return replace(wishes, spoken=wishes.spoken + tuple(quotes[-1:]))
    return replace(wishes, verbatim=wishes.verbatim + tuple(quotes[-1:]))


def _words_avoided(wishes: Wishes, clause: str) -> Wishes:
    quotes = [text.clean_line(found[0] or found[1]) for found in _QUOTED.findall(clause)]
    match = _AVOID.search(_QUOTED.sub("“”", clause) if quotes else clause)
    if match is None or re.match(r"(?i)no transition", match.group()):
        return wishes
    if quotes:
        return replace(wishes, avoid=wishes.avoid + tuple(quotes))
    what = re.split(r"(?i)\s+(?:in|on|from|at|here|please|anymore|any more|this time)\b", match.group("what"))[0]
    items = [
        text.tidy(re.sub(r"(?i)^(?:the|any|a|an)\s+", "", item.strip()))
        for item in re.split(r"\s+(?:and|or)\s+|/", what)
    ]
    found = tuple(item for item in items if text.words(item) and len(text.words(item)) <= 4)
    return replace(wishes, avoid=wishes.avoid + found)


def _words_mentioned(wishes: Wishes, clause: str) -> Wishes:
    outside = _QUOTED.sub(" ", clause)
    if _AVOID.search(outside) or wishes.verbatim:
        return wishes
    match = _MENTION.search(outside)
    if match is None or re.match(r"(?i)(?:detail|text|energy|light|colou?r)\w*\b", match.group("what")):
        return wishes
    what = text.tidy(
        re.sub(r"(?i)\s+(?:please|here|too|as well|in this scene|instead|somewhere)$", "", match.group("what").strip())
    )
    return replace(wishes, mention=(*wishes.mention, what)) if text.words(what) else wishes


def _length(wishes: Wishes, clause: str) -> Wishes:
    if _SHORTER.search(clause):
        return replace(wishes, length=-1)
    return replace(wishes, length=1) if _LONGER.search(clause) else wishes


def _look(wishes: Wishes, clause: str) -> Wishes:
    for pattern, changes in _LOOKS:
        if re.search(rf"(?i)\b(?:{pattern})\b", clause):
            wishes = replace(wishes, **changes)  # type: ignore[arg-type]
            if "zoom" in changes:
                break
    return wishes


def _accent(wishes: Wishes, clause: str) -> Wishes:
    if _AVOID.search(clause):
        return wishes
    code = re.search(r"#[0-9a-fA-F]{6}\b", clause)
    named = next((word for word in re.findall(r"[a-z]+", clause.lower()) if word in COLOR_NAMES), None)
    if code is not None:
        return replace(wishes, accent=code.group().lower())
    telling = named is not None and (
        re.search(r"(?i)\b(?:make|use|in|more|colou?r|accent|background|try|with|brand|headline|text|it)\b", clause)
        or len(text.words(clause)) <= 2
    )
    return replace(wishes, accent=COLOR_NAMES[named]) if named is not None and telling else wishes


def _tone(wishes: Wishes, clause: str) -> Wishes:
    for match in _TONE.finditer(clause):
        word = match.group("word").lower()
        tone = tone_of(_TONE_ALIASES.get(word, word))
        if tone == "plain":
            continue
        less = re.match(r"(?i)(?:less|too)\b", match.group())
        if less:
            tone = (
                "serious"
                if tone in {"playful", "bold"}
                else "warm"
                if tone in {"serious", "professional"}
                else "professional"
            )
        return replace(wishes, tone=tone)
    single = _TONE_ALIASES.get(clause.lower().strip())
    return replace(wishes, tone=tone_of(single)) if single in _STEPS else wishes


def _shot(wishes: Wishes, clause: str) -> Wishes:
    found = next((shot for pattern, shot in _SHOTS if re.search(rf"(?i)\b(?:{pattern})\b", clause)), None)
    return wishes if found is None or re.search(r"(?i)\bmore details?\b", clause) else replace(wishes, shot=found)


def _transition(wishes: Wishes, clause: str) -> Wishes:
    found = next((cut for pattern, cut in _CUTS if re.search(rf"(?i)(?:{pattern})", clause)), None)
    return wishes if found is None else replace(wishes, transition=found)


def _pictures(wishes: Wishes, clause: str, assets: Sequence[AssetRef]) -> Wishes:
    """Assets that a clause names: by all their telling words, or by some after "the photo of"."""
    if _AVOID.search(clause) and not re.search(r"(?i)\bwith\b", clause):
        return wishes
    said = casting.stem_words(clause)
    found = []
    for asset in assets:
        telling = casting.stem_words(re.sub(r"\.\w{2,5}$", "", asset.name), *asset.tags, asset.role or "")
        named = casting.stem_words(re.sub(r"\.\w{2,5}$", "", asset.name))
        if (named and named <= said) or (_PICTURE.search(clause) and telling & said):
            found.append((len(telling & said), asset.id))
    if not found:
        return wishes
    most = max(count for count, _ in found)
    return replace(
        wishes, assets=tuple(dict.fromkeys((*wishes.assets, *(each for count, each in found if count == most))))
    )


_READERS: tuple[Callable[[Wishes, str], Wishes], ...] = (
    _words_wanted,
    _words_avoided,
    _words_mentioned,
    _length,
    _look,
    _accent,
    _tone,
    _shot,
    _transition,
)
