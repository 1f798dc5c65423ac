"""Findings for code scanning: SARIF 2.1.0, written as findings are made; what sums up follows the results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from poolcontract.checks import Checked, checked
from poolcontract.finding import Excerpt, Finding, Report, Severity, Source
from poolcontract.masking import MASK
from poolcontract.report.fingerprint import of_identity
from poolcontract.report.json import summary, written
from poolcontract.report.style import Style
from poolcontract.report.table import path_of, sentence
from poolcontract.report.telling import Told

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "%SRCROOT%"
_ALTERED = (MASK, "…", "\\")  # in a marked place that is shown otherwise than it stands in the file


def render(report: Report, style: Style, beside: Iterable[Mapping[str, Any]] = ()) -> Iterator[str]:
    """One log with one run: a result for each finding to be told, then the rules that these are about.

    `beside` are results that are no findings.
    """
    told, rules = Told(report, style), dict[str, int]()
    yield f'{{"$schema": "{_SCHEMA}",\n"version": "2.1.0",\n"runs": [{{\n"results": ['
    lead = "\n"
    for finding in told:
        index = rules.setdefault(finding.rule, len(rules))
        yield lead + written(_result(finding, index))
        lead = ",\n"
    for result in beside:
        yield lead + written(result)
        lead = ",\n"
    yield "\n],\n"
    yield f'"tool": {written({"driver": _driver(style, list(rules))})},\n'
    yield f'"invocations": [{written(_invocation(report))}],\n'
    yield '"columnKind": "unicodeCodePoints",\n'
    yield f'"originalUriBaseIds": {written({_ROOT: _root()})},\n'
    yield f'"properties": {written({"summary": summary(report, style, told)})}\n}}]}}\n'


def _result(finding: Finding, index: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "value": finding.value,
        "document": finding.document,
        "scenario": finding.scenario,
        **_cited(finding.source),
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": sentence(finding)},
        "locations": [_location(finding)],
        "partialFingerprints": {"poolcontractIdentity/v1": of_identity(finding)},
        "properties": {name: value for name, value in told.items() if value is not None},
    }


def _location(finding: Finding) -> dict[str, Any]:
    named = {"logicalLocations": [{"fullyQualifiedName": finding.pointer, "kind": "value"}]}
    if finding.file is None:
        return named
    physical = {"artifactLocation": _artifact(finding.file), **_regions(finding)}
    return {"physicalLocation": physical, **named}


def _artifact(file: str) -> dict[str, str]:
    path = path_of(file)
    if path.startswith("<"):  # no file, such as standard input
        return {"uri": quote(path)}
    if PurePath(file).is_absolute():
        return {"uri": f"file://{'' if path.startswith('/') else '/'}{quote(path)}"}
    return {"uri": quote(path), "uriBaseId": _ROOT}


def _regions(finding: Finding) -> dict[str, Any]:
    """The place with its text, and its line; where the text is masked or clipped the end stays open."""
    if finding.line is None:
        return {}
    region: dict[str, Any] = {"startLine": finding.line}
    if finding.column is not None:
        region["startColumn"] = finding.column
    if finding.excerpt is None:
        return {"region": region}
    marked = _marked(finding.excerpt)
    if finding.column is not None and not any(each in marked for each in _ALTERED):
        region["endColumn"] = finding.column + len(marked)
    region["snippet"] = {"text": marked}
    return {
        "region": region,
        "contextRegion": {"startLine": finding.line, "snippet": {"text": finding.excerpt.text}},
    }


def _marked(excerpt: Excerpt) -> str:
    return excerpt.text[excerpt.start : excerpt.start + excerpt.length]


def _driver(style: Style, rules: list[str]) -> dict[str, Any]:
    known = checked()
    version = {"version": style.version} if style.version else {}
    described = [_rule(each, known.get(each)) for each in rules]
    return {"name": "poolcontract", **version, "rules": described}


def _rule(name: str, check: Checked | None) -> dict[str, Any]:
    """What is known of a rule; a keyword that only a user's own contract has is told by its name alone."""
    if check is None:
        return {"id": name}
    text = f"{check.title}\n\n{check.text}" if check.text else check.title
    source = check.rule.source if check.rule else None
    return {
        "id": name,
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": " ".join(text.split())},
        "help": {"text": text},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"tags": [name.partition("/")[0] if "/" in name else "rule"], **_cited(source)},
    }


def _cited(source: Source | None) -> dict[str, Any]:
    return {"table": source.table, "row": source.row} if source else {}


def _invocation(report: Report) -> dict[str, Any]:
    unread = [{"level": "error", "message": {"text": sentence}} for sentence in report.unreadable]
    done = not unread and not report.interrupted
    return {"executionSuccessful": done, **({"toolExecutionNotifications": unread} if unread else {})}


def _root() -> dict[str, Any]:
    return {"description": {"text": "The folder in which poolcontract was started."}}
