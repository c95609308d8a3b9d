"""A little English grammar, enough to bend a client's clause: articles, numbers, verbs."""

import re

from spotwright.storyboard.wordset import wordset

_VERBS = wordset("""accelerate answer weigh round collect cost access achieve act add adjust adopt afford allow amplify apply arrange arrive ask assemble assist attend
    attract automate avoid bake balance banish be beat become begin believe bid block boost borrow bounce bring browse build burn
    buy calculate calm call capture care carry catch celebrate change charge chat check choose claim clean clear click climb
    close collect combine come compare complete connect conquer contact convert cook cool count cover create crush cure
    customise customize cut dance deliver deserve design detect develop dine discover dive donate download draw dream dress drink drive
    drop earn ease eat eliminate embrace empower enable end energise energize enhance enjoy enrol enroll ensure enter equip escape
    exercise expand expect experience explore express extend face fall feed feel fight file fill find finish fit fix flow fly focus
    follow forget fuel fund gain get gift give glow go grab grow handle have heal hear heat help hire hit hold host hydrate
    identify imagine improve include increase inspire install integrate invest invite join jump keep kick know land
    last laugh launch lead learn leave let lift light listen live look lose love lower maintain make manage master match
    maximise maximize measure meet minimise minimize miss monitor move nourish offer open optimise optimize order organise organize
    own pack park pay perform pick plan plant play please power prepare prevent print produce protect prove provide publish
    pull push put raise reach read receive recharge recover reduce refresh relax relieve remember remove renew rent
    repair replace request reserve rest restore return reveal ride rise run save scale schedule search secure see sell send
    serve set shape share shine ship shop show shrink sign simplify sip skip sleep slow smile smooth soothe sound spark
    spend spin stand start stay stop store stream strengthen stretch style submit subscribe succeed support surprise switch
    sync tackle take talk taste teach tell think thrive track trade train transfer transform travel treat trust try turn
    unlock unwind update upgrade use visit wake walk want warm wash watch wear whip win wipe wonder work wrap write""")
_NOUN_TOO = wordset("""access act balance care change charge chat check claim climb close comfort cook cool cover cure cut dance design
    dream dress drink drive drop ease end escape exercise experience express face fall feed feel fight file fill finish
    fit fix flow focus fuel fund gain gift grab handle heat help hire hit hold host jump kick land last laugh launch lead
    light live look love lower master match measure move offer open order own pack park perform pick plan plant play
    power print produce push rent repair request reserve rest return rise run scale schedule search secure sell serve
    set shape share shine ship shop show sign sleep slow smile smooth sound spark spin stand start store stream stretch
    style support surprise switch taste touch track trade train transfer travel treat trust turn update upgrade use visit
    walk warm wash watch wear win wonder work wrap""")
_AFTER_A_VERB = wordset("""a an the your you yours our us it its this that these those every each all any more less some no one my me their them
    up down off out on in into to with for from over through through like as at again now today tonight here faster better longer easier
    smarter harder less further free better well together online anywhere everywhere what when where how who and
    without along around""")
_IRREGULAR_PAST = wordset("""made built grown brewed woven cut sewn born brought found given known taken chosen spun forged cast set done sold
    written drawn driven kept held left lit sent shown told taught worn won hand-made homemade handmade""")
_MASS_NOUNS = wordset("""software coffee tea water insurance skincare dentistry furniture clothing jewellery jewelry cosmetics food wine
    beer milk chocolate cheese bread rice pasta honey oil makeup music art advice care education training banking
    accounting bookkeeping hosting storage security protection wellness fitness nutrition travel luggage equipment
    hardware footwear activewear sportswear knitwear outerwear underwear eyewear homeware kitchenware bedding energy
    electricity internet broadband marketing consulting recruitment juice soda kombucha yoghurt yogurt granola muesli
    protein shampoo soap lotion sunscreen perfume fragrance toothpaste detergent paint flooring lighting apparel
    streetwear denim leather merchandise tourism therapy physiotherapy yoga pilates cleaning catering delivery""")
_COUNT_NOUNS = wordset("""subscription app platform shoe sneaker boot trainer watch clinic practice toy tool bike bicycle scooter car van bag
    backpack mattress pillow machine kit box course program programme class bank restaurant hotel resort agency bar
    drink snack service solution system assistant device gadget phone tablet laptop headset speaker camera lamp chair
    sofa desk table house home apartment villa boutique shop store marketplace network community game console book
    magazine newsletter podcast festival concert event conference workshop school academy university gym studio salon
    spa charity foundation appeal fund card account loan mortgage plan policy wallet browser extension plugin website
    builder generator tracker planner calendar dashboard suite robot drone vacuum blender grinder kettle oven grill
    knife pan cookware bottle cup mug jacket coat dress shirt sweater hoodie suit ring necklace bracelet serum cream
    moisturiser moisturizer cleanser mask supplement vitamin bar shake smoothie burger pizza sandwich bakery café cafe
    roastery brewery winery vineyard farm garden tent helmet racket ball chronograph timepiece clock company firm
    startup brand range collection line series set pack bundle retreat tour cruise trip experience""")
_PLURAL_ONLY = wordset(
    "jeans trousers pants shorts leggings glasses sunglasses scissors headphones earphones earbuds goods clothes groceries"
)
_VOWEL_SOUND = re.compile(r"(?i)^(?:[aeiou]|8|11\b|18\b|honest|hour|heir|(?:[fhlmnrsx])(?:[A-Z]|\d|\b))")
_CONSONANT_SOUND = re.compile(r"(?i)^(?:uni(?:[^nm]|$)|use|usu|user|eu|ubi|uk\b|us\b|usb|one\b|once|ur[ai]n|ut[ie])")


def article(noun: str) -> str:
    """ "a" or "an", as the noun phrase sounds: an hour, a unicorn, an 8-bit, a VPN."""
    first = noun.strip("\"'“‘(")
    if _CONSONANT_SOUND.match(first):
        return "a"
    letters = first.split(" ")[0].split("-")[0]
    if letters.isupper() and len(letters) > 1:
        return "an" if letters[0] in "AEFHILMNORSX" else "a"
    return "an" if re.match(r"(?i)[aeiou]|8|11\b|18\b|honest|hour|heir", first) else "a"


def head_noun(phrase: str) -> str:
    """The noun that a phrase is about: "running shoes for winter" is about shoes."""
    core = re.split(
        r"(?i)\s+(?:for|with|that|which|who|of|from|in|by|made|built|designed|to|on|at)\s+|[,.;:(]", phrase
    )[0]
    found = re.findall(r"[^\W\d_][\w’'-]*", core)
    return found[-1].lower() if found else ""


def is_plural(phrase: str) -> bool:
    """True when the phrase's head noun is a plural, as far as its form tells."""
    noun = head_noun(phrase)
    if noun in _PLURAL_ONLY:
        return True
    if noun in _MASS_NOUNS or not noun.endswith("s") or len(noun) < 4:
        return False
    return not noun.endswith(("ss", "us", "is", "ics", "ness", "ous"))


def with_article(phrase: str) -> str | None:
    """The phrase as a sentence needs it ("a coffee subscription", "tax software"), or None when unsure."""
    if re.match(r"(?i)(?:a|an|the|your|our|my|one|two|three|\d+)\s", phrase):
        return phrase
    noun = head_noun(phrase)
    if is_plural(phrase) or noun in _MASS_NOUNS:
        return phrase
    if noun in _COUNT_NOUNS or noun.endswith(("er", "or", "tion", "ment", "app")):
        return f"{article(phrase)} {phrase}"
    return None


def singular(noun: str) -> str:
    """The singular of a regular plural; anything else as it is."""
    lower = noun.lower()
    if lower in _PLURAL_ONLY or not is_plural(noun):
        return noun
    if lower.endswith("ies") and len(lower) > 4:
        return noun[:-3] + "y"
    if lower.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return noun[:-2]
    return noun[:-1]


def possessive(name: str) -> str:
    """The name's possessive: Brewline’s, Levis’."""
    return name + ("’" if name.endswith(("s", "S")) else "’s")


def base_of_third_person(word: str) -> str | None:
    """ "files" -> "file"; None when the word is not a known verb in the third person."""
    lower = word.lower()
    if lower == "has":
        return "have"
    candidates = [
        lower[:-3] + "y" if lower.endswith("ies") else "",
        lower[:-2] if lower.endswith("es") else "",
        lower[:-1] if lower.endswith("s") else "",
    ]
    return next((candidate for candidate in candidates if candidate in _VERBS), None)


def base_of_gerund(word: str) -> str | None:
    """ "saving" -> "save", "running" -> "run"; None when the word is not a known verb's -ing form."""
    lower = word.lower()
    if not lower.endswith("ing"):
        return None
    stem = lower[:-3]
    undoubled = stem[:-1] if len(stem) > 2 and stem[-1:] == stem[-2:-1] else ""
    return next((candidate for candidate in (stem, stem + "e", undoubled) if candidate in _VERBS), None)


def third_person(verb: str) -> str:
    """ "save" -> "saves", "carry" -> "carries", "teach" -> "teaches"."""
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else verb + "s"


def gerund(verb: str) -> str:
    """ "save" -> "saving", "run" -> "running", "be" -> "being"."""
    lower = verb.lower()
    if lower.endswith("ie"):
        return verb[:-2] + "ying"
    if lower.endswith("e") and not lower.endswith(("ee", "ye", "oe")) and lower != "be":
        return verb[:-1] + "ing"
    doubled = lower in {
        "get",
        "run",
        "let",
        "put",
        "set",
        "cut",
        "win",
        "stop",
        "shop",
        "plan",
        "begin",
        "forget",
        "sip",
        "skip",
        "swim",
        "spin",
        "grab",
        "wrap",
        "pick up",
        "hit",
        "fit",
        "dig",
        "drop",
        "sit",
    }
    return verb + (verb[-1] if doubled else "") + "ing"


def is_order(clause: str) -> bool:
    """True when the clause is an imperative: "Save ten hours", "Never miss a day", but not "Save button" or "Rest areas"."""
    found = re.findall(r"[\w’'-]+", clause.lower())
    if found and found[0] in {
        "never",
        "always",
        "don’t",
        "don't",
        "please",
        "just",
        "simply",
        "finally",
        "instantly",
        "easily",
    }:
        found = found[1:]
    if not found or found[0] not in _VERBS:
        return False
    if found[0] not in _NOUN_TOO:
        return True
    return len(found) == 1 or found[1] in _AFTER_A_VERB or found[1].isdigit()


def is_verb(word: str) -> bool:
    """True for a known verb in its base form."""
    return word.lower() in _VERBS


def is_participle(clause: str) -> bool:
    """True when the clause opens with a past participle: "Hand-assembled in Geneva", "Made to last"."""
    found = re.findall(r"[\w’'-]+", clause.lower())
    if found and found[0].endswith("ly") and len(found) > 1:
        found = found[1:]
    if not found:
        return False
    first = found[0].split("-")[-1]
    if first in _IRREGULAR_PAST or (first.endswith("ed") and len(first) > 4):
        followed = found[1] if len(found) > 1 else "by"
    else:
        return False
    return followed in {
        "in",
        "by",
        "for",
        "to",
        "from",
        "with",
        "on",
        "at",
        "since",
        "over",
        "into",
        "and",
        "like",
        "under",
        "using",
        "without",
        "out",
        "daily",
        "weekly",
        "fresh",
        "only",
        "entirely",
        "straight",
        "as",
        "right",
        "within",
    }
