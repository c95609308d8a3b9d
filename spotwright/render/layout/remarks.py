"""What a person should know about a layout: stand-in fonts, lost letters, shortened texts, unreadable pictures."""

from spotwright.render import focus, fonts, text
from spotwright.render.film import Film, Media
from spotwright.render.layout import logo
from spotwright.render.layout.setup import Setup, drawable

_SHOWN = 12
_LEAST = 8
"""Pixels of the shorter side of what can be called a picture."""


def on_brand(film: Film) -> list[str]:
    """A sentence for each brand font that another one stands in for, and for a logo that cannot be drawn."""
    matches = [fonts.resolve(name) for name in film.brand.fonts[:2]]
    found = [match.warning for match in matches if match.warning]
    if film.brand.logo_path and not logo.is_readable(film.brand):
        found.append("The logo cannot be read; the brand's name stands in for it.")
    return found


def on_scene(setup: Setup, media_given: tuple[Media, ...], *, whole: bool) -> list[str]:
    """Sentences about one scene with the media it was given; ``whole`` is False when its words did not fit."""
    found = []
    number = setup.index + 1
    lost = _lost(setup)
    if lost:
        found.append(f"Scene {number}: no installed font has {lost}; left out.")
    headline = text.clean(setup.scene.headline)
    script = fonts.lost_script(headline, setup.direction.display.family)
    if script:
        found.append(
            f"Scene {number}: the headline is in {script} letters, which no installed font can draw; "
            f"install a font for {script}, or write it in another script."
        )
    if not whole:
        found.append(f"Scene {number}: the text is too long for the picture; its end is left out.")
    for place, media in enumerate(media_given, 1):
        if not is_picture(media):
            found.append(f"Scene {number}: picture {place} is too small to be shown; left out.")
        elif not focus.look(media).known:
            found.append(f"Scene {number}: picture {place} cannot be read.")
    return found


def is_picture(media: Media) -> bool:
    """False for pictures of a few pixels, which carry nothing that could be shown."""
    sight = focus.look(media)
    return not sight.known or min(sight.width, sight.height) >= _LEAST


def _lost(setup: Setup) -> str:
    """The characters that cannot be drawn, as a person would list them."""
    scene, direction = setup.scene, setup.direction
    said = (
        (scene.kicker, direction.label.family),
        (scene.headline, direction.display.family),
        (scene.support, direction.text.family),
        (setup.call_to_action, direction.label.family),
        (setup.brand.name, direction.display.family),
    )
    missing = []
    for words, family in said:
        plain = text.clean(words)
        kept = drawable(words, family)
        missing += [char for char in plain if char not in kept and not char.isspace()]
    unique = list(dict.fromkeys(missing))
    listed = " ".join(unique[:_SHOWN])
    return f"{listed} …" if len(unique) > _SHOWN else listed
