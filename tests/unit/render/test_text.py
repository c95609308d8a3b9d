"""Words as people send them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotwright.render import text


def test_what_has_no_shape_is_taken_out():
    assert text.clean("a\u0000b\u202ec\u200bd\ud800e\ufefff") == "abcdef"


def test_line_breaks_and_tabs_become_single_spaces():
    assert text.clean("  one\n\n two\tthree ") == "one two three"


def test_towers_of_marks_are_cut_and_accents_composed():
    assert text.clean("e\u0301") == "é"
    assert len(text.clean("a" + "\u0316" * 500)) <= 5


@pytest.mark.parametrize(("words", "side"), [("Hello", "ltr"), ("שלום", "rtl"), ("… مرحبا", "rtl"), ("123", "ltr")])
def test_direction_is_that_of_the_first_letter(words: str, side: str):
    assert text.direction(words) == side


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("咖啡很好。", ["咖啡", "很", "好。"]),
        ("焙煎したてのコーヒーをご自宅へ", ["焙煎したての", "コーヒーを", "ご自宅へ"]),
        ("กาแฟคั่วสดใหม่", ["กาแฟ", "คั่ว", "สด", "ใหม่"]),
        ("새벽에 볶은 커피", ["새벽에", "볶은", "커피"]),
    ],
)
def test_scripts_without_spaces_break_between_words_and_korean_at_its_spaces(words: str, parts: list[str]):
    assert [part for _, part in text.pieces(words)] == parts


@pytest.mark.parametrize("words", ["「朝」の、（一杯）。", "USB充電器100円！", "他说：“好。”", "５０％ＯＦＦ〜"])
def test_no_line_starts_with_closing_or_ends_with_opening_punctuation(words: str):
    for parts in ([part for _, part in text.pieces(words)], text.clusters(words)):
        assert not any(part[0] in "、。」）！：”％〜" for part in parts[1:]), parts
        assert not any(part[-1] in "「（“" for part in parts[:-1]), parts


@given(st.text(max_size=80))
def test_pieces_put_together_are_the_text_again(words: str):
    cleaned = text.clean(words)
    joined = "".join(glue + word for glue, word in text.pieces(cleaned))
    assert joined.strip(" ") == cleaned.strip(" ")


@given(st.text(max_size=60))
def test_clusters_put_together_are_the_word_again(word: str):
    assert "".join(text.clusters(word)) == word
