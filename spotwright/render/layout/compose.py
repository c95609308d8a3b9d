"""From a film to its timeline: each scene gets an arrangement, colours and a clock."""

from collections.abc import Callable
from dataclasses import replace

from spotwright.render import directions, fonts, palette
from spotwright.render.directions import Direction
from spotwright.render.film import Film, FilmScene
from spotwright.render.layout import end_card, full_bleed, kinetic, transitions
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.setup import Setup, clock_of, seed_of, wording_of
from spotwright.render.layout.stage import stage_of
from spotwright.render.palette import Tone
from spotwright.render.timeline import Scene, Timeline, Transition

Arrange = Callable[[Setup], Arranged]

_ARRANGEMENTS: dict[str, Arrange] = {
    "kinetic": kinetic.arrange,
    "full_bleed": full_bleed.arrange,
    "end_card": end_card.arrange,
}


def compose(film: Film) -> Timeline:
    """Lay a film out for its own size."""
    direction = branded(film)
    lead = palette.build(film.brand.colors, direction.palette, film.seed)
    cuts = transitions.joined(film, direction, lead.scheme("vivid").base)
    scenes = []
    for index in range(len(film.scenes)):
        setup = setup_of(film, direction, index, cuts)
        arranged = _ARRANGEMENTS[arrangement_of(setup)](setup)
        scenes.append(Scene(film.scenes[index].frames, arranged.layers, arranged.background))
    return Timeline(film.width, film.height, film.fps, tuple(scenes), cuts)


def branded(film: Film) -> Direction:
    """The film's direction, speaking in the brand's own fonts: the first for headlines, the second for the rest."""
    direction = directions.load(film.direction)
    if film.brand.fonts:
        display = fonts.resolve(film.brand.fonts[0]).family
        text = fonts.resolve(film.brand.fonts[1] if len(film.brand.fonts) > 1 else film.brand.fonts[0]).family
        direction = replace(
            direction,
            display=replace(direction.display, family=display),
            text=replace(direction.text, family=text),
            label=replace(direction.label, family=text),
        )
    return direction


def setup_of(film: Film, direction: Direction, index: int, cuts: tuple[Transition, ...]) -> Setup:
    """Everything the scene's arrangement needs to know."""
    scene = film.scenes[index]
    colors = palette.build(film.brand.colors, direction.palette, film.seed, accent=scene.look.accent)
    wording = wording_of(scene, direction)
    before = cuts[index - 1].frames if index else 0
    after = cuts[index].frames if index < len(cuts) else 0
    characters = len(wording.headline) + len(wording.support) + len(wording.kicker)
    seed = seed_of(film.seed, scene, index)
    return Setup(
        stage=stage_of(film.width, film.height, direction.grid.margin),
        direction=direction,
        palette=colors,
        scheme=colors.scheme(_tone(film, direction, scene, index)),
        scene=scene,
        wording=wording,
        clock=clock_of(scene.frames, film.fps, before, after, characters),
        brand=film.brand,
        call_to_action=film.call_to_action,
        homepage=film.homepage,
        index=index,
        seed=seed,
    )


def _tone(film: Film, direction: Direction, scene: FilmScene, index: int) -> Tone:
    tones = direction.tones[scene.role]
    return tones[(film.seed + index + scene.look.variant) % len(tones)]


def arrangement_of(setup: Setup) -> str:
    """The name of the arrangement for a scene: by its role and shot, what pictures it has, and its take."""
    scene = setup.scene
    if scene.shot == "end_card" or (scene.role == "cta" and not scene.media):
        return "end_card"
    if not scene.media or scene.shot == "type":
        return "kinetic"
    return "full_bleed"
