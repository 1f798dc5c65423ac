"""A stateful service that holds pools and deletes them, for tests: right by default, wrong on request."""

from poolcontract.mock.fault import Fault
from poolcontract.mock.faults import faults
from poolcontract.mock.server import Mock

__all__ = ["Fault", "Mock", "faults"]
