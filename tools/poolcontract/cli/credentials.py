"""Whom `poolcontract mock` lets in: what its options give, and what its first line tells of it."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from poolcontract.errors import UsageError
from poolcontract.settings import SECRET_KEY_VARIABLE, checked_token, secret_key_of

if TYPE_CHECKING:
    from poolcontract.mock import Mock

_ACCESS_KEY = re.compile("[0-9A-Za-z_.-]{1,128}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--token", help="the X-Auth-Token that is let in (default: a fresh one)")
    parser.add_argument("--any-token", action="store_true", help="let in every token that is not empty")
    parser.add_argument(
        "--access-key", metavar="AK", help="the access key whose signature is let in (default: a fresh one)"
    )
    parser.add_argument(
        "--secret-key-file",
        type=Path,
        metavar="FILE",
        help=f"file that holds its secret key (else the variable {SECRET_KEY_VARIABLE})",
    )


def token_of(args: argparse.Namespace) -> str | None:
    """The token, as given; None where none is. Raises `UsageError`."""
    return None if args.token is None else checked_token(args.token, "--token")


def keys_of(args: argparse.Namespace) -> dict[str, str] | None:
    """The secret key by access key, as given; None where none is. Raises `UsageError`."""
    if args.access_key is None:
        if args.secret_key_file is not None:
            raise UsageError("--secret-key-file: it does not go without --access-key")
        return None
    if not _ACCESS_KEY.fullmatch(args.access_key):
        raise UsageError("--access-key: an access key is of letters, digits, - _ . (128 at most)")
    return {args.access_key: secret_key_of(args.secret_key_file, os.environ)}


def told(args: argparse.Namespace, mock: Mock) -> str:
    """The credentials in the first line; a secret key that was given is known, and not repeated."""
    made_up = f"  secret-key {mock.secret_key}" if args.access_key is None else ""
    return f"token {mock.token}  access-key {mock.access_key}{made_up}"
