"""Another take is another take, and does what the reviewer asked for."""

import dataclasses
from typing import Any

import pytest
from sample_briefs import BRIEFS, COFFEE, TAX

from spotwright.storyboard import BrandGuide, Scene, regenerate, write
from spotwright.storyboard.feedback import read_feedback
from spotwright.storyboard.text import words

BENEFIT = 3


def retake(feedback: str | None = None, **wishes: Any) -> Scene:
    return regenerate(TAX, write(TAX), BENEFIT, take=1, feedback=feedback, **wishes)


@pytest.mark.parametrize("name", BRIEFS)
def test_three_takes_of_every_scene_differ_in_words_look_and_description(name: str) -> None:
    brief = BRIEFS[name]
    board = write(brief)
    for place in range(len(board.scenes)):
        takes = [board.scenes[place]]
        for take in (1, 2):
            changed = dataclasses.replace(board, scenes=(*board.scenes[:place], takes[-1], *board.scenes[place + 1 :]))
            takes.append(regenerate(brief, changed, place, take=take, earlier=takes[:-1]))
        assert len({(scene.headline, scene.support, scene.kicker, scene.script) for scene in takes}) == 3
        assert len({scene.description for scene in takes}) == 3
        assert len({scene.look.variant for scene in takes}) == 3
        assert {(scene.scene_idx, scene.role, scene.frames) for scene in takes} == {
            (place, takes[0].role, takes[0].frames)
        }


def test_the_same_request_gives_the_same_take() -> None:
    assert retake("brighter") == retake("brighter")


def test_quoted_words_stand_as_they_are() -> None:
    scene = retake('Make the headline say "Your evenings back"')
    assert (scene.headline, scene.script) == ("Your evenings back", "Your evenings back.")
    spoken = retake('The voice-over should say "Done by five, every time."')
    assert spoken.script == "Done by five, every time."


def test_shorter_says_less_and_longer_does_not() -> None:
    before = write(TAX).scenes[BENEFIT]
    assert len(words(retake("shorter please").script)) < len(words(before.script))
    assert retake("shorter please").support == ""
    assert len(words(retake("too short, say more").script)) >= len(words(retake("shorter").script))


@pytest.mark.parametrize(
    ("feedback", "field", "value"),
    [
        ("brighter please", "exposure", 0.35),
        ("It is too bright", "exposure", -0.35),
        ("warmer", "warmth", 0.4),
        ("make it more vibrant", "saturation", 1.3),
        ("more muted", "saturation", 0.7),
        ("closer", "zoom", 1.3),
        ("a bit wider", "zoom", 0.8),
        ("use a blue accent", "accent", "#2563eb"),
        ("background #A1B2C3", "accent", "#a1b2c3"),
    ],
)
def test_wishes_for_the_look_change_the_look(feedback: str, field: str, value: float | str) -> None:
    assert getattr(retake(feedback).look, field) == value


def test_looks_add_up_from_take_to_take_within_their_range() -> None:
    board = write(TAX)
    for take in range(1, 8):
        scene = regenerate(TAX, board, 0, take=take, feedback="brighter and closer")
        board = dataclasses.replace(board, scenes=(scene, *board.scenes[1:]))
    assert board.scenes[0].look.exposure == 1.0
    assert board.scenes[0].look.zoom == 2.5


def test_what_must_not_be_mentioned_is_not() -> None:
    scene = retake("Don't mention VAT, and no receipts")
    copy = f"{scene.headline} {scene.support} {scene.script} {scene.subject}".lower()
    assert "vat" not in words(copy)
    assert "receipts" not in words(copy)


def test_what_should_be_mentioned_is_shown_said_and_drawn() -> None:
    scene = retake("mention Making Tax Digital")
    assert "Making Tax Digital" in scene.support
    assert "Making Tax Digital" in scene.script
    assert scene.subject == "making tax digital"


def test_shots_cuts_and_pictures_can_be_asked_for() -> None:
    scene = retake("Use the photo of the office team, a wide shot and a hard cut")
    assert (scene.shot_type, scene.transition, scene.assets) == ("wide", "cut", ("team",))
    assert retake("use a wipe").transition == "wipe"


def test_a_wish_for_another_tone_takes_a_line_of_that_tone() -> None:
    assert read_feedback("make it more playful", ()).tone == "playful"
    assert read_feedback("less serious please", ()).tone == "warm"
    playful, plain = (regenerate(TAX, write(TAX), 0, take=1, feedback=wish) for wish in ("more playful", None))
    assert playful.headline != plain.headline


def test_what_nobody_understands_is_passed_on_to_the_reviewer() -> None:
    assert "(Direction: Can we get a dog in a hat)" in retake("Can we get a dog in a hat?").description


def test_duration_and_assets_are_kept_exactly() -> None:
    scene = retake(duration=1.3, must_include_assets=("logo", "dashboard", "team"))
    assert scene.frames == 39
    assert set(scene.assets) >= {"logo", "dashboard", "team"}


def test_restrictions_hold_against_the_reviewer_too() -> None:
    scene = retake('say "So cheap!"')
    assert (scene.headline, scene.script) == ("So affordable.", "So affordable.")
    red = dataclasses.replace(COFFEE, brand=BrandGuide("Brewline", restrictions=("no red",)))
    assert regenerate(red, write(red), 0, take=1, feedback="make it red").look.accent is None


def test_a_scene_that_is_not_there_cannot_be_taken_again() -> None:
    for place in (-1, 99):
        with pytest.raises(IndexError):
            regenerate(TAX, write(TAX), place, take=1)


@pytest.mark.parametrize(("wish", "low", "high"), [("shorter please", 0.65, 0.75), ("longer", 1.25, 1.35)])
def test_shorter_and_longer_change_the_frames(wish: str, low: float, high: float) -> None:
    before = write(TAX).scenes[BENEFIT].frames
    assert low <= retake(wish).frames / before <= high
    assert retake(wish, duration=2.0).frames == 60


def test_a_different_picture_is_another_of_the_client_s() -> None:
    for place, scene in enumerate(write(TAX).scenes[:-1]):
        changed = regenerate(TAX, write(TAX), place, take=1, feedback="a different picture please")
        assert set(changed.assets) - set(scene.assets) & {"dashboard", "team"}


@pytest.mark.parametrize("wish", ['sag "Hallo Welt"', 'dis "Hallo Welt"', 'diga "Hallo Welt"', "di „Hallo Welt“"])
def test_words_to_say_are_taken_in_other_languages_too(wish: str) -> None:
    assert retake(wish).headline == "Hallo Welt"


def test_feedback_echoed_in_the_description_is_short() -> None:
    direction = retake("the hat " * 60).description.partition("(Direction: ")[2]
    assert 0 < len(direction) <= 125


def test_foreign_calls_keep_their_marks_and_nothing_is_said_twice() -> None:
    message = "Clases de yoga para todos los niveles en el centro de Madrid. La primera clase es gratis."
    spanish = dataclasses.replace(
        COFFEE, product="Estudio Sol, clases de yoga", key_message=message, call_to_action="¡Reserva tu clase gratis!"
    )
    assert write(spanish).scenes[-1].headline == "¡Reserva tu clase gratis!"
    korean = dataclasses.replace(
        COFFEE,
        product="한강 커피",
        key_message="매일 아침 원두를 배송합니다",
        call_to_action="지금 주문하세요",
        brand=BrandGuide(),
    )
    for brief in (spanish, korean):
        scripts = [scene.script for scene in write(brief).scenes if scene.script]
        assert len(scripts) == len(set(scripts))
    assert not any("。" in scene.script for scene in write(korean).scenes)
