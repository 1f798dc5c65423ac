"""Faults between fields, and of what stands in a text: each value alone is of a right type."""

from __future__ import annotations

from typing import Any

from .fault import GONE, of_bodies, of_missing, put, put_over

_LABELS, _ANNOTATIONS = "/metadata/labels/os.modelarts", "/metadata/annotations/os.modelarts"
_FLAVOR = {"flavor": "modelarts.vm.cpu.16u", "count": 2}


def _renamed(old: str, new: str, pointer: str) -> Any:
    def change(pool: dict[str, Any]) -> dict[str, Any]:
        place = pool
        for part in pointer.split("/")[1:]:
            place = place.get(part, {})
        if old in place:
            place[new] = place.pop(old)
        return pool

    return change


for _name, _change in {
    "between/physical-may-grow": put("/spec/resources/0/maxCount", 9, of="Dedicate"),
    "between/logical-may-shrink": put("/spec/resources/0/maxCount", 1, of="Logical"),
    "between/logical-with-masters": put("/spec/masters", [{"az": "eu-de-01"}], of="Logical"),
    "between/logical-with-network": put("/spec/network", {"name": "net-shared"}, of="Logical"),
    "between/logical-with-job-types": put("/spec/scope", ["Train"], of="Logical"),
    "between/logical-with-services": put(
        "/status/scope", [{"scopeType": "Train", "state": "Enabled"}], of="Logical"
    ),
    "between/logical-with-nodes": put("/status/resources", {"available": [_FLAVOR]}, of="Logical"),
    "between/logical-with-gpu-driver": put("/spec/driver", {"gpuVersion": "535.54"}, of="Logical"),
    "between/logical-with-npu-driver": put("/spec/driver", {"npuVersion": "C81"}, of="Logical"),
    "between/physical-with-parent": put("/status/parent", "carrier-1", of="Dedicate"),
    "between/physical-under-another-root": put("/status/root", "carrier-1", of="Dedicate"),
    "between/physical-without-network": put("/spec/network", GONE, of="Dedicate"),
    "between/service-nobody-asked-for": put(
        "/status/scope/0", {"scopeType": "Notebook", "state": "Enabled"}, of="Dedicate"
    ),
    "between/vpc-of-an-ordinary-pool": put("/spec/network/vpcId", "c0ffee00-1"),
    "between/label-of-privilege-lost": put(_LABELS + "~1privileged", GONE),
    "between/privileged-without-vpc": put("/spec/network/vpcId", GONE),
    "between/privileged-without-subnet": put("/spec/network/subnetId", GONE),
    "between/range-with-interfaces": put("/spec/containerNetwork/cidr", "172.20.0.0/16"),
    "between/range-without-length": put_over("/spec/containerNetwork/cidr", "172.20.0.0"),
    "between/service-range-of-words": put_over("/spec/kubernetesSvcIpRange", "default"),
    "between/deleted-before-created": put_over("/metadata/deletionTimestamp", "2001-01-01T00:00:00Z"),
    "between/created-as-people-write": put_over("/metadata/creationTimestamp", "03.02.2025 04:05"),
    "between/created-without-zone": put_over("/metadata/creationTimestamp", "2025-02-03T04:05:06"),
    "between/deleted-as-people-write": put_over("/metadata/deletionTimestamp", "just now"),
    "between/less-than-nothing": put_over("/spec/resources/0/count", -1),
    "between/may-be-less-than-nothing": put_over("/spec/resources/0/maxCount", -1),
    "between/console-in-words": put_over(_ANNOTATIONS + "~1service.console.url", "see the console"),
    "between/subpools-in-words": put_over(_ANNOTATIONS + ".pool~1subpools.count", "two"),
    "between/password-in-clear": put_over("/spec/userLogin/password", "night shift!"),
    "between/slip-of-the-pen": _renamed("creationTimestamp", "creationTimeStamp", "/metadata"),
    "between/snake-case": _renamed("deletionTimestamp", "deletion_timestamp", "/metadata"),
    "between/name-of-another": put("/metadata/name", "carrier-1"),
    "between/name-in-upper-case": lambda pool: put("/metadata/name", pool["metadata"]["name"].upper())(pool),
    "between/name-of-the-user": put("/metadata/name", "vision"),
    "between/name-empty": put("/metadata/name", ""),
    "between/name-missing": put("/metadata/name", GONE),
    "between/name-with-a-blank": lambda pool: put("/metadata/name", pool["metadata"]["name"] + " ")(pool),
}.items():
    of_bodies(_name, _change)

of_missing(
    "between/code-of-the-gateway",
    lambda answer: setattr(answer, "body", answer.body.replace(b"ModelArts.50015001", b"APIGW.0101")),
)
of_missing(
    "between/code-in-words",
    lambda answer: setattr(answer, "body", answer.body.replace(b"ModelArts.50015001", b"POOL_NOT_FOUND")),
)
