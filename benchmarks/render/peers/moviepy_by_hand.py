"""MoviePy by somebody who knows where it loses time. See ``moviepy_film``."""

import itertools
import math

import numpy as np
from moviepy import ImageClip, VideoClip
from moviepy_scene import EARLY, PAD, Scene, at
from PIL import Image, ImageDraw


class SceneByHand(Scene):
    """A scene of few clips: the pictures as one, and all that rests as one."""

    def __init__(self, score, scene, folder):
        super().__init__(score, scene, folder)
        ground = VideoClip(frame_function=self.ground, duration=self.frames / self.fps)
        clips = [ground]
        for caption in (False, True):
            clips += self.layers([drawn for drawn in self.tiles if drawn[0]["caption"] == caption])
        self.clip = self.composed(clips)

    def ground(self, t):
        """The pictures of the scene, each through its window of this frame."""
        i = self.index(t)
        canvas = None
        for number, (plate, picture) in enumerate(zip(self.scene["plates"], self.pictures, strict=True)):
            left, top, width, height = plate["windows"][i]
            x, y, w, h = plate["box"]
            window = (left, top, left + width, top + height)
            seen = picture.resize((w, h), Image.Resampling.BILINEAR, box=window)
            if (w, h) == self.size:
                canvas = seen
            else:
                canvas = canvas or Image.new("RGB", self.size, self.scene["background"])
                if number:
                    for tile, image in self.below:
                        canvas.paste(image, (round(at(tile["x"], i)), round(at(tile["y"], i))), image)
                canvas.paste(seen, (x, y))
        return np.asarray(canvas)

    def layers(self, drawn):
        """Clips of these tiles: between two moments at which something starts, ends or stops moving, all still ones."""
        marks = {0, self.frames}
        spans = []
        for tile, image in drawn:
            rest = self.rest(tile)
            spans.append((tile, image, rest))
            marks |= {tile["from"], tile["until"], rest}
        clips = []
        marks = sorted(marks)
        for begin, end in itertools.pairwise(marks):
            still = [s for s in spans if s[2] <= begin and s[0]["until"] >= end]
            if still:
                clips.append(self.flat(still, begin, end))
        clips += [self.moving(*span) for span in spans if span[2] > span[0]["from"]]
        return clips

    def flat(self, spans, begin, end):
        """One clip of tiles that do not move, no larger than they are."""
        whole = Image.new("RGBA", self.size)
        for tile, image, _ in spans:
            layer = Image.new("RGBA", self.size)
            layer.paste(image, (round(at(tile["x"], begin)) - PAD, round(at(tile["y"], begin)) - self.over(tile)))
            whole.alpha_composite(layer)
        box = whole.getbbox() or (0, 0, 2, 2)
        clip = ImageClip(np.asarray(whole.crop(box)), transparent=True, duration=(end - begin) / self.fps)
        return self.starting(clip, begin).with_position(box[:2])


class FilmByHand:
    """The whole film as one clip that shows a scene, or two while one gives way to the other."""

    def __init__(self, score, folder):
        self.score = score
        self.scenes = [SceneByHand(score, scene, folder) for scene in score["scenes"]]
        self.plan = []
        for index, scene in enumerate(score["scenes"]):
            self.plan += [(index, None, 0)] * scene["frames"]
        for index, change in enumerate(score["transitions"]):
            cut = score["scenes"][index + 1]["start"]
            half = change["frames"] // 2
            for number in range(2 * half):
                self.plan[cut - half + number] = (index, change, number)
        self.clip = VideoClip(frame_function=self.frame, duration=score["frames"] / score["fps"])

    def frame(self, t):
        number = min(int(t * self.score["fps"] + EARLY), self.score["frames"] - 1)
        index, change, step = self.plan[number]
        if change is None:
            return self.shown(index, number)
        before, after = (Image.fromarray(self.shown(i, number)) for i in (index, index + 1))
        return np.asarray(getattr(self, change["kind"])(change, change["progress"][step], before, after))

    def shown(self, index, number):
        scene = self.scenes[index]
        inside = number - self.score["scenes"][index]["start"] - scene.first
        return scene.clip.get_frame(inside / scene.fps)

    @staticmethod
    def dissolve(_, share, before, after):
        return Image.blend(before, after, share)

    @staticmethod
    def push(change, share, before, after):
        dx, dy = {"left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1)}[change["toward"]]
        width, height = before.size
        image = Image.new("RGB", before.size)
        x, y = round(dx * share * width), round(dy * share * height)
        image.paste(before, (x, y))
        image.paste(after, (x - dx * width, y - dy * height))
        return image

    @staticmethod
    def wipe(change, share, before, after):
        width, height = before.size
        toward = change["toward"]
        along = width if toward in {"left", "right"} else height
        front, back = round(min(share * 1.14, 1) * along), round(max(share * 1.14 - 0.14, 0) * along)

        def region(length):
            return {
                "left": (width - length, 0, width, height),
                "right": (0, 0, length, height),
                "top": (0, height - length, width, height),
                "bottom": (0, 0, width, length),
            }[toward]

        before.paste(change["color"], region(front))
        box = region(back)
        before.paste(after.crop(box), box[:2])
        return before

    @staticmethod
    def iris(change, share, before, after):
        width, height = before.size
        reach = math.hypot(width, height) / 2 * share
        ring = reach + 0.035 * math.hypot(width, height) / 2 * math.sin(math.pi * share)
        for radius, what in ((ring, change["color"]), (reach, after)):
            mask = Image.new("L", before.size)
            ImageDraw.Draw(mask).ellipse(
                (width / 2 - radius, height / 2 - radius, width / 2 + radius, height / 2 + radius), fill=255
            )
            before.paste(what, (0, 0, width, height) if isinstance(what, str) else (0, 0), mask)
        return before
