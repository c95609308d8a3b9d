"""The voice is loaded once for all tests of the sound."""

import pytest

from spotwright.render.sound.voice import Speech, speak


@pytest.fixture(scope="session")
def speech() -> Speech:
    return speak("Meet Aurora: the watch that moves with you. Only $199.99, at www.aurora.com!")
