"""The client's pictures play where they serve."""

import dataclasses

import pytest
from sample_briefs import COFFEE, TAX

from spotwright.storyboard import AssetRef, write


def pictures(count: int) -> tuple[AssetRef, ...]:
    return tuple(AssetRef(f"p{index}", "image", f"photo {index}") for index in range(count))


def test_the_product_picture_is_in_the_product_scene_and_the_logo_signs_the_last_one() -> None:
    board = write(TAX)
    product = next(scene for scene in board.scenes if scene.role == "product")
    assert "dashboard" in product.assets
    assert board.scenes[-1].assets[-1] == "logo"
    assert all("logo" not in scene.assets for scene in board.scenes[:-1])


@pytest.mark.parametrize("count", [1, 2, 5, 9, 15])
def test_every_picture_plays_at_least_once_and_no_scene_has_more_than_three(count: int) -> None:
    board = write(dataclasses.replace(COFFEE, assets=pictures(count)))
    used = [asset for scene in board.scenes for asset in scene.assets]
    assert set(used) == {f"p{index}" for index in range(count)}
    assert max(len(scene.assets) for scene in board.scenes) <= 3


def test_pictures_for_which_there_is_no_room_are_named() -> None:
    board = write(dataclasses.replace(COFFEE, duration=5.0, assets=pictures(10)))
    assert [warning for warning in board.warnings if "No scene had room" in warning] == [
        "No scene had room for “photo 9”"
    ]


def test_sounds_and_documents_are_not_shown() -> None:
    assets = (AssetRef("a", "audio", "jingle.mp3"), AssetRef("d", "document", "brief.pdf"))
    assert all(scene.assets == () for scene in write(dataclasses.replace(COFFEE, assets=assets)).scenes)


def test_a_role_decides_before_a_name_does() -> None:
    assets = (
        AssetRef("t", "image", "product", "testimonial"),
        AssetRef("p", "image", "people laughing", "product_shot"),
    )
    board = write(dataclasses.replace(TAX, assets=assets))
    shown = {scene.role: scene.assets for scene in board.scenes}
    assert shown["proof"] == ("t",)
    assert shown["product"] == ("p",)


def test_visual_elements_are_seen_in_descriptions_and_subjects() -> None:
    board = write(dataclasses.replace(TAX, assets=()))
    seen = " ".join(scene.description for scene in board.scenes)
    assert "laptop with a calm dashboard" in seen
    assert "stack of receipts" in [scene.subject for scene in board.scenes]
