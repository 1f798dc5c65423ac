"""What the service says of its pools: four kinds of them, each written out by hand."""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass
from typing import Any

KINDS = ("full", "logical", "minimal", "privileged")
CREATED = "2025-02-03T04:05:06.789Z"
_HOST = "carrier-00112233445566778899aabbccddeeff"
_CARRIED = {"flavor": "modelarts.vm.cpu.16u", "count": 2, "maxCount": 6}
_ZONES = [{"az": "eu-de-01", "count": 3}, {"az": "eu-de-02", "count": 1}]
_NODES = {
    "flavor": "modelarts.bm.npu.8",
    "count": 4,
    "maxCount": 4,
    "azs": _ZONES,
    "extendParams": {"dockerBaseSize": "200", "volume": "essd"},
}

_LOGICAL: dict[str, Any] = {
    "metadata": {
        "labels": {"os.modelarts/name": "shared corner", "os.modelarts/workspace.id": "0"},
        "annotations": {"os.modelarts/billing.mode": "0", "os.modelarts/description": "Ecke für zwei – 角"},
    },
    "spec": {"type": "Logical", "resources": [_CARRIED]},
    "status": {"phase": "Running", "message": "", "parent": _HOST, "root": _HOST},
}

_FULL: dict[str, Any] = {
    "metadata": {
        "labels": {
            "os.modelarts/name": "vision",
            "os.modelarts/workspace.id": "5b1f0c9e7d3a4f62",
            "os.modelarts/resource.id": "maos-vision-41",
            "os.modelarts/tenant.domain.id": "8e1c2b7f",
            "os.modelarts/create-from": "console",
            "os.modelarts.pool/biz": "private",
            "os.modelarts/sharing": "unshared",
        },
        "annotations": {
            "os.modelarts/description": "",
            "os.modelarts/billing.mode": "0",
            "os.modelarts/auto.renew": "1",
            "os.modelarts/service.console.url": "https://console.example.org/ma/#/pools?x=1",
            "os.modelarts/tms.tags": '[{"key":"cost","value":"17"}]',
            "os.modelarts.pool/subpools.count": "2",
        },
    },
    "spec": {
        "type": "Dedicate",
        "scope": ["Infer", "Train"],
        "resources": [_NODES],
        "network": {"name": "net-vision"},
        "containerNetwork": {"mode": "overlay_l2", "cidr": "172.20.0.0/16"},
        "kubernetesSvcIpRange": "10.250.0.0/16",
        "masters": [{"az": "eu-de-01"}, {"az": "eu-de-02"}],
        "driver": {"npuVersion": "C81", "updateStrategy": "idle"},
        "ipv6enable": False,
        "controlMode": 12,
    },
    "status": {
        "phase": "Running",
        "message": "1 of 4 nodes is drained",
        "parent": "",
        "resources": {"available": [_NODES], "abnormal": [], "creating": [], "deleting": []},
        "scope": [{"scopeType": "Infer", "state": "Disabling"}, {"scopeType": "Train", "state": "Enabled"}],
        "driver": {"npu": {"version": "C81", "state": "Running"}},
    },
}

_PRIVILEGED: dict[str, Any] = {
    "metadata": {
        "labels": {"os.modelarts/name": "fortress", "os.modelarts/privileged": "true"},
        "annotations": {"os.modelarts/billing.mode": "0"},
    },
    "spec": {
        "type": "Dedicate",
        "scope": ["Notebook"],
        "resources": [{"flavor": "modelarts.vm.gpu.p5", "count": 1, "maxCount": 1}],
        "network": {"name": "net-fortress", "vpcId": "c0ffee00-1", "subnetId": "c0ffee00-2"},
        "containerNetwork": {"mode": "eni"},
        "clusters": [{"name": "cce-fortress", "providerId": "7b2e"}],
        "userLogin": {"keyPairName": "night-shift", "password": "JDYkc2FsdCRoYXNoaGFzaA=="},
    },
    "status": {
        "phase": "Running",
        "scope": [{"scopeType": "Notebook", "state": "Enabled"}],
        "clusters": [{"name": "cce-fortress", "providerId": "7b2e"}],
        "driver": {"gpu": {"version": "535.54", "state": "Upgrading"}},
    },
}

_TEMPLATES = {"logical": _LOGICAL, "full": _FULL, "privileged": _PRIVILEGED}


@dataclass
class Pool:
    """A pool of a kind, which is there until it is deleted."""

    name: str
    kind: str
    lives: bool = True

    def described(self) -> dict[str, Any]:
        """The pool in words of the page; a fresh value each time."""
        metadata = {"name": self.name, "creationTimestamp": CREATED}
        if self.kind == "minimal":
            return {"kind": "Pool", "metadata": metadata}
        whole = copy.deepcopy(_TEMPLATES[self.kind])
        whole["metadata"] = {**metadata, **whole["metadata"]}
        if whole["spec"]["type"] == "Dedicate":
            whole["status"]["root"] = self.name
        return {"apiVersion": "v2", "kind": "Pool", **whole}


def some_pools(count: int, seed: int, kinds: tuple[str, ...] = KINDS) -> list[Pool]:
    """Pools of these kinds in turn, under names that hang on the seed: hexadecimal, numbered, or spoken."""
    chance = random.Random(seed)  # noqa: S311  names of a test
    styles = (
        lambda _: f"ring{chance.randrange(99)}-{chance.getrandbits(128):032x}",
        lambda number: f"pool-{number}",
        lambda number: f"Team_{chance.choice('ABC')}.{number:04d}",
    )
    style = styles[(seed - 1) % len(styles)]
    pools = [Pool(style(number), kinds[number % len(kinds)]) for number in range(1, count + 1)]
    chance.shuffle(pools)
    return pools
