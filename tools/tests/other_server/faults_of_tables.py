"""Faults against one table of the page at a time: types, lists of values, bounds, nesting."""

from __future__ import annotations

from typing import Any

from .fault import of_bodies, of_missing, put, put_over

_LABELS, _ANNOTATIONS = "/metadata/labels/os.modelarts", "/metadata/annotations/os.modelarts"

for _name, _pointer, _value in (
    ("table/old-version", "/apiVersion", "v1"),
    ("table/kind-in-lower-case", "/kind", "pool"),
    ("table/metadata-null", "/metadata", None),
    ("table/status-in-a-word", "/status", "Deleting"),
    ("table/name-a-number", "/metadata/name", 17),
    ("table/created-in-seconds", "/metadata/creationTimestamp", 1738555506),
    ("table/deleted-null", "/metadata/deletionTimestamp", None),
    ("table/labels-in-pairs", "/metadata/labels", [{"key": "os.modelarts/name", "value": "vision"}]),
    ("table/annotations-null", "/metadata/annotations", None),
    ("table/label-name-short", _LABELS + "~1name", "abc"),
    ("table/label-name-long", _LABELS + "~1name", "l" * 65),
    ("table/business-unknown", _LABELS + ".pool~1biz", "hybrid"),
    ("table/sharing-a-flag", _LABELS + "~1sharing", False),
    ("table/workspace-a-number", _LABELS + "~1workspace.id", 0),
    ("table/billing-a-number", _ANNOTATIONS + "~1billing.mode", 0),
    ("table/billing-unknown", _ANNOTATIONS + "~1billing.mode", "prepaid"),
    ("table/renewal-in-words", _ANNOTATIONS + "~1auto.renew", "true"),
    ("table/subpools-a-number", _ANNOTATIONS + ".pool~1subpools.count", 2),
    ("table/tags-a-list", _ANNOTATIONS + "~1tms.tags", [{"key": "cost", "value": "17"}]),
    ("table/type-unknown", "/spec/type", "Physical"),
    ("table/scope-in-a-word", "/spec/scope", "Train"),
    ("table/scope-in-lower-case", "/spec/scope", ["train"]),
    ("table/resources-by-name", "/spec/resources", {"modelarts.vm.cpu.16u": 2}),
    ("table/network-in-a-word", "/spec/network", "net-vision"),
    ("table/network-name-short", "/spec/network/name", "net"),
    ("table/network-name-long", "/spec/network/name", "n" * 129),
    ("table/container-mode-unknown", "/spec/containerNetwork/mode", "calico"),
    ("table/service-range-a-list", "/spec/kubernetesSvcIpRange", ["10.250.0.0/16"]),
    ("table/masters-in-words", "/spec/masters", ["eu-de-01"]),
    ("table/driver-strategy-unknown", "/spec/driver/updateStrategy", "rolling"),
    ("table/driver-version-a-number", "/spec/driver/npuVersion", 81),
    ("table/login-in-a-word", "/spec/userLogin", "root"),
    ("table/cluster-id-null", "/spec/clusters/0/providerId", None),
    ("table/ipv6-in-words", "/spec/ipv6enable", "false"),
    ("table/control-mode-odd", "/spec/controlMode", 5),
    ("table/control-mode-large", "/spec/controlMode", 32),
    ("table/control-mode-in-words", "/spec/controlMode", "frozen"),
    ("table/count-in-words", "/spec/resources/0/count", "4"),
    ("table/count-with-a-half", "/spec/resources/0/count", 3.5),
    ("table/flavor-an-object", "/spec/resources/0/flavor", {"id": "modelarts.vm.cpu.16u"}),
    ("table/setting-a-number", "/spec/resources/0/extendParams/dockerBaseSize", 200),
    ("table/zone-without-nodes", "/spec/resources/0/azs/1/count", 0),
    ("table/zone-overfull", "/spec/resources/0/azs/0/count", 2001),
    ("table/zones-in-words", "/spec/resources/0/azs", ["eu-de-01"]),
    ("table/phase-unknown", "/status/phase", "Terminating"),
    ("table/message-an-object", "/status/message", {"text": ""}),
    ("table/available-a-number", "/status/resources/available", 4),
    ("table/service-unknown", "/status/scope/0/scopeType", "Deploy"),
    ("table/service-state-unknown", "/status/scope/0/state", "Stopping"),
    ("table/driver-state-unknown", "/status/driver/npu/state", "Ready"),
    ("table/driver-in-a-word", "/status/driver/npu", "C81"),
    ("table/parent-null", "/status/parent", None),
    ("table/root-a-list", "/status/root", []),
    ("table/status-clusters-an-object", "/status/clusters", {"name": "cce-fortress"}),
):
    of_bodies(_name, put_over(_pointer, _value))


def _nested_too_little(pool: dict[str, Any]) -> dict[str, Any]:
    """Labels and name stand at the top, as in a list of rows."""
    return {**pool.pop("metadata"), **pool}


def _nulls_for_all_that_is_absent(pool: dict[str, Any]) -> dict[str, Any]:
    return put("/spec/masters", None)(put("/spec/driver", None)(pool))


of_bodies("table/without-nesting", _nested_too_little)
of_bodies("table/nulls", _nulls_for_all_that_is_absent)
of_missing("table/error-code-a-number", lambda answer: _error(answer, "error_code", b"50015001"))
of_missing("table/error-message-a-list", lambda answer: _error(answer, "error_msg", b'["no such pool"]'))


def _error(answer: Any, member: str, text: bytes) -> None:
    key = f'"{member}": '.encode()
    before, _, rest = answer.body.partition(key)
    end = min(at for at in (rest.find(b","), rest.find(b"\n")) if at >= 0)
    answer.body = before + key + text + rest[end:]
