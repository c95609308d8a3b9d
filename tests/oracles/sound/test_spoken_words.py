"""What a film says can be heard: a speech recogniser writes down what the script says, when the captions say it.

The recogniser never saw the scripts. Measured when this was written, over music: no word heard wrong; words
start 0.15 s (median) and at most 0.30 s before their captions, of which 0.1 s and more is the recogniser's own.
"""

import difflib
import re
import statistics

import pytest
from ears import MISSING, Ears, errors, plain

from spotwright.render.sound.soundtrack import make_soundtrack

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (make test-oracles)"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

SCENE = 7.0
PAUSE = 0.09

FILMS = {
    "uplifting": (
        ("Meet Aurora: the watch that moves with you, for only $199.99.", "only 199 dollars and 99 cents"),
        ("Waterproof to 50 m, it lasts 14 days on one charge.", "to 50 meters it lasts 14 days"),
        ("Rated 4.8 out of 5 by 10,000+ runners.", "4.8 out of 5 by 10000 plus runners"),
        ("Order today at www.aurora.com!", "at aurora dot com"),
    ),
    "luxury": (
        ("Save 20% until Dec. 24th, with code GLOW.", "20 percent until december 24th"),
        (
            "From a 30-day trial to savings of $3.5 million, we mean it.",
            "30 day trial to savings of 3.5 million dollars",
        ),
        ("Doors open at 9:30 am, on 12 Main St.", "9 30 a m on 12 main street"),
        ("Dr. Smith and Zoë's café love it.", "doctor smith and zoe's cafe"),
    ),
    "energetic": (
        ("BUY NOW: 2 for €25!", "buy now 2 for 25 euros"),
        ("It weighs 1.2 kg, and runs at 60 km/h.", "1.2 kilograms and runs at 60 kilometers per hour"),
        ("Save 1 h a day, i.e. 30 h a month.", "1 hour a day that is 30 hours a month"),
        ("The #1 choice for NASA engineers.", "number one choice for nasa engineers"),
    ),
}
"""Scripts by the mood of the film they are said in, each with what must be heard word for word."""

RATE = 0.05
"""Of a film's words, this share may be heard otherwise than they are written here."""


def same(words: list[str]) -> list[str]:
    """Different ways to write down one sound."""
    text = " ".join(words)
    for one, other in (
        ("doctor", "dr"),
        ("zoe's", "zoes"),
        ("am", "a m"),
        ("kilogram", "kilo gram"),
        ("dollar", "dollars"),
        ("buy", "by"),
        ("that is", "that's"),
        ("hours", "hour"),
    ):
        text = re.sub(rf"\b{other}\b", one, text)
    return text.split()


@pytest.fixture(scope="module")
def ears(tmp_path_factory):
    return Ears(tmp_path_factory.mktemp("whisper"))


@pytest.fixture(scope="module", params=FILMS)
def film(request, ears, tmp_path_factory):
    """The scripts of a film, its captions, and what was heard in it."""
    scripts = FILMS[request.param]
    out = tmp_path_factory.mktemp("film") / "sound.m4a"
    timed = [(index * SCENE, SCENE, text) for index, (text, _) in enumerate(scripts)]
    cuts = [start for start, _, _ in timed[1:]]
    track = make_soundtrack(SCENE * len(scripts), timed, mood=request.param, seed=5, cuts=cuts, out=out)
    return scripts, track, ears.hear(out)


def test_what_is_said_is_heard(film):
    scripts, track, heard = film
    words = same(plain(" ".join(word.text for word in heard)))
    said = same(plain(" ".join(_as_said(text) for text, _ in scripts)))

    assert not track.warnings
    assert errors(said, words) / len(said) <= RATE, f"\n{' '.join(said)}\n{' '.join(words)}"


def test_every_price_number_and_address_is_heard_right(film):
    scripts, _, heard = film
    words = " ".join(same(plain(" ".join(word.text for word in heard))))

    for _, must in scripts:
        assert " ".join(same(plain(must))) in words


def test_captions_are_shown_when_their_words_are_heard(film):
    """Where two words follow each other without a pause, and both are heard as written, the second starts on time.

    At pauses the recogniser is vague: it begins the next word somewhere in them.
    """
    _, track, heard = film
    written = [word for cue in track.cues for word in cue.words]
    mine, theirs = ([re.sub(r"[^a-z0-9']", "", word.text.lower()) for word in words] for words in (written, heard))
    late = [
        written[block.a + place].start - heard[block.b + place].start
        for block in difflib.SequenceMatcher(a=mine, b=theirs, autojunk=False).get_matching_blocks()
        for place in range(1, block.size)
        if written[block.a + place].start - written[block.a + place - 1].end < PAUSE
    ]

    assert len(late) >= 10
    assert max(map(abs, late)) <= 0.35
    assert 0.0 <= statistics.median(late) <= 0.2, "the recogniser marks words early by 0.1 to 0.15 s"


def _as_said(text: str) -> str:
    """The script with its abbreviations written out, by hand."""
    for short, long in (
        ("50 m,", "50 meters,"),
        ("www.", ""),
        ("Dec.", "December"),
        ("9:30 am", "9 30 a m"),
        ("Main St.", "Main Street"),
        ("Dr.", "Doctor"),
        ("Zoë", "Zoe"),
        ("café", "cafe"),
        ("$3.5 million", "3.5 million dollars"),
        ("kg", "kilograms"),
        ("km/h", "kilometers per hour"),
        ("1 h", "1 hour"),
        ("30 h", "30 hours"),
        ("i.e.", "that is"),
        ("#1", "number one"),
    ):
        text = text.replace(short, long)
    return text
