"""A run against a service that must not be harmed: a plan, a person's word, and only then the first byte."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from poolcontract.childrun import run_contract_tests
from poolcontract.cli.plantext import told_plan
from poolcontract.cli.running import plugin_options, report_folder, require_done, told
from poolcontract.cli.version import version
from poolcontract.consent import require_operation, require_same, target_of
from poolcontract.errors import UsageError
from poolcontract.masking import Mask
from poolcontract.planning import digest_of
from poolcontract.settings import RunOptions
from poolcontract.target import Journal, Plan, Target, read_log, read_plan

_PLAN, _EXECUTED_PLAN = "plan.json", "executed-plan.json"
_AUDIT_LOG = "audit.ndjson"
_DEFAULT_AUDIT_LOG = Path("poolcontract-audit.ndjson")


def run_carefully(
    args: argparse.Namespace,
    options: RunOptions,
    environment: Mapping[str, str],
    mask: Mask,
    stdout: TextIO,
    stderr: TextIO,
) -> int:
    """Print the plan; send it where --execute says so; give the exit status."""
    target = target_of(options, options.url or "")
    if args.execute is None:
        plan = _made(args, environment, mask)
        stdout.write(told_plan(plan, options.destroy))
        stdout.write(_what_next(plan, args.plan_out))
        return 0
    plan = _made(args, environment, mask) if args.execute is True else read_plan(args.execute)
    plan.require_fresh(datetime.now(UTC))
    contract = options.contract()
    require_operation(plan, contract)
    require_same(plan, options, target, {"version": version(), "contract": digest_of(contract)})
    return _executed(plan, target, args, environment, mask, stdout, stderr)


def _made(args: argparse.Namespace, environment: Mapping[str, str], mask: Mask) -> Plan:
    """A plan of what the contract tests would send; raises what interrupts it."""
    if args.plan_out is not None and os.path.lexists(args.plan_out):
        raise UsageError(f"--plan-out {args.plan_out}: there is such a file")
    with tempfile.TemporaryDirectory(prefix="poolcontract-") as folder:
        file = Path(folder) / _PLAN
        options = [*plugin_options(args), f"--poolcontract-plan={file}"]
        child = run_contract_tests(options, Path(folder) / "planning", environment, mask=mask.text)
        if child.interruption:
            raise child.interruption
        require_done(child, "no plan could be made")
        return read_plan(file)


def _what_next(plan: Plan, plan_out: Path | None) -> str:
    if plan_out is not None:
        plan.save(plan_out)
        again = "".join(f" --destroy-pool {name}" for name in plan.destroys)
        return f"nothing was sent; the plan is in {plan_out}, and is sent by --execute {plan_out}{again}\n"
    if plan.destroys:
        return "nothing was sent; --plan-out FILE keeps the plan, --execute FILE sends it\n"
    return "nothing was sent; --execute sends it\n"


def _executed(
    plan: Plan,
    target: Target,
    args: argparse.Namespace,
    environment: Mapping[str, str],
    mask: Mask,
    stdout: TextIO,
    stderr: TextIO,
) -> int:
    with ExitStack() as stack:
        folder = report_folder(args.report_dir, stack)
        file = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="poolcontract-"))) / _PLAN
        plan.save(file)
        log = args.audit_log or (folder / _AUDIT_LOG if args.report_dir else _DEFAULT_AUDIT_LOG)
        options = [*plugin_options(args), f"--poolcontract-execute={file}", f"--poolcontract-audit-log={log}"]
        with Journal(log):
            pass  # one that cannot be kept is told before the plan is used up
        _require_unsent(plan, log)
        if args.execute is not True:
            _claim(args.execute)
        if args.report_dir is not None:
            _keep(plan, folder / _EXECUTED_PLAN)
        stdout.write(told_plan(plan, plan.destroys))
        stdout.flush()
        if not args.quiet:
            stderr.write(f"testing {target.url}, audit log {log}\n")
            stderr.flush()
        began = time.monotonic()
        child = run_contract_tests(
            options,
            folder,
            environment,
            patience=args.timeout,
            mask=mask.text,
            tell=lambda line: _told_at_once(line, stderr),
        )
        status = told(child, args, time.monotonic() - began, stdout, stderr)
    if child.interruption:
        raise child.interruption
    return status


def _require_unsent(plan: Plan, log: Path) -> None:
    """Raise `UsageError` where the log tells of a run by this very plan, whatever its file is called now."""
    if log.is_file() and any(run.facts["plan"] == plan.digest() for run in read_log(log).runs):
        raise UsageError(f"the plan was executed already ({log} says so); make a new plan")


def _keep(plan: Plan, file: Path) -> None:
    """Leave the plan where the report will be: as what was sent, which cannot be sent again."""
    executed = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = json.dumps({"executed": executed, **json.loads(plan.text())}, indent=1)
    file.write_text(f"{text}\n", encoding="utf-8")


def _told_at_once(line: str, stderr: TextIO) -> None:
    stderr.write(f"poolcontract: {line}")
    stderr.flush()


def _claim(file: Path) -> None:
    """Say for good that a plan is executed: never twice, whoever tries; raises `UsageError`."""
    claim = file.with_name(f"{file.name}.executed")
    try:
        descriptor = os.open(claim, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        os.fsync(descriptor)
        os.close(descriptor)
    except FileExistsError as error:
        raise UsageError(f"{file} was executed already ({claim.name} says so); make a new plan") from error
    except OSError as error:
        raise UsageError(f"{claim}: cannot be written: {error.strerror}") from error
