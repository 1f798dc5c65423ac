"""NDJSON and texts without a telling name: what a record is, and where one line ends."""

from __future__ import annotations

from .case import BODY, CLEAN, GONE, NOT_RECOGNISED, Hostile, each

_LINES = {
    CLEAN: [
        BODY + b"\n" + BODY,
        BODY + b"\r\n" + BODY + b"\r\n",
        b"\n\n" + BODY + b"\n\n\n" + BODY + b"\n \n",
        BODY.replace(b"pool-a", "p\u2028l\u2029-\u0085a".encode()) + b"\n" + BODY,
        BODY,
        BODY + b"\n",
        (BODY + b"\n") * 500,
    ],
    "schema/enum": [
        BODY + b"\n" + GONE,
        GONE + b"\n" + BODY,
        GONE + b"\r\n\r\n" + GONE,
        b"42\n" + GONE + b"\nnull",
    ],
    NOT_RECOGNISED: [b"1\n2\n3", b"null\nnull", b"[]\n[]", b'"a"\n"b"\n', b"[1]\n[2]\n"],
    "json/syntax": [
        BODY + b"\n{",
        b'{"a": 1,}\n' + BODY,
        BODY + b"\nx\n" + BODY,
        BODY + b"\n" + b"[" * 100 + b"\n" + BODY,
        BODY + b"\n\x00\n" + BODY,
        BODY + b"\n// comment\n",
    ],
    "json/trailing-text": [BODY + b"\n" + BODY + BODY, BODY + b"\n" + BODY + b",\n" + BODY],
    "json/bom": [b"\xef\xbb\xbf" + BODY + b"\n" + BODY, BODY + b"\n\xef\xbb\xbf" + BODY],
    "json/invalid-utf8": [
        BODY + b"\n\xff\n",
        BODY + b'\n{"a": "\xe9"}\n',
        (BODY + b"\n").decode().encode("utf-16"),
    ],
    "json/duplicate-key": [BODY + b'\n{"kind":"Pool","kind":"Pool"}\n'],
    "json/lone-surrogate": [BODY + b'\n{"kind":"Pool","metadata":{"name":"\\ud800"}}\n'],
    "limit/depth": [BODY + b"\n" + b"[" * 100_000 + b"\n" + BODY],
    "limit/digits": [BODY + b"\n" + b"9" * 4301 + b"\n"],
}
_ENDED = {
    "json/empty": [b"", b"\n\n \n"],
    "json/syntax": [b"{\n}x", b"x\n" + BODY, b"{\n{\n{\n"],
    "json/trailing-text": [b"{}x\n" + BODY],
}
_NAMELESS = {
    CLEAN: [
        BODY,
        b"[\n" + BODY + b",\n" + BODY + b"\n]\n",
        BODY.replace(b", ", b",\n"),
        b"{\n}",
        b"\n" * 1000 + BODY,
    ],
    "json/empty": [b"", b"\n" * 100_000],
    "json/syntax": [b"hello\nworld", b"\x89PNG\r\n\x1a\n"[1:], b"{\n" + BODY + b"\n}", b"<html>\n<body>"],
    "json/trailing-text": [b"2026 x\n{}"],
    "json/invalid-utf8": [b"\x89PNG\r\n\x1a\n\x00\x00", b"\x00\xff\n" * 100],
    NOT_RECOGNISED: [b"7\n", b"7\n8\n", b'{"a":\n{}\n}'],
}
_HUGE = 16_000_001
_MORE = [
    Hostile(
        "a line over the limit among others",
        "x.ndjson",
        lambda: BODY + b"\n" + b"x" * _HUGE + b"\n" + BODY,
        "limit/line",
        heavy=True,
    ),
    Hostile("a line of 100 MB", "x.ndjson", lambda: b"x" * 100_000_000, "limit/line", heavy=True),
    Hostile("an endless line without a name", "x", lambda: b"[" * 70_000_000, "limit/document", heavy=True),
    Hostile("a short limit on lines", "x.ndjson", BODY + b"\n" + BODY, "limit/line", ("--limit", "line=100")),
    Hostile("a long second line", "x", b"{}\n" + b"x" * 300 + b"\n{}", "limit/line", ("--limit", "line=100")),
    Hostile("a long last line", "x", b"{}\n{}\n" + b"x" * 300, "limit/line", ("--limit", "line=100")),
    Hostile("NDJSON that is named JSON", "x.json", BODY + b"\n" + BODY, "json/trailing-text"),
    Hostile("a million empty lines", "x.ndjson", lambda: b"\n" * 1_000_000 + BODY, CLEAN, heavy=True),
    Hostile(
        "a hundred thousand lines that are nobody's",
        "x.ndjson",
        lambda count: b"1\n" * count,
        NOT_RECOGNISED,
        heavy=True,
        count=100_000,
    ),
]


def cases() -> list[Hostile]:
    """All of them."""
    return [
        *each("x.ndjson", _LINES),
        *each("x.jsonl", _ENDED),
        *each("nameless", {key: value for key, value in _LINES.items() if key != "json/trailing-text"}),
        *each("nameless", _NAMELESS, "without a name"),
        *_MORE,
    ]
