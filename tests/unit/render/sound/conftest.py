"""The voice is loaded once for all tests of the sound."""

import pytest

from spotwright.render.sound.neural import NeuralVoice
from spotwright.render.sound.voice import Speech


@pytest.fixture(scope="session")
def voice() -> NeuralVoice:
    return NeuralVoice()


@pytest.fixture(scope="session")
def speech(voice: NeuralVoice) -> Speech:
    return voice.say("Meet Aurora: the watch that moves with you. Only $199.99, at www.aurora.com!")
