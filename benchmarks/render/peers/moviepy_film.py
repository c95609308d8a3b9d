"""The storyboard with MoviePy 2, in two ways. Run in MoviePy's own environment by the benchmark.

``clips`` is MoviePy as its documentation teaches it: a clip for every picture and every piece of type, ``Resize`` and
positions that depend on the time for the camera, cross-fades and slides for transitions, one ``CompositeVideoClip`` a
scene. ``by_hand`` is what can be had from it by somebody who knows where it loses time: each picture is cut and scaled
by one bilinear ``Image.resize(box=…)``, type that rests is flattened to one picture, a caption with its lit word too,
and transitions blend two frames with Pillow; MoviePy is left with laying few clips over one another, and encoding.

In favour of both: pictures come reduced to what the camera needs, graded; type is drawn once and a piece has a mask of
its own size, which is only computed anew while it moves; masks for transitions exist only during them; the sound is
copied, not encoded; two encoder threads, veryfast, crf 20 as everybody.
Arguments: the way, the folder of the score, the film to write.
"""

import json
import sys
from pathlib import Path

from moviepy_by_hand import FilmByHand
from moviepy_clips import FilmOfClips

FILMS = {"clips": FilmOfClips, "by_hand": FilmByHand}


def main():
    """Say that all is loaded, then make the film once for every order."""
    way, folder, out = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    print("ready", flush=True)
    for _ in sys.stdin:
        score = json.loads((folder / "score.json").read_text("utf-8"))
        FILMS[way](score, folder).clip.write_videofile(
            out,
            fps=score["fps"],
            codec="libx264",
            preset="veryfast",
            threads=2,
            ffmpeg_params=["-crf", "20"],
            audio=str(folder / score["sound"]),
            audio_codec="copy",
            logger=None,
        )
        print(json.dumps({"size": Path(out).stat().st_size, "frames": score["frames"]}), flush=True)


if __name__ == "__main__":
    main()
