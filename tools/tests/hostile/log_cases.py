"""Log records that hold bodies, and everything else that stands in logs."""

from __future__ import annotations

import json

from .case import BODY, CLEAN, GONE, GONE_POOL, NOTHING, POOL, TARGET, UNDECIDED, Hostile, each

_TEXT, _GONE_TEXT = json.dumps(BODY.decode()).encode(), json.dumps(GONE.decode()).encode()


def _record(body: bytes, more: bytes = b"") -> bytes:
    return b'{"time": 1, "body": ' + body + more + b"}\n"


def _answer(body: bytes, status: bytes = b"200", method: bytes = b"DELETE", path: str = TARGET) -> bytes:
    return _record(body, b', "code": %s, "verb": "%s", "url": "%s"' % (status, method, path.encode()))


_BODIES = {
    CLEAN: [
        _record(BODY),
        _record(_TEXT),
        _record(BODY) + _record(_TEXT),
        b"2026-01-01 starting up\n" + _record(BODY),
        b'{"other": 1}\n' + _record(BODY) + b"[1]\n42\n",
        _record(BODY) + _record(b"null") + _record(b'""'),
        b"\xef\xbb\xbf" + b"x\n" + _record(BODY),
    ],
    "schema/enum": [
        _record(GONE),
        _record(_GONE_TEXT),
        b"x\n" + _record(_GONE_TEXT),
        _record(BODY) + _record(GONE),
        json.dumps({"body": GONE_POOL}, indent=1).encode(),
        json.dumps([{"body": POOL}, {"body": GONE_POOL}]).encode(),
    ],
    "not-recognised": [_record(b"42"), _record(b"[]"), _record(b'"42"'), _record(b'{"x": 1}')],
    "json/syntax": [
        _record(b'"{"'),
        _record(b'"OK"'),
        _record(BODY) + b'{"body": \n',
        _record(BODY) + b'{"cut": "\n' + _record(BODY),
    ],
    "json/duplicate-key": [_record(b'"{\\"kind\\":\\"Pool\\",\\"kind\\":\\"Pool\\"}"')],
    "json/not-a-number": [_record(b'"NaN"')],
    "json/invalid-utf8": [_record(b'"\\ud800"')],
    "limit/depth": [_record(b'"' + b"[" * 100_000 + b'"')],
    NOTHING: [b"hello\nworld\n", b'{"other": 1}\n{"other": 2}\n', b"1\n2\n", _record(b"null") * 2],
}
_ANSWERS = {
    CLEAN: [
        _answer(BODY) * 2,
        _answer(_TEXT, b'"200"') * 2,
        _answer(BODY) + _answer(b"{}", b"503"),
        _answer(BODY) + _answer(b"{}", b"200", b"GET"),
        _answer(BODY, method=b"delete", path="https://x" + TARGET + "?a=b") * 2,
    ],
    "schema/enum": [_answer(GONE) * 2, _answer(_GONE_TEXT) * 2],
    "undocumented-status": [_answer(b"{}", b"500") * 2],
    "missing-body": [_answer(b"null") * 2, _answer(b'""') * 2],
    UNDECIDED: [_answer(b"{}", b"429") * 2, _answer(b"{}", b"502") * 2],
    NOTHING: [
        _answer(BODY, method=b"GET") * 2,
        _answer(BODY, path="/elsewhere") * 2,
        _answer(BODY, b"null") * 2,
        _answer(BODY, b"true") * 2,
        _answer(BODY, b"1e99") * 2,
        _record(BODY) * 2,
        b'{"code": 200}\n' * 2,
    ],
}
_OF_BODIES = ("--body", "/body")
_OF_ANSWERS = (*_OF_BODIES, "--status", "/code", "--method", "/verb", "--path", "/url")


def cases() -> list[Hostile]:
    """All of them."""
    deep = b'{"a/b": {"0": [' + GONE + b"]}}\n"
    return [
        *each("x.log", _BODIES, "log", _OF_BODIES),
        *each("x.log", _ANSWERS, "log of answers", _OF_ANSWERS),
        Hostile("a pointer with escapes", "x.log", deep * 2, "schema/enum", ("--body", "/a~1b/0/0")),
        Hostile("a pointer to nothing", "x.log", deep * 2, NOTHING, ("--body", "/a~1b/0/00")),
        Hostile(
            "YAML records",
            "x.yaml",
            b"- body: {kind: Pool}\n- body: {kind: Pod}\n",
            "schema/enum",
            (*_OF_BODIES, "--schema", "Pool"),
        ),
    ]
