"""What is no HTTP is refused or cut off; nothing comes of it, and the mock lives on."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from poolcontract.mock import Mock

from .grown_bodies import CONTRACT
from .malformed_calls import BODIES, HEADERS, LINES, MALFORMED, NO_HTTP
from .raw_calls import called, exchanged


@pytest.fixture(scope="module")
def mock() -> Iterator[Mock]:
    with Mock([], contract=CONTRACT) as running:
        yield running


def test_there_are_enough_of_them() -> None:
    assert len(MALFORMED) == len(NO_HTTP) + len(LINES) + len(HEADERS) + len(BODIES)
    assert len(set(MALFORMED.values())) >= 60


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_call_is_refused_or_cut(mock: Mock, case: str, caplog: pytest.LogCaptureFixture) -> None:
    name = mock.create()
    line, token = f"DELETE /v2/{mock.project_id}/pools/{name}", f"X-Auth-Token: {mock.token}"
    answer = exchanged(mock, MALFORMED[case].format(line=line, token=token).encode("latin-1"))
    assert answer is None or 400 <= answer.status < 500
    assert name in mock.pools, "nothing came of it"
    assert called(mock, name).status == 200, "the mock lives on"
    assert [record.getMessage() for record in caplog.records if record.levelno > logging.WARNING] == []
