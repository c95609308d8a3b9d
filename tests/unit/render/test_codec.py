"""Timelines on their way through a pipe."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass

import pytest

from spotwright.render import codec, timeline
from spotwright.render import film as films
from spotwright.render.errors import RenderError
from spotwright.render.settings import Settings
from spotwright.render.timeline import (
    Emblem,
    Footage,
    Grade,
    Painting,
    Plate,
    Rect,
    Scene,
    Text,
    TextRun,
    Timeline,
    digest,
)


def test_a_timeline_comes_back_equal(film: Callable[..., Timeline]) -> None:
    made = film()
    assert codec.loads(codec.dumps(made)) == made


def test_every_kind_of_layer_comes_back_equal() -> None:
    odd = "\0 \ud800 \U0001f600 </script> {x}\n"
    made = Scene(
        3,
        (
            Plate(Footage("/a b.mp4", "f" * 64, 1.25), Rect(0, 0, 2, 2), grade=Grade(duotone=("#000000", "#ffffff"))),
            Plate(Painting("mesh", ("#123456",), 7, None), Rect(-4, 0, 2, 2), fit="contain"),
            timeline.Tile(
                Text(((TextRun(odd, "Inter", 700, 12.5, "#fff"),), ())), timeline.Curve.still(1), timeline.Curve(())
            ),
            timeline.Tile(Emblem("/logo.png"), timeline.Curve.still(1), timeline.Curve.still(0.1)),
        ),
    )
    back = codec.loads(codec.dumps(made))
    assert back == made
    assert digest(back) == digest(made)


def test_films_and_settings_travel_too() -> None:
    made = (films.Film(64, 64, 30, "bold", (films.FilmScene("hook", "Hi"),)), Settings(crf=31.5), {"a": (1, None)})
    assert codec.loads(codec.dumps(made)) == made


def test_every_word_of_the_contract_can_travel() -> None:
    for module in (timeline, films):
        for name, word in vars(module).items():
            if isinstance(word, type) and is_dataclass(word) and word.__module__ == module.__name__:
                assert codec.WORDS[name] is word
                assert "is" not in {field.name for field in fields(word)}


@pytest.mark.parametrize(
    "text", ["", "nonsense", '{"is":"Popen"}', '{"is":"Scene","nope":1}', '{"is":["Scene"]}', "[" * 100_000]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(RenderError):
        codec.loads(text)


def test_what_travels_is_plain_json(film: Callable[..., Timeline]) -> None:
    assert json.loads(codec.dumps(film()))["is"] == "Timeline"
