"""Where the parts of the plugin find the options of a pytest run."""

from __future__ import annotations

import pytest

from poolcontract.settings import RunOptions

RUN_OPTIONS: pytest.StashKey[RunOptions] = pytest.StashKey()
