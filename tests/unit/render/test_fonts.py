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
    assert sum(path.stat().st_size for path in fonts.FOLDER.rglob("*.ttf")) < 29_000_000


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


SCRIPTS = {
    "Japanese": "朝の一杯を、もっと特別に。",
    "simplified Chinese": "每天清晨，新鲜烘焙。",
    "traditional Chinese": "每天清晨，新鮮烘焙體驗。",
    "Korean": "매일 아침 갓 볶은 커피!",
    "Arabic": "قهوة طازجة محمّصة، اليوم؟",
    "Hebrew": "קפה טרי, כל בוקר",
    "Hindi": "हर सुबह ताज़ी कॉफ़ी।",
    "Thai": "กาแฟคั่วสดใหม่ทุกเช้า",
}


@pytest.fixture
def _no_system_fonts(monkeypatch: pytest.MonkeyPatch):
    """A machine without any font of its own."""
    cached = (fonts.stack, fonts._drawable)
    for function in cached:
        function.cache_clear()
    monkeypatch.setattr(fonts, "_system_alias", lambda _char, **_style: None)
    yield
    for function in cached:
        function.cache_clear()


@pytest.mark.usefixtures("_no_system_fonts")
@pytest.mark.parametrize("family", ["Inter", "Bebas Neue", "Poppins"])
@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS)
def test_common_scripts_are_drawn_whatever_the_machine_has(words: str, family: str):
    assert fonts.drawable(words, family) == words
    faces = {face.alias: face for shipped in fonts.FAMILIES.values() for face in shipped.faces}
    opened = [fonts.typeface(faces[alias]) for alias in fonts.stack(family, 700, words)]
    assert all(any(face.unicharToGlyph(ord(char)) for face in opened) for char in words)
    assert fonts.lost_script(words, family) is None


@pytest.mark.parametrize(
    ("words", "family"),
    [
        ("直接の", "Noto Sans JP"),
        ("送料無料・毎日", "Noto Sans JP"),
        ("直接", "Noto Sans SC"),
        ("體驗", "Noto Sans SC"),
        ("直接 배송", "Noto Sans KR"),
    ],
)
def test_chinese_characters_are_drawn_as_the_readers_country_does(words: str, family: str):
    assert fonts.stack("Inter", 400, words)[3] == f"{family}/400"
    assert fonts.stack("Inter", 800, words)[3] == f"{family}/700"


@pytest.mark.usefixtures("_no_system_fonts")
def test_a_text_that_would_lose_most_of_its_letters_names_their_script():
    assert fonts.lost_script("កាហ្វេស្រស់ Kes", "Inter") == "Khmer"
    assert fonts.lost_script("Kestrel coffee ក", "Inter") is None
    assert fonts.lost_script("!? 12", "Inter") is None
