"""Letter case: sentences in sentence case, names exactly as the client writes them."""

import re

from spotwright.storyboard.wordset import wordset

_ACRONYMS = wordset("""
    AI API AR ATM B2B B2C BBQ CEO CFO CRM CSV DIY DJ DNA ERP EU EV FAQ GDPR GPS HD HDMI HIPAA HR HVAC ID IOS IP
    ISO IT KPI LED LGBT MP3 MRI NASA NATO NGO NHS NYC OLED PC PDF PHD POS QR R&D RGB ROI RV SAAS SEO SME SMS SOC
    SPF SQL SUV TV UI UK UN UPS URL US USA USB UV UX VAT VIP VPN VR WIFI XL XXL 2D 3D 4K 5G 8K
    """)
_FUNCTION_WORDS = wordset("""
    a an the and or but for from in on at of to with by as is are your you our my their its it that this so than
    into no more most all every each when while without we who be can will not just
    """)
_SHOUT = 0.7
_MIN_SHOUT = 6
_MIN_TITLE = 4


def _upper_share(text: str) -> float:
    letters = [character for character in text if character.isalpha()]
    cased = [character for character in letters if character.isupper() or character.islower()]
    return sum(character.isupper() for character in cased) / len(cased) if len(cased) >= _MIN_SHOUT else 0.0


def sentence_case(text: str, *, names: tuple[str, ...] = ()) -> str:
    """The text with a capital first letter, not shouted and not in title case; ``names`` keep their own casing."""
    if _upper_share(text) > _SHOUT:
        text = " ".join(_lowered(word) for word in text.split(" "))
        text = re.sub(r"([.!?…]\s+)(\w)", lambda match: match.group(1) + match.group(2).upper(), text)
        text = re.sub(r"\bi\b", "I", text)
    else:
        text = _untitled(text)
        text = " ".join(_calmed(word) for word in text.split(" "))
    text = with_names(text, names)
    return capital(text, names=names)


def _lowered(word: str) -> str:
    core = re.sub(r"[^\w&]", "", word)
    return word if core.upper() in _ACRONYMS or any(character.isdigit() for character in core) else word.lower()


_SHOUTED_WORDS = wordset("""
    NOW FREE BEST NEW SALE BUY GET SAVE ONLY TODAY NEVER EVER ALWAYS AMAZING ALL MORE MOST NOT VERY FAST EASY
    HUGE BIG OFF ORDER STOP START LIMITED OFFER YOUR YOU AND THE
    """)


def _calmed(word: str) -> str:
    """A single shouted word in calm company ("Buy NOW") is lowered; acronyms and names are left."""
    return word.lower() if re.sub(r"\W", "", word) in _SHOUTED_WORDS else word


def _untitled(text: str) -> str:
    """Lower the small words of a Title Cased Line; anything that may be a name keeps its capital."""
    parts = text.split(" ")
    capitals = sum(part[:1].isupper() for part in parts)
    if len(parts) < _MIN_TITLE or capitals < len(parts) - 1:
        return text
    return " ".join(
        part.lower() if index and part.lower().strip(",;:") in _FUNCTION_WORDS else part
        for index, part in enumerate(parts)
    )


def _literal(name: str) -> str:
    """A name as a replacement text, in which a backslash is only a backslash."""
    return name.replace("\\", r"\\")


def with_names(text: str, names: tuple[str, ...]) -> str:
    """The text with each of ``names`` written as given, wherever it stands as a whole word."""
    for name in names:
        if name:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", _literal(name), text, flags=re.IGNORECASE)
    return text


def capital(text: str, *, names: tuple[str, ...] = ()) -> str:
    """The text with its first letter raised, unless it begins with a name that is written small (iPhone, adidas)."""
    if any(name and text.startswith(name) for name in names):
        return text
    match = re.match(r"[^\w]*", text)
    start = match.end() if match else 0
    first_word = text[start:].split(" ", 1)[0]
    if any(character.isupper() for character in first_word[1:]) and first_word[:1].islower():
        return text
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def inner(text: str, *, names: tuple[str, ...] = ()) -> str:
    """The text as it reads in the middle of a sentence: a small first letter, unless a name or an acronym opens it."""
    first = re.match(r"[\w’'&-]+", text)
    if first is None or any(name and text.lower().startswith(name.lower()) for name in names):
        return text
    word = first.group()
    if word == "I" or word.startswith(("I’", "I'")) or any(character.isupper() for character in word[1:]):
        return text
    if re.match(r"[A-Z]\w+ (?:of |de |von )?[A-Z][a-z]", text):
        return text
    return text[0].lower() + text[1:]
