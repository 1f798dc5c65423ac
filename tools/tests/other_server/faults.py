"""What can be wrong with the service, one fault at a time: each is a class that does one thing otherwise.

They were thought of as a service of this kind would have them, without a look at the faults of the built-in
mock. `../other_server_faults.json` says how a run should tell each.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from .fault import FAULTS

__all__ = ["FAULTS"]

for _module in pkgutil.iter_modules([str(Path(__file__).parent)]):
    if _module.name.startswith("faults_of_"):
        importlib.import_module(f".{_module.name}", __package__)
