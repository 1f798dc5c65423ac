"""A test run for other programs: JUnit XML with a case for each request, and what SARIF has beside findings.

A violation is a failure, an answer without a verdict an error, a request that was not sent is skipped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from poolcontract.evidence import told
from poolcontract.masking import clip, printable
from poolcontract.outcome import words_for
from poolcontract.record import Failure, Record, Result

_LONGEST = 300
_MOST = 20
"""Scenarios that are named for one reason."""

_TAGS = {"violation": "failure", "stop": "error", "inconclusive": "error", "not sent": "skipped"}
_SAFETY = "safety"
_FORMS = {
    "inconclusive": ("undecided", "review", "none"),
    "not sent": ("not-sent", "notApplicable", "none"),
    "stop": (_SAFETY, "fail", "error"),
}
"""The beginning of the id, the kind and the level in SARIF."""


def junit(record: Record, began: datetime) -> Iterator[str]:
    """A suite for each scenario, in the order of sending, then one for tests that ended without a verdict."""
    suites: dict[str, list[Result]] = defaultdict(list)
    for scenario, result in record.decided():
        suites[scenario].append(result)
    when = began.strftime("%Y-%m-%dT%H:%M:%S")
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    for number, (scenario, results) in enumerate(suites.items()):
        cases = [_case(f"{scenario} {at}", each, record) for at, each in enumerate(results, 1)]
        tags = [_TAGS.get(each.verdict.kind, "") for each in results]
        yield _suite(scenario, number, when, cases, tags, sum(map(_seconds, results)))
    if record.failures:
        failed = [_failed(each, record) for each in record.failures]
        tags = ["failure" if each.kind == "failed" else "error" for each in record.failures]
        yield _suite("tests", len(suites), when, failed, tags, 0)
    yield "</testsuites>\n"


def unsettled(verdicts: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Results of SARIF for what is no finding: a result for each reason why requests have no verdict."""
    groups: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for each in verdicts:
        if each["verdict"] in _FORMS:
            groups[each["verdict"], each["reason"]][each["scenario"]] += 1
    for (verdict, reason), scenarios in groups.items():
        prefix, kind, level = _FORMS[verdict]
        count = scenarios.total()
        yield {
            "ruleId": f"{prefix}/{reason.removeprefix('safety-')}",
            "kind": kind,
            "level": level,
            "message": {"text": f"{count} request{'' if count == 1 else 's'}: {words_for(reason)}"},
            "locations": [
                {"logicalLocations": [{"fullyQualifiedName": printable(each), "kind": "scenario"}]}
                for each in list(scenarios)[:_MOST]
            ],
            "properties": {"count": count},
        }


def _suite(name: str, number: int, when: str, cases: list[str], tags: list[str], seconds: float) -> str:
    counts = " ".join(f'{tag}s="{tags.count(tag)}"' for tag in ("failure", "error"))
    return (
        f'<testsuite id="{number}" package="poolcontract" name={_quoted(name)} timestamp="{when}"'
        f' hostname="localhost" time="{seconds:.3f}" tests="{len(cases)}" {counts}'
        f' skipped="{tags.count("skipped")}">\n<properties/>\n'
        f"{''.join(cases)}<system-out/>\n<system-err/>\n</testsuite>\n"
    )


def _case(name: str, result: Result, record: Record) -> str:
    kind, reason = result.verdict.kind, result.verdict.reason or ""
    tag = _TAGS.get(kind)
    inner = ""
    if tag == "skipped":
        inner = f"<skipped message={_quoted(words_for(reason))}/>"
    elif tag is not None:
        text = "\n".join(filter(None, (record.mask.text(str(result)), told(record, result))))
        message = next((each.message for each in result.findings if each.rule == reason), words_for(reason))
        form = reason
        if kind == "stop":
            form, message = _SAFETY, record.mask.text(record.stopped or message)
        inner = f"<{tag} type={_quoted(form)} message={_quoted(message)}>{_lines(text)}</{tag}>"
    return (
        f'<testcase name={_quoted(name)} classname="poolcontract.test" time="{_seconds(result):.3f}">'
        f"{inner}</testcase>\n"
    )


def _failed(failure: Failure, record: Record) -> str:
    text = record.mask.text(failure.message)
    tag = "failure" if failure.kind == "failed" else "error"
    first = next(iter(text.splitlines()), "")
    inner = f"<{tag} type={_quoted(failure.kind)} message={_quoted(first)}>{_lines(text)}</{tag}>"
    name = _quoted(failure.test)
    return f'<testcase name={name} classname="poolcontract.test" time="0.000">{inner}</testcase>\n'


def _seconds(result: Result) -> float:
    return result.exchange.duration or 0.0 if result.exchange else 0.0


def _quoted(text: str) -> str:
    return f'"{escape(clip(printable(text), _LONGEST))}"'


def _lines(text: str) -> str:
    return escape("\n".join(map(printable, text.splitlines())))
