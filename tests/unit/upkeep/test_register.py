"""The register: a set of any size, in little memory."""

import hashlib
import tracemalloc

import pytest

from spotwright.upkeep.register import PREFIXES, open_register


@pytest.fixture
def register(tmp_path):
    with open_register(tmp_path / "register") as opened:
        yield opened


def sha(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def content(register) -> list[str]:
    return [sha256 for prefix in PREFIXES for sha256 in register.beginning(prefix)]


def test_it_is_a_set_in_order(register):
    register.add([sha(1), sha(2), sha(1)])
    register.add([sha(2), sha(3)])
    assert content(register) == sorted(map(sha, (1, 2, 3)))
    assert sha(3) in register
    assert sha(4) not in register
    assert register.beginning(sha(1)[:2]) == [sha(1)]


def test_a_hash_of_only_one_digit_is_found_by_its_beginning(register):
    register.add(["f" * 64, "0" * 64])
    assert register.beginning("ff") == ["f" * 64]
    assert register.beginning("00") == ["0" * 64]


def test_a_hundred_thousand_take_little_memory(register):
    tracemalloc.start()
    register.add(map(sha, range(100_000)))
    count = sum(len(register.beginning(prefix)) for prefix in PREFIXES)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 1 << 20
