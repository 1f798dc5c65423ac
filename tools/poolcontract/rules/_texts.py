"""What rules on the form of a text share."""

from __future__ import annotations

import json
from typing import Any

from poolcontract.masking import shown
from poolcontract.tokenforms import without_tokens


def quoted(text: str) -> str:
    """A text as a message may show it: short, printable, without credentials of a known form."""
    return shown(without_tokens(text))


def claims_json(text: str) -> bool:
    """True for a text that begins as a JSON object or array does."""
    return text.lstrip().startswith(("{", "["))


def is_json(text: str) -> bool:
    """True for a text that can be read as JSON; what is nested too deeply cannot."""
    try:
        # The numbers do not matter: they are not converted, however long they are.
        json.loads(text, parse_int=len, parse_float=len, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
