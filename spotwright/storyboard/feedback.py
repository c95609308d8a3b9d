"""A reviewer's feedback, read clause by clause into what a new take of a scene shall do differently."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from spotwright.storyboard import casting, text, wishes
from spotwright.storyboard.brief import AssetRef
from spotwright.storyboard.colors import COLOR_NAMES
from spotwright.storyboard.tones import tone_of
from spotwright.storyboard.wishes import Wishes

_QUOTED = re.compile(r"[\"“„«]([^\"”“»]{1,200})[\"”“»]|(?<!\w)[‘']([^‘’']{2,200})[’'](?!\w)")
_QUOTE_CALL = re.compile(
    r"(?i)\b(?:says?|reads?|write|headline|text|copy|words?|line|script|voice-?over)\b"
    r"|\b(?:sag(?:e|t|en)?|schreib\w*|dis|dites?|dire|[ée]cri[st]\w*|diga|di|decir|escrib\w*|dici|scriv\w*|zeg|skriv\w*)\b"
    r"|\b(?:change (?:it )?to|instead|replace\w*|use|with)\b|:\s*$"
)
_SPOKEN = re.compile(r"(?i)\b(?:script|voice-?over|vo|narrat\w+|speaker|spoken)\b")
_NOT = r"(?:no more|no|without|remove|drop|lose|delete|cut out|get rid of|leave out|do not|don['’]?t|never|avoid|stop)"
_AVOID = re.compile(
    rf"(?i)\b{_NOT}\b\s*(?:(?:mention|say|show|use|include|have|talk about)(?:ing)?\s+)?"
    r"(?:the |any |a |an |that |this |words? )*(?P<what>[^,.;!?]{2,60})"
)
_AVOID_END = re.compile(r"(?i)\s+(?:in|on|from|at|here|please|anymore|any more|this time)\b")
_MENTION = re.compile(
    r"(?i)\b(?:mention|add|show|include|feature|highlight|emphasi[sz]e|focus on|talk about|bring in|display|say that"
    r"|make clear that)\b\s+(?:more |of |the |a |an |our |that |some )*(?P<what>[^,.;!?]{2,80})"
)
_MENTION_END = re.compile(r"(?i)\s+(?:please|here|too|as well|in this scene|instead|somewhere)$")
_NO_MENTION = re.compile(r"(?i)(?:detail|text|energy|light|colou?r)\w*\b")
_TONE = re.compile(
    r"(?i)\b(?:more|less|make it|make this|tone|feel|sound|be|be more|too)\s+"
    r"(?:more |a bit more |a little |slightly )?(?P<word>[\w-]+)"
)
_COLORED = re.compile(r"(?i)\b(?:make|use|in|more|colou?r|accent|background|try|with|brand|headline|text|it)\b")
_ACTIONS = "make|use|say|show|add|mention|no|don['’]?t|without|remove|more|less|change|a|the|it"
_BREAK = re.compile(
    rf"[.;!?\n]+(?:\s|$)|,\s+(?:and |but )?|\s+(?:and|but)\s+(?=(?:{_ACTIONS})\b|\w+er\b)", re.IGNORECASE
)
_HIDDEN = "\x00"
_MAX_CLAUSES = 30
_TERM_WORDS = 4
_ALONE_WORDS = 2
"""A colour in a clause of so few words is a wish by itself ("dark blue")."""


def read_feedback(raw: str | None, assets: Sequence[AssetRef]) -> Wishes:
    """Wishes out of free words. What no rule understands is kept in ``unread``, for the reviewer to see."""
    asked = Wishes()
    for clause in _clauses(text.clean(raw or "", limit=2000))[:_MAX_CLAUSES]:
        before = asked
        for reader in _READERS:
            asked = reader(asked, clause)
        asked = _pictures(asked, clause, assets)
        if asked == before and text.words(clause):
            asked = replace(asked, unread=(*asked.unread, text.tidy(clause)))
    return asked


def _clauses(cleaned: str) -> list[str]:
    """The feedback in clauses; what stands in quotes is never divided."""
    kept: list[str] = []

    def hidden(match: re.Match[str]) -> str:
        kept.append(match.group())
        return f"{_HIDDEN}{len(kept) - 1}{_HIDDEN}"

    def shown(match: re.Match[str]) -> str:
        return kept[int(match.group(1))]

    parts = _BREAK.split(_QUOTED.sub(hidden, cleaned))
    return [re.sub(rf"{_HIDDEN}(\d+){_HIDDEN}", shown, part).strip() for part in parts if part.strip()]


def _quotes(clause: str) -> tuple[str, ...]:
    lines = (text.clean_line(found[0] or found[1]) for found in _QUOTED.findall(clause))
    return tuple(line for line in lines if text.words(line))


def _words_wanted(asked: Wishes, clause: str) -> Wishes:
    """Quoted words are the reviewer's own copy, unless they are to be avoided."""
    outside = _QUOTED.sub(" ", clause)
    called = _QUOTE_CALL.search(outside) or not text.words(outside)
    wanted = _quotes(clause)[-1:] if called and not _AVOID.search(outside + " it") else ()
    if _SPOKEN.search(outside):
        return replace(asked, spoken=asked.spoken + wanted)
    return replace(asked, verbatim=asked.verbatim + wanted)


def _words_avoided(asked: Wishes, clause: str) -> Wishes:
    quotes = _quotes(clause)
    match = _AVOID.search(_QUOTED.sub("“”", clause))
    if match is None or re.match(r"(?i)no transition", match.group()):
        return asked
    if quotes:
        return replace(asked, avoid=asked.avoid + quotes)
    items = re.split(r"\s+(?:and|or)\s+|/", _AVOID_END.split(match.group("what"))[0])
    terms = (text.tidy(re.sub(r"(?i)^(?:the|any|an?)\s+", "", item.strip())) for item in items)
    return replace(asked, avoid=asked.avoid + tuple(term for term in terms if 0 < len(text.words(term)) <= _TERM_WORDS))


def _words_mentioned(asked: Wishes, clause: str) -> Wishes:
    outside = _QUOTED.sub(" ", clause)
    match = _MENTION.search(outside)
    if match is None or _quotes(clause) or _AVOID.search(outside) or _NO_MENTION.match(match.group("what")):
        return asked
    what = text.tidy(_MENTION_END.sub("", match.group("what").strip()))
    return replace(asked, mention=(*asked.mention, what)) if text.words(what) else asked


def _length(asked: Wishes, clause: str) -> Wishes:
    if wishes.SHORTER.search(clause):
        return replace(asked, length=-1)
    return replace(asked, length=1) if wishes.LONGER.search(clause) else asked


def _light(asked: Wishes, clause: str) -> Wishes:
    for pattern, step in ((wishes.BRIGHTER, 0.35), (wishes.DARKER, -0.35)):
        if pattern.search(clause):
            asked = replace(asked, exposure=step)
    for pattern, step in ((wishes.WARMER, 0.4), (wishes.COOLER, -0.4)):
        if pattern.search(clause):
            asked = replace(asked, warmth=step)
    return asked


def _saturation(asked: Wishes, clause: str) -> Wishes:
    steps = ((wishes.GREY, 0.0), (wishes.MUTED, 0.7), (wishes.VIVID, 1.3))
    found = next((factor for pattern, factor in steps if pattern.search(clause)), None)
    return asked if found is None else replace(asked, saturation=found)


def _framing(asked: Wishes, clause: str) -> Wishes:
    steps = ((wishes.MACRO, 1.6), (wishes.CLOSER, 1.3), (wishes.WIDER, 0.8))
    found = next((factor for pattern, factor in steps if pattern.search(clause)), None)
    return asked if found is None else replace(asked, zoom=found)


def _accent(asked: Wishes, clause: str) -> Wishes:
    if _AVOID.search(clause):
        return asked
    code = re.search(r"#[0-9a-fA-F]{6}\b", clause)
    if code is not None:
        return replace(asked, accent=code.group().lower())
    named = next((word for word in re.findall(r"[a-z]+", clause.lower()) if word in COLOR_NAMES), None)
    telling = _COLORED.search(clause) or len(text.words(clause)) <= _ALONE_WORDS
    return replace(asked, accent=COLOR_NAMES[named]) if named is not None and telling else asked


def _tone(asked: Wishes, clause: str) -> Wishes:
    for match in _TONE.finditer(clause):
        word = match.group("word").lower()
        tone = tone_of(wishes.TONE_WORDS.get(word, word))
        if tone == "plain":
            continue
        if re.match(r"(?i)(?:less|too)\b", match.group()):
            tone = wishes.OPPOSITES.get(tone, "professional")
        return replace(asked, tone=tone)
    alone = wishes.TONE_WORDS.get(clause.lower().strip())
    return replace(asked, tone=tone_of(alone)) if alone else asked


def _shot(asked: Wishes, clause: str) -> Wishes:
    found = next((shot for pattern, shot in wishes.SHOTS if pattern.search(clause)), None)
    return asked if found is None or wishes.LONGER.search(clause) else replace(asked, shot=found)


def _other_picture(asked: Wishes, clause: str) -> Wishes:
    return replace(asked, other_picture=True) if wishes.OTHER_PICTURE.search(clause) else asked


def _transition(asked: Wishes, clause: str) -> Wishes:
    found = next((cut for pattern, cut in wishes.CUTS if pattern.search(clause)), None)
    return asked if found is None else replace(asked, transition=found)


def _pictures(asked: Wishes, clause: str, assets: Sequence[AssetRef]) -> Wishes:
    """Assets that a clause names: by all the telling words of their name, or by some of them after "the photo of"."""
    if _AVOID.search(clause):
        return asked
    said = casting.stem_words(clause)
    found = []
    for asset in assets:
        name = re.sub(r"\.\w{2,5}$", "", asset.name)
        named = casting.stem_words(name)
        shared = casting.stem_words(name, *asset.tags, asset.role or "") & said
        if (named and named <= said) or (shared and wishes.PICTURE.search(clause)):
            found.append((len(shared), asset.id))
    most = max((count for count, _ in found), default=0)
    best = (each for count, each in found if count == most)
    return replace(asked, assets=tuple(dict.fromkeys((*asked.assets, *best))))


_READERS: tuple[Callable[[Wishes, str], Wishes], ...] = (
    _words_wanted,
    _words_avoided,
    _words_mentioned,
    _length,
    _light,
    _saturation,
    _framing,
    _accent,
    _tone,
    _shot,
    _other_picture,
    _transition,
)
