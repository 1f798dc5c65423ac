"""Where a run may send: in this edition to loopback, typed as such and connected to one."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from poolcontract.errors import TargetError
from poolcontract.masking import clip, printable

_URL = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<user>[^/?#]*@)?(?P<host>\[[^\]/?#]*\]|[^:/?#@\[\]]*)"
    r"(?::(?P<port>[^/?#]*))?(?P<base>/[^?#]*)?(?P<rest>[?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_SCHEME = "http"
_PORT = re.compile("[0-9]{1,5}")
_BASE = re.compile(r"(?:/[A-Za-z0-9_.~-]+)*")
_DEFAULT_PORT, _HIGHEST_PORT = 80, 65535
_LOOPBACK = ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128")


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint on loopback; `base` is the path that every request's target follows, often empty."""

    host: str
    port: int
    base: str = ""

    @classmethod
    def parse(cls, url: str) -> Target:
        """Read `http://HOST[:PORT][/BASE]`; raises `TargetError` for anything that is not loopback.

        The host is `localhost` or an address of 127.0.0.0/8 or ::1, written in full. The sentence of the
        error repeats no user, query or fragment: a secret may be in them.
        """
        match = _URL.fullmatch(url)
        if not match:
            raise TargetError(
                f"{_shown(url) or 'an empty text'} is no URL: write it as http://localhost:8080"
            )
        host = _typed_host(match["host"])
        if host is None:
            raise TargetError(
                f"{_shown(match['host']) or 'no host'} is not loopback: this version tests localhost, "
                "127.0.0.1 and [::1] only, so that nothing real can be deleted; nothing was sent"
            )
        if match["scheme"].lower() != _SCHEME:
            raise TargetError(f"{match['scheme']}: only http is spoken, write the URL as http://{host}:8080")
        if match["user"] or match["rest"]:
            raise TargetError("a URL to be tested has no user, password, query or fragment")
        return cls(host, _port(match["port"]), _base(match["base"] or ""))

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The target as a person would type it."""
        return f"{_SCHEME}://{self.authority}{self.base}"


def is_loopback(address: str) -> bool:
    """True for the text of a loopback address; false for names and for what names an interface."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return "%" not in address and any(found in network for network in _LOOPBACK)


def _typed_host(text: str) -> str | None:
    """The host of a URL without the brackets of an IPv6 address; None when it is not loopback."""
    host = text.lower()
    inner = host.removeprefix("[").removesuffix("]")
    if host == "localhost":
        return host
    return inner if is_loopback(inner) and (":" in inner) == host.startswith("[") else None


def _port(text: str | None) -> int:
    if text is None:
        return _DEFAULT_PORT
    if not _PORT.fullmatch(text) or not 0 < int(text) <= _HIGHEST_PORT:
        raise TargetError(f"{_shown(text) or 'nothing'} is no port: there are 1 to {_HIGHEST_PORT}")
    return int(text)


def _base(path: str) -> str:
    """The path without the slash at its end."""
    base = path.removesuffix("/")
    if not _BASE.fullmatch(base) or {".", ".."} & set(base.split("/")):
        raise TargetError(
            f"{_shown(path)} is no base path: its parts are of letters, digits, - _ . ~ and not of dots alone"
        )
    return base


def _shown(text: str) -> str:
    """Text of a URL that can be repeated: what may be secret in it is cut off."""
    plain = re.sub(r"[?#].*", "", re.sub(r"//[^/?#]*@", "//", text), flags=re.DOTALL)
    return clip(printable(plain), 60)
