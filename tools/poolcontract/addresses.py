"""Network and web addresses in text: what is one and what is not, without looking anything up."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

Interface = ipaddress.IPv4Interface | ipaddress.IPv6Interface


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
