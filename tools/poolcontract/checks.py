"""Everything that findings can be about, by id: rules, keywords, defects of the text, limits, recognition."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from poolcontract.finding import Rule, Severity
from poolcontract.framing import FLAWS
from poolcontract.jsonscan import DEFECTS
from poolcontract.judge import NOT_RECOGNISED
from poolcontract.keywords import KEYWORDS
from poolcontract.rules import catalogue
from poolcontract.yamlscan import DEFECTS as YAML_DEFECTS

_LIMITS = {
    "limit/aliases": "A YAML document has more aliases than the limit.",
    "limit/depth": "Arrays and objects are nested deeper than the limit.",
    "limit/digits": "A number has more digits than the limit.",
    "limit/document": "A document has more bytes than the limit.",
    "limit/findings": "A body or a text gives more findings than the limit; the rest is untold.",
    "limit/line": "A line has more bytes than the limit.",
    "limit/nodes": "A YAML document has more values than the limit, aliases counted.",
}
_RECORDINGS = {"recording/entry": "An entry of a recording cannot be judged: a part is missing or damaged."}
_RECOGNITION = {NOT_RECOGNISED: "The body belongs to no answer of the contract, and was not checked."}
_OF_A_KEYWORD = (
    "A keyword of JSON Schema; each finding cites the table and row that the keyword was taken from."
)
_OF_THE_TEXT = "Read from the text, before any schema; each finding tells line and column."
_OF_A_MESSAGE = (
    "Seen on the wire; told when it came every time, in two tries at least. "
    "What comes now and then leaves requests undecided."
)
_OF_A_LIMIT = "A limit on untrusted input; --limit NAME=N sets another."


class Checked(NamedTuple):
    """One thing that findings can be about; `rule` is None where the judge itself says it."""

    id: str
    severity: Severity
    source: str
    title: str
    text: str = ""
    rule: Rule | None = None


@cache
def checked() -> Mapping[str, Checked]:
    """All that findings can be about, by id: rules, keywords, defects of the text, limits, recognition."""
    rules = (
        Checked(each.id, each.rule.severity, str(each.rule.source or "-"), each.title, each.text, each.rule)
        for each in catalogue().values()
    )
    tables = (
        (KEYWORDS, Severity.ERROR, _OF_A_KEYWORD),
        (DEFECTS, Severity.ERROR, _OF_THE_TEXT),
        (YAML_DEFECTS, Severity.ERROR, _OF_THE_TEXT),
        (FLAWS, Severity.ERROR, _OF_A_MESSAGE),
        (_RECORDINGS, Severity.ERROR, _OF_THE_TEXT),
        (_LIMITS, Severity.ERROR, _OF_A_LIMIT),
        (_RECOGNITION, Severity.WARNING, ""),
    )
    others = (
        Checked(name, severity, "-", title, text)
        for table, severity, text in tables
        for name, title in table.items()
    )
    return {each.id: each for each in (*rules, *others)}
