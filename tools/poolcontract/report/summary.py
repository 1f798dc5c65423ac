"""What a person reads at the end of a test run: the findings once each, then what was really covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from poolcontract.evidence import lines
from poolcontract.finding import Severity, Source
from poolcontract.identity import Identity, identity_of
from poolcontract.masking import printable
from poolcontract.outcome import Outcome

_REFUSED = "refused as expected"
_MOST_SHOWN = 10
"""Findings that are told with the exchange that shows them."""


def summary(
    report: Mapping[str, Any], outcome: Outcome, *, lowest: Severity, seconds: float, seed: int
) -> str:
    """The text that ends a run; findings below `lowest` are counted, not told."""
    told = [each for each in report["findings"] if Severity[each["severity"].upper()] >= lowest]
    hidden = len(report["findings"]) - len(told)
    below = f", {hidden} below {lowest}" if hidden else ""
    text = [*_findings(told, _shown(report), _often(report)), *_coverage(report), *_grounds(outcome)]
    text.append(f"{_counted(told)}{below} in {seconds:.1f} s  (seed {seed})")
    return "\n".join(text) + "\n"


def _shown(report: Mapping[str, Any]) -> dict[Identity, Mapping[str, Any]]:
    """What shows the first findings, by identity; an older report has none."""
    return {_identity(form): form for form in report.get("evidence", [])[:_MOST_SHOWN]}


def _often(report: Mapping[str, Any]) -> dict[Identity, str]:
    """In how many answers the findings were seen, by identity; an older report does not tell."""
    return {_identity(form): _share(form["seen"], form["of"]) for form in report.get("frequency", [])}


def _identity(form: Mapping[str, Any]) -> Identity:
    return identity_of(form["rule"], form["schema"], form["pointer"])


def _findings(
    findings: list[dict[str, Any]], shown: Mapping[Identity, Mapping[str, Any]], often: Mapping[Identity, str]
) -> Iterator[str]:
    """One finding for each identity (rule, schema, pointer without indices), the rest counted."""
    groups: dict[Identity, list[dict[str, Any]]] = {}
    for each in findings:
        groups.setdefault(_identity(each), []).append(each)
    for group in sorted(groups.values(), key=lambda group: -Severity[group[0]["severity"].upper()]):
        first = group[0]
        yield f"{first['severity']}  {first['rule']}  {first['pointer'] or '(whole body)'}"
        yield f"    {first['message']}{_cited(first['source'])}"
        evidence = shown.get(_identity(first))
        elsewhere = evidence is not None and evidence["scenario"] != first["scenario"]
        smallest = f", the smallest in {evidence['scenario']}" if evidence and elsewhere else ""
        times = f"{_times(len(group))}{often.get(_identity(first), '')}"
        yield f"    {times}, first in scenario {first['scenario']}{smallest}"
        yield from (f"    {line}" for line in (lines(evidence) if evidence else ()))


def _cited(source: Mapping[str, Any] | None) -> str:
    return f" ({Source(source['table'], source['row'])})" if source else ""


def _grounds(outcome: Outcome) -> Iterator[str]:
    """What was not decided or not run, and why; the findings have told what answers violate.

    Why a run was stopped is told where errors are.
    """
    for ground in outcome.grounds:
        if ground.kind not in ("violation", "stopped"):
            yield _labelled(ground.kind, ground.sentence)


def _labelled(label: str, text: str) -> str:
    return f"{label:<15}  {printable(text)}"


def _coverage(report: Mapping[str, Any]) -> Iterator[str]:
    coverage = report["coverage"]
    verdicts = Counter(each["verdict"] for each in report["verdicts"])
    refused = sum(each["reason"] == _REFUSED for each in report["verdicts"])
    documented = [f"{status}: {coverage['answers'].get(status, 0)}" for status in report["minimum"]]
    counts = [*documented, f"{_REFUSED}: {refused}", f"inconclusive: {verdicts['inconclusive']}"]
    if report.get("only"):
        yield _labelled("only run", f"{', '.join(report['only'])} (--only)")
    yield _labelled("answers judged", "   ".join(counts))
    rows, values, rules = (coverage[part] for part in ("rows", "values", "rules"))
    seen = (
        f"{len(rows['seen'])} of {rows['of']} rows   "
        f"{len(values['seen'])} of {values['of']} list values   "
        f"{len(rules['seen'])} of {rules['of']} rules had a chance to fire"
    )
    yield _labelled("page seen", seen)


def _counted(findings: list[dict[str, Any]]) -> str:
    counts = Counter(each["severity"] for each in findings)
    words = [_plural(counts[str(level)], str(level)) for level in sorted(Severity, reverse=True)]
    return ", ".join(word for word in words if word) or "no findings"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count != 1 else ''}" if count else ""


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _share(seen: int, of: int) -> str:
    """How many of the answers that could have shown something did."""
    if seen < of:
        return f", in {seen} of {of} like answers"
    return f", in all {of} like answers" if of > 1 else ""
