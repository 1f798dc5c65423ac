"""Where fresh pools come from: a command of the user, or the fixture `fresh_pool` of the user's own tests.

The fixture may also be brought by a module. That one is imported by its name where it is installed, or from
the file that is named; the folder it lies in takes no part.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from poolcontract.errors import FreshPoolError, UsageError
from poolcontract.masking import clip, printable
from poolcontract.settings import RunOptions

Fresh = Callable[[], str]
FIXTURE = "fresh_pool"
_MODULE = "poolcontract_pool_module"
_FAILURES = (Exception, SystemExit, pytest.fail.Exception, pytest.skip.Exception)
"""What code of the user's may raise that must not end the run; an interrupt does."""


def fresh_pools(
    options: RunOptions, request: pytest.FixtureRequest, environment: Mapping[str, str]
) -> Fresh | None:
    """What makes fresh pools in this session, if anything does; raises `UsageError` for what cannot."""
    from poolcontract.poolcommand import PoolCommand  # noqa: PLC0415  the plugin is loaded in every pytest run

    if options.url is None or options.is_careful:
        return None  # the built-in mock has its own; elsewhere a pool is named by a person, or left alone
    if options.pool_command is not None:
        return PoolCommand.parse(options.pool_command, environment)
    if options.pool_module is not None:
        request.config.pluginmanager.register(_loaded(options.pool_module), _MODULE)
    return _of_fixture(request, options.pool_module)


def _of_fixture(request: pytest.FixtureRequest, module: str | None) -> Fresh | None:
    """The function that the fixture gives, as one that gives good names alone; None without a fixture."""
    try:
        make = request.getfixturevalue(FIXTURE)
    except pytest.FixtureLookupError as error:
        if error.argname != FIXTURE:
            raise UsageError(f"fixture {FIXTURE}: there is no fixture {error.argname}") from error
        if module is not None:
            raise UsageError(f"--pool-module {module}: it has no fixture {FIXTURE}") from error
        return None
    except _FAILURES as error:
        raise UsageError(f"fixture {FIXTURE}: {_in_a_line(error)}") from error
    if not callable(make):
        raise UsageError(f"fixture {FIXTURE}: a function is expected that gives the name of a new pool")
    return _checked(make)


def _checked(make: Callable[[], object]) -> Fresh:
    from poolcontract.poolcommand import checked_fresh_name  # noqa: PLC0415  see above

    def fresh() -> str:
        try:
            name = make()
        except _FAILURES as error:
            raise FreshPoolError(f"{FIXTURE}: {_in_a_line(error)}") from error
        return checked_fresh_name(name, FIXTURE)

    return fresh


def _loaded(module: str) -> ModuleType:
    """The module of a name or a file; raises `UsageError`, whatever becomes of the attempt."""
    is_file = module.endswith(".py") or os.sep in module
    try:
        return _of_file(Path(module)) if is_file else importlib.import_module(module)
    except ModuleNotFoundError as error:
        if is_file or error.name != module.partition(".")[0]:
            raise UsageError(f"--pool-module {module}: {_in_a_line(error)}") from error
        raise UsageError(
            f"--pool-module {module}: no such module is installed; a file is named as ./{module}.py"
        ) from error
    except _FAILURES as error:
        raise UsageError(f"--pool-module {module}: {_in_a_line(error)}") from error


def _of_file(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(_MODULE, file)
    if spec is None or spec.loader is None:
        raise UsageError("it is no file of Python")
    module = importlib.util.module_from_spec(spec)
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # nothing is left in a user's folder
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = writes
    return module


def _in_a_line(error: BaseException) -> str:
    words = next(iter(str(error).splitlines()), "")
    return clip(printable(f"{type(error).__name__}: {words}"), 200)
