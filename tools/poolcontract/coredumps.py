"""What a process that crashes may leave behind: nothing, where it holds secrets."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def forbid_core_dumps() -> None:
    """See to it that the memory of this process, and of those that it starts, is never written to a disk."""
    try:
        resource: Any = import_module("resource")
    except ImportError:
        return  # a system without such limits writes no such files either
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
