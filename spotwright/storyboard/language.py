"""Which language a brief is written in, as far as it matters: English, or the client's own words only."""

import re

from spotwright.storyboard.wordset import wordset

_ENGLISH = wordset("""
    the and of to for with your you is are that this it in on from by at our we more every no not a an as be can
    will now today get buy order shop try start free new best book call learn visit join save make made help
    feel find give have
    """)
_OTHERS: dict[str, frozenset[str]] = {
    "de": wordset("""
    der die das und mit für ein eine einen dem den ist sind nicht auch auf von zu zum zur im bei aus wir sie ihr
    ihre ihren ihnen dein deine mehr jetzt kaufen bestellen testen probieren entdecken ohne oder nur noch wie
    was wenn kostenlos nach über unser unsere wird sich jeden alle natürlich frisch
    """),
    "fr": wordset("""
    le la les des et avec pour une dans est sont vous votre vos nous notre nos sur par plus sans pas que qui du
    au aux ce cette chez tout tous maintenant achetez découvrez essayez commandez gratuit chaque c'est
    """),
    "es": wordset("""
    el los las y con para una es son tu tus su sus nuestro nuestra más sin por
    que del al en lo se ahora compra
        descubre prueba gratis cada todo todos como muy pide hoy
    """),
    "it": wordset("""
    il lo gli e con per una è sono tuo tua nostro nostra più senza
    che del della di da nel nella ora acquista
        scopri prova ogni tutto tutti come subito gratis
    """),
    "pt": wordset("""
    o os as e com para uma é são seu sua nosso nossa mais sem por que do da dos das em no na agora compre
    descubra experimente grátis cada todo você hoje não
    """),
    "nl": wordset("""
    de het een en met voor van is zijn jouw uw onze meer zonder niet ook op bij nu koop bestel probeer ontdek
    gratis elke alle wij je
    """),
    "sv": wordset(
        """
    och med för en ett är din ditt dina vår våra mer utan inte också på nu köp beställ prova upptäck varje alla
    vi du att som
    """
    ),
    "da": wordset(
        """
    og med for en et er din dit dine vores mere uden ikke også på nu køb bestil prøv opdag hver alle vi du at
    som
    """
    ),
    "pl": wordset(
        """
    i z dla jest są twój twoja nasz nasze więcej bez nie też na teraz kup zamów odkryj każdy wszystko się to do
    """
    ),
    "cs": wordset(
        """
    a s pro je jsou váš vaše náš naše více bez ne také na nyní kupte objednejte každý vše se to do
    """
    ),
    "tr": wordset(
        """
    ve ile için bir bu daha sizin bizim olan şimdi hemen al keşfet dene her çok ücretsiz
    """
    ),
    "fi": wordset(
        """
    ja on ei se että kanssa sinun meidän enemmän ilman nyt osta tilaa kokeile joka kaikki
    """
    ),
    "id": wordset(
        """
    dan dengan untuk yang di ini anda kami lebih tanpa sekarang beli coba setiap semua dari adalah
    """
    ),
    "vi": wordset("và với cho của là một các bạn chúng tôi hơn không ngay mua"),
}
_FOREIGN_LETTERS = re.compile(r"[äöüßéèêëàâçùûîïôñáíóúìòãõåøæœąćęłńśźżčďěňřšťůžğışőűțș¿¡]")
_LATIN_END = 0x250
_LATIN_SHARE = 0.6
_LOANWORDS = wordset(
    """
    café cafés résumé cliché naïve décor façade fiancé déjà vu jalapeño piñata crème brûlée über à la carte
    entrée sauté purée
    """
)


def language_of(text: str) -> str:
    """The two-letter code of the language whose little words a text has most of; English when none are found."""
    if is_english(text):
        return "en"
    found = re.findall(r"[^\W\d_]+", text.lower())
    return max(_OTHERS, key=lambda code: sum(word in _OTHERS[code] for word in found))


def is_english(text: str) -> bool:
    """True when the text reads as English, or is too short to tell (a name, a single plain word)."""
    letters = [character for character in text if character.isalpha()]
    if not letters:
        return True
    latin = sum(ord(character) < _LATIN_END for character in letters)
    if latin < _LATIN_SHARE * len(letters):
        return False
    found = [word for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower()) if word]
    english = sum(word in _ENGLISH for word in found)
    other = max(sum(word in lexicon and word not in _ENGLISH for word in found) for lexicon in _OTHERS.values())
    accented = sum(bool(_FOREIGN_LETTERS.search(word)) and word not in _LOANWORDS for word in found)
    if english == other == 0:
        return accented == 0
    return english > other or (english == other and accented == 0)
