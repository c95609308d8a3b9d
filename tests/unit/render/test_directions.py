"""Art directions as data."""

import pytest

from spotwright.render import directions, fonts
from spotwright.render.paint import RECIPES

ROLES = {"hook", "problem", "product", "benefit", "proof", "offer", "cta"}


@pytest.mark.parametrize("name", directions.names())
def test_every_direction_is_complete_and_names_only_what_exists(name: str):
    direction = directions.load(name)
    assert direction.name == name
    for style in (direction.display, direction.text, direction.label, direction.figure):
        assert style.family in fonts.FAMILIES
        assert any(face.weight == style.weight for face in fonts.FAMILIES[style.family].faces), style
    assert set(direction.tones) == ROLES
    assert set(direction.recipes) == {"dark", "light", "vivid"}
    assert all(recipe in RECIPES for recipes in direction.recipes.values() for recipe in recipes)
    assert len(direction.transitions) >= 3
    assert all(0.2 <= seconds <= 1.2 for _, seconds in direction.transitions)


def test_there_are_at_least_six_and_no_two_speak_in_the_same_face():
    assert len(directions.names()) >= 6
    faces = {
        (directions.load(name).display.family, directions.load(name).display.weight) for name in directions.names()
    }
    assert len(faces) == len(directions.names())


@pytest.mark.parametrize(
    ("style", "tone", "name"),
    [
        ("modern and energetic", None, "bold"),
        ("cinematic", "warm", "cinematic"),
        ("professional", "friendly", "minimal"),
        ("Fun!", "playful", "playful"),
        ("luxurious", None, "luxury"),
        ("magazine", "sophisticated", "editorial"),
        ("futuristic", None, "tech"),
        ("organic, honest", None, "warm"),
    ],
)
def test_words_choose_a_direction(style: str, tone: str | None, name: str):
    assert directions.choose(style, tone) == name


def test_words_that_mean_nothing_still_choose_and_always_the_same():
    assert directions.choose("", None, 4) == directions.choose("", None, 4)
    assert directions.choose("qwertz" * 1000, "\x00") in directions.names()


def test_an_unknown_name_is_minimal():
    assert directions.load("../../etc/passwd").name == "minimal"
