"""Equal values have one text, one hash and one seed."""

import json

from hypothesis import given
from hypothesis import strategies as st

from spotwright.kit.canonical import canonical, fingerprint, seed_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_the_text_is_json_of_the_same_value(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(), st.integers()))
def test_the_order_of_keys_does_not_matter(value):
    turned = dict(reversed(value.items()))
    assert canonical(turned) == canonical(value)
    assert fingerprint(turned) == fingerprint(value)


@given(st.lists(st.text(), min_size=1, max_size=3), st.lists(st.text(), min_size=1, max_size=3))
def test_different_values_have_different_fingerprints(first, second):
    assert (fingerprint(*first) == fingerprint(*second)) == (first == second)


def test_values_do_not_run_together():
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert fingerprint(1) != fingerprint("1")


def test_a_lone_surrogate_has_a_fingerprint_too():
    assert len(fingerprint("\ud800")) == 64


SEED = 162499538


def test_a_seed_is_the_same_in_every_process():
    assert seed_of("a", 1) == SEED
    assert seed_of("a", 2) != SEED
    assert all(0 <= seed_of(number) < 2**31 for number in range(100))
