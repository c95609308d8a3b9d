"""MoviePy as its documentation teaches it. See ``moviepy_film``."""

import math

import numpy as np
from moviepy import ColorClip, CompositeVideoClip, ImageClip, VideoClip, vfx
from moviepy_scene import EARLY, PAD, Scene, at
from PIL import Image, ImageColor, ImageDraw


class SceneOfClips(Scene):
    """A scene with a clip for every picture, shape and piece of type."""

    def __init__(self, score, scene, folder):
        super().__init__(score, scene, folder)
        first, *others = map(self.plate, scene["plates"], self.pictures)
        clips = [first, *self.pieces(self.below), *others, *self.pieces(self.tiles)]
        self.clip = self.composed(clips)

    def plate(self, plate, picture):
        windows, (x, y, width, height) = plate["windows"], plate["box"]

        def scale(t):
            return width / windows[self.index(t)][2]

        def place(t):
            left, top = windows[self.index(t)][:2]
            return -left * scale(t), -top * scale(t)

        seconds = self.frames / self.fps
        photo = ImageClip(np.asarray(picture), duration=seconds).with_effects([vfx.Resize(scale)]).with_position(place)
        if (width, height) == self.size:
            return photo
        return CompositeVideoClip([photo], size=(width, height)).with_duration(seconds).with_position((x, y))

    def pieces(self, drawn):
        clips = []
        for tile, image in drawn:
            rest = self.rest(tile)
            if rest > tile["from"]:
                clips.append(self.moving(tile, image, rest))
            if tile["until"] > rest:
                still = ImageClip(np.asarray(image), transparent=True, duration=(tile["until"] - rest) / self.fps)
                place = at(tile["x"], rest) - PAD, at(tile["y"], rest) - self.over(tile)
                clips.append(self.starting(still, rest).with_position(place))
        return clips


class FilmOfClips:
    """The whole film as scenes over one another, with effects where one gives way to the next."""

    def __init__(self, score, folder):
        self.fps, self.size = score["fps"], (score["width"], score["height"])
        changes = score["transitions"]
        clips = []
        for index, described in enumerate(score["scenes"]):
            scene = SceneOfClips(score, described, folder)
            into = changes[index - 1]["frames"] if index else 0
            out = changes[index]["frames"] if index < len(changes) else 0
            first, last = described["start"] + described["first"], scene.frames
            if into:
                clips += self.entering(changes[index - 1], self.part(scene, first, 0, into))
            clips.append(self.part(scene, first, into, last - out))
            if out:
                leaving = self.part(scene, first, last - out, last)
                if changes[index]["kind"] == "push":
                    leaving = leaving.with_effects([vfx.SlideOut(out / self.fps, changes[index]["toward"])])
                clips.append(leaving)
        self.clip = CompositeVideoClip(clips, size=self.size).with_duration(score["frames"] / self.fps)

    def part(self, scene, first, begin, end):
        """Some frames of a scene, where they belong in the film."""
        clip = scene.clip.subclipped(begin / self.fps, end / self.fps)
        return scene.starting(clip, first + begin)

    def entering(self, change, clip):
        """A scene that comes in, and the coloured edge that comes with it."""
        seconds = change["frames"] / self.fps
        if change["kind"] == "dissolve":
            return [clip.with_effects([vfx.CrossFadeIn(seconds)])]
        if change["kind"] == "push":
            side = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}[change["toward"]]
            return [clip.with_effects([vfx.SlideIn(seconds, side)])]
        drawn = {"wipe": self.swept, "iris": self.opened}[change["kind"]]
        panel = ColorClip(self.size, ImageColor.getrgb(change["color"]), duration=seconds).with_start(clip.start)
        return [self.masked(panel, change, drawn, ahead=True), self.masked(clip, change, drawn, ahead=False)]

    def masked(self, clip, change, drawn, *, ahead):
        progress = change["progress"]

        def mask(t):
            share = progress[min(int(t * self.fps + EARLY), len(progress) - 1)]
            return np.asarray(drawn(change, share, ahead)) / 255.0

        return clip.with_mask(VideoClip(frame_function=mask, is_mask=True, duration=clip.duration))

    def swept(self, change, share, ahead):
        width, height = self.size
        share = min(max(share * 1.14 - (0 if ahead else 0.14), 0), 1)
        across, down = round(width * share), round(height * share)
        image = Image.new("L", self.size)
        box = {
            "left": (width - across, 0, width, height),
            "right": (0, 0, across, height),
            "top": (0, height - down, width, height),
            "bottom": (0, 0, width, down),
        }[change["toward"]]
        image.paste(255, box)
        return image

    def opened(self, _, share, ahead):
        (width, height), reach = self.size, math.hypot(*self.size) / 2
        radius = reach * (share + (0.035 * math.sin(math.pi * share) if ahead else 0))
        image = Image.new("L", self.size)
        box = (width / 2 - radius, height / 2 - radius, width / 2 + radius, height / 2 + radius)
        ImageDraw.Draw(image).ellipse(box, fill=255)
        return image
