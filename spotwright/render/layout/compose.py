"""From a film to its timeline: each scene gets an arrangement, colours and a clock."""

from dataclasses import replace
from functools import lru_cache

from spotwright.render import directions, fonts, palette, scripts
from spotwright.render.directions import Direction
from spotwright.render.film import Film, FilmScene
from spotwright.render.layout import choice, remarks, transitions
from spotwright.render.layout.setup import Setup, clock_of, film_key, seed_of, wording_of
from spotwright.render.layout.stage import stage_of
from spotwright.render.paint.palette import parse
from spotwright.render.styles import Tone, TypeStyle
from spotwright.render.timeline import Scene, Timeline, Transition

_MIXING = ("dissolve", "zoom_through")
"""Transitions that show two scenes through each other."""


def compose(film: Film) -> Timeline:
    """Lay a film out for its own size: the same film and seed, the same timeline."""
    return _laid_out(film)[0]


def warnings(film: Film) -> tuple[str, ...]:
    """What a person should know about how the film was laid out, in sentences; without repeats."""
    return _laid_out(film)[1]


@lru_cache(maxsize=8)
def _laid_out(film: Film) -> tuple[Timeline, tuple[str, ...]]:
    direction = branded(film)
    lead = palette.build(film.brand.colors, direction.palette, film.seed)
    moving = lead.scheme("dark")
    color = moving.accent if direction.curtain == "accent" else moving.base
    cuts = transitions.joined(film, direction, color)
    scenes = []
    found = remarks.on_brand(film)
    for index, scene in enumerate(film.scenes):
        setup = setup_of(film, direction, index, cuts)
        arranged = choice.arrange(setup)
        scenes.append(Scene(scene.frames, arranged.layers, arranged.background))
        found += remarks.on_scene(setup, scene.media, whole=arranged.whole)
    timeline = Timeline(film.width, film.height, film.fps, tuple(scenes), cuts)
    return timeline, tuple(dict.fromkeys(found))


def branded(film: Film) -> Direction:
    """The film's direction, speaking in the brand's own fonts: the first for headlines, the second for the rest.

    A film with kana in it is Japanese throughout, so that a line of Chinese characters alone is not drawn as Chinese.
    """
    direction = directions.load(film.direction)
    if film.brand.fonts:
        display = fonts.resolve(film.brand.fonts[0]).family
        text = fonts.resolve(film.brand.fonts[1] if len(film.brand.fonts) > 1 else film.brand.fonts[0]).family
        direction = replace(
            direction,
            display=_faced(direction.display, display),
            figure=_faced(direction.figure, display),
            text=_faced(direction.text, text),
            label=_faced(direction.label, text),
        )
    said = (words for scene in film.scenes for words in (scene.headline, scene.support, scene.kicker))
    language = scripts.common_language((*said, film.call_to_action))
    if language:
        styles = {name: getattr(direction, name) for name in ("display", "text", "label", "figure")}
        direction = replace(direction, **{name: replace(style, language=language) for name, style in styles.items()})
    return direction


def _faced(style: TypeStyle, family: str) -> TypeStyle:
    """The style in another family, as heavy as it was: a condensed "regular" is as black as another's bold."""
    was, now = fonts.FAMILIES[style.family], fonts.FAMILIES[family]
    weight = style.weight if now.fallback_weight else was.fallback_weight or style.weight
    return replace(style, family=family, weight=weight)


def setup_of(film: Film, direction: Direction, index: int, cuts: tuple[Transition, ...]) -> Setup:
    """Everything the scene's arrangement needs to know."""
    scene = film.scenes[index]
    scene = replace(scene, media=tuple(media for media in scene.media if remarks.is_picture(media)))
    colors = palette.build(film.brand.colors, direction.palette, film.seed, accent=scene.look.accent)
    wording = wording_of(scene, direction)
    before = cuts[index - 1].frames if index else 0
    after = cuts[index].frames if index < len(cuts) else 0
    mixes = index < len(cuts) and cuts[index].kind in _MIXING
    characters = len(wording.headline) + len(wording.support) + len(wording.kicker)
    seed = seed_of(film.seed, scene, index)
    return Setup(
        stage=stage_of(film.width, film.height, direction.grid.margin),
        direction=direction,
        palette=colors,
        scheme=colors.scheme(_tone(film, direction, scene, index)),
        scene=scene,
        wording=wording,
        clock=clock_of(scene.frames, film.fps, before, after, characters, mixes=mixes),
        brand=film.brand,
        call_to_action=film.call_to_action,
        homepage=film.homepage,
        index=index,
        film_key=film_key(film),
        seed=seed,
    )


def _tone(film: Film, direction: Direction, scene: FilmScene, index: int) -> Tone:
    if scene.look.accent and parse(scene.look.accent):
        return "vivid"
    tones = direction.tones[scene.role]
    return tones[(film_key(film) + index + scene.look.variant) % len(tones)]
