"""The fixture `pool_contract` and drawn requests in a user's own tests, with a client that is not ours."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from .test_plugin import Pytest

CLIENT = """
import pytest
import requests
import poolcontract

def delete(mock, name="", token=None):
    url = f"{mock.url}/v2/{mock.project_id}/pools/{name or mock.pools[0]}"
    return requests.delete(url, headers={"X-Auth-Token": token or mock.token}, timeout=5)
"""


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pytest:
    """Pytest in an empty folder, with our plugin and no other that happens to be installed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return Pytest(tmp_path, capsys)


GOOD = """
def test_good(pool_mock, pool_contract):
    exchange = pool_contract.check(delete(pool_mock), pool="living")
    assert exchange.response.value["kind"] == "Pool"
    pool_contract.check(delete(pool_mock, "nobody"), pool="absent")

def test_refused(pool_mock, pool_contract):
    pool_contract.check(delete(pool_mock, token="wrong"), refusal="wrong token")
"""


def test_good_answers_pass(ran: Pytest) -> None:
    result = ran(CLIENT + GOOD, "--strict-markers", report=False)
    assert "2 passed" in result.out, result.out


BROKEN = """
@pytest.mark.pool_mock(pools=["a"], project_id="p", token="sesame-sesame", faults=["schema/enum:/kind"])
def test_broken(pool_mock, pool_contract):
    pool_contract.check(delete(pool_mock))
"""


def test_a_failure_tells_all_and_shows_none_of_our_code(ran: Pytest) -> None:
    result = ran(CLIENT + BROKEN, "--showlocals", report=False)
    assert result.status == 1
    told = re.findall(r"^E +(.*?)(?:, and \d below error)?$", result.out, re.MULTILINE)
    assert told == [
        "poolcontract.claims.Violation: DELETE /v2/p/pools/a -> 200 breaks the contract: 1 error",
        "error  schema/enum  /response/body/kind",
        '"Poolx" is not one of Pool (Table 3, kind)',
    ]
    assert "sesame" not in result.out.replace('token="sesame-sesame"', "")
    assert re.findall(r"^(\S+\.py):\d+: ", result.out, re.MULTILINE) == ["test_own.py"]


OPTIONS = """
gap = pytest.mark.pool_mock(faults=["undocumented-refusal"])

@gap
def test_by_default(pool_mock, pool_contract):
    pool_contract.check(delete(pool_mock))

@gap
@pytest.mark.pool_contract(fail_on="warning")
class TestStrict:
    def test_of_the_class(self, pool_mock, pool_contract):
        with pytest.raises(AssertionError, match="warning  undocumented-refusal"):
            pool_contract.check(delete(pool_mock))

    @pytest.mark.pool_contract(fail_on="error")
    def test_the_nearest_wins(self, pool_mock, pool_contract):
        pool_contract.check(delete(pool_mock))

    @pytest.mark.pool_contract(deviations="known.yaml")
    def test_accepted(self, pool_mock, pool_contract):
        pool_contract.check(delete(pool_mock))

class TestByFixture:
    @pytest.fixture
    def pool_contract_options(self):
        return {"fail_on": "warning"}

    @gap
    def test_strict(self, pool_mock, pool_contract):
        with pytest.raises(AssertionError):
            pool_contract.check(delete(pool_mock))

    @gap
    @pytest.mark.pool_contract(profile="observed")
    def test_observed(self, pool_mock, pool_contract):
        assert pool_contract.deviations
"""


def test_options_come_from_markers_and_a_fixture(ran: Pytest) -> None:
    accepted = "- rule: undocumented-refusal\n  severity: accept\n  reason: known\n"
    (ran.folder / "known.yaml").write_text(accepted, encoding="utf-8")
    result = ran(CLIENT + OPTIONS, "--strict-markers", report=False)
    assert "6 passed" in result.out, result.out


def test_options_come_from_the_command_line(ran: Pytest) -> None:
    claim = (
        "def test_it(pool_contract): assert (pool_contract.fail_on, bool(pool_contract.deviations)) == (2, 1)"
    )
    words = ("--poolcontract-fail-on=warning", "--poolcontract-profile=observed")
    assert "1 passed" in ran(claim, *words, report=False).out


REFUSED = {
    "no such option": ("severity='error'", "no option severity: there are fail_on, profile, deviations"),
    "no severity": ("fail_on='grave'", "fail_on grave is none of info, warning, error"),
    "no profile": ("profile='ideal'", "no profile ideal: there are documented, observed"),
    "no file": ("deviations='nowhere.yaml'", "nowhere.yaml: cannot be read"),
    "no name": ("'warning'", "the marker takes options by name, such as fail_on='warning'"),
    "expired": ("deviations='over.yaml'", "over.yaml: deviation of redirect expired on"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_told_in_one_sentence(ran: Pytest, case: str) -> None:
    options, sentence = REFUSED[case]
    over = date.today() - timedelta(days=2)  # noqa: DTZ011  two days are no matter of zones
    entry = f"- rule: redirect\n  severity: accept\n  reason: once\n  expires: {over}\n"
    (ran.folder / "over.yaml").write_text(entry, encoding="utf-8")
    test = f"{CLIENT}\n@pytest.mark.pool_contract({options})\ndef test_it(pool_contract): pass\n"
    result = ran(test, report=False)
    assert result.status == 1
    assert re.search(rf"^pool_contract: .*{re.escape(sentence)}", result.out, re.MULTILINE), result.out
    assert "Traceback" not in result.out


def test_a_contract_that_cannot_be_read_is_told(ran: Pytest) -> None:
    result = ran("def test_it(pool_contract): pass\n", "--poolcontract-contract=nowhere", report=False)
    assert result.status == 1
    assert re.search(r"^pool_contract: .*nowhere: cannot be read", result.out, re.MULTILINE)


DRAWN = """
@poolcontract.cases(5)
def test_drawn(pool_case, pool_mock, pool_contract):
    absent = pool_case.target(pool_mock.project_id, "no/body")
    headers = {**dict(pool_case.headers), "X-Auth-Token": pool_mock.token}
    url = pool_mock.url + absent
    answer = requests.request(pool_case.method, url, headers=headers, data=pool_case.body, timeout=5)
    exchange = pool_contract.check(answer, pool="absent", refusal=pool_case.refusal)
    assert exchange.request.target.endswith("/pools/no%2Fbody")
    print("told", pool_case.refusal, exchange.response.status)

def test_by_itself(request):
    assert not hasattr(request.node, "callspec")
"""


def test_drawn_requests_become_tests(ran: Pytest) -> None:
    result = ran(CLIENT + DRAWN, "--strict-markers", report=False)
    assert result.status == 0, result.out
    told = re.findall(r"told (.*) (\d+)$", result.out, re.MULTILINE)
    assert {refusal for refusal, _ in told} == {"None", "method", "media type", "malformed body"}
    assert {status for refusal, status in told if refusal == "None"} == {"404"}
    assert f"{len(told) + 1} passed" in result.out


def test_a_seed_draws_the_same_cases(ran: Pytest) -> None:
    test = f"{CLIENT}\n@poolcontract.cases(3, seed=4)\ndef test_it(pool_case): print('told', pool_case)\n"
    first, again = (
        re.findall("told .*", ran(test, f"--poolcontract-seed={seed}", report=False).out) for seed in (1, 2)
    )
    assert len(first) > 3
    assert first == again
