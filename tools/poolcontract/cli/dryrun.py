"""What a run would send, printed; nothing leaves."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from poolcontract.childrun import run_contract_tests
from poolcontract.cli.running import plugin_options, require_done
from poolcontract.masking import Mask


def tell_requests(
    args: argparse.Namespace, environment: Mapping[str, str], mask: Mask, stdout: TextIO
) -> int:
    """Print every request; the contract tests are run by a child that sends nothing."""
    with tempfile.TemporaryDirectory(prefix="poolcontract-") as folder:
        file = Path(folder) / "requests.txt"
        options = [*plugin_options(args), f"--poolcontract-dry-run={file}"]
        child = run_contract_tests(options, Path(folder) / "telling", environment, mask=mask.text)
        if child.interruption:
            raise child.interruption
        require_done(child, "what would be sent cannot be told")
        stdout.write(file.read_text(encoding="utf-8"))
        stdout.write(f"nothing was sent to {args.url or 'the built-in mock'}\n")
    return 0
