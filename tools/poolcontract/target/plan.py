"""A plan: every request that a careful run will send, drawn before the first byte, as data.

It holds no credentials, only which of them a request will carry.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, get_args

from poolcontract.errors import InputError, UsageError
from poolcontract.exchange import Circumstances, Request

MINUTES = 60
"""How long a plan holds."""

READINGS = 2
"""So often the list of pools is read: before the first of the planned requests, and after the last."""

_SKEW = timedelta(minutes=1)
_LARGEST = 8_000_000
State = Literal["living", "absent"]
Sent = Literal["valid", "none", "empty", "wrong"]
_STATES, _CREDENTIALS = get_args(State), get_args(Sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One request without its credentials, the pool it names, and what it deserves (see `scenario.Step`)."""

    scenario: str
    request: Request
    pool: str
    state: State
    credentials: Sent
    refusal: str | None
    expects: tuple[int, ...]

    @property
    def known(self) -> Circumstances:
        """What the sender knows before the answer comes."""
        return Circumstances(pool=self.state, refusal=self.refusal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will be sent, in order, and to whom.

    `contract` is a digest of the contract, `version` that of the tool; `path` is the operation's, with two
    parameters, project and name; `listing` is the target of the list of the project's pools. `destroys` are
    the pools that will be spent, `left_out` counts what was not planned by the reason. `rate` is in requests
    a second.
    """

    made: datetime
    version: str
    contract: str
    url: str
    project_id: str
    method: str
    path: str
    listing: str
    rate: float
    seed: int
    entries: tuple[Planned, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def destroys(self) -> tuple[str, ...]:
        """The pools that are named in requests and may be living."""
        return tuple(each.pool for each in self.entries if each.state == "living")

    @property
    def requests(self) -> int:
        """How many requests will be sent, those that read the list included."""
        return len(self.entries) + READINGS

    def around_name(self) -> tuple[str, str]:
        """What stands in a target before and behind the pool's name."""
        before, _, rest = self.path.partition("{")
        _, _, rest = rest.partition("}")
        between, _, rest = rest.partition("{")
        return f"{before}{self.project_id}{between}", rest.partition("}")[2]

    def digest(self) -> str:
        """SHA-256 of all that it says."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def text(self) -> str:
        """The plan as JSON, to be read again by `read_plan`."""
        facts = {
            "plan": 1,
            "made": self.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            **{name: getattr(self, name) for name in _PLAIN},
            "left_out": dict(self.left_out),
            "requests": [_written(each) for each in self.entries],
        }
        return json.dumps(facts, indent=1, ensure_ascii=True) + "\n"

    def save(self, path: Path) -> None:
        """Write a file that was not there, for its owner alone; raises `UsageError`."""
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with open(descriptor, "w", encoding="utf-8") as stream:  # noqa: PTH123  it has no path any more
                stream.write(self.text())
        except OSError as error:
            raise UsageError(f"--plan-out {path}: cannot be written: {error.strerror}") from error

    def require_fresh(self, now: datetime) -> None:
        """Raise `UsageError` for a plan that is too old, or of a time that is still to come."""
        if not -_SKEW <= now - self.made <= timedelta(minutes=MINUTES):
            raise UsageError(
                f"the plan is of {self.made:%Y-%m-%dT%H:%M:%SZ}, and holds for {MINUTES} minutes; "
                "make a new one"
            )


_PLAIN: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("version", "contract", "url", "project_id", "method", "path", "listing"), str),
    "rate": (int, float),
    "seed": int,
}
_OF_A_REQUEST: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("scenario", "method", "target", "body", "pool", "state", "credentials"), str),
    "refusal": (str, type(None)),
    "headers": list,
    "expects": list,
}


def read_plan(path: Path) -> Plan:
    """The plan that a file holds; raises `InputError` for what is none, `UsageError` for a sent one."""
    try:
        with path.open("rb") as stream:
            text = stream.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        facts = json.loads(text.decode("utf-8"))
        if "executed" in facts:
            raise UsageError(f"{path}: this plan was executed already; make a new plan")
        return _plan(facts)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"{path}: it holds no plan of this version") from error


def _plan(facts: dict[str, Any]) -> Plan:
    """Raises all kinds of errors for what is no plan."""
    _require_types(facts, _PLAIN)
    made = datetime.strptime(facts["made"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    plain = {name: facts[name] for name in _PLAIN}
    entries = tuple(_planned(each) for each in facts["requests"])
    plan = Plan(made=made, left_out=dict(facts["left_out"]), entries=entries, **plain)
    if json.loads(plan.text()) != facts or len(plan.destroys) != len(set(plan.destroys)):
        raise ValueError("it says more than a plan does, or names a pool twice")
    return plan


def _require_types(facts: dict[str, Any], types: Mapping[str, type | tuple[type, ...]]) -> None:
    if not all(isinstance(facts[name], kind) for name, kind in types.items()):
        raise TypeError("a value is of another type")


def _written(planned: Planned) -> dict[str, Any]:
    request = planned.request
    return {
        "scenario": planned.scenario,
        "method": request.method,
        "target": request.target,
        "headers": [list(each) for each in request.headers],
        "body": request.body.decode("latin-1"),
        **{name: getattr(planned, name) for name in ("pool", "state", "credentials", "refusal")},
        "expects": list(planned.expects),
    }


def _planned(facts: dict[str, Any]) -> Planned:
    _require_types(facts, _OF_A_REQUEST)
    if facts["state"] not in _STATES or facts["credentials"] not in _CREDENTIALS:
        raise ValueError("it tells of something that there is not")
    headers = tuple((name, value) for name, value in facts["headers"])
    request = Request(
        method=facts["method"],
        target=facts["target"],
        headers=headers,
        body=facts["body"].encode("latin-1"),
    )
    return Planned(
        scenario=facts["scenario"],
        request=request,
        expects=tuple(facts["expects"]),
        **{name: facts[name] for name in ("pool", "state", "credentials", "refusal")},
    )
