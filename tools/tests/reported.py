"""A report of a few findings that the tests of every format show whole, and hostile texts for all of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from poolcontract.finding import Excerpt, Finding, Report, Severity, Source
from poolcontract.masking import Mask
from poolcontract.report import renderer
from poolcontract.report.style import Style

GONE = Finding(
    rule="schema/enum",
    severity=Severity.ERROR,
    message='"Deleted" is not one of Creating, Running',
    pointer="/status/phase",
    schema="PoolStatus",
    source=Source(14, "phase"),
    value="Deleted",
    file="answer.json",
    line=23,
    column=17,
    excerpt=Excerpt('    "phase" : "Deleted",', 14, 9),
)
HINT = Finding(
    rule="unlisted-member", severity=Severity.INFO, message='"x" is unlisted', pointer="/x", file="b.json"
)
ODD = Finding(
    rule="not-recognised",
    severity=Severity.WARNING,
    message="42 is nobody's",
    pointer="",
    file="c.json",
    line=1,
)
SENT = Finding(
    rule="media-type",
    severity=Severity.ERROR,
    message="text/html is not application/json",
    pointer="/response/headers/content-type",
)


def repeated(count: int) -> Iterator[Finding]:
    """The same finding in so many places of an array and of a file."""
    for number in range(count):
        pointer = f"/status/scope/{number}/state"
        yield replace(GONE, pointer=pointer, line=number + 1, excerpt=None)


def several() -> Report:
    """A report of three files: one with errors, one with a warning, one clean; and a finding of no file."""

    def found() -> Iterator[Finding]:
        report.begin("answer.json")
        yield GONE
        yield from repeated(5)
        report.begin("b.json")
        yield HINT
        report.begin("c.json")
        yield ODD
        yield SENT
        report.begin("d.json")

    report = Report(findings=(), instances=9, unrecognised=1)
    report.findings = found()
    return report


def told(report: Report, form: str, **style: Any) -> str:
    """The text of a report in a format."""
    plain = Style(version="1.2.3", began=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    return "".join(renderer(form)(report, replace(plain, **style)))


def hostile_texts(count: int = 2000) -> list[str]:
    """Texts that steer terminals, break out of formats, or are no text at all; the same ones every time."""
    chance = random.Random(7)  # noqa: S311  a corpus, no secret
    specials = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
    specials += list(
        "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\ufffe\uffff\ud800\udfff"
    )
    specials += [
        "]]>",
        "<!--",
        "&amp;",
        "</failure>",
        "::error::x",
        "##[error]x",
        "%0A",
        "%",
        "\r\n::set-env::",
    ]
    specials += ['"', "'", "\\", "/", "~", "*", "漢", "e\u0301", "😀", "\U000e0001", "\U0010ffff", "${{ x }}"]
    whole = [*specials, "", " ", *(chr(code) for code in (0x00, 0x1B, 0x9B))]
    mixed = ["".join(chance.choices([*specials, "a", "b", " "], k=12)) for _ in range(count - len(whole))]
    return [*whole, *mixed]


def hostile(text: str) -> Finding:
    """A finding with a text wherever one may come from a file, its name or a user's own contract."""
    return Finding(
        rule="schema/" + text,
        severity=Severity.ERROR,
        message=text,
        pointer="/" + text,
        schema=text,
        source=Source(text, text),
        value=text,
        file=text or None,
        line=1,
        column=2,
        excerpt=Mask().excerpt(text.replace("\n", ""), 1, 3),
    )
