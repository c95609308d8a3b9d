"""The ``progress`` of a job: the shape that the seed documents, with the five steps that a person sees."""

from typing import Any

TOTAL_STEPS = 5
"""The brief is read, the scenes are made, a person decides, the film is rendered, it is ready."""
_STEP = {"storyboard_generation": 2, "scene_regeneration": 3, "video_rendering": 4}


def progress(stage: str, percent: int, message: str, step: int | None = None) -> dict[str, Any]:
    """One state of progress; the step follows from the stage, but for its first and last moment."""
    return {
        "stage": stage,
        "percent": percent,
        "message": message,
        "current_step": step or _STEP[stage],
        "total_steps": TOTAL_STEPS,
    }
