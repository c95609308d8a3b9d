"""The error table, and the exception that carries a row of it."""

import pickle

import pytest

from spotwright.kit.errors import ERRORS, ApiError, FieldError, invalid


@pytest.mark.parametrize("kind", ERRORS.values(), ids=lambda kind: kind.code)
def test_every_row_says_what_is_wrong_and_what_to_do(kind):
    assert kind.code == kind.code.upper()
    assert 400 <= kind.status <= 599
    assert kind.text[0].isupper()
    assert not kind.text.endswith(".")
    assert kind.advice.endswith(".")


def test_codes_are_their_own_keys():
    assert all(code == kind.code for code, kind in ERRORS.items())


def test_an_error_survives_the_way_to_another_process():
    error = ApiError(
        "JOB_STATE_CONFLICT",
        "Job is done",
        fields=[FieldError("body", "/a", "b", "c")],
        headers={"Retry-After": "1"},
        details={"currentStatus": "completed"},
    )
    back = pickle.loads(pickle.dumps(error))
    assert (back.kind, back.message, back.fields, back.headers, back.details) == (
        error.kind,
        error.message,
        error.fields,
        error.headers,
        error.details,
    )
    assert str(back) == "Job is done"


def test_an_unknown_code_is_a_bug():
    with pytest.raises(KeyError):
        ApiError("NO_SUCH_CODE")


@pytest.mark.parametrize(
    ("pointer", "location", "text"),
    [
        ("/a/b", "body", "Validation failed: a.b: is wrong"),
        ("limit", "query", "Validation failed: limit: is wrong"),
        ("", "body", "Validation failed: body: is wrong"),
    ],
)
def test_a_wrong_field_is_named(pointer, location, text):
    error = invalid(pointer, "is wrong", location=location)
    assert error.message == text
    assert error.fields == (FieldError(location, pointer, "invalid", "is wrong"),)
