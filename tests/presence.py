"""What a test needs of the machine: without it the test is skipped, but in CI, which must run everything, it fails."""

import os

import pytest


def needs(what: str, present: object) -> None:
    """Skip the test, or fail it where ``CI=true``, unless ``present`` is truthy."""
    if present:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"This machine has no {what}, and CI must not skip.")
    pytest.skip(f"needs {what}")
