"""The one gate: every request passes here as the final bytes, just before they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from poolcontract.errors import BudgetSpentError, TargetError
from poolcontract.target.address import Target
from poolcontract.target.journal import Journal
from poolcontract.target.permits import Permits

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST_LINE = re.compile(_TOKEN + rb" (?P<target>[!-~\x80-\xff]+) HTTP/1\.1")
_HEADER = re.compile(rb"(?P<name>" + _TOKEN + rb"): (?P<value>[^\r\n\0]*)")


@dataclass
class Guard:
    """Lets a request out when it goes where it may, is what the run meant, and the budget allows it.

    Where there are `permits` it must be planned as well, and none of its like must have left before; where
    there is a `journal` it leaves only once the intent is on the disk.
    """

    target: Target
    max_requests: int
    permits: Permits | None = None
    journal: Journal | None = None
    sent: int = field(default=0, init=False)
    _turn: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        is_kept = self.permits is not None and self.journal is not None
        if self.target.kind == "real" and self.max_requests and not is_kept:
            raise TargetError("a real service is sent only what a plan holds, and with an audit log")

    @classmethod
    def closed(cls, target: Target) -> Guard:
        """A gate that nothing passes."""
        return cls(target, 0)

    def require_budget(self) -> None:
        """Raise `BudgetSpentError` when no more requests may be sent."""
        if self.sent >= self.max_requests:
            raise BudgetSpentError(f"{self.max_requests} requests were sent (--max-requests)")

    def admit(self, lines: Sequence[bytes], peer: str, body: bytes = b"") -> bytes:
        """Count a request and give the bytes of its head; raises when it may not be sent.

        `lines` are the request line and one line for each header; `peer` is the address of the connected
        other side. Raises `TargetError`, `BudgetSpentError`, and `AuditLogError` for an intent that could not
        be written. Requests of several threads are let out one after the other.
        """
        with self._turn:
            return self._admitted(lines, peer, body)

    def _admitted(self, lines: Sequence[bytes], peer: str, body: bytes) -> bytes:
        self.require_budget()
        if not self.target.may_lead_to(peer):
            wanted = "not loopback" if self.target.kind == "loopback" else "no private address"
            raise TargetError(f"the connection leads to {peer}, which is {wanted}; nothing was sent")
        self._require_whole(lines)
        if self.permits is not None:
            self.permits.spend(lines[0], body)
        if self.journal is not None:
            self.journal.intend(lines, body)
        self.sent += 1
        return b"\r\n".join((*lines, b"", b""))

    def _require_whole(self, lines: Sequence[bytes]) -> None:
        """Raise unless the head is one request for this target, and no more than that."""
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
