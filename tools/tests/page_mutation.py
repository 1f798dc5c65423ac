"""Mutants of the page's text: each gets one fact of it wrong. The operators are data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .page_contradictions import LEAKED
from .page_facts import COMBINED, FORMATS
from .page_reader import ARRAY, BREAK, BULLET, LIMIT, LIST_BEGINS, OBJECT, PROSE, Page, Row, Table, read

TYPES = ("String", "Integer", "Boolean", "Array of strings", "Map<String,String>")
OPPOSITE = {"Yes": "No", "No": "Yes"}
GONE = ""
"""Stands for a paragraph that is not there any more."""

Wrong = Iterator[tuple[str, str]]
"""Operator, and how a paragraph then reads."""


@dataclass(frozen=True)
class PageMutant:
    """A named mutant: the text as it then reads."""

    name: str
    operator: str
    text: str


def page_mutants(text: str) -> Iterator[PageMutant]:
    """Every operator at every table, row, cell, status and example of a page."""
    page, paragraphs = read(text), text.split(BREAK)
    for table in page.tables:
        yield from _table(page, table, paragraphs)
        for row in table.rows:
            yield from _row(page, table, row, paragraphs)
    yield from _around_the_tables(page, paragraphs)


def _table(page: Page, table: Table, paragraphs: list[str]) -> Iterator[PageMutant]:
    name, first = f"Table {table.number}", table.paragraphs.start
    for number in (table.number + len(page.tables), table.number + 1, table.number - 1):
        heading = f"Table {number} {table.title}"
        yield _replaced(name, "table renumbered", paragraphs, range(first, first + 1), [heading])
    heading = f"{name} {table.title}s"
    yield _replaced(name, "table retitled", paragraphs, range(first, first + 1), [heading])
    yield _replaced(name, "table dropped", paragraphs, table.paragraphs, [])
    doubled = paragraphs[first : table.paragraphs.stop] * 2
    yield _replaced(name, "table doubled", paragraphs, table.paragraphs, doubled)


def _row(page: Page, table: Table, row: Row, paragraphs: list[str]) -> Iterator[PageMutant]:
    name, first = f"Table {table.number}, {row.name}", row.paragraphs.start
    whole = paragraphs[first : row.paragraphs.stop]
    yield _replaced(name, "row dropped", paragraphs, row.paragraphs, [])
    yield _replaced(name, "row doubled", paragraphs, row.paragraphs, whole * 2)
    yield _replaced(name, "row added", paragraphs, row.paragraphs, [*whole, row.name + "2", *whole[1:]])
    for wrong in (row.name + "s", row.name[:-1], row.name.swapcase()):
        yield _replaced(name, "row renamed", paragraphs, range(first, first + 1), [wrong])
    at = first + table.columns.index("Type")
    for wrong in _other_types(page, row.type):
        yield _replaced(name, "type changed", paragraphs, range(at, at + 1), [wrong])
    if "Mandatory" in table.columns:
        at = first + table.columns.index("Mandatory")
        flipped = OPPOSITE[paragraphs[at]]
        yield _replaced(name, "mandatory flipped", paragraphs, range(at, at + 1), [flipped])
    for at in range(first + len(table.columns) - 1, row.paragraphs.stop):
        for operator, wrong in _description(paragraphs[at]):
            yield _replaced(name, operator, paragraphs, range(at, at + 1), [wrong] if wrong else [])
    for operator, more in _said_beyond(row):
        yield _replaced(name, operator, paragraphs, row.paragraphs, [*whole, *more])


def _other_types(page: Page, given: str) -> Iterator[str]:
    """The simple types; an object as an array and the other way round; the object of another table."""
    array, single = ARRAY.fullmatch(given), OBJECT.fullmatch(given)
    named = array or single
    yield from (each for each in TYPES if each != given)
    if named:
        form, other_form = ("Array of {} objects", "{} object")[:: 1 if array else -1]
        yield other_form.format(named[1])
        titles = sorted({table.title for table in page.tables if re.fullmatch(r"\w+", table.title)})
        yield form.format(titles[titles.index(named[1]) - 1])


def _description(paragraph: str) -> Wrong:
    """How one paragraph of a description is got wrong."""
    for pattern, wrong in OPERATORS:
        if match := pattern.search(paragraph):
            yield from wrong(match, paragraph)


def _limit(match: re.Match[str], paragraph: str) -> Wrong:
    what, value = match[1].lower(), int(match[2])
    for moved in (value + 1, value - 1):
        yield f"{what} moved", f"{match[1]}: {moved}"
    yield f"{what} dropped", GONE
    other = {"Minimum": "Maximum", "Maximum": "Minimum", "Default": "Minimum"}[match[1]]
    yield f"{what} called {other.lower()}", paragraph.replace(match[1], other)


def _bullet(match: re.Match[str], paragraph: str) -> Wrong:
    value = match[1]
    yield "list value dropped", GONE
    for wrong in (value + "x", value.swapcase(), value[1:]):
        if wrong not in ("", value):
            yield "list value renamed", paragraph.replace(value, wrong, 1)
    yield "list value added", f"{paragraph}{BREAK}{paragraph.replace(value, value + '2', 1)}"


def _prose(match: re.Match[str], paragraph: str) -> Wrong:
    words = re.split(r" or ", match[1])
    for word in words:
        rest = " or ".join(each for each in words if each != word)
        yield "list value dropped", paragraph.replace(match[1], rest)
        yield "list value renamed", paragraph.replace(word, word + "x")
        yield "list value added", paragraph.replace(word, f"{word} or {word}2")
    yield "list dropped", paragraph[: match.start()] + paragraph[match.end() :]


def _dropped(operator: str) -> Callable[[re.Match[str], str], Wrong]:
    def wrong(match: re.Match[str], paragraph: str) -> Wrong:
        yield operator, paragraph[: match.start()] + paragraph[match.end() :] or "-"

    return wrong


OPERATORS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Wrong]], ...] = (
    (re.compile(f"^{LIMIT.pattern}$"), _limit),
    (re.compile(f"^{BULLET.pattern}$"), _bullet),
    (PROSE, _prose),
    (re.compile("|".join(map(re.escape, LIST_BEGINS))), _dropped("list dropped")),
    (re.compile(re.escape(COMBINED)), _dropped("flags dropped")),
    (re.compile(r" \(default value\)"), _dropped("default dropped")),
    (re.compile(rf"^({'|'.join(FORMATS)})\b"), _dropped("format dropped")),
    (LEAKED, _dropped("leaked tag dropped")),
    (re.compile(r"setting dockerSize"), _dropped("second name dropped")),
    (re.compile(r"the subscription"), _dropped("subscription dropped")),
)


def _said_beyond(row: Row) -> Iterator[tuple[str, list[str]]]:
    """Facts that a row does not have."""
    if row.minimum is None:
        yield "minimum added", ["Minimum: 3"]
    if row.maximum is None:
        yield "maximum added", ["Maximum: 9"]
    if row.default is None:
        yield "default added", ["Default: 1"]
    if not row.options and not row.enumeration:
        yield "list added", ["Enumeration values:", "  • 1"]
        yield "list added", ["Options:", "  • 1: one"]


def _around_the_tables(page: Page, paragraphs: list[str]) -> Iterator[PageMutant]:
    """Title, URI, statuses, and the examples where they contradict the tables."""
    for at, paragraph in enumerate(paragraphs):
        for operator, pattern, wrongs in AROUND:
            found = re.search(pattern, paragraph, re.MULTILINE) is not None
            for wrong in wrongs if found else ():
                text = re.sub(pattern, wrong, paragraph, count=1, flags=re.MULTILINE)
                name = f"paragraph {at} {text[:40]!r}"
                yield _replaced(name, operator, paragraphs, range(at, at + 1), [text] if text else [])
    codes = [at for at, each in enumerate(paragraphs) if each in page.statuses]
    for at in codes:
        name, row = f"Status Codes, {paragraphs[at]}", range(at, at + 2)
        yield _replaced(name, "status dropped", paragraphs, row, [])
        yield _replaced(name, "status changed", paragraphs, row, ["204", paragraphs[at + 1]])
        yield _replaced(name, "status added", paragraphs, row, [*paragraphs[at : at + 2], "204", "None"])


AROUND: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("title changed", r"\ADeleting a Resource Pool\Z", ("Deleting a Pool",)),
    ("method changed", r"\ADELETE (?=/|https)", ("PUT ", "POST ")),
    ("path changed", r"(?<=^DELETE )/v2/", ("/v1/", "/")),
    ("path changed", r"\{project_id\}/pools", ("{project_id}/pool", "{project}/pools", "pools")),
    ("path changed", r"\{pool_name\}\Z", ("{pool_name}/", "{name}")),
    ("address changed", r"https://\{endpoint\}", ("http://{endpoint}", "https://endpoint")),
    ("status line dropped", r"\AStatus code: \d+\Z", ("",)),
    ("status line changed", r"\AStatus code: \d+\Z", ("Status code: 202", "Status code: 500")),
    ("request body dropped", r"\A\{ \}\Z", ("",)),
    ("request body changed", r"\A\{ \}\Z", ('{ "force" : true }', "[ ]")),
    ("example follows the table", r'(?s)"available" : \[ (.*)\} \]\n    \}\n', (r'"available" : \1}}',)),
    ("example follows the table", r',\s*"os.modelarts/external-access" : "elb"', ("",)),
    ("example changed", r'"os.modelarts/external-access"', ('"os.modelarts/access"',)),
    ("example changed", r'"os.modelarts/billing.mode" : "0"', ('"os.modelarts/billing.mode" : "1"',)),
    ("example changed", r'"scope" : \[ "Train", "Infer" \]', ('"scope" : [ "Train" ]',)),
    ("example changed", r'"scopeType" : "Infer"', ('"scopeType" : "Notebook"',)),
    ("example changed", r'"metadata" : \{', ('"more" : 1, "metadata" : {',)),
    ("example is no JSON", r'"error_code" :', ("error_code :",)),
)


def _replaced(name: str, operator: str, paragraphs: list[str], at: range, wrong: list[str]) -> PageMutant:
    changed = [*paragraphs[: at.start], *wrong, *paragraphs[at.stop :]]
    return PageMutant(f"{name}: {operator} {' | '.join(wrong)[:60]}".rstrip(), operator, BREAK.join(changed))
