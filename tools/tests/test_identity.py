"""By what findings are counted: rule, schema, and the place without indices; in bounded memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from poolcontract.finding import Kinds, Severity
from poolcontract.identity import identity_of

from .reported import GONE, repeated


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", ""),
        ("/a/0/b", "/a/*/b"),
        ("/0", "/*"),
        ("/0/1/22", "/*/*/*"),
        ("/a/01", "/a/01"),
        ("/a/1x", "/a/1x"),
        ("/a1/b", "/a1/b"),
        ("/a/-1", "/a/-1"),
        ("/a/1\n", "/a/1\n"),
        ("/a~11/b", "/a~11/b"),
    ],
)
def test_an_index_is_any_index(pointer: str, place: str) -> None:
    assert identity_of("r", None, pointer) == ("r", None, place)


def test_findings_of_one_kind_are_counted_together() -> None:
    kinds = Kinds()
    found = [*repeated(5), GONE]
    for each in found:
        kinds.add(each)
    assert [(kind.count, kind.identity.pointer, kind.first) for kind in kinds] == [
        (5, "/status/scope/*/state", found[0]),
        (1, "/status/phase", GONE),
    ]
    assert kinds.of(found[3]).count == 5
    assert kinds.of(GONE).count == 1


def test_the_worst_come_first_whatever_their_number() -> None:
    kinds = Kinds()
    for each in [*(replace(each, severity=Severity.INFO) for each in repeated(9)), *repeated(2), GONE]:
        kinds.add(each)
    assert [(kind.severity, kind.count) for kind in kinds] == [
        (Severity.ERROR, 2),
        (Severity.ERROR, 1),
        (Severity.INFO, 9),
    ]


def test_beyond_a_number_of_kinds_places_are_told_apart_no_more() -> None:
    kinds = Kinds(most=3)
    found = [replace(GONE, pointer=f"/k{number}") for number in range(9)]
    for each in found:
        kinds.add(each)
    assert sorted((kind.identity.pointer, kind.count) for kind in kinds) == [
        ("/**", 6),
        ("/k0", 1),
        ("/k1", 1),
        ("/k2", 1),
    ]
    assert kinds.of(found[7]).identity.pointer == "/**"
    kinds.add(found[1])
    assert kinds.of(found[1]).count == 2


def test_many_kinds_of_one_severity_leave_room_for_another() -> None:
    kinds = Kinds(most=3)
    for number in range(9):
        kinds.add(replace(GONE, pointer=f"/k{number}", severity=Severity.INFO))
    kinds.add(GONE)
    assert kinds.of(GONE).identity.pointer == "/status/phase"
