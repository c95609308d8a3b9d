"""What holds for every storyboard, whatever the client typed."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_briefs import BRIEFS

from spotwright.storyboard import (
    AssetRef,
    BrandGuide,
    Brief,
    CampaignBrief,
    Scene,
    Storyboard,
    plan_counts,
    regenerate,
    stats,
    violations,
    write,
)
from spotwright.storyboard.board import DESCRIPTION_LIMIT, HEADLINE_LIMIT, KICKER_LIMIT, SCRIPT_LIMIT, SUPPORT_LIMIT
from spotwright.storyboard.feedback import read_feedback
from spotwright.storyboard.plan import seconds_to_say
from spotwright.storyboard.text import width

NASTY = (
    "",
    " ",
    "\x00",
    "🔥🔥🔥",
    "<script>alert(1)</script>",
    "{{name}} {product} ${x} %s [name] [cta]",
    "BUY NOW!!!",
    "a" * 5000,
    "save and " * 600,
    "x. " * 1700,
    "https://example.com/a/very/long/path?with=query",
    "“quoted” 'text' \"here\"",
    "line\none\r\nline two\u2028three",
    "ﷺ مرحبا بالعالم",
    "コーヒーを毎朝あなたのもとへ。新鮮で美味しい。",
    "Ünïcödé ßtraße",
    "1",
    "!!!",
    "...",
    "e\u0301" * 80,
    "\u202eevil\u202c",
    "\U000e0041",
    "never say cheap. We are the best, cheapest, free coffee in town, guaranteed!",
)
WORDS = st.sampled_from(
    (
        "coffee",
        "cheap",
        "guarantee",
        "running shoes",
        "free",
        "Fast",
        "and",
        "with",
        "the best",
        "£5",
        "4.8/5",
        "saves",
        "you",
    )
)
TEXT = st.one_of(st.sampled_from(NASTY), st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join))
RESTRICTION = st.sampled_from(
    (
        "never say cheap",
        "avoid the word 'guarantee'",
        "no exclamation marks",
        "don't mention coffee, free",
        "no red",
        "no questions",
        "no people",
        "no all caps",
        "never use purple",
        "avoid words like better, your and this",
        "never say meet",
        'never say "take a look"',
        'always include "Terms apply"',
        "keep it classy",
    )
)
FEEDBACK = st.sampled_from(
    ("shorter", "closer and warmer", 'say "Hello there"', "don't mention coffee", "more serious")
)
ASSET = st.builds(
    AssetRef,
    id=st.text("abcdef", min_size=1, max_size=3),
    kind=st.sampled_from(["image", "video", "audio", "document"]),
    name=st.one_of(st.sampled_from(["logo.png", "product shot.jpg", "lifestyle clip"]), st.text(max_size=30)),
    role=st.one_of(st.none(), st.sampled_from(["logo", "product", "background", "testimonial"]), st.text(max_size=12)),
    tags=st.lists(st.text(max_size=10), max_size=2).map(tuple),
)
BRIEF = st.builds(
    Brief,
    product=TEXT,
    target_audience=TEXT,
    key_message=TEXT,
    call_to_action=TEXT,
    style=st.one_of(st.sampled_from(["cinematic", "luxury", "playful"]), TEXT),
    tone=st.one_of(st.none(), st.sampled_from(["playful", "luxury", "urgent", "warm", "bold", "serious"]), TEXT),
    visual_elements=st.lists(TEXT, max_size=3).map(tuple),
    music_style=st.one_of(st.none(), TEXT),
    duration=st.floats(5, 120),
    fps=st.sampled_from([1, 12, 24, 25, 30, 50, 60]),
    brand=st.builds(
        BrandGuide,
        name=TEXT,
        homepage=st.one_of(st.just("https://www.example.com/"), TEXT),
        restrictions=st.lists(st.one_of(RESTRICTION, TEXT), max_size=3).map(tuple),
    ),
    campaign=st.one_of(st.none(), st.builds(CampaignBrief, brief_text=TEXT)),
    assets=st.lists(ASSET, max_size=8).map(tuple),
    seed=st.integers(0, 2**31),
)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_scene_is_sound(scene: Scene, brief: Brief) -> None:
    assert scene.headline.strip()
    assert width(scene.headline) <= HEADLINE_LIMIT
    assert width(scene.support) <= SUPPORT_LIMIT
    assert width(scene.kicker) <= KICKER_LIMIT
    assert width(scene.script) <= SCRIPT_LIMIT
    assert width(scene.description) <= DESCRIPTION_LIMIT + 1
    assert scene.description.strip()
    assert scene.frames >= 1
    assert seconds_to_say(scene.script) <= scene.frames / brief.fps + 1e-6
    for line in (scene.headline, scene.support, scene.kicker, scene.script, scene.description, scene.subject):
        assert "\n" not in line
        assert not set("\x00{}<>") & set(line)
        assert line == line.strip()


@FEW
@given(BRIEF)
def test_every_storyboard_is_sound(brief: Brief) -> None:
    board = write(brief)
    assert sum(scene.frames for scene in board.scenes) == round(brief.duration * brief.fps)
    assert 3 <= len(board.scenes) <= 7
    assert board.scenes[0].role == "hook"
    assert board.scenes[-1].role == "cta"
    assert "product" in [scene.role for scene in board.scenes]
    assert [scene.scene_idx for scene in board.scenes] == list(range(len(board.scenes)))
    assert violations(board, brief.brand.restrictions) == ()
    for scene in board.scenes:
        assert_scene_is_sound(scene, brief)
    assert write(brief) == board
    assert Storyboard.from_json(board.to_json()) == board
    assert Brief.from_json(brief.to_json()) == brief


@FEW
@given(BRIEF, st.data())
def test_every_new_take_is_sound_and_new(brief: Brief, data: st.DataObject) -> None:
    board = write(brief)
    place = data.draw(st.integers(0, len(board.scenes) - 1))
    feedback = data.draw(st.one_of(st.none(), FEEDBACK, TEXT))
    duration = data.draw(st.one_of(st.none(), st.floats(1.2, 20)))
    takes = [board.scenes[place]]
    for take in (1, 2):
        scene = regenerate(brief, board, place, take=take, feedback=feedback, duration=duration, earlier=takes[:-1])
        assert_scene_is_sound(scene, brief)
        assert (scene.scene_idx, scene.role, scene.take) == (place, takes[0].role, take)
        if duration is not None:
            assert scene.frames == max(1, round(duration * brief.fps))
        elif not read_feedback(feedback, brief.assets).length:
            assert scene.frames == takes[-1].frames
        assert all(scene.look.variant != earlier.look.variant for earlier in takes)
        assert all(scene.description != earlier.description for earlier in takes)
        assert violations(dataclasses.replace(board, scenes=(scene,)), brief.brand.restrictions) == ()
        takes.append(scene)
        board = dataclasses.replace(
            board, scenes=tuple(scene if each.scene_idx == place else each for each in board.scenes)
        )


@pytest.mark.parametrize("name", BRIEFS)
@pytest.mark.parametrize("duration", [5.0, 15.0, 30.0, 60.0, 120.0])
def test_the_plan_counts_what_the_writer_yields(name: str, duration: float) -> None:
    brief = dataclasses.replace(BRIEFS[name], duration=duration)
    board = write(brief)
    logos = frozenset(asset.id for asset in brief.assets if asset.role == "logo")
    assert plan_counts(brief) == stats(board, brief.fps, logos=logos)
    assert plan_counts(brief).seconds == pytest.approx(duration)
