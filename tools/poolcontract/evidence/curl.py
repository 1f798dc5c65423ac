"""A request as a line for a shell: curl sends the same bytes, but for the order of headers.

The line is of printable ASCII, whatever the request holds, and never has the token in it.
"""

from __future__ import annotations

import re
import shlex

from poolcontract.exchange import Request
from poolcontract.masking import MASK, Mask
from poolcontract.settings import TOKEN_VARIABLE

_CURL = "curl -qgsSi --http1.1 --path-as-is --noproxy '*' -A '' -H Accept:"
"""No configuration file, no globbing, no proxy, and none of the headers that curl would add."""

_LONGEST = 8000
_TOKEN_HEADER = "x-auth-token"  # noqa: S105  the name of a header
_PLAIN = re.compile("[ -~]*")
_IN_A_URL = re.compile(r"[!-~]*")
_AS_IT_IS = re.compile(rb"[ -$&,.-Z\[\]-~(-+]")
"""Bytes that `printf` prints as they are and that mean nothing within single quotes."""


def curl_line(request: Request, url: str, mask: Mask) -> str | None:
    """The line that sends a request to a target by its URL; the token comes from the environment.

    None where a line would be too long, or would have a secret in it.
    """
    if _holds_a_secret(request, mask):
        return None
    given, piped = _body(request)
    words = [_CURL, *_method(request), *_headers(request, mask), *given, *_target(url, request.target)]
    line = piped + " ".join(words)
    return line if len(line) <= _LONGEST and mask.known(line) == line else None


def _holds_a_secret(request: Request, mask: Mask) -> bool:
    """True where a secret stands in a place that a line would show, be it escaped there."""
    headers = [each for each in request.headers if not _is_the_token(*each, mask)]
    texts = [request.target, *(text for each in headers for text in each), request.body.decode("latin-1")]
    return any(mask.known(text) != text for text in texts)


def _is_the_token(name: str, value: str, mask: Mask) -> bool:
    return name.lower() == _TOKEN_HEADER and value != "" and mask.known(value) == MASK


def _method(request: Request) -> list[str]:
    is_head = request.method == "HEAD" and not request.body  # else curl waits for a body that never comes
    return ["-I"] if is_head else ["-X", shlex.quote(request.method)]


def _headers(request: Request, mask: Mask) -> list[str]:
    words = []
    for name, value in request.headers:
        if _is_the_token(name, value, mask):
            words += ["-H", f'"{name}: ${TOKEN_VARIABLE}"']
        else:
            words += ["-H", _quoted(f"{name}: {value}" if value else f"{name};")]
    return words


def _target(url: str, target: str) -> list[str]:
    """The URL; what it cannot say of a target, such as `#`, is said beside it."""
    scheme, _, rest = url.partition("://")
    authority, slash, base = rest.partition("/")
    if _IN_A_URL.fullmatch(target) and "#" not in target:
        return [shlex.quote(url + target)]
    return ["--request-target", _quoted(f"{slash}{base}{target}"), f"{scheme}://{authority}/"]


def _body(request: Request) -> tuple[list[str], str]:
    """The options for a body, and what pipes it in where an argument cannot hold it."""
    has_type = request.header("content-type") is not None
    if not request.body:
        return (["--data-binary", "''"] if has_type else []), ""
    none = [] if has_type else ["-H", "Content-Type:"]
    text = request.body.decode("latin-1")
    if _PLAIN.fullmatch(text) and not text.startswith("@"):
        return [*none, "--data-binary", shlex.quote(text)], ""
    return [*none, "--data-binary", "@-"], f"{_printed(request.body)} | "


def _quoted(text: str) -> str:
    """A text of bytes as one word of a shell."""
    return shlex.quote(text) if _PLAIN.fullmatch(text) else f'"$({_printed(text.encode("latin-1"))})"'


def _printed(data: bytes) -> str:
    """The command that prints some bytes: all are escaped but letters, digits and what means nothing."""
    pieces = (data[at : at + 1] for at in range(len(data)))
    printed = "".join(each.decode() if _AS_IT_IS.fullmatch(each) else f"\\{each[0]:03o}" for each in pieces)
    return f"printf '{printed}'"
