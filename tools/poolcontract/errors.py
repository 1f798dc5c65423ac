"""The errors of the tool; a finding is none of them.

PoolcontractError
├── UsageError        options or configuration that make no sense
├── InputError        a file that cannot be read
├── ContractError     a document or schema that cannot be used as a contract
├── LimitError        a contract or an archive over a limit
├── TargetError       a target that may not be tested, or a request that may not be sent
├── BudgetSpentError  as many requests were sent as may be
├── FreshPoolError    the user's own way of making a pool made none
└── AuditLogError     an audit log that cannot be written to, or read
"""

from __future__ import annotations


class PoolcontractError(Exception):
    """Any error whose message is meant for a person; the command line answers it with exit status 2."""


class UsageError(PoolcontractError):
    """Options or configuration that make no sense."""


class InputError(PoolcontractError):
    """A file that cannot be read."""


class ContractError(PoolcontractError):
    """A document or schema that cannot be used as a contract."""


class LimitError(PoolcontractError):
    """A contract or an archive over a limit."""


class TargetError(PoolcontractError):
    """A target that may not be tested."""


class BudgetSpentError(PoolcontractError):
    """The run has sent as many requests as it may."""


class FreshPoolError(PoolcontractError):
    """The user's own way of making a pool made none; `is_final` where it is not worth another try."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class AuditLogError(PoolcontractError):
    """An audit log that cannot be written to, or read."""
