"""Recordings: HAR, cassettes and events, whole, cut, encoded, and of other people's traffic."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from typing import Any

from .case import (
    BODY,
    CLEAN,
    GONE,
    NOTHING,
    SECRET,
    TARGET,
    UNDECIDED,
    Hostile,
)

_URL = "https://modelarts.example.com" + TARGET
_JSON = [{"name": "Content-Type", "value": "application/json"}]


def _entry(body: bytes = BODY, status: Any = 200, **changes: Any) -> dict[str, Any]:
    """A HAR entry; `changes` replace its request, response or content."""
    content = {"size": len(body), "mimeType": "application/json", "text": body.decode(errors="replace")}
    request = {
        "method": "DELETE",
        "url": _URL,
        "httpVersion": "HTTP/1.1",
        "headers": [{"name": "X-Auth-Token", "value": SECRET}],
    }
    response = {"status": status, "headers": _JSON, "content": {**content, **changes.pop("content", {})}}
    return {
        "request": {**request, **changes.pop("request", {})},
        "response": {**response, **changes.pop("response", {})},
        **changes,
    }


def _odd_token() -> list[dict[str, str]]:
    return [{"name": "X-Auth-Token", "value": SECRET + "\ud800"}]


def _har(*entries: Any) -> bytes:
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "x"}, "entries": [*entries]}}).encode()


def _with_content(text: Any, **more: Any) -> dict[str, Any]:
    entry = _entry()
    entry["response"]["content"] = {"text": text, **more}
    return entry


def _compressed(data: bytes, encoding: str) -> dict[str, Any]:
    entry = _with_content(base64.b64encode(data).decode(), encoding="base64")
    entry["response"]["headers"] = [*_JSON, {"name": "content-encoding", "value": encoding}]
    return entry


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


_BROKEN = "recording/entry"
_HARS: list[tuple[str, bytes, str]] = [
    ("good", _har(_entry()), CLEAN),
    ("wrong", _har(_entry(), _entry(GONE)), "schema/enum"),
    ("with a secret", _har(_entry(GONE.replace(b"pool-a", SECRET.encode()))), "schema/enum"),
    (
        "other operations",
        _har(_entry(request={"method": "GET"}), _entry(request={"url": "https://x/y"})),
        NOTHING,
    ),
    (
        "half of a character in a token",
        _har(_entry(request={"headers": _odd_token()})),
        "json/lone-surrogate",
    ),
    ("no entries", _har(), NOTHING),
    ("no answers", _har(_entry(status=0), _entry(response={"status": None})), NOTHING),
    ("throttled", _har(_entry(b"{}", 429), _entry(b"{}", 503), _entry(b"{}", 401)), UNDECIDED),
    ("throttled and good", _har(_entry(b"{}", 429), _entry()), CLEAN),
    ("404", _har(_entry(b'{"error_code": "ModelArts.50015001", "error_msg": "gone"}', 404)), CLEAN),
    ("500", _har(_entry(b"{}", 500)), "undocumented-status"),
    ("base64", _har(_with_content(base64.b64encode(BODY).decode(), encoding="base64")), CLEAN),
    ("base64, wrong", _har(_with_content(base64.b64encode(GONE).decode(), encoding="base64")), "schema/enum"),
    ("base64 that is none", _har(_with_content("a", encoding="base64")), _BROKEN),
    ("base64 beyond ASCII", _har(_with_content("\u00e9", encoding="base64")), _BROKEN),
    ("gzip", _har(_compressed(gzip.compress(BODY), "gzip")), CLEAN),
    ("gzip, wrong", _har(_compressed(gzip.compress(GONE), "GZIP ")), "schema/enum"),
    ("gzip told, plain kept", _har(_compressed(BODY, "gzip")), CLEAN),
    ("gzip, cut", _har(_compressed(gzip.compress(BODY)[:-9], "gzip")), _BROKEN),
    ("gzip, damaged", _har(_compressed(b"\x1f\x8b\x08" + b"x" * 50, "gzip")), _BROKEN),
    ("deflate", _har(_compressed(zlib.compress(BODY), "deflate")), CLEAN),
    ("deflate without a header", _har(_compressed(_raw_deflate(BODY), "deflate")), CLEAN),
    ("deflate, damaged", _har(_compressed(b"\x01\x02\x03", "deflate")), _BROKEN),
    ("brotli", _har(_compressed(b"\x8b\x07\x80\x03\x00", "br")), _BROKEN),
    ("brotli told, plain kept", _har(_compressed(BODY, "br")), CLEAN),
    ("gzip bomb", _har(_compressed(gzip.compress(b" " * 64_000_001), "gzip")), "limit/document"),
    ("body not recorded", _har(_with_content(None, size=5)), NOTHING),
    ("no body", _har(_with_content(None, size=0)), "missing-body"),
    ("text that is no JSON", _har(_with_content("<html>")), "json/syntax"),
    ("NaN in a body", _har(_entry(BODY.replace(b'"Running"', b"NaN"))), "json/not-a-number"),
    ("doubled key in a body", _har(_entry(b'{"kind":"Pool","kind":"Pool"}')), "json/duplicate-key"),
    ("brackets in a body", _har(_entry(b"[" * 100_000)), "limit/depth"),
    ("surrogate in a body", _har(_with_content("\ud800")), "json/invalid-utf8"),
    (
        "doubled key in the file",
        _har(_entry()).replace(b'"status"', b'"status": 1, "status"'),
        "json/duplicate-key",
    ),
    ("trailing text", _har(_entry()) + b"x", "json/trailing-text"),
    ("byte order mark", b"\xef\xbb\xbf" + _har(_entry()), "json/bom"),
    ("cut", _har(_entry())[:-40], "json/syntax"),
    ("entry that is a number", _har(5, None, "x", []), _BROKEN),
    ("no request", _har({"response": {"status": 200}}), _BROKEN),
    ("method that is a number", _har(_entry(request={"method": 5})), _BROKEN),
    ("no address", _har(_entry(request={"url": None})), _BROKEN),
    (
        "odd addresses",
        _har(*(_entry(request={"url": u}) for u in ("", "x", "://", "http://[", "//", "\x00"))),
        NOTHING,
    ),
    ("odd statuses", _har(*(_entry(status=s) for s in (True, -5, 99999, "abc", [], 2.5))), _BROKEN),
    (
        "odd headers",
        _har(*(_entry(response={"headers": h}) for h in (None, 5, [5], [{}], {"a": [1]}))),
        "media-type",
    ),
    ("no content", _har(_entry(response={"content": 5})), "missing-body"),
    ("control characters", _har(_entry(GONE.replace(b"Gone", b"\\u001b[31m\\u202e"))), "schema/enum"),
]


def _cassette(*entries: Any, key: str = "http_interactions") -> bytes:
    return json.dumps({key: [*entries]}, indent=1).encode()


def _taped(body: Any = None, code: Any = "200", method: Any = "DELETE", url: Any = _URL) -> dict[str, Any]:
    return {
        "request": {"uri": url, "method": method, "headers": {"X-Auth-Token": [SECRET]}, "body": None},
        "response": {
            "status": {"code": code, "message": "OK"},
            "headers": {"Content-Type": ["application/json"]},
            "body": {"encoding": "utf-8", "string": BODY.decode()} if body is None else body,
        },
    }


def _yaml(data: bytes) -> bytes:
    """JSON as a YAML reader has it; the comment keeps it from being taken for JSON."""
    return b"# recorded\n" + data


_CASSETTES: list[tuple[str, bytes, str]] = [
    ("good", _cassette(_taped()), CLEAN),
    ("of another library", _cassette(_taped(code=200), key="interactions"), CLEAN),
    ("wrong", _cassette(_taped({"string": GONE.decode()})), "schema/enum"),
    ("base64", _cassette(_taped({"base64_string": base64.b64encode(GONE).decode()})), "schema/enum"),
    ("base64 that is none", _cassette(_taped({"base64_string": "a"})), _BROKEN),
    ("body as text", _cassette(_taped(GONE.decode())), "schema/enum"),
    ("no answer", _cassette({**_taped(), "response": None}), NOTHING),
    ("no request", _cassette({"response": _taped()["response"]}), _BROKEN),
    ("another operation", _cassette(_taped(method="GET"), _taped(url="http://x/y")), NOTHING),
    ("no entries", _cassette(), NOTHING),
    ("entries that are none", _cassette(1, "x", None, []), _BROKEN),
    ("odd status", _cassette(_taped(code="2x0")), _BROKEN),
    ("no status", _cassette({**_taped(), "response": {"status": None}}), _BROKEN),
    ("method that is a list", _cassette(_taped(method=["DELETE"])), _BROKEN),
    ("throttled", _cassette(_taped({"string": "{}"}, "429")), UNDECIDED),
    ("no body", _cassette(_taped({})), "missing-body"),
    ("doubled key", b"kind: x\nkind: x\nhttp_interactions: []\n", "yaml/duplicate-key"),
    ("cut", _cassette(_taped())[:-30], "yaml/syntax"),
]


def _events(*interactions: Any) -> bytes:
    lines = [{"Initialize": {"seed": 1}}, {"EngineStarted": {"id": "x"}}]
    lines += [{"ScenarioFinished": {"recorder": {"interactions": {"a/b": each}}}} for each in interactions]
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def _event(
    body: Any = None, status: Any = 200, method: Any = "DELETE", response: Any = ...
) -> dict[str, Any]:
    content = {"$base64": base64.b64encode(BODY).decode()} if body is None else body
    answer = {"status_code": status, "headers": {"Content-Type": ["application/json"]}, "content": content}
    return {
        "request": {
            "method": method,
            "uri": _URL,
            "headers": {"X-Auth-Token": [SECRET]},
            "body": {"$base64": ""},
        },
        "response": answer if response is ... else response,
    }


_EVENTS: list[tuple[str, bytes, str]] = [
    ("good", _events(_event(), _event()), CLEAN),
    ("wrong", _events(_event({"$base64": base64.b64encode(GONE).decode()})), "schema/enum"),
    ("plain", _events(_event(GONE.decode())), "schema/enum"),
    ("no answer", _events(_event(response=None)), NOTHING),
    ("no answers at all", _events(), NOTHING),
    ("another operation", _events(_event(method="PUT")), NOTHING),
    ("not base64", _events(_event({"$base64": "a"})), _BROKEN),
    ("odd", _events(5, None, {}), _BROKEN),
    ("no status", _events(_event(status=None)), _BROKEN),
    ("cut", _events(_event())[:-40] + b"\n", "json/syntax"),
    ("throttled", _events(_event(status=503)), UNDECIDED),
]


def cases() -> list[Hostile]:
    """All of them."""
    return [
        *(Hostile(f"HAR: {name}", "x.har", data, expected) for name, data, expected in _HARS),
        *(Hostile(f"HAR as JSON: {name}", "x.json", data, expected) for name, data, expected in _HARS[:4]),
        *(Hostile(f"HAR without a name: {name}", "x", data, expected) for name, data, expected in _HARS[:4]),
        *(
            Hostile(f"cassette: {name}", "x.yaml", _yaml(data), expected)
            for name, data, expected in _CASSETTES
        ),
        *(Hostile(f"events: {name}", "x.ndjson", data, expected) for name, data, expected in _EVENTS),
        Hostile(
            "HAR: five thousand wrong entries",
            "x.har",
            lambda count: _har(*[_entry(GONE)] * count),
            "schema/enum",
            heavy=True,
            count=5000,
        ),
    ]
