"""Spotwright's own engine, as a warm worker uses it: every task in a sandbox, one after the other.

An order holds ``scenes`` (role, headline, tag and script of each), ``photos``, ``seconds``, ``height``, a ``folder``
for what is made and a ``cache`` for segments, and perhaps encoder ``settings``. ``sound`` names a folder whose sound
and captions are used as they are, ``caption`` a pair of texts, of which the first is replaced by the second in the
captions: what a client does who corrects one.
"""

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.render import measure, story
from spotwright.render import sandbox
from spotwright.render.sandbox import Limits
from spotwright.render.settings import Settings

# The peers are not run at a low priority, so neither is this.
_LIMITS = Limits(niceness=0)


def make(order: dict[str, Any]) -> dict[str, Any]:
    """From the film to the finished MP4, its captions and its poster; says what wall and CPU time each task took."""
    told = [story.Beat(*scene) for scene in order["scenes"]]
    photos = [Path(photo) for photo in order["photos"]]
    film = story.film(photos, order["seconds"], told, height=order["height"])
    settings = Settings(**order.get("settings", {}))
    folder, cache = Path(order["folder"]), order["cache"]
    cues, took = folder / "cues.json", {}

    def do(task: str, **arguments: Any) -> dict[str, Any]:
        start, before = time.perf_counter(), measure.cpu_below()
        result = sandbox.run(task, arguments, limits=_LIMITS)
        took[task] = (time.perf_counter() - start, measure.cpu_below() - before)
        return result

    folder.mkdir(parents=True, exist_ok=True)
    if order.get("sound"):
        for name in ("sound.m4a", "cues.json"):
            shutil.copyfile(Path(order["sound"]) / name, folder / name)
    else:
        do("soundtrack", film=film, scripts=[beat.script for beat in told], mood=story.MOOD, folder=str(folder))
    if order.get("caption"):
        was, becomes = order["caption"]
        cues.write_text(cues.read_text("utf-8").replace(was, becomes), "utf-8")
    laid_out = do("timeline", film=film, cues=str(cues), settings=settings, folder=str(folder))
    keys = [part["key"] for part in laid_out["segments"]]
    missing = [key for key in keys if not (Path(cache) / f"{key}.mp4").exists()]
    places = {media.sha256: media.path for scene in film.scenes for media in scene.media}
    parts = {"timeline": str(folder / "timeline.json"), "places": places, "cache": cache}
    do("footage", **parts, keys=missing, settings=settings)
    do("finish", **parts, keys=keys, sound=str(folder / "sound.m4a"), folder=str(folder))
    return {"took": took, "segments": laid_out["segments"], "made": missing, "frames": film.frames}


def main() -> None:
    """Warm up, then take orders."""
    sandbox.run("warm_up", {}, limits=_LIMITS)
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(make(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
