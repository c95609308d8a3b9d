"""Free text of any quality, made fit to be read and spoken: cleaned, split into sentences, measured and cut."""

import functools
import html
import re
import unicodedata
from collections.abc import Iterator

from spotwright.storyboard.abbreviations import abbreviated
from spotwright.storyboard.comparisons import worded
from spotwright.storyboard.wordset import wordset

_DROPPED_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"
"""Persian and the scripts of India need them inside words; every other invisible character goes."""

_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<(?:/\s?)?[a-zA-Z][^<>]{0,300}>", re.DOTALL | re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"\{\{.{0,60}?\}\}|\$\{.{0,60}?\}|\{%.{0,60}?%\}|<%.{0,60}?%>|\{[\w. ]{0,40}\}|%\(\w{1,40}\)s"
)
_MARKUP = re.compile(r"\[([^\]\n]{1,80})\]\(https?://[^)\s]{1,300}\)|(?<!\w)[*_`~]{1,6}(?=\S)|(?<=\S)[*_`~]{1,6}(?!\w)")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]?\s+(?=\S)|(?<=[。！？])|\s*\n\s*|\s+[•·▪►✓✔]\s+")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']{2,200}|(?<![@\w])(?:[a-z0-9](?:[a-z0-9-]{0,40})\.){1,3}(?:com|org|net|io|co|app|shop|store|dev|ai|eu|de|fr|es|it|nl|uk|us|ca|au|ch|at|se|no|dk|fi|pl|be|pt|info|biz|me|tv|example)\b(?:/[^\s<>\"',]{0,100})?",
    re.IGNORECASE,
)
_CUT_AFTER_SENTENCE = re.compile(r"[.!?…](?=\s|$)|[。！？]")
_CUT_BEFORE_MARK = re.compile(r"[,;:–—，、](?=\s)|[，、]")
_WIDE = {"W", "F"}
_PARTICLE = re.compile(r"[をにはがでともへ](?=[\u30a0-\u30ff\u4e00-\u9fff])|[をはが]")
_WORD = re.compile(r"[^\W_]+(?:[’'\-.][^\W_]+)*", re.UNICODE)
_DANGLING = wordset("""
    a an the of to and or but with for from in on at by as is are was be your our my their his her its this that
    these those so than into onto over under per via if when while because who which whose more most very just
    not no every each any some all it we you they i up out off about without between through und oder der die
    das den dem ein eine mit für von zu im am auf et ou le la les un une de des du pour avec y o el los las con
    para por e il lo gli di da per che een het en van voor met
    """)
_BREAKERS = wordset(
    """
    and or but so because with without for from that which while when where if by in on at to into than plus as
    within under after before during per until since
    """
)
_STRONG_BREAKERS = wordset("so that because while without with plus but by when which within")
_MIN_REST = 3


def clean(raw: str, *, limit: int = 6000) -> str:
    """The text without markup, placeholders, emoji and invisible characters; line breaks stay, other space shrinks.

    At most ``limit`` characters of ``raw`` are read.
    """
    text = html.unescape(raw[:limit])
    text = worded(_TAG.sub(" ", text))
    text = _PLACEHOLDER.sub(" ", text)
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = "".join(character for character in text if character == "\n" or not _is_dropped(character))
    text = _MARKUP.sub(lambda match: match.group(1) or "", text)
    text = re.sub(r"^[ \t]*(?:[-–—•*·>]|#{1,6}|\d{1,2}[.)])[ \t]+", "", text, flags=re.MULTILINE)
    text = re.sub(r"[{}<>\[\]|\\^`~]", " ", text)
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()


def clean_line(raw: str, *, limit: int = 6000) -> str:
    """Like :func:`clean`, on one line."""
    return tidy(clean(raw, limit=limit).replace("\n", " "))


def _is_dropped(character: str) -> bool:
    if character in _JOINERS:
        return False
    category = unicodedata.category(character)
    if category in _DROPPED_CATEGORIES:
        return character != "\t"
    # So = symbols and emoji, Sk = skin tones; © ® ™ ° belong to names and measures.
    return (category == "So" and character not in "©®™°№") or character in "\ufe0f\u20e3" or category == "Sk"


def tidy(text: str) -> str:
    """The text with its punctuation put right: no doubled marks, no space before a comma, no empty brackets."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\(\s*\)|\"\s*\"|“\s*”|‘\s*’", "", text)
    text = re.sub(r"\.{3,}", "…", text)
    text = re.sub(r"([!?])[!?]+", lambda match: "?" if "?" in match.group() else match.group(1), text)
    text = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text)
    text = re.sub(r"[,;:]\s*([.!?…])", r"\1", text)
    text = re.sub(r"(?<=[\w)”’\"!?…])\s+([,;:.!?…])(?=\s|$)", r"\1", text)
    text = re.sub(r"([.!?…])\s*\.(?=\s|$)", r"\1", text)
    text = re.sub(r"^[\s,;:.!?…·–—&/)\]-]+(?=\w)", "", text)
    return re.sub(r"\s{2,}", " ", text).strip(" ,;:–—-&/")


@functools.lru_cache(maxsize=2048)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a cleaned text, each tidy, empty ones left out. "4.8" and "e.g. this" do not end one."""
    found: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        piece = text[start : match.end()]
        if "\n" not in match.group() and abbreviated(piece, text[match.end() :]):
            continue
        found.append(piece)
        start = match.end()
    found.append(text[start:])
    tidied = (tidy(piece) for piece in found)
    return tuple(piece for piece in tidied if _WORD.search(piece))


def bare(sentence: str) -> str:
    """The sentence without its final punctuation; a question keeps its mark."""
    return sentence.strip().rstrip(".!,;:… ").rstrip("。！、，").strip()


def stop(sentence: str) -> str:
    """The sentence with a full stop, if it does not end in a mark of its own."""
    stripped = sentence.strip()
    if not stripped or stripped[-1] in ".!?…。！？":
        return stripped
    if stripped[-1] in '"”’' and len(stripped) > 1 and stripped[-2] in ".!?…":
        return stripped
    return stripped + ("。" if _dense(stripped[-1]) else ".")


def _dense(character: str) -> bool:
    """True for the scripts that write no blanks between sentences; Korean does."""
    return unicodedata.east_asian_width(character) in _WIDE and not "\uac00" <= character <= "\ud7af"


def joined(first: str, second: str) -> str:
    """Two sentences one after the other, with no blank between Chinese or Japanese ones."""
    dense = bool(first) and _dense(first[-1])
    return f"{first}{'' if dense else ' '}{second}".strip()


def words(text: str) -> list[str]:
    """The words of a text, as they stand."""
    return _WORD.findall(text)


def width(text: str) -> int:
    """Width in columns: a Chinese, Japanese or Korean character counts two."""
    return sum(2 if unicodedata.east_asian_width(character) in _WIDE else 1 for character in text)


def urls(text: str) -> tuple[str, ...]:
    """The web addresses in a text, without the punctuation around them."""
    return tuple(match.group().rstrip(".,;:!?)/") for match in _URL.finditer(text))


def without_urls(text: str) -> str:
    """The text without web addresses and the little words that led to them ("at", "on", "visit us at")."""
    text = re.sub(
        r"(?i)\b(?:here|(?:visit(?: us)? |online )?(?:at|on|via|auf|unter|bei|sur|en|su|op))?:?\s*"
        f"(?:{_URL.pattern})",
        " ",
        text,
    )
    return tidy(text)


def display_url(url: str, *, limit: int = 34) -> str:
    """A web address as an ad prints it: no scheme, no www, no query, and no path if it gets long."""
    address = (
        re.sub(r"(?i)^https?://", "", clean_line(url)).removeprefix("www.").split("?")[0].split("#")[0].rstrip("/")
    )
    if not address or " " in address or "." not in address:
        return ""
    if len(address) > limit:
        address = address.split("/")[0]
    return address if len(address) <= limit else ""


def cut(text: str, limit: int) -> str:
    """The text in at most ``limit`` columns, cut where it still makes sense; it is never left empty.

    A cut falls after a sentence, else after a clause, else before a linking word, else between words.
    """
    text = text.strip()
    if width(text) <= limit:
        return text
    head = _prefix(text, limit)
    for pattern in (_CUT_AFTER_SENTENCE, _CUT_BEFORE_MARK):
        after = pattern is _CUT_AFTER_SENTENCE
        ends = [
            match.end() if after else match.start()
            for match in pattern.finditer(head)
            if not (after and abbreviated(head[: match.end()], text[match.end() :]))
        ]
        if ends and ends[-1] * 2 >= len(head):
            return _trimmed(head[: ends[-1]])
    if not text[len(head)].isspace() and not head[-1].isspace() and " " in head:
        head = head[: head.rindex(" ")]
    if " " not in head and (parts := list(_PARTICLE.finditer(head))) and parts[-1].end() * 2 >= len(head):
        head = head[: parts[-1].end()]
    return _trimmed(head) or _prefix(text, limit).strip()


def _prefix(text: str, limit: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += 2 if unicodedata.east_asian_width(character) in _WIDE else 1
        if used > limit:
            end = index
            # A base letter keeps its marks: step back over them rather than between them.
            while end > 1 and (unicodedata.combining(text[end]) or text[end] in _JOINERS or text[end - 1] in _JOINERS):
                end -= 1
            return text[:end]
    return text


def _trimmed(head: str) -> str:
    """The head without the articles and prepositions that now dangle at its end."""
    kept = head.strip(' ,;:–—-&/(“"').split(" ")
    while len(kept) > 1 and (kept[-1].strip(",;:–—-&(").lower() in _DANGLING | {""} or abbreviated(kept[-1], "1")):
        kept.pop()
    return " ".join(kept).rstrip(" ,;:–—-&/(")


def divide(text: str, limit: int) -> tuple[str, str]:
    """The text as a headline of at most ``limit`` columns and the rest, divided where a reader would take breath.

    The rest starts with its own word (a lone "and" or "that" at the seam is dropped); it is empty if all fits.
    """
    text = bare(text)
    if width(text) <= limit:
        return text, ""
    parts = _prefix(text, 2 * limit).split(" ")
    seams = [(_seam_score(parts, index, limit), index) for index in _places(parts, limit) if _seam(parts, index)]
    if not seams:
        head = cut(text, limit)
        return head, tidy(text[len(head) :])
    head = " ".join(parts[: max(seams)[1]])
    rest = tidy(text[len(head) :])
    return head.rstrip(",;:–—- "), re.sub(r"(?i)^(?:and|or|but|so|that|which|plus)\s+(?:that\s+)?", "", rest)


def _places(parts: list[str], limit: int) -> Iterator[int]:
    """The places between words at which a head of at most ``limit`` columns could end, after two words at the least."""
    used = width(parts[0])
    for index in range(1, len(parts)):
        if used - len(parts[index - 1]) + len(parts[index - 1].rstrip(",;:")) > limit:
            return
        if index > 1:
            yield index
        used += 1 + width(parts[index])


def _seam_score(parts: list[str], index: int, limit: int) -> int:
    """A rest of one or two words looks like a mistake, and a short head says too little."""
    short_rest = len(parts) - index < _MIN_REST
    short_head = width(" ".join(parts[:index])) < limit // 3
    return _seam(parts, index) * 10 + min(index, 6) - 12 * short_rest - 6 * short_head


def _seam(parts: list[str], index: int) -> int:
    """How natural a break before a word is: 3 after a mark, 2 before a strong linking word, 1 before a weak one."""
    before, word = parts[index - 1], parts[index].lower().strip(",")
    if before[-1:] in ",;:" or before in {"–", "—", "-"}:
        # "read, sorted and filed" is one row of words, which no line break should tear.
        row = before.endswith(",") and any(part.lower() in {"and", "or", "&"} for part in parts[index + 1 : index + 2])
        return 0 if row else 3
    if before.strip(",;:").lower() in _DANGLING or (word in {"and", "or", "&"} and parts[index - 2].endswith(",")):
        return 0
    return 2 if word in _STRONG_BREAKERS else 1 if word in _BREAKERS else 0
