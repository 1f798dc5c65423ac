"""Calls that are no HTTP, or HTTP that nobody should send: `{line}` deletes a living pool if it is obeyed.

The token that opens the door is in `{token}`; what stands here is Latin-1, byte for byte.
"""

from __future__ import annotations

_HEAD = "{line} HTTP/1.1\r\nHost: x\r\n{token}"
_END = "\r\n\r\n"


def _with(*lines: str, body: str = "") -> str:
    return "\r\n".join([f"{_HEAD}", *lines]) + _END + body


_CHUNKED = "Transfer-Encoding: chunked"
NO_HTTP: dict[str, str] = {
    "nothing": "",
    "a line break": _END,
    "noise": "".join(map(chr, range(256))).replace("{", "{{").replace("}", "}}"),
    "zeros": "\0" * 4096,
    "a TLS greeting": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + "\0" * 64,
    "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/0.9": "GET /\r\n",
    "SMTP": "EHLO mock\r\n",
    "SSH": "SSH-2.0-OpenSSH_9.6\r\n",
    "JSON": '{{"method": "DELETE"}}\n',
    "an answer": "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
}
LINES: dict[str, str] = {
    "no version": "{line}\r\n{token}" + _END,
    "unknown version": "{line} HTTP/9.9\r\nHost: x\r\n{token}" + _END,
    "version of three": "{line} HTTP/1.1.1\r\nHost: x\r\n{token}" + _END,
    "version in lower case": "{line} http/1.1\r\nHost: x\r\n{token}" + _END,
    "no number": "{line} HTTP/\r\nHost: x\r\n{token}" + _END,
    "another protocol": "{line} ICY/1.1\r\nHost: x\r\n{token}" + _END,
    "no target": "DELETE  HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "only a method": "DELETE\r\nHost: x\r\n{token}" + _END,
    "no method": " /v2 HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "method of signs": "DEL@TE / HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "method without end": "D" * 200_000,
    "blank in the target": "{line} b HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "tab in the target": "{line}\t HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "control in the target": "{line}\x01 HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "NUL in the target": "{line}\0 HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "bytes above ASCII in the target": "{line}\xff HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "a target without end": "{line}" + "a" * 200_000,
    "a host as target": "DELETE mock:80 HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "a tunnel": "CONNECT mock:80 HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "an absolute form without a host": "DELETE http:/// HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "a bracket that stays open": "DELETE http://[::1/v2 HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "a path in brackets": "DELETE //[v2/p/pools HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "a line break in the line": "DELETE\r\n / HTTP/1.1\r\nHost: x\r\n{token}" + _END,
    "a carriage return alone": "{line} HTTP/1.1\rHost: x\r{token}\r\r",
}
HEADERS: dict[str, str] = {
    "no host": "{line} HTTP/1.1\r\n{token}" + _END,
    "two hosts": _with("Host: y"),
    "header without a colon": _with("no colon"),
    "header without a name": _with(": a"),
    "blank in a name": _with("a b: c"),
    "blank before the colon": _with("a : b"),
    "signs in a name": _with("a(b): c"),
    "NUL in a name": _with("a\0b: c"),
    "NUL in a header": _with("a: \0"),
    "bytes above ASCII in a name": _with("\xff: a"),
    "carriage return in a header": _with("a: b\rc: d"),
    "folded before any": "{line} HTTP/1.1\r\n folded: a\r\nHost: x\r\n{token}" + _END,
    "a header without end": "{line} HTTP/1.1\r\nHost: x\r\na: " + "a" * 200_000,
    "a long header": _with("a: " + "a" * 200_000),
    "many headers": _with(*["a: b"] * 40_000),
    "headers that break off": "{line} HTTP/1.1\r\nHost: x\r\n{token}",
    "two tokens": _with("X-Auth-Token: other", "X-Auth-Token: another").replace("{token}", ""),
    "an expectation that nobody meets": _with("Expect: a miracle", "Content-Length: 2"),
    "an upgrade": "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket" + _END,
}
BODIES: dict[str, str] = {
    "length that is none": _with("Content-Length: two", body="{{}}"),
    "negative length": _with("Content-Length: -2", body="{{}}"),
    "length with a sign": _with("Content-Length: +2", body="{{}}"),
    "length in hexadecimal": _with("Content-Length: 0x2", body="{{}}"),
    "length with a blank": _with("Content-Length: 1 2", body="{{}}"),
    "a length beyond all": _with("Content-Length: " + "9" * 30, body="{{}}"),
    "a length of digits without end": _with("Content-Length: " + "1" * 5000, body="{{}}"),
    "two lengths": _with("Content-Length: 2", "Content-Length: 3", body="{{}}"),
    "two lengths in one": _with("Content-Length: 2, 3", body="{{}}"),
    "body that breaks off": _with("Content-Length: 9", body="{{}}"),
    "unknown coding": _with("Transfer-Encoding: zip"),
    "two codings": _with("Transfer-Encoding: gzip, chunked", body="0" + _END),
    "chunked twice": _with(_CHUNKED, _CHUNKED, body="0" + _END),
    "chunk without a size": _with(_CHUNKED, body="zz\r\n{{}}\r\n"),
    "chunk of negative size": _with(_CHUNKED, body="-1\r\n{{}}\r\n"),
    "chunk of endless size": _with(_CHUNKED, body="f" * 30 + "\r\n{{}}\r\n"),
    "chunk that is longer than it says": _with(_CHUNKED, body="1\r\n{{}}\r\n0" + _END),
    "chunk that breaks off": _with(_CHUNKED, body="9\r\n{{}}"),
    "chunks without an end": _with(_CHUNKED, body="2\r\n{{}}\r\n"),
    "chunk extension without end": _with(_CHUNKED, body="2;" + "a" * 200_000),
    "a trailer that is none": _with(_CHUNKED, body="0\r\nno colon" + _END),
}
MALFORMED = {**NO_HTTP, **LINES, **HEADERS, **BODIES}
