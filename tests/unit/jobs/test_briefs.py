"""From the API's brief to the writer's: nothing is lost, defaults are filled in, sizes suit the encoder."""

from builders import brief
from hypothesis import given
from hypothesis import strategies as st

from spotwright.jobs.briefs import brief_of, request_of
from spotwright.jobs.schemas import JobCreate, specs_of

MATERIALS = {
    "client": {"id": "cli_x", "name": "Morning Ritual", "homepage": None, "brand_guidelines": None},
    "campaign": None,
    "assets": [],
}
SPECS = st.fixed_dictionaries(
    {},
    optional={
        "duration": st.floats(5, 120) | st.integers(5, 120) | st.none(),
        "format": st.sampled_from(["16:9", "9:16", "1:1", "4:5"]) | st.none(),
        "resolution": st.sampled_from(["480p", "540p", "720p", "1080p", "1440p", "2160p"]) | st.none(),
        "fps": st.sampled_from([24, 25, 30, 50, 60]) | st.none(),
    },
)


@given(SPECS)
def test_every_film_can_be_encoded(specs):
    found = specs_of(JobCreate.model_validate(brief("cli_x", videoSpecs=specs)))
    assert found.width % 2 == found.height % 2 == 0
    across, down = (int(side) for side in found.format.split(":"))
    assert abs(found.width / found.height - across / down) < 0.01
    assert min(found.width, found.height) == int(found.resolution.removesuffix("p"))
    frames = found.duration * found.fps
    assert abs(frames - round(frames)) < 1e-6
    assert 5 - 1 / found.fps <= found.duration <= 120 + 1 / found.fps
    if specs.get("duration"):
        assert abs(found.duration - specs["duration"]) <= 0.5 / found.fps + 1e-9


def told(materials: dict | None = None, **creative):
    request = request_of(JobCreate.model_validate(brief("cli_x", **creative)))
    return brief_of(request, {**MATERIALS, **(materials or {})})


def test_the_writer_is_told_what_the_person_said():
    found = told()
    assert found.product == "Morning Ritual, single-origin coffee by subscription"
    assert found.target_audience == "Busy people who love good coffee"
    assert found.key_message == "Roasted on Monday, in your kitchen by Wednesday"
    assert found.call_to_action == "Start your first bag"
    assert found.style == "warm editorial"
    assert (found.duration, found.format, found.fps) == (15.0, "16:9", 30)


def test_whose_ad_it_is_is_not_part_of_the_kept_brief():
    assert "context" not in request_of(JobCreate.model_validate(brief("cli_x")))


def test_guidelines_reach_the_writer():
    guide = {"colors": ["#B5452C"], "fonts": ["Poppins"], "tone": "warm", "restrictions": ["no prices"]}
    brand = told({"client": {**MATERIALS["client"], "brand_guidelines": guide}}).brand
    assert (brand.colors, brand.fonts, brand.tone) == (("#B5452C",), ("Poppins",), "warm")
    assert brand.restrictions == ("no prices",)


def test_restrictions_in_one_text_are_read_sentence_by_sentence():
    guide = {"restrictions": "Never say cheap. No prices!\nNo people; no animals"}
    brand = told({"client": {**MATERIALS["client"], "brand_guidelines": guide}}).brand
    assert brand.restrictions == ("Never say cheap.", "No prices!", "No people;", "no animals")


def test_a_structured_campaign_brief_is_read_as_text():
    campaign = {"id": "c", "name": "Spring", "goal": None, "product_url": None, "brief": {"a": "Wake up.", "n": 3}}
    assert told({"campaign": campaign}).campaign.brief_text == "Wake up."
    assert told({"campaign": {**campaign, "brief": "Plain."}}).campaign.brief_text == "Plain."
    assert told({"campaign": {**campaign, "brief": None}}).campaign.brief_text == ""


def test_the_same_brief_has_the_same_seed_and_another_one_another():
    assert told().seed == told().seed
    assert told().seed != told(direction={"style": "cold"}).seed
    other = {"client": {**MATERIALS["client"], "id": "cli_y"}}
    assert told().seed != told(other).seed
