"""The one gate: every request passes here as the final bytes, just before they are written."""

from __future__ import annotations

from dataclasses import dataclass, field

from poolcontract.errors import BudgetSpentError, TargetError
from poolcontract.target.address import Target, is_loopback


@dataclass
class Guard:
    """Lets a request out when it goes to loopback, is what the run meant, and the budget allows it.

    The rules for real targets (named pools, project, pace, audit) belong here once there are real targets.
    """

    target: Target
    max_requests: int
    sent: int = field(default=0, init=False)

    def admit(self, head: bytes, peer: str) -> None:
        """Count the request whose head is about to be written to a connected peer; raises when it may not."""
        if not is_loopback(peer):
            raise TargetError(f"the connection leads to {peer}, which is not loopback; nothing was sent")
        if head.count(b"\r\n\r\n") != 1 or not head.endswith(b"\r\n\r\n"):
            raise TargetError("the request's head holds a line break of its own; nothing was sent")
        if f"\r\nHost: {self.target.authority}\r\n".encode() not in head:
            raise TargetError("the request names another host; nothing was sent")
        if self.sent >= self.max_requests:
            raise BudgetSpentError(f"{self.max_requests} requests were sent (--max-requests)")
        self.sent += 1
