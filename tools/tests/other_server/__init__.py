"""A second service of pools, unlike the built-in mock in all but what it should do.

Raw sockets, a parser of its own, bodies written by hand, nothing of the package under test. It is right by
default, and has faults of its own. So the contract tests cannot be made to fit the one server they grew up
with. There is no interface to make pools by: they are there when it starts, and are named to who tests it.
"""

from __future__ import annotations

from .faults import FAULTS
from .listening import OtherServer
from .service import Service

__all__ = ["FAULTS", "OtherServer", "Service"]
