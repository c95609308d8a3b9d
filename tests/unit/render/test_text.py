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


def test_chinese_may_break_between_characters_but_not_before_a_stop():
    parts = [word for _, word in text.pieces("咖啡很好。")]
    assert parts == ["咖", "啡", "很", "好。"]


@given(st.text(max_size=80))
def test_pieces_put_together_are_the_text_again(words: str):
    cleaned = text.clean(words)
    joined = "".join(glue + word for glue, word in text.pieces(cleaned))
    assert joined.strip(" ") == cleaned.strip(" ")


@given(st.text(max_size=60))
def test_clusters_put_together_are_the_word_again(word: str):
    assert "".join(text.clusters(word)) == word
