"""Faults of the text in a body: what is no JSON, or two kinds of it at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .fault import GONE, of_bodies, of_deletions, of_missing, put
from .messages import Answer

Rewriting = Callable[[bytes], bytes]


def _rewritten(rewrite: Rewriting) -> Callable[[Answer], None]:
    def change(answer: Answer) -> None:
        answer.body = rewrite(answer.body)

    return change


def _anew(write: Callable[[Any], str]) -> Rewriting:
    return lambda body: write(json.loads(body)).encode()


for _name, _rewrite in {
    "text/key-twice": lambda body: b'{"kind": "Pool",' + body[1:],
    "text/name-twice": lambda body: body.replace(b'"metadata": {', b'"metadata": {"name": "first",'),
    "text/not-a-number": lambda body: body[: body.rindex(b"}")] + b', "load": NaN}',
    "text/infinite": lambda body: body[: body.rindex(b"}")] + b', "load": -Infinity}',
    "text/beyond-doubles": lambda body: body[: body.rindex(b"}")] + b', "load": 1e400}',
    "text/byte-order-mark": lambda body: b"\xef\xbb\xbf" + body,
    "text/half-of-it": lambda body: body[: len(body) // 2],
    "text/comma-too-many": lambda body: body[: body.rindex(b"}")] + b",}",
    "text/second-object-behind": lambda body: body + b"\n{}",
    "text/debug-line-behind": lambda body: body + b"\n-- 3 ms",
    "text/debug-line-before": lambda body: b"<!-- pools -->" + body,
    "text/guarded": lambda body: b")]}',\n" + body,
    "text/callback": lambda body: b"done(" + body + b");",
    "text/words-of-python": _anew(str),
    "text/comment": lambda body: body.replace(b"{", b"{ // the pool", 1),
    "text/latin-1": lambda body: body.decode().replace("角", "é").encode("latin-1", "replace"),
    "text/utf-16": lambda body: body.decode().encode("utf-16"),
    "text/half-a-character": lambda body: body[: body.rindex(b"}")] + rb', "note": "\ud83d"}',
    "text/line-break-inside": lambda body: body[: body.rindex(b"}")] + b', "note": "two\nlines"}',
    "text/entities": lambda body: body.replace(b'"', b"&quot;"),
    "text/in-quotes": _anew(lambda value: json.dumps(json.dumps(value))),
    "text/none": lambda _: b"",
    "text/blank": lambda _: b" \r\n",
    "text/null": lambda _: b"null",
    "text/leading-zeros": lambda body: body.replace(b'"count": ', b'"count": 0'),
    "text/zero-bytes-behind": lambda body: body + b"\0\0",
    "text/xml": lambda _: b"<pool><kind>Pool</kind></pool>",
}.items():
    of_deletions(_name, _rewritten(_rewrite))

for _name, _rewrite in {
    "text/none-when-absent": lambda _: b"",
    "text/page-when-absent": lambda _: b"<!DOCTYPE html><title>404</title>",
    "text/half-when-absent": lambda body: body[:-4],
    "text/key-twice-when-absent": lambda body: b'{"error_code": "",' + body[1:],
}.items():
    of_missing(_name, _rewritten(_rewrite))

for _name, _change in {
    "text/in-an-array": lambda pool: [pool],
    "text/in-an-envelope": lambda pool: {"code": 0, "data": pool},
    "text/empty-object": lambda _: {},
    "text/very-deep": put("/status/message", json.loads("[" * 300 + "]" * 300)),
    "text/only-the-name": lambda pool: {"pool_name": pool["metadata"]["name"]},
    "text/without-metadata": put("/metadata", GONE),
}.items():
    of_bodies(_name, _change)
