"""Records the golden frames anew and prints what changed; ``out/golden`` then holds old, new and difference."""

import sys
import tempfile
from pathlib import Path

import numpy as np
from golden_measures import FOLDER, Frame, difference, drawn, keep, kept
from golden_timelines import GOLDENS, Golden, Sources
from PIL import Image

OUT = FOLDER.parents[2] / "out" / "golden"


def main() -> None:
    """Draws all of them; files of frames that did not change stay as they are."""
    with tempfile.TemporaryDirectory() as folder:
        for golden in GOLDENS:
            what = _recorded(golden, drawn(golden, Sources(Path(folder))))
            sys.stdout.write(f"{golden.name}: {what}\n")


def _recorded(golden: Golden, now: list[Frame]) -> str:
    before = kept(golden) if (FOLDER / f"{golden.name}.webp").exists() else []
    if len(before) == len(now) and all(np.array_equal(one, two) for one, two in zip(before, now, strict=True)):
        return "as it was"
    keep(golden, now)
    if [one.shape for one in before] != [two.shape for two in now]:
        return "recorded for the first time in this shape"
    found = [difference(one, two) for one, two in zip(before, now, strict=True)]
    far = [np.abs(one.astype(int) - two) * 8 for one, two in zip(before, now, strict=True)]
    rows = [np.hstack(row).clip(0, 255).astype(np.uint8) for row in (before, now, far)]
    OUT.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.vstack(rows)).save(OUT / f"{golden.name}.png")
    return "changed, " + "; ".join(
        f"frame {moment}: ssim {it.ssim:.4f}, patch {it.patch:.1f}, chroma {it.chroma:.2f}/{it.tinge:.1f}"
        for moment, it in zip(golden.moments, found, strict=True)
    )


if __name__ == "__main__":
    main()
