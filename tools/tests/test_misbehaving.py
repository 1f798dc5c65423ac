"""Whatever a server does, no name is sent twice, and nothing is sent elsewhere."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from poolcontract.exchange import Request
from poolcontract.target import Client, Target

from .careful_runs import PROJECT, absent, careful_run, plan_of, planned
from .raw_server import Answer, RawServer, answered, reset, sized

TRAP, HERE = "TRAP", "HERE"
"""They stand for another server and for the misbehaving one itself."""

LOCATIONS = {
    "of another pool": f"/v2/{PROJECT}/pools/victim",
    "of another pool here": f"{HERE}/v2/{PROJECT}/pools/victim",
    "of another host": f"{TRAP}/v2/{PROJECT}/pools/victim",
    "of itself": f"{HERE}/v2/{PROJECT}/pools/train-1",
    "relative": "victim",
    "above": "../pools/victim",
    "empty": "",
    "of no meaning": "::::",
}
WHOLE = sized(
    b'{"error_code": "ModelArts.50015001"}', "Content-Type: application/json", status="404 Not Found"
)


def cut(at: int) -> bytes:
    return WHOLE[:at]


def cut_and_reset(at: int) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.sendall(WHOLE[:at])
        reset(connection)

    return answer


def slowly(pieces: Iterator[bytes]) -> Callable[[socket.socket], None]:
    """Piece by piece, until the client has had enough."""

    def answer(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            connection.settimeout(0.05)
            try:
                if not connection.recv(1):
                    return
            except TimeoutError:
                continue

    return answer


def status(line: str, *headers: str) -> bytes:
    return sized(b"{}", "Content-Type: application/json", *headers, status=line)


def _silence(connection: socket.socket) -> None:
    connection.recv(1)  # until the client leaves


MODES: dict[str, Callable[[], Answer]] = {
    **{
        f"{code}, a place {name}": lambda code=code, place=place: status(f"{code} R", f"Location: {place}")
        for code, (name, place) in itertools.product((301, 302, 303, 307, 308), LOCATIONS.items())
    },
    **{
        f"{code}, Retry-After {pause or 'not there'}": lambda code=code, pause=pause: status(
            f"{code} B", *([f"Retry-After: {pause}"] if pause else [])
        )
        for code, pause in itertools.product(
            (429, 503), ("", "0", "1", "Wed, 21 Oct 2015 07:28:00 GMT", "soon")
        )
    },
    **{f"cut at {at}": lambda at=at: cut(at) for at in (1, 9, 15, 40, len(WHOLE) - 1)},
    **{f"reset at {at}": lambda at=at: cut_and_reset(at) for at in (0, 1, 9, 40, len(WHOLE) - 1)},
    **{
        f"{line}": lambda line=line: status(line)
        for line in (
            "408 Timeout",
            "421 Misdirected",
            "425 Too Early",
            "500 E",
            "502 G",
            "504 G",
            "101 S",
            "300 M",
        )
    },
    "401 with a challenge": lambda: status("401 U", 'WWW-Authenticate: Basic realm="x"'),
    "407 with a challenge": lambda: status("407 P", 'Proxy-Authenticate: Basic realm="x"'),
    "426 with an upgrade": lambda: status("426 U", "Upgrade: h2c"),
    "an alternative service": lambda: status("404 N", f'Alt-Svc: h1="{TRAP}"', f"Refresh: 0; url={TRAP}"),
    "hints for ever": lambda: slowly(itertools.repeat(b"HTTP/1.1 103 E\r\n\r\n")),
    "byte by byte": lambda: slowly(bytes([each]) for each in itertools.cycle(b"x")),
    "a body without an end": lambda: slowly(
        itertools.chain([answered("Transfer-Encoding: chunked")], itertools.repeat(b"1\r\nx\r\n"))
    ),
    "no answer": lambda: _silence,
    "no HTTP": lambda: b"SSH-2.0-OpenSSH\r\n",
    "a second answer": lambda: WHOLE * 2,
}


ENDLESS = ("hints for ever", "byte by byte", "a body without an end", "no answer")


def patience(mode: str) -> float:
    """Seconds that an exchange has: no more than it must where there will be no whole answer."""
    return 0.3 if mode in ENDLESS else 5.0


def test_there_are_modes_enough() -> None:
    assert len(MODES) >= 60


def placed(answer: Answer, here: str, elsewhere: str) -> Answer:
    """An answer with the addresses of the two servers."""
    if callable(answer):
        return answer
    return answer.replace(HERE.encode(), here.encode()).replace(TRAP.encode(), elsewhere.encode())


@pytest.mark.parametrize("mode", MODES)
def test_no_name_is_sent_twice_and_nothing_elsewhere(mode: str, tmp_path: Path) -> None:
    with RawServer(sized(b"{}")) as trap, RawServer() as server:
        plan = plan_of(planned("train-1", state="living"), *absent(3), url=server.url)
        with careful_run(
            server.url, plan, tmp_path / "log", destroyable=("train-1",), timeout=patience(mode)
        ) as run:
            for each in plan.entries:
                server.answer = placed(MODES[mode](), server.url, trap.url)
                run.perform_planned(each)
        lines = [request.split(b"\r\n")[0].decode("latin-1") for request in server.requests]
        assert 1 <= server.connections == len(lines) == len(set(lines))
        assert set(lines) <= {f"DELETE {each.request.target} HTTP/1.1" for each in plan.entries}
        assert trap.connections == 0


@pytest.mark.parametrize("mode", MODES)
def test_a_client_sends_what_it_was_given_once(mode: str) -> None:
    with RawServer(sized(b"{}")) as trap, RawServer() as server:
        server.answer = placed(MODES[mode](), server.url, trap.url)
        client = Client(Target.parse(server.url), timeout=patience(mode))
        client.send(Request(method="DELETE", target=f"/v2/{PROJECT}/pools/train-1"))
        assert (server.connections, len(server.requests), trap.connections) == (1, 1, 0)
