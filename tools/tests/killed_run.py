"""A careful run in a process of its own, for tests that end it at some moment.

It is run by its path, with URL, host, authorities, plan and log.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from poolcontract.caution import Caution
from poolcontract.contract import load
from poolcontract.run import Run
from poolcontract.target import Client, Guard, Journal, Ledger, Permits, Target, read_plan, verifying


def main() -> None:
    """Send a plan without a pause."""
    url, host, authorities, plan_file, log = sys.argv[1:]
    plan, target = read_plan(Path(plan_file)), Target.parse(url, allow_host=host)
    with Journal(Path(log)) as journal:
        permits = Permits(plan, destroyable=plan.destroys)
        permits.spend(f"GET {plan.listing} HTTP/1.1".encode(), b"")
        permits.open()
        guard = Guard(target, 1000, permits=permits, journal=journal)
        run = Run(
            contract=load(),
            client=Client(target, guard=guard, tls=verifying(Path(authorities))),
            ledger=Ledger(),
            project_id=plan.project_id,
            token="t",  # noqa: S106  made up
            caution=Caution(target=target, rate=1e6),
        )
        journal.begin(
            plan=plan.digest(),
            url=plan.url,
            project_id=plan.project_id,
            requests=plan.requests,
            destroys=plan.destroys,
            version="1",
        )
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        for each in plan.entries:
            run.perform_planned(each)


if __name__ == "__main__":
    main()
