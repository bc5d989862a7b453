"""Which addresses may be connected to: public ones, and loopback for a site that is configured so.

Judged is the address that a socket is about to be connected to, not the name in a
URL: whatever a name is spelled like, and whatever its DNS says at that instant,
it ends as one of these.
"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_PRIVATE = (ipaddress.IPv6Network("64:ff9b:1::/48"), ipaddress.IPv6Network("3fff::/20"))
_RELAY_ANYCAST = ipaddress.IPv4Network("192.88.99.0/24")


class AddressRefused(OSError):
    """An address that must not be connected to; ``address`` and ``why`` tell which.

    ``str()`` is the same for all of them: of several addresses of one name that
    are all refused, the connector then reports the first as it is.
    """

    def __init__(self, address: str, why: str) -> None:
        super().__init__("the address is not public")
        self.address = address
        self.why = why


def why_refused(address: str, allow_loopback: bool = False) -> str | None:
    """Why ``address`` (an IPv4 or IPv6 literal, a scope allowed) may not be connected to; ``None`` where it may.

    >>> why_refused("169.254.169.254")
    'link-local'
    >>> why_refused("::ffff:10.0.0.1")
    'private, in an IPv6 address'
    >>> why_refused("127.0.0.1", allow_loopback=True)
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "no address"
    if isinstance(ip, IPv4Address):
        why = _why_v4(ip)
    else:
        embedded = _embedded(ip)
        if embedded is not None:
            inner = _why_v4(embedded)
            why = inner and (inner if inner == "loopback" and ip.ipv4_mapped else f"{inner}, in an IPv6 address")
        else:
            why = _why_v6(ip)
    return None if why == "loopback" and allow_loopback else why


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that packets to ``ip`` are carried on to: mapped, 6to4 or translated (NAT64)."""
    if ip in _TRANSLATED:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def _special(ip: IPv4Address | IPv6Address) -> str | None:
    """What both kinds of addresses have apart from the public ones."""
    if ip.is_loopback:
        return "loopback"
    if ip.is_unspecified:
        return "unspecified"
    if ip.is_link_local:
        return "link-local"
    if ip.is_multicast:
        return "multicast"
    return None


def _why_v4(ip: IPv4Address) -> str | None:
    if why := _special(ip):
        return why
    if ip.is_reserved or ip in _RELAY_ANYCAST:
        return "reserved"
    return None if ip.is_global else "private"


def _why_v6(ip: IPv6Address) -> str | None:
    if why := _special(ip):
        return why
    if ip.is_private or ip.is_site_local or any(ip in network for network in _PRIVATE):
        return "private"
    return None if ip in _GLOBAL_UNICAST else "reserved"
