"""The fixture `pool_mock` in a user's own tests: as good as new for each of them, and soon there."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from poolcontract.contract import home

from .test_plugin import Pytest

CLIENT = """
import urllib.error
import urllib.request
import pytest

def deleted(mock, name):
    url = f"{mock.url}/v2/{mock.project_id}/pools/{name}"
    request = urllib.request.Request(url, method="DELETE", headers={"X-Auth-Token": mock.token})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
"""


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pytest:
    """Pytest in an empty folder, with our plugin and no other that happens to be installed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    return Pytest(tmp_path, capsys)


AS_NEW = """
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_all_are_there(pool_mock, turn):
    first, second = pool_mock.pools
    assert [deleted(pool_mock, first), deleted(pool_mock, first)] == [200, 404]
    assert pool_mock.pools == (second,)
    pool_mock.create("another")
    print("served by", pool_mock.url)
"""


def test_each_test_finds_the_mock_as_good_as_new(ran: Pytest) -> None:
    result = ran(CLIENT + AS_NEW, report=False)
    assert result.status == 0, result.out
    urls = re.findall(r"served by http://127\.0\.0\.1:(\d+)", result.out)
    assert (len(urls), len(set(urls))) == (3, 1), "one server for all"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(urls[0])), timeout=5)


BY_MARKER = """
@pytest.mark.pool_mock(pools=["a", "b"], project_id="p")
class TestMarked:
    def test_of_the_class(self, pool_mock):
        assert (pool_mock.pools, pool_mock.project_id) == (("a", "b"), "p")
        assert deleted(pool_mock, "a") == 200

    @pytest.mark.pool_mock(pools=["c"])
    def test_the_nearest_wins(self, pool_mock):
        assert (pool_mock.pools, pool_mock.project_id) == (("c",), "p")

    def test_the_first_again(self, pool_mock):
        assert deleted(pool_mock, "a") == 200

every_second = pytest.mark.pool_mock(pools=["a", "b"], faults=["undocumented-status@1/2"], throttle=2)

@every_second
def test_a_fault_counts_from_the_beginning(pool_mock):
    assert deleted(pool_mock, "a") == 200

@every_second
def test_for_each_test(pool_mock):
    assert [deleted(pool_mock, name) for name in "abb"] == [200, 202, 429]

@every_second
def test_and_so_does_the_throttle(pool_mock):
    assert deleted(pool_mock, "a") == 200

def test_without_a_marker(pool_mock):
    assert len(pool_mock.pools) == 2
"""


def test_options_come_from_markers(ran: Pytest) -> None:
    result = ran(CLIENT + BY_MARKER, "--strict-markers", report=False)
    assert result.status == 0, result.out
    assert "7 passed" in result.out


BY_FIXTURE = """
@pytest.fixture(scope="module")
def pool_mock_options():
    return {"pools": ["a"], "token": "sesame"}

def test_own_options(pool_mock):
    assert (pool_mock.pools, pool_mock.token) == (("a",), "sesame")

@pytest.mark.pool_mock(pools=["b"])
def test_and_a_marker(pool_mock):
    assert (pool_mock.pools, pool_mock.token) == (("b",), "sesame")

class TestOther:
    @pytest.fixture
    def pool_mock_options(self):
        return {"pools": ["c"]}

    def test_nearer_options(self, pool_mock):
        assert pool_mock.pools == ("c",)
        assert pool_mock.token != "sesame"
"""


def test_options_come_from_a_fixture(ran: Pytest) -> None:
    result = ran(CLIENT + BY_FIXTURE, report=False)
    assert result.status == 0, result.out
    assert "3 passed" in result.out


REFUSED = {
    "no such fault": ('faults=["nonsense"]', "pool_mock: no fault nonsense"),
    "a pool twice": ('pools=["a", "a"]', 'pool_mock: there is a pool "a" already'),
    "no name": ('["a"]', "pool_mock: the marker takes options by name, such as pools=['pool-1']"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_told_in_one_sentence(ran: Pytest, case: str) -> None:
    options, sentence = REFUSED[case]
    result = ran(f"{CLIENT}\n@pytest.mark.pool_mock({options})\ndef test_it(pool_mock): pass\n", report=False)
    assert result.status == 1
    assert f"\n{sentence}" in result.out
    assert "Traceback" not in result.out


def test_the_contract_is_the_one_of_the_run(ran: Pytest) -> None:
    shutil.copytree(home() / "schemas", "own/schemas")
    text = (home() / "openapi.yaml").read_text(encoding="utf-8")
    Path("own/openapi.yaml").write_text(text.replace('title: "', 'title: "Our own ', 1), encoding="utf-8")
    claim = (
        "def test_it(pool_mock): assert pool_mock.contract.document['info']['title'].startswith('Our own ')"
    )
    assert ran(claim, "--poolcontract-contract=own", report=False).status == 0


def test_a_contract_that_cannot_be_read_is_told(ran: Pytest) -> None:
    result = ran("def test_it(pool_mock): pass\n", "--poolcontract-contract=nowhere", report=False)
    assert result.status == 1
    assert re.search(r"^pool_mock: .*nowhere: cannot be read", result.out, re.MULTILINE)


def test_the_marker_is_known(ran: Pytest) -> None:
    assert (
        "@pytest.mark.pool_mock(**options): options of poolcontract.mock.Mock"
        in ran("", "--markers", report=False).out
    )


READY = """
import socket, time
begun = time.process_time()
from poolcontract.mock import Mock
with Mock() as mock:
    socket.create_connection((mock.host, mock.port)).close()
    print(time.process_time() - begun)
"""


def test_it_is_ready_in_half_a_second() -> None:
    """From the first import to the first connection, in time of the processor, which others leave alone."""
    runs = [
        subprocess.run([sys.executable, "-c", READY], capture_output=True, text=True, check=True).stdout
        for _ in range(3)
    ]
    assert min(map(float, runs)) < 0.5
