"""Credentials as a person hands them over: in a file, on standard input, in the environment; never typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from poolcontract.errors import UsageError

TOKEN_VARIABLE = "POOLCONTRACT_TOKEN"  # noqa: S105  the name of a variable
SECRET_KEY_VARIABLE = "POOLCONTRACT_SECRET_KEY"  # noqa: S105  the same
_LONGEST_TOKEN = 32_000
_STANDARD_INPUT = Path("-")
_TOKEN = re.compile("[!-~]+")


def token_of(file: Path | None, environment: Mapping[str, str]) -> str:
    """The token of the caller, from the file or else the environment; empty where there is none.

    Raises `UsageError`.
    """
    if file is not None:
        return token_in(file)
    given = environment.get(TOKEN_VARIABLE, "").strip()
    return checked_token(given, TOKEN_VARIABLE) if given else ""


def token_in(file: Path) -> str:
    """The token that a file holds; raises `UsageError`."""
    place = f"--token-file {file}"
    return checked_token(_secret_in(file, place), place)


def checked_token(token: str, place: str) -> str:
    """A token that can stand in a header; raises `UsageError`, whose sentence never holds the token."""
    if not token:
        raise UsageError(f"{place}: it holds no token")
    if not _TOKEN.fullmatch(token) or len(token) > _LONGEST_TOKEN:
        raise UsageError(
            f"{place}: a token is one line of ASCII without blanks, {_LONGEST_TOKEN} characters at most"
        )
    return token


def secret_key_of(file: Path | None, environment: Mapping[str, str]) -> str:
    """The secret key that belongs to an access key, from the file or else the environment.

    Raises `UsageError`, whose sentence never holds the key.
    """
    place = SECRET_KEY_VARIABLE if file is None else f"--secret-key-file {file}"
    secret_key = environment.get(place, "").strip() if file is None else _secret_in(file, place)
    if not secret_key:
        raise UsageError(f"{place}: it holds no secret key")
    if not _TOKEN.fullmatch(secret_key) or len(secret_key) > _LONGEST_TOKEN:
        raise UsageError(f"{place}: a secret key is one line of ASCII without blanks")
    return secret_key


def secret_lines(file: Path, place: str) -> list[str]:
    """The lines of a file that hold something; raises `UsageError` for one that cannot be read."""
    return [line.strip() for line in _secret_in(file, place).splitlines() if line.strip()]


def _secret_in(file: Path, place: str) -> str:
    """What a file holds, or standard input where it is named `-`."""
    try:
        with open(0, "rb", closefd=False) if file == _STANDARD_INPUT else file.open("rb") as stream:
            return stream.read(_LONGEST_TOKEN + 1).decode("latin-1").strip()
    except OSError as error:
        raise UsageError(f"{place}: cannot be read: {error.strerror}") from error
