"""No bytes bring a reader down: spoilt ones of each kind, a few in each run, many with `make fuzz`."""

from __future__ import annotations

import io
import os
import random
import time
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolcontract.contract import load
from poolcontract.finding import Report, Severity
from poolcontract.limits import Limits
from poolcontract.linter.judging import judged
from poolcontract.payloads import Fields, Reading, _units
from poolcontract.payloads.stream import Stream
from poolcontract.quickjudge import QuickJudge
from poolcontract.report import renderer
from poolcontract.report.style import Style

from .hostile import archive_cases, json_cases, line_cases, log_cases, recording_cases, yaml_cases
from .hostile.case import UNPRINTABLE, Hostile

LIMITS = Limits(document=300_000, line=50_000, expansion=3_000_000, members=100, nodes=20_000)
JUDGE = QuickJudge(load(), lowest=Severity.INFO, limits=LIMITS)
QUICK = QuickJudge(load(), lowest=Severity.WARNING, limits=LIMITS, expected=10**9)
FIELDS = Fields("/body", "/code", "/verb", "/url")
LONGEST = 20_000
SECONDS = float(os.environ.get("FUZZ_SECONDS", "600"))
MOST_SECONDS = 10
PIECES = (
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b":",
        b",",
        b"\\",
        b"\n",
        b"\r\n",
        b"---\n",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
    ),
    *(
        b"\\ud800",
        b"1e999",
        b"NaN",
        b"-",
        b"9" * 401,
        b"null",
        b"&a ",
        b"*a",
        b"<<: ",
        b"!!int ",
        b"? ",
        b"- ",
        b"#",
    ),
    *(
        b'"kind":"Pool",',
        b'"status":{"phase":"Gone"}',
        b'"text"',
        b'"encoding":"base64"',
        b'"entries"',
        b'"log"',
    ),
    *(
        b"\x1f\x8b\x08",
        b"PK\x03\x04",
        b"PK\x01\x02",
        b"PK\x05\x06",
        b"BZh9",
        b"\xfd7zXZ\x00",
        b"\x28\xb5\x2f\xfd",
    ),
    *(
        b"\xe2\x80\xa8",
        b"\xc2\x85",
        b"\x1b[31m",
        b"\xe2\x80\xae",
        b'{"Initialize":{}}\n',
        b'"$base64":"!"',
        b"[" * 200,
    ),
)


@cache
def seeds() -> dict[str, list[bytes]]:
    """What is spoilt, by reader: the hostile cases that are no longer than they need be."""

    def some(cases: list[Hostile], fits: Callable[[Hostile], bool] = lambda _: True) -> list[bytes]:
        return [
            each.content for each in cases if not each.heavy and fits(each) and len(each.content) <= LONGEST
        ]

    recordings, archives, logs = recording_cases.cases(), archive_cases.cases(), log_cases.cases()
    found = {
        "x.json": some(json_cases.cases()),
        "x.ndjson": some(line_cases.cases()),
        "x": some([*line_cases.cases(), *json_cases.cases(), *yaml_cases.cases()]),
        "x.yaml": some(yaml_cases.cases()),
        "x.har": some(recordings, lambda each: each.name.endswith(".har")),
        "cassette.yaml": some(recordings, lambda each: each.name.endswith(".yaml")),
        "events.ndjson": some(recordings, lambda each: each.name.endswith(".ndjson")),
        "x.log": some(logs),
    }
    for suffix in ("zip", "tar", "gz", "bz2", "xz", "zst"):
        found[f"x.{suffix}"] = some(archives, lambda each, suffix=suffix: each.name.endswith(suffix))  # type: ignore[misc]
    return found


READERS = (
    *("x.json", "x.ndjson", "x", "x.yaml", "x.har", "cassette.yaml", "events.ndjson", "x.log"),
    *("x.zip", "x.tar", "x.gz", "x.bz2", "x.xz", "x.zst"),
)


def spoilt(chance: random.Random, reader: str) -> bytes:
    """A seed with a few pieces cut out, put in, swapped or doubled."""
    data = bytearray(chance.choice(seeds()[reader]))
    for _ in range(chance.randint(1, 6)):
        at, end = sorted(chance.randint(0, len(data)) for _ in range(2))
        match chance.randint(0, 5):
            case 0:
                data[at:at] = chance.choice(PIECES)
            case 1 if data:
                data[min(at, len(data) - 1)] = chance.randint(0, 255)
            case 2:
                del data[at : min(end, at + 50)]
            case 3:
                data[at:at] = data[at : min(end, at + 500)] * chance.randint(1, 4)
            case 4:
                other = chance.choice(seeds()[reader])
                cut = chance.randint(0, len(other))
                data[at:] = other[cut : cut + LONGEST]
            case _:
                data[at:end] = chance.randbytes(min(end - at, 20))
    return bytes(data[: LONGEST * 3])


def report_on(reader: str, data: bytes, judge: QuickJudge) -> Report:
    """All that a judge finds in bytes under a name."""
    report = Report(findings=())
    fields = FIELDS if reader.endswith(".log") else None
    reading = Reading(LIMITS, fields=fields, are_clean=judge.are_clean)
    report.findings = list(judged(_units(reader, Stream(io.BytesIO(data)), reading), judge, report))
    return report


def survive(reader: str, data: bytes) -> None:
    """Judge bytes under a name, and print what was found; the quick judge finds some where the judge does."""
    began = time.monotonic()
    report, quick = report_on(reader, data, JUDGE), report_on(reader, data, QUICK)
    minded = any(each.severity >= Severity.WARNING for each in report.findings)
    assert minded == any(quick.findings)
    assert report.instances == quick.instances
    text = "".join(renderer("text")(report, Style(lowest=Severity.INFO))) + "\n".join(report.unreadable)
    assert not UNPRINTABLE.search(text)
    assert time.monotonic() - began < MOST_SECONDS


@pytest.mark.parametrize("reader", READERS)
@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32))
def test_spoilt_files_bring_no_reader_down(reader: str, seed: int) -> None:
    survive(reader, spoilt(random.Random(seed), reader))  # noqa: S311  no secret


@pytest.mark.parametrize("reader", READERS)
@settings(deadline=None, max_examples=40)
@given(data=st.binary(max_size=300))
def test_any_bytes_bring_no_reader_down(reader: str, data: bytes) -> None:
    survive(reader, data)


@pytest.mark.long
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_survives_minutes_of_spoilt_files(reader: str) -> None:
    seed, count, end = random.SystemRandom().randint(0, 2**32), 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        data = spoilt(random.Random(seed + count), reader)  # noqa: S311  no secret
        try:
            survive(reader, data)
        except Exception as error:
            raise AssertionError(f"{reader}, seed {seed + count}: {data!r}") from error
        count += 1
    print(f"\n{reader}: {count} files, none brought it down")  # noqa: T201  with -s
