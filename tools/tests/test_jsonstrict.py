"""What is read at once is what the scanner reads character by character; nothing that is wrong passes."""

from __future__ import annotations

import time

import pytest

from poolcontract import jsonscan
from poolcontract.jsonstrict import Strict
from poolcontract.jsontext import Text, read
from poolcontract.limits import DEFAULT, Limits

from .sloppy_bodies import drawn

WRONG = {
    "a key twice": '{"a":1,"a":1}',
    "no number": "[NaN]",
    "half a character": '["\\udc00"]',
    "beyond any double": "[1e999]",
    "too many digits": "[" + "1" * 401 + "]",
    "too deep": "[" * 6 + "]" * 6,
    "cut": '[{"a":1}',
    "a control character": '["\n"]',
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_not_read(text: str) -> None:
    assert Strict(text, DEFAULT).value(0, 5) is None


def test_a_value_is_read_from_its_place_to_its_end() -> None:
    text = '{"a": ["\\ud83d", {"b": [1, 2.5]}, "\\udc00"]}'
    assert Strict(text, DEFAULT).value(text.index('{"b"'), 2) == ({"b": [1, 2.5]}, text.index(', "\\udc00"'))
    assert Strict(text, DEFAULT).value(text.index('{"b"'), 1) is None


@pytest.mark.parametrize(
    "limits", [DEFAULT, Limits(depth=6, digits=5), Limits(findings=2)], ids=["default", "narrow", "few"]
)
def test_what_is_read_at_once_changes_nothing(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [data + b'{"a":1,"a":[1]}' * (number % 3) for number, (_, data) in enumerate(drawn(600, seed=41))]
    at_once = [read(data, limits) for data in texts]
    monkeypatch.setattr(jsonscan, "_TRIED", 0)
    slowly = [read(data, limits) for data in texts]
    assert sum(bool(text.defects) for text in slowly) > 200
    assert list(map(repr, at_once)) == list(map(repr, slowly))
    assert [text.text for text in at_once] == [text.text for text in slowly]


def test_one_defect_in_much_text_costs_a_few_readings() -> None:
    clean = b"[" + b",".join([b'{"a":{"b":[1,2,3]},"c":"d"}'] * 15_000) + b"]"
    at = clean.index(b'"c"', len(clean) // 2)
    defective = clean[:at] + b'"a":0,' + clean[at:]
    assert [each.rule for each in read(defective).defects] == ["json/duplicate-key"]
    assert _seconds(defective) < 4 * _seconds(clean)


def _seconds(data: bytes) -> float:
    def once() -> float:
        began = time.process_time()
        assert isinstance(read(data), Text)
        return time.process_time() - began

    return min(once() for _ in range(3))
