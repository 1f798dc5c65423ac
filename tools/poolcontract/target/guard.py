"""The one gate: every request passes here as the final bytes, just before they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from poolcontract.errors import BudgetSpentError, TargetError
from poolcontract.target.address import Target, is_loopback

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST_LINE = re.compile(_TOKEN + rb" (?P<target>[!-~\x80-\xff]+) HTTP/1\.1")
_HEADER = re.compile(rb"(?P<name>" + _TOKEN + rb"): (?P<value>[^\r\n\0]*)")


@dataclass
class Guard:
    """Lets a request out when it goes to loopback, is what the run meant, and the budget allows it.

    The rules for real targets (named pools, project, pace, audit) belong here once there are real targets.
    """

    target: Target
    max_requests: int
    sent: int = field(default=0, init=False)

    def require_budget(self) -> None:
        """Raise `BudgetSpentError` when no more requests may be sent."""
        if self.sent >= self.max_requests:
            raise BudgetSpentError(f"{self.max_requests} requests were sent (--max-requests)")

    def admit(self, lines: Sequence[bytes], peer: str) -> bytes:
        """Count a request and give the bytes of its head; raises when it may not be sent.

        `lines` are the request line and one line for each header; `peer` is the address of the connected
        other side.
        """
        self.require_budget()
        if not is_loopback(peer):
            raise TargetError(f"the connection leads to {peer}, which is not loopback; nothing was sent")
        request_line = _REQUEST_LINE.fullmatch(lines[0])
        if not request_line:
            raise TargetError("the request line holds a blank or a line break of its own; nothing was sent")
        if not request_line["target"].startswith(self.target.base.encode() + b"/"):
            raise TargetError("the request's target is no path of the URL to be tested; nothing was sent")
        headers = [_HEADER.fullmatch(line) for line in lines[1:]]
        if not all(headers):
            raise TargetError("a header holds a line break, or its name is none; nothing was sent")
        hosts = [each["value"] for each in headers if each and each["name"].lower() == b"host"]
        if hosts != [self.target.authority.encode()]:
            raise TargetError("the request names another host; nothing was sent")
        self.sent += 1
        return b"\r\n".join((*lines, b"", b""))
