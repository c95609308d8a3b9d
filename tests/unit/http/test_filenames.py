"""File names from strangers, made harmless without losing their language."""

from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotwright.http.filenames import LONGEST, clean_filename, content_disposition


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("photo.jpg", "photo.jpg"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a/", "file"),
        ("", "file"),
        (".", "file"),
        ("..", "file"),
        (" . . ", "file"),
        ("a\r\nSet-Cookie: x=y.png", "a Set-Cookie: x=y.png"),
        ("a\0b.png", "ab.png"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\ud800.png", "png"),
        ("Foto  \u2003 Straße.jpg", "Foto Straße.jpg"),
        ("e\u0301te\u0301.jpg", "été.jpg"),
        ("می‌خواهم.png", "می‌خواهم.png"),
        ("👩‍👧.png", "👩‍👧.png"),
        ("<script>.png", "<script>.png"),
        ("写" * 200 + ".jpeg", "写" * 83 + ".jpeg"),
        ("x" * 300, "x" * 255),
        ("x." + "y" * 300, ("x." + "y" * 300)[:255]),
    ],
)
def test_cleaned_names(name, cleaned):
    assert clean_filename(name) == cleaned


def test_the_default_can_be_chosen():
    assert clean_filename("..", default="ad.mp4") == "ad.mp4"


def test_a_disposition_carries_the_name_in_ascii_and_in_utf8():
    assert content_disposition("inline", 'Café "1"; x.png') == (
        "inline; filename=\"Caf_ _1__ x.png\"; filename*=UTF-8''Caf%C3%A9%20%221%22%3B%20x.png"
    )


@settings(max_examples=300, deadline=None)
@given(name=st.text(st.characters(), max_size=300))
def test_any_name_becomes_a_safe_one_and_stays_it(name):
    cleaned = clean_filename(name)

    assert 0 < len(cleaned.encode()) <= LONGEST
    assert not set(cleaned) & set("/\\\r\n\0\u202e")
    assert cleaned not in {".", ".."}
    assert clean_filename(cleaned) == cleaned
    header = content_disposition("attachment", name)
    assert header.isascii()
    assert header.isprintable()
    assert unquote(header.partition("UTF-8''")[2]) == cleaned
