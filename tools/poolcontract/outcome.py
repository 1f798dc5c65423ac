"""What a test run amounts to: report.json → exit status and the reasons for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

PASSED, FOUND, REFUSED, UNDECIDED, STOPPED, NOTHING_CHECKED, OUR_FAULT = 0, 1, 2, 3, 4, 5, 70
_HEAVIEST_FIRST = (OUR_FAULT, REFUSED, STOPPED, FOUND, NOTHING_CHECKED, UNDECIDED, PASSED)
_STATUS_OF_FAILURE = {"failed": FOUND, "error": OUR_FAULT, "refused": REFUSED}

_UNDECIDED_FOR = {
    "dns": "the host is not known",
    "connect": "no connection was made",
    "tls": "no secure connection was made",
    "tls-certificate": "the certificate is not trusted (--ca-bundle FILE adds an authority)",
    "timeout": "no whole answer came in time (--timeout)",
    "reset": "the connection was closed before an answer",
    "framing": "the answer was no whole HTTP message",
    "too-large": "the answer was larger than is read",
    "auth": "the credentials were refused (401, 403)",
    "proxy-auth": "a proxy wants credentials (407)",
    "throttled": "the service throttled (429)",
    "unavailable": "the service was unavailable (503)",
    "set-aside": "their status says nothing, as --status has it",
    "interrupted": "it was under way when the run was interrupted",
    "gateway": "a gateway answered for the service (408, 502, 504)",
    "listing": "the list of the project's pools could not be read in full",
}
_UNSENT_FOR = {
    "needs-pool": "no living pool was left to spend (--destroy-pool NAME allows one)",
    "needs-second-pool": "needs a second living pool (--destroy-pool NAME allows one more)",
    "needs-name": "every pool's name in that odd spelling is the name of a pool",
    "no-fresh-pool": "no fresh pool was made",
    "shared-proof": "few pools may be spent, and a later deletion shows that one is still there",
    "needs-token": "they need a run that has a token",
    "budget": "--max-requests was reached",
    "stopped": "the run had been stopped",
}
_BY_CHOICE = ("needs-pool", "needs-second-pool", "needs-name", "needs-token", "shared-proof")
_NOUNS = {
    **dict.fromkeys(
        ("needs-pool", "needs-second-pool", "needs-name", "needs-token", "no-fresh-pool"), "scenario"
    ),
    "shared-proof": "proof",
}

Kind = Literal["stopped", "violation", "failed", "not decided", "not run", "interrupted"]


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that a run did not end well for; with the status 0 one that it left out by choice."""

    status: int
    kind: Kind
    sentence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The exit status of a run, and the grounds for it."""

    status: int
    grounds: tuple[Ground, ...]


def outcome(
    report: Mapping[str, Any], minimum: Mapping[str, int], *, inconclusive: int = UNDECIDED
) -> Outcome:
    """The outcome of a run by what report.json holds.

    `minimum` overrides how many answers of a status must have been judged; `inconclusive` is the status that
    undecided answers ask for.
    """
    grounds = [
        *_ended_early(report, inconclusive),
        *_violations(report),
        *_failures(report),
        *_undecided(report, inconclusive),
        *_unsent(report, inconclusive),
        *_missed(report, {**report["minimum"], **minimum}, inconclusive),
    ]
    if not any(report["coverage"]["answers"].values()):
        grounds += _nothing(report, grounds)
    statuses = {ground.status for ground in grounds}
    worst = next((status for status in _HEAVIEST_FIRST if status in statuses), PASSED)
    return Outcome(worst, tuple(grounds))


def words_for(reason: str) -> str:
    """The sentence for the reason code of a request that has no verdict, or was not sent."""
    return _UNDECIDED_FOR.get(reason) or _UNSENT_FOR.get(reason, reason)


def noun_for(reason: str) -> str:
    """What was not sent for a reason code: a whole scenario, the proof at its end, or one request."""
    return _NOUNS.get(reason, "request")


def _ended_early(report: Mapping[str, Any], inconclusive: int) -> Iterator[Ground]:
    if report["stopped"]:
        yield Ground(inconclusive, "stopped", report["stopped"])
    if report["partial"]:
        yield Ground(inconclusive, "interrupted", "this is what was found until then")


def _violations(report: Mapping[str, Any]) -> Iterator[Ground]:
    counts = Counter(each["verdict"] for each in report["verdicts"])
    if counts["stop"]:
        yield Ground(STOPPED, "violation", f"{_plural(counts['stop'], 'request')}: stopped for safety")
    if counts["violation"]:
        yield Ground(FOUND, "violation", f"{_plural(counts['violation'], 'answer')} against the contract")


def _failures(report: Mapping[str, Any]) -> Iterator[Ground]:
    """One ground for all tests that ended with the same words."""
    groups: dict[tuple[str, str], list[str]] = {}
    for each in report["failures"]:
        first_line = next(iter(each["message"].splitlines()), "")
        groups.setdefault((each["kind"], first_line), []).append(each["test"])
    for (kind, words), tests in groups.items():
        others = f" and {_plural(len(tests) - 1, 'other test')}" if len(tests) > 1 else ""
        yield Ground(_STATUS_OF_FAILURE[kind], "failed", f"{tests[0]}{others}: {words}")


def _undecided(report: Mapping[str, Any], status: int) -> Iterator[Ground]:
    for reason, count in _reasons(report, "inconclusive"):
        words = _UNDECIDED_FOR.get(reason, reason)
        yield Ground(status, "not decided", f"{_plural(count, 'request')}: {words}")


def _unsent(report: Mapping[str, Any], inconclusive: int) -> Iterator[Ground]:
    for reason, count in _reasons(report, "not sent"):
        what, words = _plural(count, noun_for(reason)), _UNSENT_FOR.get(reason, reason)
        if reason == "no-fresh-pool":
            words = report["no_fresh_pool"] or words
        yield Ground(PASSED if reason in _BY_CHOICE else inconclusive, "not run", f"{what}: {words}")


def _missed(report: Mapping[str, Any], wanted: Mapping[str, int], status: int) -> Iterator[Ground]:
    judged = report["coverage"]["answers"]
    for code, count in wanted.items():
        if judged.get(code, 0) < count:
            yield Ground(
                status, "not decided", f"{judged.get(code, 0)} answers {code} judged, {count} asked for"
            )


def _nothing(report: Mapping[str, Any], grounds: list[Ground]) -> Iterator[Ground]:
    """No answer at all: nothing was checked, unless answers were waited for, or worse is known."""
    tried = any(each["verdict"] == "inconclusive" for each in report["verdicts"])
    if not tried and not any(ground.status in (FOUND, STOPPED, REFUSED, OUR_FAULT) for ground in grounds):
        yield Ground(NOTHING_CHECKED, "not decided", "no answer was judged")


def _reasons(report: Mapping[str, Any], verdict: str) -> list[tuple[str, int]]:
    """The reasons of a verdict, the most frequent first."""
    return Counter(each["reason"] for each in report["verdicts"] if each["verdict"] == verdict).most_common()


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
