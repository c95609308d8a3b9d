"""Only the public internet is public, however an address is wrapped."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotwright.outbound.addresses import is_public

CLOSED = Path(__file__).with_name("closed_addresses.txt").read_text().split()
OPEN = Path(__file__).with_name("open_addresses.txt").read_text().split()
V4 = st.ip_addresses(v=4)


@pytest.mark.parametrize("text", CLOSED)
def test_no_private_reserved_or_wrapping_address_is_public(text):
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", OPEN)
def test_hosts_of_the_internet_are_public(text):
    assert is_public(ip_address(text))


@given(st.ip_addresses())
def test_nothing_is_public_that_pythons_own_table_calls_private(address):
    assert not is_public(address) or (address.is_global and not address.is_multicast and not address.is_reserved)


@given(V4)
def test_no_wrapped_address_is_public(address: IPv4Address):
    number = int(address)
    wrapped = [
        number,  # compatible
        0xFFFF << 32 | number,  # mapped
        0xFFFF << 48 | number,  # translated
        0x64FF9B << 96 | number,  # NAT64
        0x2002 << 112 | number << 80,  # 6to4
        0x20010000 << 96 | (number ^ 0xFFFFFFFF),  # Teredo
        0x26001F18 << 96 | 0x5EFE << 32 | number,  # ISATAP
    ]
    assert not any(is_public(IPv6Address(each)) for each in wrapped)
