"""A film's work, cut into parcels of neighbouring segments that workers take one by one. Pure."""

from collections.abc import Sequence

from spotwright.pipeline.segments import Segment

# Eight seconds of 1080p at 30 frames a second: enough that fetching the pictures of its scenes is a small part of it.
_PARCEL_PIXELS = 8 * 30 * 1920 * 1080


def cut(segments: Sequence[Segment], frame_pixels: int) -> list[list[Segment]]:
    """Parcels of about equal work, in the film's order; each segment is in one of them.

    ``frame_pixels`` is how many pixels a frame of the film has.
    """
    frames = sum(segment.frames for segment in segments)
    count = max(1, round(frames * frame_pixels / _PARCEL_PIXELS))
    parcels: list[list[Segment]] = [[] for _ in range(count)]
    before = 0
    for segment in segments:
        middle = before + segment.frames / 2
        parcels[min(count - 1, int(count * middle / frames))].append(segment)
        before += segment.frames
    return [parcel for parcel in parcels if parcel]
