"""A key pair as a person hands it over: in a file, on standard input, or in the environment; never typed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from poolcontract.errors import UsageError
from poolcontract.settings import SECRET_KEY_VARIABLE, checked_token, secret_lines
from poolcontract.target import Keys

ACCESS_KEY_VARIABLE = "POOLCONTRACT_ACCESS_KEY"
SECURITY_TOKEN_VARIABLE = "POOLCONTRACT_SECURITY_TOKEN"  # noqa: S105  the name of a variable
VARIABLES = (ACCESS_KEY_VARIABLE, SECRET_KEY_VARIABLE, SECURITY_TOKEN_VARIABLE)
_FEWEST, _MOST = 2, 3


def keys_of(file: Path | None, environment: Mapping[str, str]) -> Keys | None:
    """The pair that a file holds, or else the environment; None where there is none.

    A file has a line for the access key, one for the secret key, and a third for a security token where the
    pair is a temporary one. Raises `UsageError`, whose sentence holds none of them.
    """
    if file is not None:
        place = f"--key-file {file}"
        lines = secret_lines(file, place)
        if not _FEWEST <= len(lines) <= _MOST:
            raise UsageError(f"{place}: a line for the access key and one for the secret key are expected")
        return Keys(**dict(zip(_NAMES, (checked_token(each, place) for each in lines), strict=False)))
    if not environment.get(ACCESS_KEY_VARIABLE, "").strip():
        return None
    given = {
        name: environment.get(variable, "").strip() for name, variable in zip(_NAMES, VARIABLES, strict=True)
    }
    if not given["secret_key"]:
        raise UsageError(f"{SECRET_KEY_VARIABLE}: it holds no secret key")
    for value, variable in zip(given.values(), VARIABLES, strict=True):
        if value:
            checked_token(value, variable)
    return Keys(**given)


def handed_over(keys: Keys | None) -> dict[str, str]:
    """The variables by which a child process gets a pair, or gets none."""
    given = ("", "", "") if keys is None else (keys.access_key, keys.secret_key, keys.security_token)
    return dict(zip(VARIABLES, given, strict=True))


_NAMES = ("access_key", "secret_key", "security_token")
