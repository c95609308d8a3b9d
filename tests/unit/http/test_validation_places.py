"""A rejected field is named by its place in the document, never by its value."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from spotwright.http.errors import from_validation


class Inner(BaseModel):
    names: list[str] | str | None = None
    count: int = 0


class Outer(BaseModel):
    inner: Inner
    either: dict[str, int] | list[int] | None = None


def places(document: object) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate(document)
    problems = [{**problem, "loc": ("body", *problem["loc"])} for problem in caught.value.errors()]
    return {field.pointer for field in from_validation(problems, document).fields}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({}, {"/inner"}),
        ({"inner": {"names": 3}}, {"/inner/names"}),
        ({"inner": {"names": ["a", 3, "b", None]}}, {"/inner/names", "/inner/names/1", "/inner/names/3"}),
        ({"inner": {"names": {"x": 1}}}, {"/inner/names"}),
        ({"inner": {"count": "many"}}, {"/inner/count"}),
        ({"inner": {}, "either": {"a": 1, "b": "x"}}, {"/either", "/either/b"}),
        ({"inner": {}, "either": [1, "x"]}, {"/either", "/either/1"}),
        ([], {"/"}),
        ("text", {"/"}),
        (None, {"/"}),
    ],
)
def test_the_place_is_in_the_document(document, expected):
    assert places(document) == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.just("s3cret-value"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["inner", "either", "names", "count", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON)
def test_every_place_can_be_followed_and_no_value_is_repeated(document: Any):
    try:
        Outer.model_validate(document)
    except ValidationError as error:
        problems = [{**problem, "loc": ("body", *problem["loc"])} for problem in error.errors()]
        failure = from_validation(problems, document)
        assert "s3cret" not in failure.message
        for field in failure.fields:
            steps = [step for step in field.pointer.split("/")[1:] if step]
            if field.code == "missing":
                steps = steps[:-1]
            inner = document
            for step in steps:
                inner = inner[int(step) if isinstance(inner, list) else step]
