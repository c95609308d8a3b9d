"""What decides the pixels of a timeline apart from itself. No part of the encoder: whoever orders a film has none."""

from dataclasses import dataclass

ENGINE_VERSION = "7"
"""Changes whenever the same timeline would give other pixels; segments rendered before are then not used again."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a film is encoded. Everything here is part of a segment's key."""

    preset: str = "veryfast"
    crf: float = 20.0
    threads: int = 1
    """Fixed, because another number makes other bytes. One costs the least; the cores are for other segments."""
    keyframe_seconds: float = 2.0

    def group_of_pictures(self, fps: int) -> int:
        """Frames from one keyframe to the next."""
        return max(1, round(fps * self.keyframe_seconds))


DEFAULTS = Settings()
