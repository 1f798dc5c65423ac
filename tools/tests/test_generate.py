"""Requests are drawn by the seed alone: nothing around it has a say, and nothing is sent meanwhile."""

from __future__ import annotations

import ast
import socket
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import h11
import pytest

from poolcontract.contract import load
from poolcontract.generate import Drawn, draw

PACKAGE = Path(__file__).resolve().parents[1] / "poolcontract"
CONTRACT = load()
COUNT, FEW = 25, 5


@cache
def drawn() -> list[Drawn]:
    """The requests of a seed; Hypothesis draws others when more modules are loaded, so none is compared."""
    return draw(CONTRACT, seed=1, count=COUNT)


def test_a_seed_stands_for_its_requests() -> None:
    one, again, other = (draw(CONTRACT, seed=seed, count=FEW) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_every_phase_takes_part() -> None:
    phases = Counter(each.phase for each in drawn())
    assert set(phases) == {"examples", "coverage", "fuzzing"}
    assert COUNT <= phases["fuzzing"] <= 2 * COUNT
    assert phases["coverage"] >= 10


def test_right_and_wrong_ones_are_drawn() -> None:
    wrong = {part for each in drawn() for part in each.wrong}
    assert wrong == {"method", "header", "body"}
    assert sum(not each.wrong for each in drawn()) > COUNT / 2


def test_what_is_drawn_wrong_deserves_a_refusal() -> None:
    assert {(each.wrong[:1], each.refusal) for each in drawn()} == {
        ((), None),
        (("method",), "method"),
        (("header",), "media type"),
        (("body",), "malformed body"),
    }


def test_a_wrong_method_is_one_that_the_document_lacks() -> None:
    for each in drawn():
        assert ("method" in each.wrong) == (each.method != "DELETE")
    assert {"GET", "POST", "PUT", "PATCH"} <= {each.method for each in drawn()}


def test_a_right_body_is_the_empty_object_or_none() -> None:
    assert b"{}" in {each.body for each in drawn() if not each.wrong} <= {b"", b"{}"}


def test_more_are_drawn_when_more_are_wanted() -> None:
    assert len(draw(CONTRACT, seed=1, count=3)) < len(drawn())


def test_what_is_drawn_can_be_sent() -> None:
    for each in drawn():
        headers = [("Host", "x"), *each.headers]
        request = h11.Request(method=each.method, target="/", headers=headers)
        assert h11.Connection(h11.CLIENT).send(request), each
        assert "x-auth-token" not in {name.lower() for name, _ in each.headers}, "credentials are the run's"


def test_nothing_is_sent_while_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = draw(CONTRACT, seed=1, count=FEW)

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert draw(CONTRACT, seed=1, count=FEW) == before


def test_a_configuration_of_somebody_elses_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = draw(CONTRACT, seed=1, count=FEW)
    strange = 'base-url = "http://192.0.2.1"\nseed = 9\n[generation]\nmax-examples = 1\nmode = "negative"\n'
    (tmp_path / "schemathesis.toml").write_text(strange, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert draw(CONTRACT, seed=1, count=FEW) == before


def test_one_module_imports_schemathesis() -> None:
    importing = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "schemathesis" for name in names):
                importing.add(file.relative_to(PACKAGE).as_posix())
    assert importing == {"generate.py"}
