"""The life of a job, as a table. Nothing else decides what may follow what.

::

    pending → storyboard_processing → storyboard_ready → video_processing → completed
       any state that is not yet completed, failed or cancelled → failed | cancelled
       storyboard_ready → (regenerate_scene) → storyboard_ready
"""

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """Where a job is."""

    PENDING = "pending"
    STORYBOARD_PROCESSING = "storyboard_processing"
    STORYBOARD_READY = "storyboard_ready"
    VIDEO_PROCESSING = "video_processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What a person may ask of a job."""

    APPROVE = "approve"
    CANCEL = "cancel"
    REGENERATE_SCENE = "regenerate_scene"


TERMINAL = frozenset({Status.COMPLETED, Status.FAILED, Status.CANCELLED})
ACTIVE = frozenset(Status) - TERMINAL

FOLLOWS: Mapping[Status, frozenset[Status]] = {
    Status.PENDING: frozenset({Status.STORYBOARD_PROCESSING, Status.FAILED, Status.CANCELLED}),
    Status.STORYBOARD_PROCESSING: frozenset({Status.STORYBOARD_READY, Status.FAILED, Status.CANCELLED}),
    Status.STORYBOARD_READY: frozenset(
        {Status.STORYBOARD_READY, Status.VIDEO_PROCESSING, Status.FAILED, Status.CANCELLED}
    ),
    Status.VIDEO_PROCESSING: frozenset({Status.COMPLETED, Status.FAILED, Status.CANCELLED}),
    Status.COMPLETED: frozenset(),
    Status.FAILED: frozenset(),
    Status.CANCELLED: frozenset(),
}

ALLOWED: Mapping[Action, frozenset[Status]] = {
    Action.APPROVE: frozenset({Status.STORYBOARD_READY}),
    Action.REGENERATE_SCENE: frozenset({Status.STORYBOARD_READY}),
    Action.CANCEL: ACTIVE,
}
"""From which states each action is accepted."""
