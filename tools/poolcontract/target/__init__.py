"""Live HTTP: where a run may send, the gate every request passes, the client, the ledger of pools."""

from poolcontract.target.address import Target
from poolcontract.target.client import Client
from poolcontract.target.connection import verifying
from poolcontract.target.guard import Guard
from poolcontract.target.journal import Journal
from poolcontract.target.ledger import ABSENT_PREFIX, Ledger, checked_name
from poolcontract.target.log import AuditLog, LoggedRun, Sending, read_log
from poolcontract.target.permits import Permits
from poolcontract.target.plan import READINGS, Plan, Planned, read_plan
from poolcontract.target.signing import Keys, Signer

__all__ = [
    "ABSENT_PREFIX",
    "READINGS",
    "AuditLog",
    "Client",
    "Guard",
    "Journal",
    "Keys",
    "Ledger",
    "LoggedRun",
    "Permits",
    "Plan",
    "Planned",
    "Sending",
    "Signer",
    "Target",
    "checked_name",
    "read_log",
    "read_plan",
    "verifying",
]
