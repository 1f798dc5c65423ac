"""Recordings of every form give the same exchanges, and findings stand where the file has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from poolcontract.contract import load
from poolcontract.exchange import Exchange
from poolcontract.finding import Finding, Severity
from poolcontract.linter import lint
from poolcontract.payloads import Recorded, payloads
from poolcontract.payloads.exchanges import headers_of, target_of

from .hostile.case import GONE, SECRET, TARGET

CONTRACT = load()
FOLDER = Path(__file__).parent / "recordings"
FILES = ("har.json", "vcr.yaml", "events.ndjson")


def exchanges(name: str) -> list[Exchange]:
    return [each.exchange for each in payloads([FOLDER / name]) if isinstance(each, Recorded)]


def test_one_run_recorded_in_three_forms_gives_the_same_exchanges() -> None:
    first, second, third = ([_essence(each) for each in exchanges(name)] for name in FILES)
    assert len(first) == 3
    assert first == second == third


def _essence(exchange: Exchange) -> tuple[object, ...]:
    """What all three forms keep: two of them leave out headers that the connection brings."""
    assert exchange.response is not None
    request, response = exchange.request, exchange.response
    token = request.header("x-auth-token")
    return (
        request.method,
        request.target,
        token,
        response.status,
        response.header("content-type"),
        response.body,
    )


@pytest.mark.parametrize("name", FILES)
def test_a_finding_of_a_recording_has_its_line(name: str) -> None:
    report = lint([FOLDER / name], contract=CONTRACT)
    (found,) = [each for each in report if each.severity > Severity.INFO]
    line = (FOLDER / name).read_text(encoding="utf-8").split("\n")[(found.line or 0) - 1]
    marked = line[(found.column or 0) - 1 :]
    assert found.rule == "undocumented-refusal"
    assert marked.startswith({"har.json": "400", "vcr.yaml": "code: '400'", "events.ndjson": "{"}[name])
    assert report.passed_over == {"of another operation": 1}
    assert report.instances == 2


def har(*bodies: bytes, **layout: int) -> str:
    entries = [
        {
            "request": {
                "method": "DELETE",
                "url": "https://x" + TARGET,
                "headers": [{"name": "X-Auth-Token", "value": SECRET}, {"value": SECRET, "name": "Cookie"}],
            },
            "response": {
                "status": 200,
                "headers": [{"name": "content-type", "value": "application/json"}],
                "content": {"text": body.decode()},
            },
        }
        for body in bodies
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}}, indent=layout.get("indent"))


def found_in(tmp_path: Path, text: str) -> list[Finding]:
    (tmp_path / "x.har").write_text(text, encoding="utf-8")
    return [each for each in lint([tmp_path / "x.har"], contract=CONTRACT) if each.severity > Severity.INFO]


@pytest.mark.parametrize("indent", [None, 1])
def test_a_finding_on_a_body_stands_at_its_text(tmp_path: Path, indent: int | None) -> None:
    text = har(GONE, GONE) if indent is None else har(GONE, GONE, indent=indent)
    found = [each for each in found_in(tmp_path, text) if each.rule == "schema/enum"]
    assert [each.document for each in found] == [1, 2]
    for each in found:
        line = text.split("\n")[(each.line or 0) - 1]
        assert line[(each.column or 0) - 1 :].startswith('"{\\"kind\\"')
        assert each.pointer == "/status/phase"
    assert SECRET not in repr(found)


def test_tokens_of_neighbours_are_not_shown_with_a_finding(tmp_path: Path) -> None:
    text = har(b"{}", GONE).replace('"status": 200', '"status": 500')
    found = found_in(tmp_path, text)
    assert {each.rule for each in found} >= {"undocumented-status"}
    assert SECRET not in repr([each.excerpt for each in found])


TARGETS = [
    ("https://h/a/b?c=d", "/a/b?c=d"),
    ("https://h:1/a/../b%2F?x=/y", "/a/../b%2F?x=/y"),
    ("http://h", "/"),
    ("http://h?x", "/?x"),
    ("http://h/a#frag", "/a"),
    ("http://h#/a", "/"),
    ("http://[::1]:5/a", "/a"),
    ("/a/b", "/a/b"),
    ("", "/"),
    ("a://", "/"),
]


@pytest.mark.parametrize(("url", "target"), TARGETS)
def test_the_target_of_an_address_is_kept_byte_for_byte(url: str, target: str) -> None:
    assert target_of(url) == target


HEADERS = [
    ([{"name": "A", "value": "1"}, {"name": "A", "value": "2"}], (("A", "1"), ("A", "2"))),
    ({"A": ["1", "2"], "B": "3"}, (("A", "1"), ("A", "2"), ("B", "3"))),
    ([{"name": 1, "value": "1"}, {"name": "A"}, 5, None], ()),
    ({"A": 1, "B": [None, "x"]}, (("B", "x"),)),
    (None, ()),
    ("x", ()),
]


@pytest.mark.parametrize(("told", "headers"), HEADERS)
def test_headers_are_read_in_either_form(told: object, headers: object) -> None:
    assert headers_of(told) == headers
