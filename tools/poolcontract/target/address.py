"""Where a run may send: to loopback, to a throw-away server, or to a real service that was named.

What a target is depends on what was typed, never on what a name happens to lead to: a name of the vendor
that leads to this machine is a real service, for there may be a tunnel behind it.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal

from poolcontract.errors import TargetError
from poolcontract.masking import clip, printable

Kind = Literal["loopback", "disposable", "real"]

_URL = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<user>[^/?#]*@)?(?P<host>\[[^\]/?#]*\]|[^:/?#@\[\]]*)"
    r"(?::(?P<port>[^/?#]*))?(?P<base>/[^?#]*)?(?P<rest>[?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEMES: dict[Kind, tuple[str, ...]] = {
    "loopback": ("http",),
    "disposable": ("http", "https"),
    "real": ("https",),
}
_PORT = re.compile("[0-9]{1,5}")
_BASE = re.compile(r"(?:/[A-Za-z0-9_.~-]+)*")
_HIGHEST_PORT = 65535
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)*(?=[a-z]){_LABEL}")
"""A name whose last part begins with a letter: else it may be read as an address, `127.1` as 127.0.0.1."""

_VENDOR = re.compile(r"(?:^|\.)(?:[a-z0-9-]*huawei[a-z0-9-]*|t-systems)(?:\.|$)")
_LOOPBACK = ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128")
_PRIVATE = (
    *_LOOPBACK,
    *map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")),
)


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint; `base` is the path that every request's target follows, often empty."""

    host: str
    port: int
    base: str = ""
    kind: Kind = "loopback"
    scheme: str = "http"

    @classmethod
    def parse(cls, url: str, *, allow_host: str | None = None, disposable: str | None = None) -> Target:
        """Read `http://HOST[:PORT][/BASE]`, or the same with https.

        Without more the host is `localhost` or an address of 127.0.0.0/8 or ::1, written in full.
        `disposable` is the host of a throw-away server, `allow_host` that of a real service, each as in the
        URL. Raises `TargetError` for all else. The sentence of the error repeats no user, query or fragment:
        a secret may be in them.
        """
        match = _URL.fullmatch(url)
        if not match:
            raise TargetError(
                f"{_shown(url) or 'an empty text'} is no URL: write it as http://localhost:8080"
            )
        host, kind = _typed(match["host"], allow_host, disposable)
        scheme = match["scheme"].lower()
        if scheme not in _SCHEMES[kind]:
            spoken = _SCHEMES[kind][0]
            raise TargetError(
                f"{match['scheme']}: only {spoken} is spoken, "
                f"write the URL as {spoken}://{clip(host, 60)}:8080"
            )
        if match["user"] or match["rest"]:
            raise TargetError("a URL to be tested has no user, password, query or fragment")
        return cls(host, _port(match["port"], scheme), _base(match["base"] or ""), kind, scheme)

    @property
    def authority(self) -> str:
        """What the Host header says: with the port, but for the one that https has by itself."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        is_plain = (self.scheme, self.port) == ("https", _DEFAULT_PORTS["https"])
        return host if is_plain else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The target as a person would type it."""
        return f"{self.scheme}://{self.authority}{self.base}"

    def may_lead_to(self, address: str) -> bool:
        """True for an address that a connection to this target may have at its other side."""
        if self.kind == "real":
            return True
        return is_loopback(address) if self.kind == "loopback" else is_private(address)


def is_address(host: str) -> bool:
    """True for the text of an address; false for a name."""
    return not _NAME.fullmatch(host)


def is_loopback(address: str) -> bool:
    """True for the text of a loopback address; false for names and for what names an interface."""
    return _is_in(address, _LOOPBACK)


def is_private(address: str) -> bool:
    """True for the text of an address that only one's own network can reach."""
    return _is_in(address, _PRIVATE)


def _is_in(address: str, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return "%" not in address and any(found in network for network in networks)


def _typed(text: str, allow_host: str | None, disposable: str | None) -> tuple[str, Kind]:
    """The host of a URL without the brackets of an IPv6 address, and what it was said to be."""
    host = _loopback_host(text)
    if host is not None:
        if allow_host is not None or disposable is not None:
            raise TargetError(f"{host} is loopback: --allow-host and --disposable are for other hosts")
        return host, "loopback"
    if allow_host is not None and disposable is not None:
        raise TargetError("--allow-host or --disposable: a host is a real service or a throw-away server")
    option, said = ("--disposable", disposable) if allow_host is None else ("--allow-host", allow_host)
    if said is None:
        raise TargetError(
            f"{_shown(text) or 'no host'} is not loopback: --allow-host HOST names a real service, "
            "--disposable HOST a throw-away server of one's own network; nothing was sent"
        )
    host = _other_host(text)
    if host is None or said.lower() not in (host, f"[{host}]"):
        raise TargetError(
            f"{option} {_shown(said) or 'without a name'}: it is the URL's host, to the letter; "
            f"the URL names {_shown(text) or 'none'}"
        )
    if allow_host is not None:
        return host, "real"
    _require_disposable(host)
    return host, "disposable"


def _require_disposable(host: str) -> None:
    if _VENDOR.search(host):
        raise TargetError(
            f"--disposable {clip(host, 60)}: it is a host of the vendor, and nothing of it is disposable"
        )
    if not _NAME.fullmatch(host) and not is_private(host):
        raise TargetError(f"--disposable {clip(host, 60)}: it is no private address")


def _loopback_host(text: str) -> str | None:
    host = text.lower()
    inner = host.removeprefix("[").removesuffix("]")
    if host == "localhost":
        return host
    return inner if is_loopback(inner) and (":" in inner) == host.startswith("[") else None


def _other_host(text: str) -> str | None:
    """A host name, or an address in full; None for what is neither, and for what may be read as either."""
    host = text.lower()
    if _NAME.fullmatch(host) and host.isascii():
        return host
    inner = host.removeprefix("[").removesuffix("]")
    try:
        ipaddress.ip_address(inner)
    except ValueError:
        return None
    return inner if "%" not in inner and (":" in inner) == host.startswith("[") else None


def _port(text: str | None, scheme: str) -> int:
    if text is None:
        return _DEFAULT_PORTS[scheme]
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
