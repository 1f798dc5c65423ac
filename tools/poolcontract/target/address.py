"""Where a run may send: in this edition to loopback, typed as such and connected to one."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from poolcontract.errors import TargetError
from poolcontract.masking import printable

_URL = re.compile(
    r"http://(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(?P<port>[0-9]{1,5}))?(?P<base>(?:/[\w.~-]+)*)/?"
)
_HIGHEST_PORT = 65535
_DEFAULT_PORT = 80


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint on loopback; `base` is the path that every request's target follows, often empty."""

    host: str
    port: int
    base: str = ""

    @classmethod
    def parse(cls, url: str) -> Target:
        """Read `http://HOST[:PORT][/BASE]`; raises `TargetError` for anything that is not loopback.

        The host is `localhost` or an address of 127.0.0.0/8 or ::1, written in full.
        """
        match = _URL.fullmatch(url)
        if not match:
            raise TargetError(
                f"{printable(url)}: not a URL that can be tested: write http://localhost:PORT "
                "(only loopback, only http, no user, query or fragment)"
            )
        host = match["host"].strip("[]").lower()
        if not _is_typed_as_loopback(host):
            raise TargetError(
                f"{host} is not loopback: this version tests localhost, 127.0.0.1 and [::1] only, "
                "so that nothing real can be deleted; nothing was sent"
            )
        port = int(match["port"] or _DEFAULT_PORT)
        if not 0 < port <= _HIGHEST_PORT:
            raise TargetError(f"{port} is no port")
        if any(part in (".", "..") for part in match["base"].split("/")):
            raise TargetError(f"{printable(url)}: a base path holds no dots alone")
        return cls(host, port, match["base"])

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def is_loopback(address: str) -> bool:
    """True for the text of a loopback address; false for names."""
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _is_typed_as_loopback(host: str) -> bool:
    return host == "localhost" or is_loopback(host)
