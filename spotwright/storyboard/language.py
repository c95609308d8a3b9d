"""Which language a brief is written in, as far as it matters: English, or the client's own words only."""

import re

_ENGLISH = frozenset(
    """the and of to for with your you is are that this it in on from by at our we more every no not a an as be can will
    now today get buy order shop try start free new best book call learn visit join save make made help feel find give have""".split()
)
_OTHERS: dict[str, frozenset[str]] = {
    "de": frozenset(
        """der die das und mit für ein eine einen dem den ist sind nicht auch auf von zu zum zur im bei aus wir sie ihr
        ihre ihren ihnen dein deine mehr jetzt kaufen bestellen testen probieren entdecken ohne oder nur noch wie was wenn
        kostenlos nach über unser unsere wird sich jeden alle natürlich frisch""".split()
    ),
    "fr": frozenset(
        """le la les des et avec pour une dans est sont vous votre vos nous notre nos sur par plus sans pas que qui du au aux
        ce cette chez tout tous maintenant achetez découvrez essayez commandez gratuit chaque c'est""".split()
    ),
    "es": frozenset(
        """el los las y con para una es son tu tus su sus nuestro nuestra más sin por que del al en lo se ahora compra
        descubre prueba gratis cada todo todos como muy pide hoy""".split()
    ),
    "it": frozenset(
        """il lo gli e con per una è sono tuo tua nostro nostra più senza che del della di da nel nella ora acquista
        scopri prova ogni tutto tutti come subito gratis""".split()
    ),
    "pt": frozenset(
        """o os as e com para uma é são seu sua nosso nossa mais sem por que do da dos das em no na agora compre descubra
        experimente grátis cada todo você hoje não""".split()
    ),
    "nl": frozenset(
        """de het een en met voor van is zijn jouw uw onze meer zonder niet ook op bij nu koop bestel probeer ontdek gratis
        elke alle wij je""".split()
    ),
    "sv": frozenset(
        "och med för en ett är din ditt dina vår våra mer utan inte också på nu köp beställ prova upptäck varje alla vi du att som".split()
    ),
    "da": frozenset(
        "og med for en et er din dit dine vores mere uden ikke også på nu køb bestil prøv opdag hver alle vi du at som".split()
    ),
    "pl": frozenset(
        "i z dla jest są twój twoja nasz nasze więcej bez nie też na teraz kup zamów odkryj każdy wszystko się to do".split()
    ),
    "cs": frozenset(
        "a s pro je jsou váš vaše náš naše více bez ne také na nyní kupte objednejte každý vše se to do".split()
    ),
    "tr": frozenset("ve ile için bir bu daha sizin bizim olan şimdi hemen al keşfet dene her çok ücretsiz".split()),
    "fi": frozenset("ja on ei se että kanssa sinun meidän enemmän ilman nyt osta tilaa kokeile joka kaikki".split()),
    "id": frozenset(
        "dan dengan untuk yang di ini anda kami lebih tanpa sekarang beli coba setiap semua dari adalah".split()
    ),
    "vi": frozenset("và với cho của là một các bạn chúng tôi hơn không ngay mua".split()),
}
_FOREIGN_LETTERS = re.compile(r"[äöüßéèêëàâçùûîïôñáíóúìòãõåøæœąćęłńśźżčďěňřšťůžğışőűțș¿¡]", re.IGNORECASE)
_LATIN_SHARE = 0.6
_LOANWORDS = frozenset(
    "café cafés résumé cliché naïve décor façade fiancé déjà vu jalapeño piñata crème brûlée über à la carte entrée sauté purée".split()
)


def is_english(text: str) -> bool:
    """True when the text reads as English, or is too short to tell (a name, a single plain word)."""
    letters = [character for character in text if character.isalpha()]
    if not letters:
        return True
    latin = sum(ord(character) < 0x250 for character in letters)
    if latin < _LATIN_SHARE * len(letters):
        return False
    found = [word for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower()) if word]
    english = sum(word in _ENGLISH for word in found)
    other = max(sum(word in lexicon and word not in _ENGLISH for word in found) for lexicon in _OTHERS.values())
    accented = sum(bool(_FOREIGN_LETTERS.search(word)) and word not in _LOANWORDS for word in found)
    if english == other == 0:
        return accented == 0
    return english > other or (english == other and accented == 0)
