"""What the storyboard says stands on the screen: an optical reader finds each caption, headline and call to action."""

from pathlib import Path

import pytest

pytest.importorskip("rapidocr", reason="rapidocr, the reader of the oracles group, is not installed")

from ads import LOOKS, Ad, Frame, Look, Words, frames, produce, spoken
from reader import likeness, plain, read

from spotwright.render.canvas import Canvas
from spotwright.render.cues import Cue
from spotwright.render.layout import compose
from spotwright.render.layout.stage import stage_of
from spotwright.render.segments import draw_frame
from spotwright.render.still import settled

AGREED = 0.9
STRANGE = 0.6
"""Two texts that have nothing to do with each other share up to so many of their letters."""


@pytest.fixture(scope="module")
def soundtracks() -> dict[Words, Path]:
    """Where the sound of words that were spoken before lies."""
    return {}


@pytest.fixture(scope="module", params=LOOKS, ids=lambda look: look.name)
def ad(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, soundtracks: dict[Words, Path]) -> Ad:
    look: Look = request.param
    if look.words not in soundtracks:
        soundtracks[look.words] = spoken(look, tmp_path_factory.mktemp("sound"))
    return produce(look, soundtracks[look.words], tmp_path_factory.mktemp(look.name))


def middle(ad: Ad, cue: Cue) -> int:
    """The frame in the middle of a cue."""
    return int((cue.start + cue.end) / 2 * ad.film.fps)


def caption_band(frame: Frame) -> Frame:
    """The strip, as wide as the screen, where captions stand."""
    height, width = frame.shape[:2]
    zone = stage_of(width, height, 0.05).caption_zone
    return frame[int(zone.y) : int(zone.bottom + 0.02 * height)]


def test_every_caption_can_be_read(ad: Ad) -> None:
    shown = frames(ad.video, {middle(ad, cue) for cue in ad.cues})
    assert len(ad.cues) >= len(ad.film.scenes)
    for cue in ad.cues:
        seen = read(caption_band(shown[middle(ad, cue)]))
        assert likeness(plain(cue.text), seen) >= AGREED, f"{cue.text!r} was read as {seen!r}"
        assert len(seen) <= 1.1 * len(plain(cue.text)), f"more than {cue.text!r} stands there: {seen!r}"


def test_every_headline_and_the_call_to_action_can_be_read(ad: Ad) -> None:
    timeline = compose(ad.film)
    settling = [settled(timeline, index) for index in range(len(ad.film.scenes))]
    shown = frames(ad.video, set(settling))
    for scene, number in zip(ad.film.scenes, settling, strict=True):
        seen = read(shown[number])
        assert likeness(plain(scene.headline), seen) >= AGREED, f"{scene.headline!r} was read as {seen!r}"
    last = read(shown[settling[-1]])
    assert likeness(plain(ad.film.call_to_action), last) >= AGREED, last


def test_without_captions_their_place_is_free(ad: Ad) -> None:
    """The same moments of the same film, laid out without captions: nothing like a caption stands where they stood."""
    bare = compose(ad.film)
    canvas = Canvas.blank(ad.film.width, ad.film.height)
    for cue in ad.cues:
        draw_frame(bare, middle(ad, cue), canvas)
        seen = read(caption_band(canvas.frame().to_ndarray(format="bgr24")))
        assert likeness(plain(cue.text), seen) < STRANGE, f"{cue.text!r} still stands there: {seen!r}"


def test_the_reader_tells_texts_apart() -> None:
    """The measure itself: a wrong word, a lost line or another caption does not pass as the wanted one."""
    wanted = plain("We roast yours the day you order it,")
    assert likeness(wanted, plain("MORGENROT We roast yours the day you order it")) == 1.0
    assert likeness(wanted, plain("We roast yours the day you")) < AGREED
    assert likeness(wanted, plain("We toast ours the month we sold it,")) < AGREED
    assert likeness(wanted, plain("Get your first bag for five euros today.")) < STRANGE
    assert likeness(wanted, "") == 0.0


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)])
def test_an_empty_screen_says_nothing(size: tuple[int, int]) -> None:
    canvas = Canvas.blank(*size)
    canvas.fill("#A63A22")
    assert not read(canvas.frame().to_ndarray(format="bgr24"))
