"""What a person reads at the end of a test run: the findings once each, then what was really covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from poolcontract.finding import Severity, Source
from poolcontract.identity import identity_of
from poolcontract.masking import printable
from poolcontract.outcome import Outcome

_REFUSED = "refused as expected"


def summary(
    report: Mapping[str, Any], outcome: Outcome, *, lowest: Severity, seconds: float, seed: int
) -> str:
    """The text that ends a run; findings below `lowest` are counted, not told."""
    told = [each for each in report["findings"] if Severity[each["severity"].upper()] >= lowest]
    hidden = len(report["findings"]) - len(told)
    below = f", {hidden} below {lowest}" if hidden else ""
    lines = [*_findings(told), *_coverage(report), *_grounds(outcome)]
    lines.append(f"{_counted(told)}{below} in {seconds:.1f} s  (seed {seed})")
    return "\n".join(lines) + "\n"


def _findings(findings: list[dict[str, Any]]) -> Iterator[str]:
    """One finding for each identity (rule, schema, pointer without indices), the rest counted."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for each in findings:
        identity = identity_of(each["rule"], each["schema"], each["pointer"])
        groups.setdefault(identity, []).append(each)
    for group in sorted(groups.values(), key=lambda group: -Severity[group[0]["severity"].upper()]):
        first = group[0]
        yield f"{first['severity']}  {first['rule']}  {first['pointer'] or '(whole body)'}"
        yield f"    {first['message']}{_cited(first['source'])}"
        yield f"    {_times(len(group))}, first in scenario {first['scenario']}"


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
