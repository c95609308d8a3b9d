"""Which addresses are on the public internet. The tables are ours: Python's ``is_global`` differs between versions.

An IPv6 address must be global unicast and must not carry an IPv4 address inside: a translator or a tunnel on our side
would unwrap it, after it was checked. That refuses all of ::ffff:0:0/96 (mapped), ::/96 (compatible), 64:ff9b::/96 and
64:ff9b:1::/48 (NAT64), 2002::/16 (6to4), 2001::/32 (Teredo) and ISATAP, public inside or not.
"""

from ipaddress import IPv4Address, IPv6Address, ip_network

_V4_CLOSED = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network; Linux takes 0.0.0.0 for itself
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT, and Alibaba's metadata at 100.100.100.200
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's wire server: a public number that only leads into the host
        "169.254.0.0/16",  # link-local, and most clouds' metadata at 169.254.169.254
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments, and Oracle's metadata at 192.0.0.192
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # automatic multicast tunnels
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and the broadcast
    )
)
_V6_OPEN = ip_network("2000::/3")
_V6_CLOSED = tuple(
    ip_network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_ISATAP = {0x00005EFE, 0x02005EFE}


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """True when the address can only be a host of the public internet."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _V4_CLOSED)
    if address.scope_id is not None or address not in _V6_OPEN:
        return False
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return False
    return not any(address in block for block in _V6_CLOSED)
