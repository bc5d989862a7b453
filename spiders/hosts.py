"""Host names as sites are configured with them and as URLs give them: one spelling, checked."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LONGEST = 253


def host_and_port(parts: SplitResult) -> str:
    """Host in lower case and in ASCII, with the port where it is not the scheme's own. Raises ``ValueError`` for a bad port or host.

    >>> host_and_port(urlsplit("http://Đăk.Example:8080/x"))
    'xn--k-rha5b.example:8080'
    """
    host = to_ascii((parts.hostname or "").rstrip("."))
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{parts.port}"


def to_ascii(host: str) -> str:
    """An internationalised host name as DNS has it. Raises ``ValueError`` for what cannot be one."""
    return host if host.isascii() else host.encode("idna").decode("ascii").lower()


def configured_host(host: str) -> str:
    """The one spelling of a host of ``sites.toml``. Raises ``ValueError`` telling what is wrong with it.

    >>> configured_host("x.vn:8080"), configured_host("[::1]")
    ('x.vn:8080', '[::1]')
    """
    if "*" in host:
        raise ValueError("has a wildcard: name each host")
    if host.count(":") > 1 and not host.startswith("["):
        raise ValueError("is an IPv6 address without its brackets: [::1], [::1]:8080")
    if not host or host != host.lower() or any(sign in host for sign in "/?#@\\") or any(letter.isspace() for letter in host) or host.endswith("."):
        raise ValueError("must be a bare host name in lower case")
    try:
        parts = urlsplit(f"http://{host}")
        port = parts.port
        name = to_ascii(parts.hostname or "")
    except ValueError:
        raise ValueError("is no host name: its port or address is wrong") from None
    if port in DEFAULT_PORTS.values():
        raise ValueError(f"names port {port}, which http and https have of their own: leave it out")
    if port == 0 or host.endswith(":"):
        raise ValueError("is no host name: its port or address is wrong")
    if ":" not in name and not _is_name(name):
        raise ValueError("is no host name")
    return (f"[{name}]" if ":" in name else name) + ("" if port is None else f":{port}")


def _is_name(name: str) -> bool:
    labels = name.split(".")
    if labels[-1].isdecimal():
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
    return len(name) <= _LONGEST and all(_LABEL.fullmatch(label) for label in labels)


def is_loopback(host: str) -> bool:
    """Whether a host name or address literal means this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
