"""The options of a run, in one table for the command line and the pytest plugin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poolcontract.finding import Severity
from poolcontract.settings.credentials import TOKEN_VARIABLE
from poolcontract.settings.values import duration, meaning, rate, requests, seconds, seed

if TYPE_CHECKING:
    from poolcontract.contract import Contract

_MANY_REQUESTS, _FEW_REQUESTS = 5000, 25
SEVERITIES = ("info", "warning", "error")
OPTIONS: dict[str, dict[str, Any]] = {
    "url": {"help": "the endpoint; without it the built-in mock is tested"},
    "disposable": {
        "metavar": "HOST",
        "help": "the URL's host is a throw-away server in a network of one's own, and may be treated as one",
    },
    "allow-host": {"metavar": "HOST", "help": "the URL's host is a real service, and may be sent to"},
    "ca-bundle": {
        "type": Path,
        "metavar": "FILE",
        "help": "more certificate authorities, in the form of PEM",
    },
    "rehearse": {
        "action": "store_true",
        "help": "treat the target as a real service: plan first, send only what is planned",
    },
    "project-id": {"metavar": "ID", "help": "the project that the calls name"},
    "token-file": {
        "type": Path,
        "metavar": "FILE",
        "help": f"file that holds the token, - for standard input (else the variable {TOKEN_VARIABLE})",
    },
    "key-file": {
        "type": Path,
        "metavar": "FILE",
        "help": "file with an access key and its secret key, a line each, to sign by instead of a token",
    },
    "destroy-pool": {
        "metavar": "NAME",
        "action": "append",
        "help": "a pool that may be deleted (repeatable)",
    },
    "pool-command": {
        "metavar": "COMMAND",
        "help": "a command that makes a pool which may be deleted, and prints its name; run by no shell",
    },
    "pool-module": {
        "metavar": "MODULE",
        "help": "a module, or the file of one, with a fixture fresh_pool: a function that makes such a pool",
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
    "status": {
        "type": meaning,
        "metavar": "STATUS=MEANING",
        "action": "append",
        "help": "what an undocumented status means: error, warning, info or inconclusive (repeatable)",
    },
    "deletion-grace": {
        "type": duration,
        "metavar": "S",
        "default": 0.0,
        "help": "seconds that a deletion may take, in which it may be answered with 200 again (default 0)",
    },
    "only": {
        "metavar": "ID",
        "action": "append",
        "help": "run only this scenario, or generated, or stateful (repeatable; --list tells all)",
    },
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
        "help": f"requests at most (default {_MANY_REQUESTS}; {_FEW_REQUESTS} to a real service)",
    },
    "rate": {"type": rate, "metavar": "N", "help": "requests a second to a real service (default 1)"},
    "stop-file": {
        "type": Path,
        "metavar": "FILE",
        "help": "send nothing more to a real service once there is such a file",
    },
    "audit-log": {
        "type": Path,
        "metavar": "FILE",
        "help": "where it is kept what was sent to a real service (default poolcontract-audit.ndjson)",
    },
    "fault": {"metavar": "ID", "action": "append", "help": "a fault of the built-in mock (repeatable)"},
    "report-dir": {
        "type": Path,
        "metavar": "DIR",
        "help": "folder for the report: report.json, junit.xml, findings.sarif, recording.har, summary.txt",
    },
}
"""The options of a run by name, as argparse takes them."""

OPTIONS_OF_PYTEST: dict[str, dict[str, Any]] = {
    "examples": {"type": requests, "default": 120, "help": "requests drawn by Schemathesis (default 120)"},
    "walks": {"type": requests, "default": 30, "help": "random walks of the state machine (default 30)"},
    "plan": {"type": Path, "help": "write down here what would be sent, and send nothing"},
    "dry-run": {"type": Path, "help": "write down here, as text, what would be sent, and send nothing"},
    "execute": {"type": Path, "help": "send what this plan holds"},
    "news": {"type": int, "help": "descriptor to which a line is written that cannot wait for the end"},
}
"""Those that only pytest's command line has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """The options of a run: `url` None means the built-in mock.

    `plan` is the file that a plan goes to, `execute` the one that it comes from.
    """

    url: str | None
    project_id: str | None
    disposable: str | None
    allow_host: str | None
    ca_bundle: Path | None
    rehearse: bool
    token_file: Path | None
    key_file: Path | None
    destroy: tuple[str, ...]
    pool_command: str | None
    pool_module: str | None
    contract_path: Path | None
    profile: str
    fail_on: str
    statuses: Mapping[int, Severity | None]
    deletion_grace: float
    only: tuple[str, ...]
    seed: int
    timeout: float
    max_requests: int
    rate: float | None
    stop_file: Path | None
    audit_log: Path | None
    examples: int
    walks: int
    plan: Path | None
    dry_run: Path | None
    execute: Path | None
    news: int | None
    faults: tuple[str, ...]
    report_dir: Path | None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> RunOptions:
        """The options by what was given for each name of both tables."""
        plain = {name.replace("-", "_"): value for name, value in given.items()}
        careful = plain["rehearse"] or plain["allow_host"] is not None
        return cls(
            rehearse=bool(plain.pop("rehearse")),
            max_requests=plain.pop("max_requests") or (_FEW_REQUESTS if careful else _MANY_REQUESTS),
            destroy=tuple(plain.pop("destroy_pool") or ()),
            faults=tuple(plain.pop("fault") or ()),
            statuses=dict(map(_meant, plain.pop("status") or ())),
            only=tuple(plain.pop("only") or ()),
            contract_path=plain.pop("contract"),
            **plain,
        )

    @property
    def is_careful(self) -> bool:
        """True where the rules of a real service hold."""
        return self.rehearse or self.allow_host is not None

    @property
    def few_pools(self) -> int | None:
        """How many pools may be spent where no more are made; None where their number is no concern."""
        makes_more = self.url is None or self.pool_command is not None or self.pool_module is not None
        return None if makes_more or self.is_careful else len(set(self.destroy))

    def contract(self) -> Contract:
        """The contract that the run judges by; raises `ContractError`."""
        from poolcontract.contract import load  # noqa: PLC0415  the plugin is loaded in every pytest run

        return load(self.contract_path)


def _meant(text: str) -> tuple[int, Severity | None]:
    """A status and its meaning, as `values.meaning` has taken them; None is inconclusive."""
    status, _, word = text.partition("=")
    return int(status), Severity.__members__.get(word.upper())
