"""Scripts and languages told by letters."""

import pytest

from spotwright.render import scripts


@pytest.mark.parametrize(
    ("letters", "name"),
    [
        ("ខ្មែរ", "Khmer"),
        ("ქართული", "Georgian"),
        ("한글", "Korean"),
        ("漢字", "Chinese"),
        ("かな", "Japanese"),
        ("", None),
    ],
)
def test_scripts_are_named_as_people_do(letters: str, name: str | None):
    assert scripts.name(letters) == name


def test_latin_keeps_its_size_and_marks_stay_with_their_letters():
    parts = scripts.segments("Café กาแฟคั่ว no. 1", 1.0)
    assert "".join(part for part, _ in parts) == "Café กาแฟคั่ว no. 1"
    assert [share for _, share in parts] == [1.0, pytest.approx(0.75, abs=0.02), 1.0]


def test_wide_leading_leaves_every_script_its_size():
    assert scripts.segments("قهوة 咖啡 กาแฟ", 1.4) == [("قهوة 咖啡 กาแฟ", 1.0)]
