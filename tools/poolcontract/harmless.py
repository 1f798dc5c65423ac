"""Whether somebody else's program, which deletes what it meets, may be let loose on a URL."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from poolcontract.errors import TargetError
from poolcontract.target.address import Target, is_loopback


def require_harmless(url: str) -> None:
    """Raise `TargetError` unless a URL leads to this machine or into a private network alone."""
    host = urlsplit(url).hostname or ""
    if not _is_harmless(host):
        raise TargetError(
            f"{host or 'no host'}: it is not known to be this machine or in a private network, and "
            "Schemathesis deletes what it meets; nothing was sent"
        )


def _is_harmless(host: str) -> bool:
    """True where a name is none of the vendor's, and every address that it has is private."""
    is_here = host == "localhost" or is_loopback(host)
    plain = f"http://[{host}]" if ":" in host else f"http://{host}"
    try:
        target = Target.parse(plain, disposable=None if is_here else host)
        addresses = [str(info[4][0]) for info in socket.getaddrinfo(host, None)]
    except (TargetError, OSError, UnicodeError):
        return False
    return all(map(target.may_lead_to, addresses))
