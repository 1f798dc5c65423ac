"""The settings of a run as a person types them: text → value, or one sentence that says what is expected.

The command line and the pytest plugin take the same options, from one table.
"""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poolcontract.errors import UsageError
from poolcontract.masking import clip, printable

if TYPE_CHECKING:
    from poolcontract.contract import Contract

TOKEN_VARIABLE = "POOLCONTRACT_TOKEN"  # noqa: S105  the name of a variable
_LONGEST_EXCHANGE = 3600.0
_HIGHEST_PORT = 65535
_LONGEST_TOKEN = 32_000
_TOKEN = re.compile("[!-~]+")
_MINIMUM = re.compile("([1-5][0-9]{2})=([0-9]{1,9})")
_WHOLE = re.compile("-?[0-9]{1,18}")


def seconds(text: str) -> float:
    """How long one exchange may take."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= _LONGEST_EXCHANGE:  # false for NaN too
        raise ArgumentTypeError(
            f"{_shown(text)}: seconds are expected, above 0 and at most {_LONGEST_EXCHANGE:.0f}"
        )
    return value


def requests(text: str) -> int:
    """How many requests may be sent."""
    if not _WHOLE.fullmatch(text) or int(text) < 1:
        raise ArgumentTypeError(f"{_shown(text)}: a whole number from 1 is expected")
    return int(text)


def seed(text: str) -> int:
    """From what all that is generated follows."""
    if not _WHOLE.fullmatch(text) or int(text) < 0:
        raise ArgumentTypeError(f"{_shown(text)}: a whole number from 0 is expected")
    return int(text)


def port(text: str) -> int:
    """Where to listen; 0 takes a free one."""
    if not _WHOLE.fullmatch(text) or not 0 <= int(text) <= _HIGHEST_PORT:
        raise ArgumentTypeError(f"{_shown(text)}: a port is expected, 0 to {_HIGHEST_PORT}")
    return int(text)


def minimum(text: str) -> tuple[str, int]:
    """A status, and how many answers with it must have been judged."""
    match = _MINIMUM.fullmatch(text)
    if not match:
        raise ArgumentTypeError(f"{_shown(text)}: write it as STATUS=N, such as 200=20")
    return match[1], int(match[2])


def token_of(file: Path | None, environment: Mapping[str, str]) -> str:
    """The token of the caller, from the file or else the environment; empty where there is none.

    Raises `UsageError`.
    """
    if file is not None:
        return token_in(file)
    given = environment.get(TOKEN_VARIABLE, "").strip()
    return checked_token(given, TOKEN_VARIABLE) if given else ""


def token_in(file: Path) -> str:
    """The token that a file holds; raises `UsageError`."""
    try:
        with file.open("rb") as stream:
            data = stream.read(_LONGEST_TOKEN + 1)
    except OSError as error:
        raise UsageError(f"--token-file {file}: cannot be read: {error.strerror}") from error
    return checked_token(data.decode("latin-1").strip(), f"--token-file {file}")


def checked_token(token: str, place: str) -> str:
    """A token that can stand in a header; raises `UsageError`, whose sentence never holds the token."""
    if not token:
        raise UsageError(f"{place}: it holds no token")
    if not _TOKEN.fullmatch(token) or len(token) > _LONGEST_TOKEN:
        raise UsageError(
            f"{place}: a token is one line of ASCII without blanks, {_LONGEST_TOKEN} characters at most"
        )
    return token


def _shown(text: str) -> str:
    return clip(printable(text), 40) or "nothing"


SEVERITIES = ("info", "warning", "error")
OPTIONS: dict[str, dict[str, Any]] = {
    "url": {"help": "the endpoint (loopback only); without it the built-in mock is tested"},
    "project-id": {"metavar": "ID", "help": "the project that the calls name"},
    "token-file": {
        "type": Path,
        "metavar": "FILE",
        "help": f"file that holds the token (else the variable {TOKEN_VARIABLE})",
    },
    "destroy-pool": {
        "metavar": "NAME",
        "action": "append",
        "help": "a pool that may be deleted (repeatable)",
    },
    "contract": {
        "type": Path,
        "metavar": "PATH",
        "help": "folder or OpenAPI file instead of the bundled contract",
    },
    "profile": {
        "choices": ("documented", "observed"),
        "default": "documented",
        "help": "what the page says (default), or what the service is known to do beyond it",
    },
    "fail-on": {"choices": SEVERITIES, "default": "error", "help": "severity of a violation (default error)"},
    "seed": {"type": seed, "metavar": "N", "default": 1, "help": "seed of all that is generated (default 1)"},
    "timeout": {
        "type": seconds,
        "metavar": "S",
        "default": 10.0,
        "help": "seconds of one exchange (default 10)",
    },
    "max-requests": {
        "type": requests,
        "metavar": "N",
        "default": 5000,
        "help": "requests at most (default 5000)",
    },
    "fault": {"metavar": "ID", "action": "append", "help": "a fault of the built-in mock (repeatable)"},
    "report-dir": {
        "type": Path,
        "metavar": "DIR",
        "help": "folder for report.json, junit.xml and pytest.log",
    },
}
"""The options of a run by name, as argparse takes them."""

OPTIONS_OF_PYTEST: dict[str, dict[str, Any]] = {
    "examples": {"type": requests, "default": 120, "help": "requests drawn by Schemathesis (default 120)"},
    "walks": {"type": requests, "default": 30, "help": "random walks of the state machine (default 30)"},
}
"""Those that only pytest's command line has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """The options of a run: `url` None means the built-in mock."""

    url: str | None
    project_id: str | None
    token_file: Path | None
    destroy: tuple[str, ...]
    contract_path: Path | None
    profile: str
    fail_on: str
    seed: int
    timeout: float
    max_requests: int
    examples: int
    walks: int
    faults: tuple[str, ...]
    report_dir: Path | None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> RunOptions:
        """The options by what was given for each name of both tables."""
        plain = {name.replace("-", "_"): value for name, value in given.items()}
        return cls(
            destroy=tuple(plain.pop("destroy_pool") or ()),
            faults=tuple(plain.pop("fault") or ()),
            contract_path=plain.pop("contract"),
            **plain,
        )

    def contract(self) -> Contract:
        """The contract that the run judges by; raises `ContractError`."""
        from poolcontract.contract import load  # noqa: PLC0415  the plugin is loaded in every pytest run

        return load(self.contract_path)
