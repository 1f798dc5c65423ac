"""The settings of a run as a person types them.

The command line and the pytest plugin take the same options, from one table.
"""

from poolcontract.settings.credentials import (
    SECRET_KEY_VARIABLE,
    TOKEN_VARIABLE,
    checked_token,
    secret_key_of,
    secret_lines,
    token_in,
    token_of,
)
from poolcontract.settings.options import OPTIONS, OPTIONS_OF_PYTEST, SEVERITIES, RunOptions
from poolcontract.settings.values import duration, minimum, port, rate, requests, seconds, seed

__all__ = [
    "OPTIONS",
    "OPTIONS_OF_PYTEST",
    "SECRET_KEY_VARIABLE",
    "SEVERITIES",
    "TOKEN_VARIABLE",
    "RunOptions",
    "checked_token",
    "duration",
    "minimum",
    "port",
    "rate",
    "requests",
    "seconds",
    "secret_key_of",
    "secret_lines",
    "seed",
    "token_in",
    "token_of",
]
