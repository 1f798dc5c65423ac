"""Bodies in the shape of the page's example, as logs hold them: one a line, each a little different.

Seeded, so that every run measures the same bytes. Every body carries the annotation that no table of the page
lists and every real body has.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple


class Size(NamedTuple):
    """How many specifications a pool has, how many zones each of them, and how many bodies a corpus."""

    flavors: int
    zones: int
    bodies: int


SIZES = {"small": Size(2, 2, 100_000), "big": Size(99, 3, 10_000)}
"""Bodies of about 1.4 KB and 22 KB, written compactly."""

WRONG: tuple[Callable[[dict[str, Any]], None], ...] = (
    lambda body: body["status"].update(phase="Deleted"),
    lambda body: body["spec"]["resources"][0].update(count="3"),
    lambda body: body["metadata"]["labels"].update({"os.modelarts/name": "x"}),
    lambda body: body["status"]["scope"][0].update(state="On"),
    lambda body: body["status"]["resources"]["available"][-1]["azs"][0].update(count=0),
)
"""One wrong value each, as they come from a server that drifts: a list, a type, a length, a bound."""


def lines(size: Size, count: int, *, wrong_every: int = 0, spaced: bool = False) -> Iterator[bytes]:
    """So many bodies, one of `wrong_every` with a wrong value; `spaced` as Python writes JSON by default."""
    draw = random.Random(f"{size}")  # noqa: S311  bodies of a bench, no secrets
    for number in range(count):
        body = _body(size, draw)
        if wrong_every and number % wrong_every == wrong_every - 1:
            WRONG[number // wrong_every % len(WRONG)](body)
        separators = None if spaced else (",", ":")
        yield json.dumps(body, separators=separators).encode() + b"\n"


def _body(size: Size, draw: random.Random) -> dict[str, Any]:
    identifier = f"{draw.getrandbits(128):032x}"
    name = f"train-pool-{identifier}"
    services = [{"scopeType": kind, "state": "Enabled"} for kind in ("Train", "Infer")]
    return {
        "kind": "Pool",
        "apiVersion": "v2",
        "metadata": {
            "name": name,
            "creationTimestamp": f"2024-05-{draw.randint(10, 28)}T08:{draw.randint(10, 59)}:00Z",
            "labels": {
                "os.modelarts/name": "train-pool",
                "os.modelarts/workspace.id": "0",
                "os.modelarts/resource.id": f"maos-train-pool-{draw.getrandbits(20):05x}",
                "os.modelarts/tenant.domain.id": f"{draw.getrandbits(128):032x}",
                "os.modelarts/create-from": "admin-console",
            },
            "annotations": {
                "os.modelarts/description": "",
                "os.modelarts/billing.mode": "0",
                "os.modelarts/external-access": "elb",
            },
        },
        "spec": {
            "type": "Dedicate",
            "scope": ["Train", "Infer"],
            "resources": [_resource(number, draw) for number in range(size.flavors)],
            "network": {"name": f"network-train-{identifier}"},
            "driver": {"gpuVersion": "470.57.02", "updateStrategy": "idle"},
            "controlMode": 0,
        },
        "status": {
            "phase": "Running",
            "message": "",
            "root": name,
            "scope": services,
            "driver": {"gpu": {"version": "470.57.02", "state": "Running"}},
            "resources": {
                "available": [_resource(number, draw, size.zones) for number in range(size.flavors)],
                "abnormal": [_resource(0, draw, 1)],
            },
        },
    }


def _resource(number: int, draw: random.Random, zones: int = 0) -> dict[str, Any]:
    count = draw.randint(1, 64)
    azs = [{"az": f"eu-west-0{chr(ord('a') + zone)}", "count": draw.randint(1, 20)} for zone in range(zones)]
    counts = {"count": count, "maxCount": count} if number % 2 else {"count": count}
    return {"flavor": f"modelarts.vm.gpu.t4u{number}", **counts, **({"azs": azs} if azs else {})}
