"""Which addresses are one caller."""

from ipaddress import IPv6Address, ip_address, ip_network

# One customer of an internet provider has at least this much of IPv6.
_IPV6_PREFIX = 64


def network_of(address: str) -> str:
    """Return what an address counts as: an IPv4 address itself, an IPv6 address its /64.

    What is no address counts as it is.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed), _IPV6_PREFIX), strict=False))
