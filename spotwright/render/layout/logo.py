"""The brand's logo, as large as its space and on a panel of its own where it would not be seen without one."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from spotwright.render import contrast, drawing, pictures
from spotwright.render.errors import MediaError
from spotwright.render.film import Brand
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Placed
from spotwright.render.timeline import Emblem, Shape

_SEEN = 2.2
"""The least contrast of a logo with what it stands on."""


@dataclass(frozen=True, slots=True)
class _Nature:
    """What a logo file is like: its proportions, its mean colour, and the colour around its edge if it is opaque."""

    ratio: float
    color: str
    edge: str | None


def is_readable(brand: Brand) -> bool:
    """True when the brand has a logo file that can be drawn."""
    return _nature(brand.logo_path or "", brand.logo_sha256 or "") is not None


def placed(setup: Setup, room: tuple[float, float], width: float, share: float) -> tuple[float, list[Placed]] | None:
    """The logo in a room (width, height), aligned in a column of ``width``: its height and what is placed, or None.

    A logo drawn in colours too near the ground's, or with a background of its own, gets a panel.
    """
    path, sha256 = setup.brand.logo_path or "", setup.brand.logo_sha256 or ""
    nature = _nature(path, sha256)
    if nature is None:
        return None
    wide = min(room[0], room[1] * max(nature.ratio, 0.2) ** 0.75 * 1.6)
    tall = min(room[1] * 1.3, wide / nature.ratio)
    wide = tall * nature.ratio
    panel = _panel(setup, nature)
    pad = max(tall * 0.24, setup.px(0.01)) if panel else 0.0
    x = (width - wide - 2 * pad) * share
    emblem = Placed(Emblem(path, sha256, wide, tall), x + pad, pad, "emblem", 0)
    if panel is None:
        return tall, [emblem]
    radius = max(setup.px(setup.direction.grid.radius) * 0.5, setup.px(0.004))
    behind = Shape("rect", wide + 2 * pad, tall + 2 * pad, panel, radius=radius)
    return tall + 2 * pad, [Placed(behind, x, 0.0, "panel", 0), emblem]


def _panel(setup: Setup, nature: _Nature) -> str | None:
    if nature.edge is not None:
        return nature.edge
    if contrast.ratio(nature.color, setup.scheme.base) >= _SEEN:
        return None
    return contrast.on(nature.color, dark="#1b1c20")


@lru_cache(maxsize=32)
def _nature(path: str, sha256: str) -> _Nature | None:
    if not path:
        return None
    try:
        rgba = drawing.draw(Emblem(path, sha256, 96, 96)).rgba.astype(np.float64) / 255
        file = np.asarray(pictures.read(path, (0.0, 0.0, 1.0, 1.0), (48, 48)).convert("RGBA"), np.float64) / 255
    except MediaError:
        return None
    inked = rgba[..., 3] > 0.5
    if not inked.any():
        return None
    color = contrast.hexadecimal(rgba[inked][:, :3].mean(axis=0))
    border = np.concatenate([file[0], file[-1], file[:, 0], file[:, -1]])
    opaque = float((border[:, 3] > 0.95).mean()) > 0.95
    edge = contrast.hexadecimal(np.median(border[:, :3], axis=0)) if opaque else None
    return _Nature(rgba.shape[1] / rgba.shape[0], color, edge)
