"""How findings are printed."""

from benchmarks.render.table import BARS, Section, at_least, at_most


def test_a_figure_at_its_bar_meets_it() -> None:
    assert at_most("cost", 1.15, 1.15) == ("cost", "1.15", "≤ 1.15", "met")
    assert at_least("lead", 4.5, 4.5, " ×") == ("lead", "4.50 ×", "≥ 4.5 ×", "met")


def test_a_figure_beyond_its_bar_misses_it() -> None:
    assert at_most("cost", 1.2, 1.15)[-1] == "missed"
    assert at_least("lead", 4.4, 4.5)[-1] == "missed"


def test_columns_stand_below_one_another() -> None:
    section = Section("Ratios", BARS, [at_most("cpu", 1, 2), ("no bar", "12345.00", "")], ["A note."])

    assert section.text().splitlines() == [
        "Ratios",
        "------",
        "          figure  bar",
        "cpu         1.00  ≤ 2  met",
        "no bar  12345.00",
        "· A note.",
    ]
