"""Which format a text has, told by its content, and by its name where the content could be either."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

from poolcontract.instance import ABSENT
from poolcontract.jsontext import read
from poolcontract.limits import Limits
from poolcontract.payloads import lines, logs
from poolcontract.payloads.embedded import holds_bodies
from poolcontract.payloads.reading import Reading, suffix_of
from poolcontract.payloads.stream import Stream
from poolcontract.payloads.units import Parsed, Payload, Unit

_DOCUMENTS = (".json", ".har")
_LINES = (".ndjson", ".jsonl")
_YAML = (".yaml", ".yml")
_HEAD = 4096
_UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00")
_BOM = b"\xef\xbb\xbf"
_FLOW = (b"{", b"[")
_LIKE_YAML = re.compile(
    rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*+(?:---(?:\s|\Z)|%YAML |- |[A-Za-z_][\w.-]*:(?:\s|\Z))"
)


def units(name: str, stream: Stream, reading: Reading) -> Iterator[Unit]:
    """What a text that is neither compressed nor an archive holds."""
    suffix = suffix_of(name)
    head = stream.head(_HEAD)
    if suffix in _YAML:
        yield from _yaml(name, stream, reading)
    elif suffix in _DOCUMENTS or head.startswith(_UTF16_OR_32):
        yield from _document(name, _rest(stream, reading.limits), reading)
    elif suffix in _LINES:
        yield from lines.units(name, stream, reading)
    else:
        yield from _by_content(name, stream, reading)


def is_lines(name: str, stream: Stream, reading: Reading) -> bool:
    """True for NDJSON of which each line can be read by itself; reads from the stream to tell."""
    suffix, head = suffix_of(name), stream.head(_HEAD)
    if suffix in (*_YAML, *_DOCUMENTS) or head.startswith(_UTF16_OR_32) or lines.hang_together(head):
        return False
    if suffix in _LINES:
        return True
    _, first, second = _first_lines(stream, reading.limits)
    return bool(second) and _are_records(first, second, reading)


def _by_content(name: str, stream: Stream, reading: Reading) -> Iterator[Unit]:
    """NDJSON where the first line alone is a value and more follow; else one document, JSON or YAML."""
    held, first, second = _first_lines(stream, reading.limits)
    if second and _are_records(first, second, reading):
        yield from lines.units(name, stream, reading, held)
        return
    data = _rest(stream, reading.limits, held)
    if _LIKE_YAML.match(data) and read(data, reading.limits).value is ABSENT:
        yield from _yaml_units(name, data, reading)
    else:
        yield from _document(name, data, reading)


def _first_lines(stream: Stream, limits: Limits) -> tuple[bytes, bytes, bytes]:
    """All that was read to see the first two lines that are not blank, and these; b"" for what is not there.

    Where there is no second line the first may be a cut one.
    """
    limit = min(limits.line, limits.document)
    held, size, found = list[bytes](), 0, list[bytes]()
    while len(found) < 2 and size <= limit and (line := stream.line(limit)):  # noqa: PLR2004  two lines
        held.append(line)
        size += len(line)
        if line.strip():
            found.append(line)
        if not line.endswith(b"\n"):
            break
    first, second, *_ = (*found, b"", b"")
    return b"".join(held), first, second


def _are_records(first: bytes, second: bytes, reading: Reading) -> bool:
    """True when the first line is a value by itself, or a broken record and the second is one.

    Of a log that holds bodies not every line has to be JSON.
    """
    if _is_value(first, reading.limits):
        return True
    first, second = first.strip(), second.strip()
    if reading.fields:
        return not first.startswith(_FLOW) and not _LIKE_YAML.match(first + b"\n" + second)
    return first.startswith(b"{") and first.endswith(b"}") and _is_object(second, reading.limits)


def _is_value(line: bytes, limits: Limits) -> bool:
    text = read(line, limits)
    return text.value is not ABSENT and all(each.rule != "json/trailing-text" for each in text.defects)


def _is_object(line: bytes, limits: Limits) -> bool:
    return line.startswith(b"{") and _is_value(line, limits)


def _rest(stream: Stream, limits: Limits, held: bytes = b"") -> bytes:
    """All that is held and to come, one byte more than a document may have where it is longer."""
    return held + stream.read(max(limits.document + 1 - len(held), 0))


def _document(name: str, data: bytes, reading: Reading) -> Iterator[Unit]:
    """One JSON document: a body, an array of bodies, a log record, or a recording in the HAR format."""
    limits = reading.limits
    if len(data) > limits.document:
        yield Payload(name, data)
        return
    opening = data[:64].removeprefix(_BOM).lstrip()[:1]
    if opening == b"{" and _may_be_har(data):
        har = importlib.import_module("poolcontract.payloads.har")
        text = read(data, limits)
        if har.is_har(text.value):
            yield from har.units(name, text, limits)
            return
    if reading.fields:
        yield from logs.document(name, read(data, limits), reading.fields, limits)
    elif opening == b"[" and reading.split:
        yield from _array(name, data, limits)
    else:
        yield Payload(name, data)


def _array(name: str, data: bytes, limits: Limits) -> Iterator[Unit]:
    """The items one by one where they are bodies; else the whole, which is nobody's."""
    text = read(data, limits)
    if not holds_bodies(text.value):
        yield Parsed(name, text)
        return
    for number, element in enumerate(text.elements(), start=1):
        yield Parsed(name, element, record=number)


def _may_be_har(data: bytes) -> bool:
    return b'"entries"' in data and b'"log"' in data[:_HEAD]


def _yaml(name: str, stream: Stream, reading: Reading) -> Iterator[Unit]:
    """What is named YAML; JSON among it is read as JSON, which is quicker and says the same."""
    data = _rest(stream, reading.limits)
    if data.lstrip()[:1] in _FLOW and read(data, reading.limits).value is not ABSENT:
        yield from _document(name, data, reading)
    else:
        yield from _yaml_units(name, data, reading)


def _yaml_units(name: str, data: bytes, reading: Reading) -> Iterator[Unit]:
    yamls = importlib.import_module("poolcontract.payloads.yamls")
    yield from yamls.units(name, data, reading)
