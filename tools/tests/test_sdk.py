"""The vendor's own client, unchanged, against the mock: what works, what is refused, and what it loses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkmodelarts.v1 import (
    DeletePoolRequest,
    ListPoolsRequest,
    ModelArtsClient,
    ShowPoolRequest,
)

from poolcontract.finding import Severity
from poolcontract.judge import Judge
from poolcontract.mock import Mock

from .grown_bodies import CONTRACT

pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
JUDGE = Judge(CONTRACT)


@pytest.fixture(scope="module")
def mock() -> Iterator[Mock]:
    with Mock(contract=CONTRACT) as running:
        yield running


def client_of(mock: Mock, *, access_key: str | None = None, secret_key: str | None = None) -> Any:
    """The client as a user builds it: credentials, and where the service is."""
    credentials = BasicCredentials(
        access_key or mock.access_key, secret_key or mock.secret_key, mock.project_id
    )
    return ModelArtsClient.new_builder().with_credentials(credentials).with_endpoint(mock.url).build()


def refusal(call: Callable[[], Any]) -> tuple[int, str, str]:
    """Status, code and message of the exception by which the client tells a refusal."""
    with pytest.raises(ClientRequestException) as caught:
        call()
    return caught.value.status_code, caught.value.error_code, caught.value.error_msg


def test_a_pool_is_deleted_and_is_gone(mock: Mock) -> None:
    name, client = mock.create(), client_of(mock)
    answer = client.delete_pool(DeletePoolRequest(pool_name=name))
    assert (answer.status_code, answer.kind, answer.metadata.name) == (200, "Pool", name)
    assert [each for each in JUDGE.check(answer.to_json_object()) if each.severity > Severity.INFO] == []
    again = refusal(lambda: client.delete_pool(DeletePoolRequest(pool_name=name)))
    assert again == (404, "ModelArts.50015001", "pool not found")
    assert name not in mock.pools


NAMES = [
    "a b",
    "a/b",
    "%2F",
    "ä",
    "名",
    "a?x=1",
    "a#b",
    "a&b=c",
    "~a._-",
    "a+b",
    "a;b",
    "a:b@c",
    "{pool_name}",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_kind_is_signed_and_meant_as_written(mock: Mock, name: str) -> None:
    mock.create(name)
    assert client_of(mock).delete_pool(DeletePoolRequest(pool_name=name)).metadata.name == name
    assert name not in mock.pools


def test_dots_never_reach_the_pool(mock: Mock) -> None:
    """The library below the client takes `..` out of the path, and asks for something else."""
    mock.create("..")
    told = refusal(lambda: client_of(mock).delete_pool(DeletePoolRequest(pool_name="..")))
    assert told[:2] == (404, "APIGW.0101")
    assert ".." in mock.pools


def test_a_header_of_ones_own_is_signed_too(mock: Mock) -> None:
    request = DeletePoolRequest(pool_name=mock.create(), x_model_arts_user_id="user")
    invoker = client_of(mock).delete_pool_invoker(request)
    assert invoker.add_header("request-type", "console").invoke().status_code == 200


def test_a_temporary_key_sends_its_token_along(mock: Mock) -> None:
    credentials = BasicCredentials(mock.access_key, mock.secret_key, mock.project_id)
    credentials.with_security_token("temporary")
    client = ModelArtsClient.new_builder().with_credentials(credentials).with_endpoint(mock.url).build()
    assert client.delete_pool(DeletePoolRequest(pool_name=mock.create())).status_code == 200


def moment(later: timedelta) -> str:
    return (datetime.now(UTC) + later).strftime("%Y%m%dT%H%M%SZ")


def deleted_with(mock: Mock, name: str, headers: dict[str, str], **credentials: str) -> Any:
    """A deletion with headers that the client is told to send, and signs where it signs."""
    invoker = client_of(mock, **credentials).delete_pool_invoker(DeletePoolRequest(pool_name=name))
    for header, value in headers.items():
        invoker.add_header(header, value)
    return invoker.invoke()


REFUSED: dict[str, tuple[dict[str, str], dict[str, str], str, str]] = {
    "a wrong secret key": (
        {},
        {"secret_key": "wrong"},
        "APIGW.0301",
        "Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:DELETE|/v2/",
    ),
    "an access key that nobody has": (
        {},
        {"access_key": "NOBODY"},
        "APIGW.0301",
        "Incorrect IAM authentication information: Get secretKey failed,ak:***,err:ak not exist",
    ),
    "a clock that is slow": (
        {"X-Sdk-Date": moment(timedelta(hours=-1))},
        {},
        "APIG.0303",
        "Incorrect app authentication information: signature expired, signature time:",
    ),
    "a clock that is fast": (
        {"X-Sdk-Date": moment(timedelta(hours=1))},
        {},
        "APIG.0303",
        "Incorrect app authentication information: signature expired, signature time:",
    ),
    "a wrong token beside the signature": (
        {"X-Auth-Token": "wrong"},
        {},
        "APIGW.0301",
        "Incorrect IAM authentication information: decrypt token fail",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_wrong_credentials_are_refused_and_do_nothing(mock: Mock, case: str) -> None:
    headers, credentials, code, message = REFUSED[case]
    name = mock.create()
    told = refusal(lambda: deleted_with(mock, name, headers, **credentials))
    assert (told[0], told[1], told[2][: len(message)]) == (401, code, message)
    assert name in mock.pools


def test_a_token_does_instead_of_a_signature(mock: Mock) -> None:
    """The client leaves a request alone that has an `Authorization` of its own, even an empty one."""
    headers = {"X-Auth-Token": mock.token, "Authorization": ""}
    name = mock.create()
    assert deleted_with(mock, name, headers, secret_key="wrong").status_code == 200  # noqa: S106  made up
    wrong = refusal(lambda: deleted_with(mock, name, headers | {"X-Auth-Token": "wrong"}))
    assert wrong[:2] == (401, "APIGW.0301")


def test_pools_are_listed_and_read() -> None:
    with Mock(["one", "two"], contract=CONTRACT) as mock:
        client = client_of(mock)
        assert [pool.metadata.name for pool in client.list_pools(ListPoolsRequest()).items] == ["one", "two"]
        shown = client.show_pool(ShowPoolRequest(pool_name="two"))
        assert (shown.metadata.name, shown.kind) == ("two", "Pool")
        client.delete_pool(DeletePoolRequest(pool_name="two"))
        assert [pool.metadata.name for pool in client.list_pools(ListPoolsRequest()).items] == ["one"]
        gone = refusal(lambda: client.show_pool(ShowPoolRequest(pool_name="two")))
        assert gone[:2] == (404, "ModelArts.50015001")


def test_a_deletion_that_takes_time_can_be_watched() -> None:
    now = [0.0]
    with Mock(["one"], contract=CONTRACT, deletion_time=60, clock=lambda: now[0]) as mock:
        client = client_of(mock)
        assert client.delete_pool(DeletePoolRequest(pool_name="one")).status_code == 200
        assert client.show_pool(ShowPoolRequest(pool_name="one")).status.phase == "Deleting"
        now[0] = 60.0
        assert refusal(lambda: client.show_pool(ShowPoolRequest(pool_name="one")))[0] == 404


FLAVOR = {"flavor": "modelarts.vm.cpu.8ud", "count": 2, "maxCount": 2}
POOL = {
    "apiVersion": "v2",
    "kind": "Pool",
    "metadata": {"name": "one", "labels": {"os.modelarts/name": "pool", "os.modelarts/privileged": "true"}},
    "spec": {"type": "Dedicate", "network": {"name": "network-x"}, "resources": [FLAVOR]},
    "status": {"phase": "Running", "resources": {"available": [FLAVOR]}},
}


def test_what_the_client_loses() -> None:
    """A list where it expects an object, a label that it does not know: gone from its model only."""
    with Mock([POOL], contract=CONTRACT) as mock:
        answer = client_of(mock).delete_pool(DeletePoolRequest(pool_name="one"))
    model, body = json.loads(str(answer)), answer.to_json_object()
    assert body["status"]["resources"] == {"available": [FLAVOR]}
    assert model["status"]["resources"] == {"available": {}}
    assert body["metadata"]["labels"] == POOL["metadata"]["labels"]
    assert model["metadata"]["labels"] == {"os.modelarts/name": "pool"}


def test_an_object_is_what_the_client_understands() -> None:
    status = {"phase": "Running", "resources": {"available": FLAVOR}}
    with Mock([{**POOL, "status": status}], contract=CONTRACT) as mock:
        answer = client_of(mock).delete_pool(DeletePoolRequest(pool_name="one"))
    assert answer.status.resources.available.count == 2
