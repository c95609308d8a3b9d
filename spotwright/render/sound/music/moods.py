"""The moods: for each its tempo, harmony, instruments and rhythms, as data; and the choice of one from free words.

Rhythms have sixteen steps a bar (or thirty-two for two bars): a digit is how hard a note is played, a dot is rest.
Each part has one rhythm for the intro, one for the build and one for the lift; an empty one is silence.
"""

import re
from dataclasses import dataclass
from typing import Literal

Role = Literal["pad", "chords", "arp", "bass", "lead", "drum"]
Rhythms = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One player: the tone (see ``tones`` and ``drums``), what it plays, and its place in the mix."""

    tone: str
    role: Role
    rhythms: Rhythms
    gain: float
    """dB."""
    pan: float = 0.0
    """−1 left to 1 right."""
    reverb: float = 0.15
    echo: float = 0.0
    pump: float = 0.0
    """0–1: how far the kick pushes this part down."""
    low: float = 0.0
    """High-pass corner in Hz; 0 is none."""
    high: float = 0.0
    """Low-pass corner in Hz; 0 is none."""
    range: tuple[int, int] = (55, 74)
    """MIDI notes a chord may use."""
    line: tuple[int, ...] = ()
    """For arpeggios: which tone of the chord each note takes; for basses: 0 root, 1 fifth, 2 octave."""
    hold: float = 1.0
    """Length of a note in steps, for tones that are stopped; 0 lets it ring."""
    attack: float = 0.3
    colour: Literal["", "tremolo", "chorus"] = ""


@dataclass(frozen=True, slots=True)
class Mood:
    """A way of making music."""

    name: str
    bpm: tuple[float, float]
    keys: tuple[int, ...]
    """Semitones above C (or A for minor); one is chosen."""
    progressions: tuple[tuple[str, ...], ...]
    turn: str
    """The chord of the last bar before the end …"""
    final: str
    """… and the chord that ends the piece."""
    parts: tuple[Part, ...]
    swing: float = 0.0
    """0 is straight; 0.33 is triplets."""
    swung: int = 1
    """Which steps swing: 1 is every second sixteenth, 2 every second eighth."""
    space: str = "plate"
    pumping: float = 0.0
    hits: bool = True
    """True when the lift arrives with an impact."""


_FOUR = "9...9...9...9..."
_OFF = "..6...6...6...6."
_BACK = "....8.......8..."
_SIXTEENTHS = "6.3.5.3.6.3.5.34"

UPLIFTING = Mood(
    "uplifting",
    (106.0, 124.0),
    (0, 2, -3, 5),
    (
        ("Cadd9", "G/B", "Am7", "Fadd9"),
        ("Fadd9", "Cadd9/E", "Am7", "Gsus4"),
        ("Cadd9", "Em7", "Am7", "Fmaj9"),
    ),
    "Gsus4",
    "Cadd9",
    (
        Part("strings", "pad", ("1", "1", "1"), -19, reverb=0.35, pump=0.25, low=180, range=(55, 76), attack=0.5),
        Part("warm_pad", "pad", ("1", "1", "1"), -17, reverb=0.25, pump=0.2, low=120, high=4000, attack=0.35),
        Part(
            "piano",
            "chords",
            ("8.......5...6...", "8...5..6..5.6...", "8..6..6.5..6..6."),
            -11,
            reverb=0.22,
            low=110,
            hold=0,
        ),
        Part(
            "muted_guitar",
            "arp",
            ("", "7.5.6.5.7.5.6.5.", "7.5.6.5.7.5.6.56"),
            -15,
            0.45,
            0.14,
            0.10,
            low=160,
            line=(0, 2, 1, 2, 3, 2, 1, 2),
            range=(52, 71),
        ),
        Part(
            "guitar",
            "arp",
            ("", "", "..5..4....5..4.."),
            -18,
            -0.5,
            0.2,
            0.18,
            low=250,
            line=(3, 2, 4, 3),
            range=(60, 79),
            hold=0,
        ),
        Part(
            "bass",
            "bass",
            ("", "9.......7.....5.", "9..7..7.9..7..7."),
            -11,
            reverb=0.03,
            pump=0.15,
            high=2500,
            line=(0,),
            hold=2.4,
        ),
        Part("bells", "lead", ("", "", "6"), -19, 0.15, 0.4, 0.30, low=500, range=(72, 88), hold=0),
        Part("kick", "drum", ("", "9.......8.......", "9.....5.9......."), -7, reverb=0.03),
        Part("clap", "drum", ("", "", _BACK), -14, 0.05, 0.22),
        Part("snap", "drum", ("", _BACK, _BACK), -17, -0.1, 0.25),
        Part("shaker", "drum", ("", "4.2.4.2.4.2.4.2.", _SIXTEENTHS), -22, 0.35, 0.08),
        Part("hat", "drum", ("", "", "..5...5...5...54"), -23, -0.3, 0.08),
    ),
    pumping=0.25,
)

ENERGETIC = Mood(
    "energetic",
    (118.0, 134.0),
    (0, 2, -2, 3),
    (("Am", "F", "C", "G"), ("F", "G", "Am", "C/E"), ("Am7", "Fadd9", "Cadd9", "Gsus4")),
    "G",
    "Cadd9",
    (
        Part(
            "synth_pad",
            "pad",
            ("1", "1", "1"),
            -19,
            reverb=0.25,
            pump=0.75,
            low=170,
            high=7000,
            attack=0.06,
            colour="chorus",
        ),
        Part("strings", "pad", ("", "1", "1"), -23, reverb=0.3, pump=0.6, low=250, range=(62, 81), attack=0.2),
        Part(
            "pluck",
            "chords",
            ("7..7..7...7..7..", "8..7..8...7..7..", "8..7..8..7.8..7."),
            -14,
            reverb=0.18,
            echo=0.22,
            pump=0.35,
            low=180,
            range=(57, 76),
            hold=0,
        ),
        Part(
            "soft_pluck",
            "arp",
            ("", "5.6.5.6.5.6.5.6.", "6566656665666566"),
            -20,
            0.4,
            0.2,
            0.25,
            0.3,
            low=300,
            line=(0, 1, 2, 3, 2, 1),
            range=(64, 83),
            hold=0,
        ),
        Part(
            "synth_bass",
            "bass",
            ("", "..8...8...8...8.", "..8.8.8...8.8.86"),
            -11,
            reverb=0.0,
            pump=0.45,
            high=3000,
            line=(0, 0, 2, 0),
            hold=1.4,
        ),
        Part(
            "sub_bass", "bass", ("9...............", "9...............", "9......."), -15, pump=0.8, line=(0,), hold=15
        ),
        Part("pluck", "lead", ("", "", "7"), -18, -0.2, 0.25, 0.35, 0.25, low=400, range=(69, 86), hold=0),
        Part("kick", "drum", ("", _FOUR, _FOUR), -6, reverb=0.02),
        Part("clap", "drum", ("", _BACK, _BACK), -12, 0.0, 0.25),
        Part("open_hat", "drum", ("", "", _OFF), -22, 0.15, 0.1),
        Part("hat", "drum", ("", "4.4.4.4.4.4.4.4.", "5353535353535354"), -23, -0.3, 0.06),
    ),
    space="plate",
    pumping=1.0,
)

CORPORATE = Mood(
    "corporate",
    (98.0, 116.0),
    (0, 2, 4, -1),
    (("Cadd9", "Em7", "Fmaj7", "Gsus4"), ("Cadd9", "Am7", "Fadd9", "G"), ("Fmaj7", "G", "Em7", "Am7")),
    "Gsus4",
    "Cadd9",
    (
        Part("air_pad", "pad", ("1", "1", "1"), -18, reverb=0.35, low=160, range=(57, 76), attack=0.6),
        Part(
            "muted_guitar",
            "arp",
            ("6...5...6...5...", "7.5.6.5.7.5.6.5.", "7.5.6.5.7.5.6.5."),
            -13,
            -0.35,
            0.15,
            0.16,
            low=150,
            line=(0, 2, 1, 3, 0, 2, 1, 2),
            range=(52, 71),
        ),
        Part(
            "muted_guitar",
            "arp",
            ("", "", "..5...6...5...6."),
            -17,
            0.45,
            0.15,
            0.12,
            low=250,
            line=(3, 2, 4, 2),
            range=(60, 79),
        ),
        Part(
            "felt_piano",
            "chords",
            ("7...............", "7.......6.......", "7.....6...6....."),
            -10,
            0.05,
            0.25,
            low=110,
            hold=0,
        ),
        Part(
            "bass",
            "bass",
            ("", "8.......6.......", "8.....7.6...5..."),
            -12,
            reverb=0.02,
            high=1800,
            line=(0, 0, 1),
            hold=4,
        ),
        Part("strings", "pad", ("", "", "1"), -21, reverb=0.35, low=250, range=(62, 81), attack=0.7),
        Part("kalimba", "lead", ("", "5", "6"), -19, 0.2, 0.35, 0.28, low=400, range=(69, 86), hold=0),
        Part("soft_kick", "drum", ("", "8.......8.......", "8.....5.8......."), -8, reverb=0.03),
        Part("snap", "drum", ("", "", _BACK), -15, 0.1, 0.25),
        Part("shaker", "drum", ("", "", "4.2.4.2.4.2.4.23"), -24, 0.3, 0.08),
    ),
    pumping=0.12,
)

PLAYFUL = Mood(
    "playful",
    (104.0, 126.0),
    (0, 2, 5, -3),
    (("C6", "Am7", "Dm7", "G7"), ("C", "C/E", "F6", "G7"), ("C6", "F6", "C/G", "G7")),
    "G7",
    "C6",
    (
        Part(
            "pizzicato",
            "chords",
            ("8.......8.......", "....7.......7...", "....7..5....7..5"),
            -12,
            -0.25,
            0.2,
            low=140,
            hold=0,
        ),
        Part(
            "marimba",
            "arp",
            ("7...5...6...5...", "7..5..6.7..5..6.", "7.55..6.7.55..6."),
            -11,
            0.3,
            0.2,
            0.08,
            low=150,
            line=(0, 2, 3, 1, 2, 4),
            range=(60, 79),
            hold=0,
        ),
        Part(
            "guitar",
            "chords",
            ("", "..5...5...5...5.", "..6..56...6..56."),
            -18,
            0.5,
            0.14,
            low=250,
            range=(60, 76),
            hold=1.5,
        ),
        Part("warm_pad", "pad", ("", "1", "1"), -23, reverb=0.3, low=200, attack=0.4),
        Part(
            "bass",
            "bass",
            ("8.......7.......", "9.......8.......", "9.....5.8...6..."),
            -11,
            reverb=0.02,
            high=1800,
            line=(0, 1),
            hold=2.2,
        ),
        Part("bells", "lead", ("", "6", "7"), -18, 0.1, 0.3, 0.12, low=500, range=(72, 88), hold=0),
        Part("soft_kick", "drum", ("", "9.......8.......", "9.......9......."), -8, reverb=0.03),
        Part("snap", "drum", ("....7.......7...", _BACK, _BACK), -13, -0.1, 0.22),
        Part("clap", "drum", ("", "", _BACK), -18, 0.1, 0.2),
        Part("shaker", "drum", ("", "4.3.4.3.4.3.4.3.", "5.3.5.3.5.3.5.34"), -22, 0.35, 0.08),
        Part("rim", "drum", ("", "", "......4...4....."), -22, -0.4, 0.2),
    ),
    swing=0.24,
    swung=1,
    space="room",
    hits=False,
)

LUXURY = Mood(
    "luxury",
    (62.0, 80.0),
    (0, -2, 3, -4),
    (("Am9", "Fmaj9", "Cmaj9", "Em7"), ("Dm9", "Am9", "Fmaj9", "Em7"), ("Fmaj9", "Em7", "Am9", "Dm9")),
    "Em7",
    "Amadd9",
    (
        Part("low_strings", "pad", ("1", "1", "1"), -15, reverb=0.4, low=70, range=(45, 62), attack=0.9),
        Part("strings", "pad", ("", "1", "1"), -17, reverb=0.45, low=200, range=(60, 79), attack=1.1),
        Part("air_pad", "pad", ("1", "1", "1"), -21, reverb=0.5, low=200, range=(57, 76), attack=1.2),
        Part(
            "felt_piano",
            "arp",
            ("7.......5.......", "7...5...6...5...", "7...5...6...5.4."),
            -10,
            -0.1,
            0.45,
            0.2,
            low=90,
            line=(0, 2, 3, 1, 4, 2),
            range=(57, 79),
            hold=0,
        ),
        Part("felt_piano", "lead", ("", "", "7"), -12, 0.1, 0.45, 0.25, low=200, range=(69, 86), hold=0),
        Part(
            "pizzicato",
            "arp",
            ("", "", "5.4.4.4.5.4.4.4."),
            -20,
            0.4,
            0.35,
            low=150,
            line=(0, 1, 2, 1, 3, 1, 2, 1),
            range=(52, 71),
            hold=0,
        ),
        Part(
            "sub_bass",
            "bass",
            ("8...............", "8...............", "8.......6......."),
            -14,
            reverb=0.0,
            line=(0,),
            hold=14,
        ),
        Part("boom", "drum", ("", "8...............", "9.........5....."), -9, reverb=0.25),
        Part("tom", "drum", ("", "", "....4...4.....45"), -18, 0.2, 0.35),
    ),
    space="hall",
)

CHILL = Mood(
    "chill",
    (74.0, 90.0),
    (0, 2, -3, 3),
    (("Dm9", "G13", "Cmaj9", "Am9"), ("Fmaj9", "Em7", "Dm9", "Cmaj9"), ("Cmaj9", "Am9", "Fmaj9", "G13")),
    "G13",
    "Cmaj9",
    (
        Part(
            "electric_piano",
            "chords",
            ("8.......5.....4.", "8.....5...6.....", "8.....5...6..4.."),
            -9,
            reverb=0.22,
            low=120,
            high=5200,
            hold=0,
            colour="tremolo",
        ),
        Part(
            "warm_pad",
            "pad",
            ("1", "1", "1"),
            -21,
            reverb=0.3,
            pump=0.3,
            low=150,
            high=3200,
            attack=0.6,
            colour="chorus",
        ),
        Part(
            "guitar",
            "arp",
            ("", "", "....5..4....5.4."),
            -17,
            0.4,
            0.25,
            0.22,
            low=250,
            high=5000,
            line=(3, 2, 4, 1),
            range=(60, 79),
            hold=0,
        ),
        Part(
            "bass",
            "bass",
            ("", "9.........6.....", "9.....6...7....5"),
            -10,
            reverb=0.02,
            high=1100,
            line=(0, 0, 1),
            hold=5,
        ),
        Part("kalimba", "lead", ("", "5", "5"), -18, -0.2, 0.35, 0.3, low=350, high=6000, range=(69, 84), hold=0),
        Part("soft_kick", "drum", ("", "9.........7.....", "9.........7..4.."), -7, reverb=0.04, high=3500),
        Part("snare", "drum", ("", "", "....7.......7..."), -15, 0.0, 0.18, high=6500),
        Part("rim", "drum", ("", "....6.......6...", ""), -17, 0.0, 0.2),
        Part("hat", "drum", ("", "4.3.4.3.4.3.4.3.", "5.3.5.3.5.345.3."), -24, 0.25, 0.06, high=9000),
        Part("crackle", "drum", ("9...............", "9...............", "9..............."), -33, 0.0, 0.0),
    ),
    swing=0.22,
    space="room",
    pumping=0.3,
    hits=False,
)

TECH = Mood(
    "tech",
    (100.0, 120.0),
    (0, 2, -2, -4),
    (("Am9", "Fmaj9", "Cadd9", "Gsus2"), ("Am7", "Em7", "Fmaj9", "G"), ("Fmaj9", "Am9", "Em7", "Gsus2")),
    "Gsus2",
    "Amadd9",
    (
        Part(
            "synth_pad",
            "pad",
            ("1", "1", "1"),
            -21,
            reverb=0.35,
            pump=0.5,
            low=150,
            high=4500,
            attack=0.5,
            colour="chorus",
        ),
        Part("air_pad", "pad", ("1", "1", "1"), -22, reverb=0.45, low=250, range=(62, 81), attack=0.8),
        Part(
            "soft_pluck",
            "arp",
            ("6..5..6..5..6.5.", "6.565.656.565.65", "6565656565656565"),
            -15,
            -0.3,
            0.2,
            0.35,
            0.2,
            low=220,
            line=(0, 2, 1, 3, 2, 4, 1),
            range=(60, 81),
            hold=0,
        ),
        Part(
            "pluck",
            "arp",
            ("", "", "..6..6....6..6.."),
            -18,
            0.4,
            0.2,
            0.3,
            0.2,
            low=300,
            line=(3, 1, 2, 4),
            range=(57, 76),
            hold=0,
        ),
        Part("sub_bass", "bass", ("", "9.......8.......", "9..9....8..8..8."), -12, pump=0.5, line=(0,), hold=3),
        Part("synth_bass", "bass", ("", "", "..6..6.6..6..6.."), -17, pump=0.3, high=2400, line=(0, 2), hold=1.2),
        Part("soft_pluck", "lead", ("", "", "6"), -18, 0.15, 0.3, 0.35, low=400, range=(72, 88), hold=0),
        Part("kick", "drum", ("", "9.........7.....", _FOUR), -8, reverb=0.02),
        Part("snap", "drum", ("", _BACK, _BACK), -15, 0.05, 0.25, 0.12),
        Part("rim", "drum", ("", "", "...5......5..5.."), -22, -0.45, 0.15, 0.25),
        Part("hat", "drum", ("", "..4...4...4...4.", "4.4.434.4.4.4344"), -24, 0.3, 0.08),
    ),
    pumping=0.6,
)

WARM = Mood(
    "warm",
    (88.0, 108.0),
    (0, 2, -3, 7),
    (("C", "G/B", "Am7", "Fadd9"), ("Cadd9", "Fmaj7", "C/E", "Gsus4"), ("Fadd9", "C/E", "Dm7", "C")),
    "Gsus4",
    "Cadd9",
    (
        Part(
            "guitar",
            "arp",
            ("7.5.6.5.6.5.6.5.", "7.5.6.5.6.5.6.5.", "7.5.6.5.7.5.6.56"),
            -10,
            -0.3,
            0.18,
            low=100,
            line=(0, 2, 3, 1, 2, 3, 1, 2),
            range=(48, 69),
            hold=0,
        ),
        Part("guitar", "chords", ("", "", "7..5..6...5.6..."), -16, 0.45, 0.16, low=180, range=(55, 74), hold=0),
        Part("felt_piano", "chords", ("", "7...............", "7.......5......."), -12, 0.1, 0.28, low=150, hold=0),
        Part("strings", "pad", ("", "1", "1"), -20, reverb=0.4, low=200, range=(57, 76), attack=0.8),
        Part("warm_pad", "pad", ("1", "1", "1"), -21, reverb=0.3, low=120, attack=0.6),
        Part(
            "bass",
            "bass",
            ("", "8.......6.......", "8.......7.....5."),
            -12,
            reverb=0.02,
            high=1500,
            line=(0, 1, 0),
            hold=5,
        ),
        Part("bells", "lead", ("", "", "5"), -21, 0.2, 0.45, 0.2, low=500, range=(72, 86), hold=0),
        Part("soft_kick", "drum", ("", "", "8.......7......."), -10, reverb=0.05),
        Part("snap", "drum", ("", "", _BACK), -18, -0.1, 0.25),
        Part("shaker", "drum", ("", "4.2.4.2.4.2.4.2.", "4.2.4.2.4.2.4.23"), -24, 0.35, 0.08),
    ),
    space="room",
    hits=False,
)

MOODS = {mood.name: mood for mood in (UPLIFTING, ENERGETIC, CORPORATE, PLAYFUL, LUXURY, CHILL, TECH, WARM)}
DEFAULT = "uplifting"

_WORDS = {
    "energetic": "energetic energy upbeat bold dynamic edm dance electro house pop hype sport sports sporty gym fitness power"
    " powerful driving fast urgent rock action intense party club workout exciting loud sale",
    "playful": "playful fun funny quirky happy whimsical kids children cheerful silly comic bouncy cute toy ukulele pets humorous"
    " lighthearted casual cartoon",
    "luxury": "luxury luxurious elegant premium cinematic epic orchestral dramatic emotional sophisticated classy exclusive"
    " fashion jewelry perfume classical strings timeless refined moody serious grand film piano editorial",
    "chill": "chill lofi lo-fi relaxed relaxing calm mellow ambient laid-back jazz jazzy smooth soft hiphop hip-hop beats cozy"
    " downtempo soothing peaceful meditation spa minimal minimalist",
    "tech": "tech technology technological futuristic future digital electronic synth synthwave ai software app saas modern"
    " innovative innovation sleek data cyber gaming science",
    "warm": "warm acoustic folk friendly family home organic natural nature food rustic authentic heartfelt cosy guitar country"
    " handmade caring gentle sincere wholesome",
    "corporate": "corporate business professional company trustworthy trust finance financial clean b2b informative reliable"
    " confident office service services neutral background consulting",
    "uplifting": "uplifting inspiring inspirational motivational hopeful positive optimistic bright joyful triumphant feel-good"
    " anthemic empowering aspirational",
}


def mood_for(music_style: str | None, style: str, tone: str | None) -> str:
    """The mood that free words ask for. What is said about the music counts most, then the tone, then the style."""
    scores = dict.fromkeys(MOODS, 0.0)
    for weight, text in ((4.0, music_style), (2.0, tone), (1.0, style)):
        words = re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", (text or "")[:500].lower())
        for name, vocabulary in _WORDS.items():
            known = set(vocabulary.split())
            scores[name] += weight * sum(word == name or word in known for word in words)
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0 else DEFAULT
