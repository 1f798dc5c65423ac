"""What runs are made of, whatever they are against.

The plugin is loaded in every pytest run: so what is heavy is imported once it is needed, here and wherever a
run is opened.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from poolcontract.errors import UsageError
from poolcontract.settings import RunOptions, token_of

if TYPE_CHECKING:
    from poolcontract.contract import Contract
    from poolcontract.target import Client, Target


def common_parts(options: RunOptions, contract: Contract) -> dict[str, Any]:
    """What every run has."""
    from poolcontract.deviations import load_profile  # noqa: PLC0415  see above
    from poolcontract.finding import Severity  # noqa: PLC0415

    return {
        "contract": contract,
        "deviations": load_profile(options.profile),
        "fail_on": Severity[options.fail_on.upper()],
        "statuses": options.statuses,
        "deletion_grace": options.deletion_grace,
    }


def credentials(options: RunOptions, target: Target, project_id: str) -> dict[str, Any]:
    """The token, or the signer of a key pair with what nobody may read; raises `UsageError` for both."""
    from poolcontract.coredumps import forbid_core_dumps  # noqa: PLC0415  see above
    from poolcontract.keypair import keys_of  # noqa: PLC0415
    from poolcontract.target import Signer  # noqa: PLC0415

    forbid_core_dumps()
    keys = keys_of(options.key_file, os.environ)
    token = token_of(options.token_file, os.environ)
    if keys is None:
        return {"token": token}
    if token:
        raise UsageError(
            "a token or a key pair: both are given (--token-file, --key-file, or the environment)"
        )
    return {"token": "", "signer": Signer(keys, target, project_id), "secrets": keys.secrets}


def deaf_client(target: Target) -> Client:
    """A client that nothing can be sent by: its budget is none."""
    from poolcontract.target import Client, Guard  # noqa: PLC0415  see above

    return Client(target, guard=Guard.closed(target))
