"""Names, byte for byte: the table of the README, row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from poolcontract.mock import Mock

from .grown_bodies import CONTRACT
from .raw_calls import Answer, called

TABLE: Any = json.loads(Path(__file__).with_name("mock_names.json").read_text(encoding="utf-8"))
ROWS = {row["target"]: row for row in TABLE["rows"]}


@pytest.fixture
def mock(shared: Mock) -> Mock:
    shared.reset()
    return shared


@pytest.fixture(scope="module")
def shared() -> Iterator[Mock]:
    with Mock(TABLE["living"], project_id="P", projects={"Q": ["pool-q"]}, contract=CONTRACT) as running:
        yield running


def told(answer: Answer) -> tuple[int, str | None]:
    return answer.status, answer.value.get("error_code")


def test_no_row_stands_twice() -> None:
    assert len(ROWS) == len(TABLE["rows"])


@pytest.mark.parametrize("target", ROWS)
def test_a_target_means_what_the_table_says(mock: Mock, target: str) -> None:
    row = ROWS[target]
    shown = called(mock, "", method="GET", target=target)
    answer = called(mock, "", target=target)
    assert told(answer) == (row["status"], row.get("code"))
    gone = set(TABLE["living"]) - set(mock.pools)
    if row["status"] == 200:
        assert gone == {answer.value["metadata"]["name"]}, "it is the one that was answered, and no other"
        assert f"`{gone.pop()}`" in row["meaning"]
        assert called(mock, "", target=target).status == 404
    else:
        assert gone == set()
    assert shown.status == (200 if row["status"] == 405 else row["status"]), "GET reads names alike"
    assert mock.pools_by_project["Q"] == ("pool-q",)
