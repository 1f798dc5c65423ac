"""Network and web addresses in text: what is one and what is not, without looking anything up."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

Interface = ipaddress.IPv4Interface | ipaddress.IPv6Interface

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_USUAL_BLOCK = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}/(?:3[0-2]|[12]?[0-9])")
_USUAL_URL = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:[/?][A-Za-z0-9/?=&_.~-]*)?")
"""What nearly everybody writes; there are others."""


def is_cidr_list(text: str) -> bool:
    """True for a text that `cidr_blocks` understands; quicker."""
    return _USUAL_BLOCK.fullmatch(text) is not None or cidr_blocks(text) is not None


def cidr_blocks(text: str) -> list[Interface] | None:
    """The CIDR blocks of a comma-separated list, IPv4 or IPv6, host bits kept; None when one is no block.

    A block is an address, a slash and a prefix length; a lone address or a netmask makes none.
    """
    blocks = [_cidr_block(part.strip()) for part in text.split(",")]
    known = [block for block in blocks if block is not None]
    return known if len(known) == len(blocks) else None


def has_host_bits(block: Interface) -> bool:
    """True for a block such as 10.0.0.1/8, whose address has bits set behind its prefix."""
    return block.ip != block.network.network_address


def is_web_url(text: str) -> bool:
    """True for an http or https URL with a host and without white space or control characters."""
    if _USUAL_URL.fullmatch(text):
        return True
    if any(char.isspace() or not char.isprintable() for char in text):
        return False
    try:
        url = urlsplit(text)
        return url.scheme in {"http", "https"} and bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        return False


def _cidr_block(text: str) -> Interface | None:
    address, _, prefix = text.partition("/")
    if "%" in address or not (prefix.isascii() and prefix.isdigit()):
        return None
    try:
        return ipaddress.ip_interface(f"{address}/{prefix}")
    except ValueError:
        return None
