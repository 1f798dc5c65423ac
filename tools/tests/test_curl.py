"""The line that repeats a request: curl sends what our client sent, whatever is in it, and no secret is."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass

import pytest

from poolcontract.evidence.curl import curl_line
from poolcontract.exchange import Headers, Request
from poolcontract.masking import Mask
from poolcontract.target import Client, Target

from .raw_server import RawServer, sized

TOKEN = "t0k'en $(x) \"`y`\\"  # noqa: S105  made up, and hostile to a shell
MASK = Mask([TOKEN])
BASE = "/base/v2"
WITH_TOKEN: Headers = (("X-Auth-Token", TOKEN),)
JSON: Headers = (("Content-Type", "application/json"),)
SHELLS = [shell for shell in ("sh", "bash", "dash", "zsh") if shutil.which(shell)]
ALL_BYTES = bytes(range(256))
HIGH = "".join(map(chr, range(0x80, 0x100)))
PUNCTUATION = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())


@dataclass(frozen=True)
class Sent:
    """A request on the wire but for the order of headers, and what our client adds of its own."""

    line: bytes
    headers: frozenset[bytes]
    body: bytes


def sent(data: bytes) -> Sent:
    head, _, body = data.partition(b"\r\n\r\n")
    line, *headers = head.split(b"\r\n")
    of_ours = (b"accept-encoding:", b"connection:")
    return Sent(
        line, frozenset(each.rstrip() for each in headers if not each.lower().startswith(of_ours)), body
    )


REQUESTS = {
    "plain": Request(method="DELETE", target="/p/pools/a", headers=WITH_TOKEN),
    "no headers": Request(method="DELETE", target="/p/pools/a"),
    "empty token": Request(method="DELETE", target="/p/pools/a", headers=(("X-Auth-Token", ""),)),
    "wrong token": Request(method="DELETE", target="/p/pools/a", headers=(("X-Auth-Token", "wrong-1f"),)),
    "two of a header": Request(method="DELETE", target="/p", headers=(("A", "1"), ("a", "2"), ("A", "1"))),
    "a method of one's own": Request(method="P'UT", target="/p"),
    "HEAD": Request(method="HEAD", target="/p/pools/a", headers=WITH_TOKEN),
    "dots": Request(method="DELETE", target="/p/pools/../a/./b/%2e%2e/"),
    "slashes": Request(method="DELETE", target="//p//pools/a%2Fb/"),
    "globs": Request(method="DELETE", target="/p/{a,b}[1-9]/*?x=[1-2]&y={z}"),
    "punctuation": Request(method="DELETE", target=f"/p/{PUNCTUATION}/x"),
    "a fragment": Request(method="DELETE", target="/p/a#b?c"),
    "percent signs": Request(method="DELETE", target="/p/%/%zz/%00/%25"),
    "all high bytes": Request(method="DELETE", target=f"/p/{HIGH}"),
    "a long name": Request(method="DELETE", target=f"/p/{'x' * 1024}"),
    "hostile headers": Request(
        method="DELETE",
        target="/p",
        headers=(("A", "$(touch x) `y` 'z' \"q\" \\ !! %s %n -"), ("B", f"{HIGH}é'"), ("C", "@file;x")),
    ),
    "a header of blanks only": Request(method="DELETE", target="/p", headers=(("A", "  x  "),)),
    "an object": Request(method="DELETE", target="/p", headers=JSON, body=b"{}"),
    "a media type without a body": Request(method="DELETE", target="/p", headers=JSON),
    "a body without a media type": Request(method="DELETE", target="/p", body=b"x=1"),
    "a body that looks like a file": Request(
        method="DELETE", target="/p", headers=JSON, body=b"@/etc/passwd"
    ),
    "quotes": Request(method="PUT", target="/p", headers=JSON, body=b'{"a": \'b\', "c": "\\\\"}'),
    "all bytes": Request(method="POST", target="/p", headers=JSON, body=ALL_BYTES * 3),
    "digits behind a control byte": Request(method="POST", target="/p", body=b"\x001\x0702\n\n"),
    "line breaks at its end": Request(method="POST", target="/p", headers=JSON, body=b"{}\n\r\n\n"),
    "options of printf": Request(method="POST", target="/p", headers=JSON, body=b"-v x %d %% \\101 \xff"),
}


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
@pytest.mark.parametrize("case", REQUESTS)
def test_curl_sends_what_our_client_sends(case: str) -> None:
    request = REQUESTS[case]
    with RawServer(sized(b"" if request.method == "HEAD" else b"{}")) as server:
        client = Client(Target.parse(f"{server.url}{BASE}"))
        exchange = client.send(request)
        line = curl_line(request, client.target.url, MASK)
        assert line is not None
        for shell in SHELLS:
            told = by_shell(shell, line)
            assert told.partition(b"\r\n")[0] == b"HTTP/1.1 200 OK"
        requests = [sent(each) for each in server.requests]
    assert exchange.response is not None
    assert set(requests[1:]) == {requests[0]}
    assert len(requests) == 1 + len(SHELLS)
    assert line.isascii()
    assert line.isprintable()
    assert TOKEN not in line


def by_shell(shell: str, line: str) -> bytes:
    """What curl prints for a line that is typed into a shell."""
    environment = {
        **os.environ,
        "POOLCONTRACT_TOKEN": TOKEN,
        "http_proxy": "http://203.0.113.1:1",
        "LC_ALL": "C",
    }
    done = subprocess.run([shell, "-c", line], capture_output=True, env=environment, timeout=20, check=False)
    assert done.returncode == 0, (line, done.stderr)
    return done.stdout


def line_of(request: Request, mask: Mask = MASK) -> str | None:
    return curl_line(request, "http://localhost:8080", mask)


def test_a_line_as_a_whole() -> None:
    body = Request(method="DELETE", target="/v2/p/pools/a", headers=(*WITH_TOKEN, *JSON), body=b"{}")
    assert line_of(body) == (
        "curl -qgsSi --http1.1 --path-as-is --noproxy '*' -A '' -H Accept: -X DELETE "
        "-H \"X-Auth-Token: $POOLCONTRACT_TOKEN\" -H 'Content-Type: application/json' "
        "--data-binary '{}' http://localhost:8080/v2/p/pools/a"
    )


@pytest.mark.parametrize(
    "request_with_it",
    [
        Request(method="DELETE", target="/p/hunter2-hunter2"),
        Request(method="DELETE", target="/p", headers=(("X-Auth-Token", "hunter2-hunter2x"),)),
        Request(method="DELETE", target="/p", headers=(("Cookie", "a=hunter2-hunter2"),)),
        Request(method="POST", target="/p", headers=JSON, body=b'{"a": "hunter2-hunter2"}'),
        Request(method="POST", target="/p", headers=JSON, body=b"aHVudGVyMi1odW50ZXIy"),
    ],
)
def test_there_is_no_line_with_a_secret(request_with_it: Request) -> None:
    assert line_of(request_with_it, Mask(["hunter2-hunter2"])) is None


def test_a_secret_between_bytes_that_are_escaped_is_one() -> None:
    pair = Request(method="POST", target="/p", body=b"\x00hunter2-hunter2\x00")
    assert line_of(pair, Mask(["hunter2-hunter2"])) is None
    assert line_of(pair, Mask(["hunter2--"])) is not None


def test_there_is_no_line_that_is_too_long() -> None:
    assert line_of(Request(method="POST", target="/p", body=b"x" * 7000)) is not None
    assert line_of(Request(method="POST", target="/p", body=b"x" * 9000)) is None
