"""Live HTTP: where a run may send, the gate every request passes, the client, the ledger of pools."""

from poolcontract.target.address import Target
from poolcontract.target.client import Client
from poolcontract.target.ledger import Ledger, checked_name

__all__ = ["Client", "Ledger", "Target", "checked_name"]
