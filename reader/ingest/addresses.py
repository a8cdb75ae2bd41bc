"""What an address is made of: its origin, the password in it, whether a peer is a private one."""

from __future__ import annotations

import base64
import ipaddress
import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from reader.text import web_address

_PORTS = {"http": 80, "https": 443}
_SHARED = ipaddress.ip_network("100.64.0.0/10")  # carrier-grade NAT, RFC 6598
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?:)", re.I)


class Origin(NamedTuple):
    """Scheme, host and port: what may see a password."""

    scheme: str
    host: str
    port: int


def origin(address: str) -> Origin:
    """The origin of an http(s) address as `web_address` gives it."""
    parts = urlsplit(address)
    return Origin(parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0))


def split_secret(address: str) -> tuple[str, str]:
    """`address` without user and password, and the Authorization header they mean ("" if none)."""
    parts = urlsplit(address)
    if "@" not in parts.netloc:
        return address, ""
    secret, host = parts.netloc.rsplit("@", 1)
    user, _, password = secret.partition(":")
    pair = f"{unquote(user)}:{unquote(password)}".encode()
    header = "Basic " + base64.b64encode(pair).decode("ascii")
    return urlunsplit(parts._replace(netloc=host)), header


def with_secret_of(address: str, old: str) -> str:
    """`address` with the user and password of `old`, if both are of one origin."""
    parts, had = urlsplit(address), urlsplit(old)
    if "@" in parts.netloc or "@" not in had.netloc or origin(address) != origin(old):
        return address
    secret = had.netloc.rsplit("@", 1)[0]
    return urlunsplit(parts._replace(netloc=f"{secret}@{parts.netloc}"))


def without_fragment(address: str) -> str:
    """`address` up to its `#`."""
    return address.split("#", 1)[0]


def feed_address(typed: str) -> str:
    """What a person typed or a server wrote as an http(s) address, or "".

    `feed:https://x`, `feed://x` (which means http, as browsers took it) and fragments are settled.
    """
    typed = _FEED_SCHEME.sub("", typed.strip())
    if typed[:7].lower() == "feed://":
        typed = "http://" + typed[7:]
    return without_fragment(web_address(typed))


def is_private(peer: str) -> bool:
    """Whether an IP address is none of the public Internet.

    Loopback, private, link-local, shared (CGNAT), unique local, multicast, reserved and unspecified
    ones, also inside IPv4-mapped, 6to4, Teredo and NAT64 forms. What is no IP address is private.
    """
    try:
        ip = ipaddress.ip_address(peer.split("%", 1)[0])
    except ValueError:
        return True
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_private(str(inner))
        if ip.is_site_local:
            return True
    elif ip in _SHARED:
        return True
    return not ip.is_global or ip.is_multicast
