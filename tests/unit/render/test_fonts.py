"""Shipped typefaces and their stand-ins."""

import pytest

from spotwright.render import fonts


def test_every_family_has_faces_and_its_licence():
    for family in fonts.FAMILIES.values():
        assert family.faces, family.name
        for face in family.faces:
            assert fonts.typeface(face).countGlyphs() > 100
            assert "SIL Open Font License" in (fonts.FOLDER / face.path).parent.joinpath("OFL.txt").read_text("utf-8")


def test_the_shipped_fonts_stay_small():
    assert sum(path.stat().st_size for path in fonts.FOLDER.rglob("*.ttf")) < 26_000_000


@pytest.mark.parametrize("name", ["Inter", "playfair display", "DM-Sans", "BebasNeue", "Poppins SemiBold"])
def test_a_font_that_ships_is_used_without_a_word(name: str):
    assert fonts.resolve(name).warning is None


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("Helvetica Neue", "Inter"),
        ("Georgia", "Playfair Display"),
        ("Futura PT", "Poppins"),
        ("Impact", "Anton"),
        ("Comic Sans MS", "Fredoka"),
        ("EB Garamond", "Cormorant"),
        ("Unheard Of", "Inter"),
        ("", "Inter"),
    ],
)
def test_other_fonts_get_the_nearest_of_their_class_and_a_sentence(asked: str, given: str):
    match = fonts.resolve(asked)
    assert match.family == given
    assert match.warning
    assert given in match.warning


def test_the_nearest_weight_is_taken():
    assert fonts.nearest("Inter", 700).weight in {600, 800}
    assert fonts.nearest("Anton", 900).weight == 400
    assert fonts.nearest("Playfair Display", 400, italic=True).italic
    assert not fonts.nearest("Anton", 400, italic=True).italic


def test_letters_the_family_lacks_come_from_a_shipped_fallback():
    assert fonts.drawable("Привет Ελλάδα Zażółć", "Anton") == "Привет Ελλάδα Zażółć"


def test_characters_no_font_has_are_dropped():
    unassigned = "\U0010fffd"
    assert fonts.drawable(f"a{unassigned}b \u200d{unassigned}\ufe0f c", "Inter") == "ab c"
