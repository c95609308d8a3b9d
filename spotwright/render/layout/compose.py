"""From a film to its timeline: each scene gets an arrangement, colours and a clock."""

from collections.abc import Callable
from dataclasses import replace

from spotwright.render import directions, focus, fonts, palette
from spotwright.render.directions import Direction
from spotwright.render.film import Film, FilmScene
from spotwright.render.layout import card, collage, end_card, full_bleed, grounds, kinetic, proof, split, transitions
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.setup import Setup, clock_of, film_key, seed_of, wording_of
from spotwright.render.layout.stage import stage_of
from spotwright.render.palette import Tone
from spotwright.render.timeline import Scene, Timeline, Transition

Arrange = Callable[[Setup], Arranged]

_ARRANGEMENTS: dict[str, Arrange] = {
    "kinetic": kinetic.arrange,
    "illustrated": kinetic.illustrated,
    "full_bleed": full_bleed.arrange,
    "detail": full_bleed.detail,
    "split": split.arrange,
    "card": card.arrange,
    "collage": collage.arrange,
    "proof": proof.arrange,
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
        film_key=film_key(film),
        seed=seed,
    )


def _tone(film: Film, direction: Direction, scene: FilmScene, index: int) -> Tone:
    tones = direction.tones[scene.role]
    return tones[(film_key(film) + index + scene.look.variant) % len(tones)]


def arrangement_of(setup: Setup) -> str:
    """The name of the arrangement for a scene: by its role and shot, what pictures it has, and its take."""
    possible = _possible(setup)
    return possible[setup.variant % len(possible)]


def _possible(setup: Setup) -> tuple[str, ...]:
    """The arrangements a scene can have, the most fitting first."""
    scene = setup.scene
    if scene.shot == "end_card" or scene.role == "cta":
        return ("end_card",)
    if scene.role == "proof" and (proof.figure_of(setup.wording.headline) or proof.is_quote(setup.wording.headline)):
        return ("proof",)
    if not scene.media or scene.shot == "type":
        drawn = grounds.can_illustrate(setup) is not None and not scene.media
        pair = ("illustrated", "kinetic")
        return (pair if setup.index % 2 == 0 or scene.role == "product" else pair[::-1]) if drawn else ("kinetic",)
    if focus.look(scene.media[0]).see_through:
        return ("card",)
    if len(scene.media) > 1:
        return ("collage", *setup.direction.photo)
    if scene.shot == "detail":
        return ("detail", *setup.direction.photo)
    if scene.shot == "split":
        return ("split", *(name for name in setup.direction.photo if name != "split"))
    if scene.role == "hook" or scene.shot in ("wide", "close_up"):
        rest = tuple(name for name in setup.direction.photo if name != "full_bleed")
        return ("full_bleed", *rest)
    # The hook fills the screen; what follows begins with the direction's other ways of showing a picture.
    others = sorted(setup.direction.photo, key=lambda name: name == "full_bleed")
    turn = (setup.index - 1) % len(others)
    return (*others[turn:], *others[:turn])
