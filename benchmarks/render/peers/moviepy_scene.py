"""What both ways with MoviePy share: a scene's pictures, and its drawn type and shapes while they move."""

import math

import numpy as np
from moviepy import CompositeVideoClip, ImageClip, VideoClip
from PIL import Image, ImageColor, ImageDraw, ImageFont

PAD = 6


def at(value, index):
    """A curve of the score in one of its frames."""
    return value[index] if isinstance(value, list) else value


# Clips begin a quarter of a frame early, so that rounding never hides one for a frame.
EARLY = 0.25


class Scene:
    """What both ways share: a scene's pictures and its drawn type. Its time begins at its first drawn frame."""

    def __init__(self, score, scene, folder):
        self.size, self.fps, self.first = (score["width"], score["height"]), score["fps"], scene["first"]
        self.folder = folder
        self.fonts = score["faces"]
        self.frames = len(scene["plates"][0]["windows"])
        self.pictures = [Image.open(folder / plate["file"]).convert("RGB") for plate in scene["plates"]]
        self.scene = scene
        self.tiles = [(tile, self.drawn(tile)) for tile in scene["tiles"] if tile["until"] > tile["from"]]
        self.below = [(tile, self.drawn(tile)) for tile in scene["under"]]

    def composed(self, clips):
        seconds = self.frames / self.fps
        return CompositeVideoClip(clips, size=self.size, bg_color=(0, 0, 0)).with_duration(seconds)

    def starting(self, clip, frame):
        return clip.with_start((frame - EARLY) / self.fps)

    def rest(self, tile):
        """The frame from which a tile does not change any more."""
        rest = tile["from"]
        for values in (tile["x"], tile["y"], tile["opacity"], tile["reveal"]):
            if isinstance(values, list):
                last = next((i for i in range(len(values) - 1, -1, -1) if abs(values[i] - values[-1]) > 1e-3), -1)
                rest = max(rest, last + 1)
        return min(rest, tile["until"])

    def index(self, t):
        return min(max(int(t * self.fps + EARLY), 0), self.frames - 1)

    def moving(self, tile, image, rest):
        """A tile while it moves, fades or is uncovered."""
        rgb, alpha = np.asarray(image)[..., :3], np.asarray(image)[..., 3] / 255.0
        begin = tile["from"]

        def mask(t):
            i = min(begin + self.index(t), rest)
            shown = alpha * at(tile["opacity"], i)
            share = at(tile["reveal"], i)
            if share < 1:
                shown = shown.copy()
                height, width = shown.shape
                cut = {
                    "left": (slice(None), slice(round(width * share), None)),
                    "right": (slice(None), slice(0, round(width * (1 - share)))),
                    "top": (slice(round(height * share), None), slice(None)),
                    "bottom": (slice(0, round(height * (1 - share))), slice(None)),
                }[tile["revealFrom"]]
                shown[cut] = 0
            return shown

        def place(t):
            i = min(begin + self.index(t), rest)
            return round(at(tile["x"], i)) - PAD, round(at(tile["y"], i)) - self.over(tile)

        seconds = (rest - begin) / self.fps
        clip = ImageClip(rgb, duration=seconds).with_mask(
            VideoClip(frame_function=mask, is_mask=True, duration=seconds)
        )
        return self.starting(clip, begin).with_position(place)

    @staticmethod
    def over(tile):
        """Pixels of a drawn tile above its ``y``."""
        return PAD + (math.ceil(tile["size"] * 0.45) if tile["kind"] == "text" else 0)

    def drawn(self, tile):
        """A tile as a picture with transparency."""
        if tile["kind"] == "text":
            return self.text(tile)
        width, height = math.ceil(tile["width"]), math.ceil(tile["height"])
        image = Image.new("RGBA", (width + 2 * PAD, height + 2 * PAD))
        color = ImageColor.getcolor(tile["color"], "RGBA")
        if tile["kind"] == "gradient":
            ramp = np.linspace(0, 1, width if tile["toward"] in {"left", "right"} else height)
            ramp = ramp[::-1] if tile["toward"] in {"left", "top"} else ramp
            field = np.empty((height, width, 4), np.uint8)
            field[:] = color
            shape = (1, -1) if tile["toward"] in {"left", "right"} else (-1, 1)
            field[..., 3] = (color[3] * ramp).reshape(shape).astype(np.uint8)
            image.paste(Image.fromarray(field), (PAD, PAD))
        else:
            box = (PAD, PAD, PAD + tile["width"] - 1, PAD + max(tile["height"] - 1, 1))
            ImageDraw.Draw(image).rounded_rectangle(box, tile["radius"], fill=color)
        return image

    def text(self, tile):
        over = self.over(tile)
        lines = []
        for line in tile["lines"]:
            faces = [
                ImageFont.truetype(str(self.folder / self.fonts[run["face"]]), run["size"]) for run in line["runs"]
            ]
            wide = sum(
                f.getlength(r["text"]) + r["tracking"] * len(r["text"])
                for r, f in zip(line["runs"], faces, strict=True)
            )
            lines.append((line, faces, wide))
        width = max(wide for _, _, wide in lines)
        height = tile["lines"][-1]["baseline"] + tile["size"] * 0.4
        image = Image.new("RGBA", (math.ceil(width) + 2 * PAD, math.ceil(height) + over))
        draw = ImageDraw.Draw(image)
        for line, faces, wide in lines:
            x = PAD + {"left": 0, "center": (width - wide) / 2, "right": width - wide}[tile["align"]]
            for run, face in zip(line["runs"], faces, strict=True):
                parts = run["text"] if run["tracking"] else [run["text"]]
                for part in parts:
                    draw.text((x, over + line["baseline"]), part, run["color"], face, anchor="ls")
                    x += face.getlength(part) + run["tracking"]
        return image
