"""Strict JSON text: defects are told with line and column, values read, and the place of each found."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolcontract.instance import ABSENT, pointer, resolve
from poolcontract.jsonscan import DEFECTS
from poolcontract.jsontext import Text, read
from poolcontract.limits import Limits

NAN = float("nan")
DEFECTIVE: list[tuple[str, bytes, list[tuple[str, int, int]], Any]] = [
    ("key twice", b'{"a": 1,\n "a": 2}', [("json/duplicate-key", 2, 2)], {"a": 2}),
    ("key twice, escaped", b'{"a": 1, "\\u0061": 2}', [("json/duplicate-key", 1, 10)], {"a": 2}),
    ("key twice, deep", b'[{"x": {"": 1, "": 2}}]', [("json/duplicate-key", 1, 16)], [{"x": {"": 2}}]),
    (
        "key thrice",
        b'{"a":1,"a":2,"a":3}',
        [("json/duplicate-key", 1, 8), ("json/duplicate-key", 1, 14)],
        {"a": 3},
    ),
    ("Infinity", b'{"a": Infinity}', [("json/not-a-number", 1, 7)], {"a": float("inf")}),
    ("-Infinity", b"[\n-Infinity]", [("json/not-a-number", 2, 1)], [float("-inf")]),
    ("byte order mark", b"\xef\xbb\xbf{}", [("json/bom", 1, 1)], {}),
    ("trailing value", b"{}\n {}", [("json/trailing-text", 2, 2)], {}),
    ("trailing word", b"1 x", [("json/trailing-text", 1, 3)], 1),
    ("trailing NUL", b"{}\x00", [("json/trailing-text", 1, 3)], {}),
    ("bad UTF-8", b'["\xc3\xa9", "\xff"]', [("json/invalid-utf8", 1, 8)], ["é", "\ufffd"]),
    ("Latin-1", b'{"a": "\xe9"}', [("json/invalid-utf8", 1, 8)], {"a": "\ufffd"}),
    ("UTF-8 surrogate", b'["\xed\xa0\x80"]', [("json/invalid-utf8", 1, 3)], ["\ufffd\ufffd\ufffd"]),
    ("UTF-16", "{}".encode("utf-16"), [("json/invalid-utf8", 1, 1)], ABSENT),
    ("lone surrogate", b'["a", "\\ud800"]', [("json/lone-surrogate", 1, 7)], ["a", "\ud800"]),
    ("lone low surrogate", b'{"\\uDC00": 1}', [("json/lone-surrogate", 1, 2)], {"\udc00": 1}),
    ("beyond a double", b'{"a": 1e400}', [("json/number-out-of-range", 1, 7)], {"a": float("inf")}),
    ("huge digits", b"[1, " + b"9" * 401 + b"]", [("limit/digits", 1, 5)], ABSENT),
    ("depth 129", b"[" * 129 + b"]" * 129, [("limit/depth", 1, 129)], ABSENT),
    ("empty", b"", [("json/empty", 1, 1)], ABSENT),
    ("blank", b" \n\t\r\n", [("json/empty", 1, 1)], ABSENT),
    ("only a byte order mark", b"\xef\xbb\xbf", [("json/bom", 1, 1), ("json/empty", 1, 1)], ABSENT),
    ("cut object", b'{\n"kind":', [("json/syntax", 2, 7)], ABSENT),
    ("cut string", b'{"kind": "Po', [("json/syntax", 1, 10)], ABSENT),
    ("cut array", b"[1,", [("json/syntax", 1, 3)], ABSENT),
    ("trailing comma", b'{"a": 1,\n}', [("json/syntax", 2, 1)], ABSENT),
    ("trailing comma in an array", b"[1,]", [("json/syntax", 1, 4)], ABSENT),
    ("no comma", b'{"a": 1 "b": 2}', [("json/syntax", 1, 9)], ABSENT),
    ("no colon", b'{"a" 1}', [("json/syntax", 1, 6)], ABSENT),
    ("wrong bracket", b"[1}", [("json/syntax", 1, 3)], ABSENT),
    ("bare key", b"{a: 1}", [("json/syntax", 1, 2)], ABSENT),
    ("single quotes", b"{'a': 1}", [("json/syntax", 1, 2)], ABSENT),
    ("comment", b"{} // x", [("json/trailing-text", 1, 4)], {}),
    ("leading comment", b"// x\n{}", [("json/syntax", 1, 1)], ABSENT),
    ("word", b"True", [("json/syntax", 1, 1)], ABSENT),
    ("leading zero", b"[01]", [("json/syntax", 1, 3)], ABSENT),
    ("plus sign", b"[+1]", [("json/syntax", 1, 2)], ABSENT),
    ("no fraction", b"[1.]", [("json/syntax", 1, 3)], ABSENT),
    ("hexadecimal", b"[0x10]", [("json/syntax", 1, 3)], ABSENT),
    ("line end in a string", b'["a\nb"]', [("json/syntax", 1, 4)], ABSENT),
    ("unknown escape", b'["a\\x41"]', [("json/syntax", 1, 4)], ABSENT),
    ("vertical tab", b"[\x0b1]", [("json/syntax", 1, 2)], ABSENT),
    ("no-break space", b"[\xc2\xa01]", [("json/syntax", 1, 2)], ABSENT),
    (
        "several at once",
        b'\xef\xbb\xbf{"a": NaN, "a": 1e999}\n!',
        [
            ("json/bom", 1, 1),
            ("json/not-a-number", 1, 7),
            ("json/duplicate-key", 1, 12),
            ("json/number-out-of-range", 1, 17),
            ("json/trailing-text", 2, 1),
        ],
        {"a": float("inf")},
    ),
]


@pytest.mark.parametrize(
    ("data", "defects", "value"), [case[1:] for case in DEFECTIVE], ids=[c[0] for c in DEFECTIVE]
)
def test_a_defect_is_told_with_its_place(
    data: bytes, defects: list[tuple[str, int, int]], value: Any
) -> None:
    text = read(data)
    assert places(text) == defects
    assert text.value == value


def test_every_defect_of_the_catalogue_is_met() -> None:
    assert {rule for case in DEFECTIVE for rule, _, _ in case[2] if not rule.startswith("limit/")} == set(
        DEFECTS
    )


def test_nan_is_told_and_read() -> None:
    text = read(b'{"a": NaN}')
    assert places(text) == [("json/not-a-number", 1, 7)]
    assert text.value["a"] != text.value["a"]  # what NaN is known by


CLEAN = [
    b"{}",
    b" [ ] \r\n",
    b"0",
    b"-0.0e+1",
    b'"\\ud83d\\ude00"',
    b'"\\/\\b\\f\\n\\r\\t\\\\\\""',
    b"null",
    b"[" * 128 + b"]" * 128,
    b"9" * 400,
    b"1e-400",
    '["é", "😀", "\u2028", "\x7f"]'.encode(),
    b'{"a": {"a": 1}, "A": 1}',
]


@pytest.mark.parametrize("data", CLEAN)
def test_what_json_allows_has_no_defect(data: bytes) -> None:
    text = read(data)
    assert text.defects == ()
    assert text.value == json.loads(data)


@pytest.mark.parametrize(
    ("data", "limits", "rule"),
    [
        (b"[[1]]", Limits(depth=1), "limit/depth"),
        (b"[123]", Limits(digits=2), "limit/digits"),
        (b'["' + b"x" * 100 + b'"]', Limits(document=100), "limit/document"),
    ],
)
def test_a_limit_is_told_with_the_option_that_sets_it(data: bytes, limits: Limits, rule: str) -> None:
    (defect,) = read(data, limits).defects
    assert defect.rule == rule
    assert f"(--limit {rule.removeprefix('limit/')}=N)" in defect.message


def test_fifty_megabytes_of_brackets_take_no_time() -> None:
    began = time.monotonic()
    assert places(read(b"[" * 50_000_000)) == [("limit/depth", 1, 129)]
    assert time.monotonic() - began < 5


PLACES = [
    ("", (1, 1, 1)),
    ("/a", (2, 6, 1)),
    ("/b", (3, 6, 1)),
    ("/b/0", (4, 1, 4)),
    ("/b/1/c~1d", (5, 9, 5)),
    ("/b/1/~0", (6, 9, 3)),
    ("/b/1/nowhere/else", (5, 1, 14)),
    ("/b/7", (3, 6, 1)),
    ("/b/x", (3, 6, 1)),
    ("/twice", (8, 22, 1)),
]
DRAWN = '{\n"a": 1,\n"b": [\ntrue,\n{"c/d": "öé😀",\n   "~": -10}\n],\n"twice": 1, "twice": 2\n}'


@pytest.mark.parametrize(("place", "where"), PLACES)
def test_a_pointer_leads_to_line_column_and_length(place: str, where: tuple[int, int, int]) -> None:
    assert read(DRAWN.encode()).place(place) == where


def test_a_line_comes_without_its_end() -> None:
    text = read(b'{\r\n"a": 1\r\n}')
    assert [text.line(number) for number in (1, 2, 3, 4)] == ["{", '"a": 1', "}", ""]


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
KEYS = st.text() | st.sampled_from(["", "/", "~", "~1", "a/b", "0", "phase"])
VALUES = st.recursive(SCALARS, lambda each: st.lists(each) | st.dictionaries(KEYS, each), max_leaves=20)


@settings(deadline=None)
@given(VALUES, st.sampled_from([None, 0, 3]), st.booleans())
def test_what_was_written_is_read_and_every_place_found(
    value: Any,
    indent: int | None,
    ascii_only: bool,  # noqa: FBT001  drawn
) -> None:
    written = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    text = read(written.encode())
    assert (text.value, text.defects) == (value, ())
    for place in pointers(value):
        line, column, length = text.place(place)
        rest = written.split("\n")[line - 1][column - 1 :]
        start = sum(len(each) + 1 for each in written.split("\n")[: line - 1]) + column - 1
        found, end = json.JSONDecoder().raw_decode(written, start)
        assert found == resolve(value, place)
        assert length == min(end - start, len(rest))


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_read(data: bytes) -> None:
    no_value_is_without_a_reason(read(data))


@settings(deadline=None)
@given(VALUES, st.binary(max_size=3), st.integers(min_value=0), st.integers(0, 3))
def test_any_damaged_text_is_read(value: Any, damage: bytes, at: int, cut: int) -> None:
    written = json.dumps(value, ensure_ascii=False).encode()
    at %= len(written) + 1
    text = read(written[:at] + damage + written[at + cut :])
    no_value_is_without_a_reason(text)
    for defect in text.defects:
        assert text.place_at(defect.offset).length >= 1
    for place in pointers(value):
        assert text.line(text.place(place).line) is not None


@settings(deadline=None)
@given(st.text(st.sampled_from('{}[]",:\\u0d8e+-.1nNtI \n')))
def test_the_strict_reader_accepts_no_more_than_json_and_no_less(text: str) -> None:
    try:
        expected = json.loads(text, parse_constant=lambda _: 1 / 0)
    except (ValueError, ZeroDivisionError):
        assert read(text.encode()).defects
    else:
        result = read(text.encode())
        tolerable = {"json/duplicate-key", "json/lone-surrogate", "json/number-out-of-range"}
        assert {defect.rule for defect in result.defects} <= tolerable
        assert result.value == expected


def places(text: Text) -> list[tuple[str, int, int]]:
    return [(defect.rule, *text.place_at(defect.offset)[:2]) for defect in text.defects]


def pointers(value: Any, place: str = "") -> Iterator[str]:
    yield place
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield from pointers(item, place + pointer(key))


def no_value_is_without_a_reason(text: Text) -> None:
    assert text.value is not ABSENT or text.defects
