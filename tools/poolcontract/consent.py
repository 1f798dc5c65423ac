"""What must have been typed before anything is sent, and what may then be sent at most."""

from __future__ import annotations

import re
from collections.abc import Mapping

from poolcontract.contract import Contract
from poolcontract.errors import UsageError
from poolcontract.settings import RunOptions
from poolcontract.target import READINGS, Plan, Target, checked_name

MOST_REQUESTS, MOST_POOLS, FASTEST = 1000, 20, 5.0
_PROJECT = re.compile("[0-9a-f]{32}")
_CAREFUL_ALONE = ("rate", "stop_file", "audit_log")
_CAREFREE_ALONE = ("pool_command", "pool_module")


def target_of(options: RunOptions, url: str) -> Target:
    """The target of a run, once all that its kind asks for was typed; raises `TargetError`, `UsageError`."""
    target = Target.parse(url, allow_host=options.allow_host, disposable=options.disposable)
    if options.faults:
        raise UsageError("--fault is for the built-in mock; it does not go with --url")
    if options.ca_bundle is not None and target.scheme != "https":
        raise UsageError("--ca-bundle goes with https")
    if options.project_id is not None:
        checked_name(options.project_id, "project")
    if options.pool_command is not None and options.pool_module is not None:
        raise UsageError("--pool-command or --pool-module: one of them makes the pools")
    if options.is_careful:
        _require_careful(options)
        return target
    for name in _CAREFUL_ALONE:
        if getattr(options, name) is not None:
            raise UsageError(f"--{name.replace('_', '-')} goes with --allow-host or --rehearse")
    return target


def require_same(plan: Plan, options: RunOptions, target: Target, facts: Mapping[str, str]) -> None:
    """Raise `UsageError` unless a plan is of this very target, of the pools that were typed, and of `facts`.

    `facts` are values of the plan's by name, such as its `version`.
    """
    wanted = {"url": target.url, "project_id": options.project_id, **facts}
    for name, value in wanted.items():
        if getattr(plan, name) != value:
            raise UsageError(f"the plan is of another {name.replace('_', ' ')}; make a new one")
    if sorted(plan.destroys) != sorted(set(options.destroy)):
        named = ", ".join(plan.destroys) or "none"
        raise UsageError(
            f"--destroy-pool: each pool of the plan is typed again, and no other; they are: {named}"
        )
    if not 0 < plan.rate <= FASTEST:
        raise UsageError(f"the plan has {plan.rate:g} requests a second: {FASTEST:g} at most are sent")
    if plan.requests > options.max_requests:
        raise UsageError(f"the plan has {plan.requests} requests, {options.max_requests} may be sent")


def require_operation(plan: Plan, contract: Contract) -> None:
    """Raise `UsageError` for a plan of another operation."""
    operation = contract.operations[0]
    if (plan.method, plan.path) != (operation.method, operation.path):
        raise UsageError("the plan is of another operation; make a new one")


def _require_careful(options: RunOptions) -> None:
    for name in _CAREFREE_ALONE:
        if getattr(options, name) is not None:
            raise UsageError(
                f"--{name.replace('_', '-')} makes pools on loopback and disposable targets alone; a real "
                "service, or one that is taken for one, is told by --destroy-pool what may be deleted"
            )
    if not _PROJECT.fullmatch(options.project_id or ""):
        raise UsageError(
            "--project-id: a real service is tested in one project, its ID of 32 hexadecimal digits"
        )
    if len(set(options.destroy)) > MOST_POOLS:
        raise UsageError(f"--destroy-pool: {MOST_POOLS} pools at most may be spent in one run")
    if options.max_requests > MOST_REQUESTS:
        raise UsageError(f"--max-requests: {MOST_REQUESTS} at most are sent to a real service")
    if options.max_requests <= READINGS:
        raise UsageError(
            f"--max-requests: a real service is sent {READINGS + 1} at least, "
            f"of which {READINGS} read the list of pools"
        )
