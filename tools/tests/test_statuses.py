"""What a status means that nothing provoked, and how a person changes that: one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from poolcontract.caution import Caution
from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import Severity
from poolcontract.judge import Judge
from poolcontract.statuses import UNDECIDED, Meanings, as_meant, undecided_by
from poolcontract.target import Target
from poolcontract.verdict import Verdict, verdict

from .grown_bodies import CONTRACT

JUDGE = Judge(CONTRACT)
INFO, WARNING, ERROR, NOTHING = Severity.INFO, Severity.WARNING, Severity.ERROR, None
STATUS_RULES = ("undocumented-refusal", "undocumented-status", "redirect")


def judged(
    status: int, meanings: Meanings, **known: str
) -> tuple[tuple[str, str | None], Mapping[str, Severity]]:
    """The verdict, and the severities that the rules on statuses have given."""
    exchange = Exchange.of("DELETE /v2/p/pools/pool-a", status, known=Circumstances(**known))  # type: ignore[arg-type]
    operation = replace(CONTRACT.operations[0], undecided=undecided_by(meanings))
    findings = list(as_meant(JUDGE.check_exchange(exchange, operation), exchange, meanings))
    reached = verdict(exchange, findings, ERROR, operation.undecided)
    told = {each.rule: each.severity for each in findings if each.rule in STATUS_RULES}
    return (reached.kind, reached.reason), told


REFUSAL, STATUS, REDIRECT = STATUS_RULES
PASS = ("pass", None)
TABLE: list[tuple[int, dict[int, Severity | None], tuple[str, str | None], dict[str, Severity]]] = [
    (409, {}, PASS, {REFUSAL: WARNING}),
    (409, {409: INFO}, PASS, {REFUSAL: INFO}),
    (409, {409: WARNING}, PASS, {REFUSAL: WARNING}),
    (409, {409: ERROR}, ("violation", REFUSAL), {REFUSAL: ERROR}),
    (409, {409: NOTHING}, ("inconclusive", "set-aside"), {}),
    (409, {400: ERROR}, PASS, {REFUSAL: WARNING}),
    (422, {}, ("violation", STATUS), {STATUS: ERROR}),
    (422, {422: WARNING}, PASS, {STATUS: WARNING}),
    (500, {}, ("violation", STATUS), {STATUS: ERROR}),
    (500, {500: INFO}, PASS, {STATUS: INFO}),
    (500, {500: NOTHING}, ("inconclusive", "set-aside"), {}),
    (307, {}, ("violation", REDIRECT), {REDIRECT: ERROR}),
    (307, {307: INFO}, PASS, {REDIRECT: INFO}),
    (307, {307: NOTHING}, ("inconclusive", "set-aside"), {}),
    *((status, {}, ("inconclusive", reason), {}) for status, reason in UNDECIDED.items()),
    *((status, {status: NOTHING}, ("inconclusive", reason), {}) for status, reason in UNDECIDED.items()),
    *((status, {status: ERROR}, ("violation", STATUS), {STATUS: ERROR}) for status in UNDECIDED),
    *((status, {status: INFO}, PASS, {STATUS: INFO}) for status in UNDECIDED),
    *((status, {599: INFO}, ("inconclusive", reason), {}) for status, reason in UNDECIDED.items()),
]


@pytest.mark.parametrize(("status", "meanings", "reached", "told"), TABLE)
def test_a_status_that_nothing_provoked(
    status: int,
    meanings: Meanings,
    reached: tuple[str, str | None],
    told: Mapping[str, Severity],
) -> None:
    assert judged(status, meanings) == (reached, told)


@pytest.mark.parametrize("status", [307, 400, 405, 409, 415, 422, 500, 501, *UNDECIDED])
@pytest.mark.parametrize("meaning", [INFO, ERROR, NOTHING])
def test_a_status_that_was_provoked_means_what_it_always_means(status: int, meaning: Severity | None) -> None:
    assert judged(status, {status: meaning}, refusal="no token") == judged(status, {}, refusal="no token")


@pytest.mark.parametrize("meaning", [INFO, WARNING, NOTHING])
def test_a_success_for_a_pool_that_is_not_there_stays_an_error(meaning: Severity | None) -> None:
    exchange = Exchange.of("DELETE /v2/p/pools/pool-a", 202, {}, known=Circumstances(pool="absent"))
    operation = replace(CONTRACT.operations[0], undecided=undecided_by({202: meaning}))
    found = as_meant(JUDGE.check_exchange(exchange, operation), exchange, {202: meaning})
    assert ("success-for-absent-pool", ERROR) in {(each.rule, each.severity) for each in found}


@pytest.mark.parametrize(
    ("status", "enough", "words"),
    [
        (401, 2, "refuses the credentials"),
        (403, 2, "refuses the credentials"),
        (407, 2, "refuses the credentials"),
        (429, 2, "throttles, or is unavailable"),
        (503, 2, "throttles, or is unavailable"),
        (502, 3, "gives no answer that can be judged"),
    ],
)
def test_a_real_service_is_left_alone_whatever_its_statuses_mean(
    status: int, enough: int, words: str
) -> None:
    caution = Caution(target=Target.parse("https://a.b", allow_host="a.b"), rate=1.0)
    exchange = Exchange.of("DELETE /v2/p/pools/pool-a", status, known=Circumstances(pool="absent"))
    sentences = [caution.sentence(exchange, Verdict("pass")) for _ in range(enough)]
    assert sentences[:-1] == [None] * (enough - 1)
    assert words in (sentences[-1] or "")
