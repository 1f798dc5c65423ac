"""The audit log: what was about to be sent, written down for good before the first byte, and what came of it.

One JSON object a line. `run` begins a run; `intent` is a request that will be sent next; `outcome` what came
of it; `unsent` a request for which there was no connection; `note` what was told meanwhile. An intent without
an outcome is a request whose end nobody saw. No record holds a credential: of headers there are the names
alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from poolcontract.errors import AuditLogError
from poolcontract.exchange import Exchange
from poolcontract.masking import clip, printable

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
_LONGEST_VALUE = 200
_REQUEST_ID = "x-request-id"


class Journal:
    """An audit log, open to be written to; raises `AuditLogError` for a file that cannot be.

    `mask` takes the secrets out of a text. `failure` is the sentence that says why an outcome could not be
    written: nothing more may be sent then.
    """

    def __init__(self, path: Path, *, mask: Callable[[str], str] = str) -> None:
        self.path, self.mask, self.failure = path, mask, ""
        self._number = 0
        self._is_intended = False
        try:
            is_new = not path.exists()
            self._file = os.open(path, _FLAGS, 0o600)
            if is_new:
                _keep_entry(path.parent)
            elif not _ends_a_line(path):
                os.write(self._file, b"\n")  # a record that was cut off must not spoil the next one
        except OSError as error:
            raise AuditLogError(_told(path, error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def begin(self, **facts: Any) -> None:
        """Write down what a run is about; raises `AuditLogError`."""
        self._write("run", facts)

    def note(self, text: str) -> None:
        """Write down what somebody was told; raises `AuditLogError`."""
        self._write("note", {"text": text})

    def intend(self, lines: Sequence[bytes], body: bytes) -> None:
        """Write down a request that is about to be sent; once this returns it is on the disk.

        Raises `AuditLogError`: then it must not be sent.
        """
        if self.failure:
            raise AuditLogError(self.failure)
        method, target, _ = lines[0].decode("latin-1").split(" ", 2)
        headers = [line.decode("latin-1").partition(": ") for line in lines[1:]]
        host = next((value for name, _, value in headers if name.lower() == "host"), "")
        self._number += 1
        intent = {
            "sequence": self._number,
            "method": method,
            "target": target,
            "host": host,
            "headers": [name for name, _, _ in headers],
            "body": hashlib.sha256(body).hexdigest(),
        }
        self._write("intent", intent)
        self._is_intended = True

    def conclude(self, exchange: Exchange) -> None:
        """Write down what came of the request; never raises, since it was sent: see `failure`."""
        response = exchange.response
        outcome = {
            "sequence": self._number,
            "status": response.status if response else None,
            "fault": exchange.fault,
            "request_id": response.header(_REQUEST_ID) if response else None,
            "seconds": round(exchange.duration or 0.0, 3),
        }
        if not self._is_intended:
            request = {"method": exchange.request.method, "target": exchange.request.target}
            outcome = {**request, "fault": exchange.fault}
        try:
            self._write("outcome" if self._is_intended else "unsent", outcome)
        except AuditLogError as error:
            self.failure = str(error)
        self._is_intended = False

    def _write(self, record: str, facts: Mapping[str, Any]) -> None:
        moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        whole = {"record": record, "time": moment, **{key: self._fit(value) for key, value in facts.items()}}
        line = json.dumps(whole, ensure_ascii=True).encode() + b"\n"
        try:
            written = os.write(self._file, line)
            if written != len(line):
                raise AuditLogError(f"{self.path}: only a part of a record could be written")
            os.fsync(self._file)
        except OSError as error:
            raise AuditLogError(_told(self.path, error)) from error

    def _fit(self, value: Any) -> Any:
        """A value without secrets, control characters, endless texts; what is secret is hidden, then cut."""
        if isinstance(value, str):
            return clip(printable(self.mask(value)), _LONGEST_VALUE)
        if isinstance(value, list | tuple):
            return [self._fit(each) for each in value]
        return value


def _keep_entry(folder: Path) -> None:
    """See to it that the name of a new file outlives a power cut, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(size - 1, 0))
        return size == 0 or stream.read(1) == b"\n"


def _told(path: Path, error: OSError) -> str:
    return f"audit log {path}: cannot be written to: {error.strerror or error}"
