"""Secrets that a service echoes in every spelling, or our own errors hold: nothing that is written does."""

from __future__ import annotations

import base64
import io
import json
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

import pytest

from poolcontract.childrun import ChildRun
from poolcontract.cli import careful, main
from poolcontract.cli import test as command

from .raw_server import RawServer, sized
from .short_runs import SCENARIOS, shorten
from .stand_in import HOST, PROJECT, StandIn, authorities, resolving

TOKEN = 'sesame/"tok+en"~=' + "x" * 40
ACCESS, SECRET, SECURITY = (
    "HPUAMADEUPACCESSKEY0",
    "made-up/secret+key==",
    "made-up-security/token+" + "y" * 40,
)
PASSWORD = "bm9kZS1wYXNzd29yZA=="  # noqa: S105  made up
SIGNATURE = re.compile(rb"Signature=([0-9a-f]{64})")
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in JSON": lambda secret: json.dumps(secret)[1:-1],
    "in a URL": lambda secret: quote(secret, safe=""),
    "in a URL, lower case": lambda secret: re.sub(
        "%..", lambda each: each[0].lower(), quote(secret, safe="")
    ),
    "in Base64": lambda secret: base64.b64encode(secret.encode()).decode(),
    "in Base64 for URLs": lambda secret: base64.urlsafe_b64encode(secret.encode()).decode().rstrip("="),
    "in hexadecimal": lambda secret: secret.encode().hex(),
    "in upper hexadecimal": lambda secret: secret.encode().hex().upper(),
}


class Echo:
    """Answers with secrets in every spelling, everywhere: those given, and signatures, old ones and new.

    They are the names of pools, too, which are gone when they are listed once more.
    """

    def __init__(self, *secrets: str) -> None:
        self.given, self.signatures, self.lists = secrets, list[str](), 0

    def __call__(self, request: bytes) -> bytes:
        """The answer to a request."""
        self.signatures += [each.decode() for each in SIGNATURE.findall(request)]
        told = [*self.given, *self.signatures[:2], *self.signatures[-2:]]
        spelled = [spell(each) for each in told for spell in SPELLINGS.values()]
        login = {"spec": {"resources": [], "masters": [], "userLogin": {"password": PASSWORD}}}
        body = {
            **{f"member-{number} {each}": each for number, each in enumerate(spelled)},
            **login,
            "kind": spelled[0],
            "metadata": {"name": " ".join(spelled[:4]), "creationTimestamp": spelled[-1]},
            "error_code": " ".join(spelled),
            "error_msg": [f"<{each}>" for each in spelled],
        }
        headers = [f"X-{number}: {each}" for number, each in enumerate(spelled)][:40]
        headers += ["Content-Type: application/json", f"X-Request-Id: {spelled[0]}{spelled[-1]}"]
        reason = " ".join(each for each in spelled if "\n" not in each)[:500]
        if b"/pools HTTP/1.1" in request:
            self.lists += 1
            names = spelled if self.lists == 1 else []
            body |= {"items": [{"metadata": {"name": name}} for name in names], "metadata": {}}
            return sized(json.dumps(body).encode(), *headers, status=f"200 {reason}")
        return sized(json.dumps(body).encode(), *headers, status=f"404 {reason}")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "ACCESS_KEY", "SECRET_KEY", "SECURITY_TOKEN"):
        monkeypatch.delenv(f"POOLCONTRACT_{name}", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(resolving(tmp_path / "path")))
    authorities(tmp_path)
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    (tmp_path / "keys").write_text(f"{ACCESS}\n{SECRET}\n{SECURITY}\n", encoding="utf-8")
    shorten(monkeypatch, careful, *SCENARIOS)
    shorten(monkeypatch, command, *SCENARIOS)
    return tmp_path


BREAKING = """
from poolcontract import judge
def check_exchange(self, exchange, *more):
    headers = repr(exchange.request.headers)
    print("a print of ours", headers)
    raise %s(f"an error of ours: {headers} {exchange.response.body.decode()}")
judge.Judge.check_exchange = check_exchange
"""
"""Makes every judgement fail with all that it knows; over a `SystemExit` pytest itself stumbles."""

CREDENTIALS = {
    "a token": (("--token-file", "token"), (TOKEN,)),
    "a key pair": (("--key-file", "keys"), (ACCESS, SECRET, SECURITY)),
}
WAYS = ("as it is", "with an error of ours", "with an error of pytest's", "as a real service")


def written(folder: Path, *texts: str) -> str:
    """All that was written, but for what held the secrets before."""
    files = [each for each in folder.rglob("*") if each.is_file() and each.name not in ("token", "keys")]
    return "\n".join([*texts, *(each.read_text(encoding="utf-8", errors="replace") for each in files)])


@pytest.mark.parametrize("kind", CREDENTIALS)
@pytest.mark.parametrize("way", WAYS)
def test_no_secret_is_written(way: str, kind: str, place: Path) -> None:
    words, secrets = CREDENTIALS[kind]
    echo = Echo(*secrets)
    if way != WAYS[0] and way != WAYS[3]:
        error = "RuntimeError" if way == WAYS[1] else "SystemExit"
        with (place / "path" / "sitecustomize.py").open("a", encoding="utf-8") as stream:
            stream.write(_when_imported(BREAKING % error))
    out, err = io.StringIO(), io.StringIO()
    with StandIn(echo) as secured, RawServer() as server:
        server.answer = lambda connection: connection.sendall(echo(server.requests[-1]))
        where: tuple[str, ...] = ("--url", server.url, "--destroy-pool", "train-1", "--project-id", PROJECT)
        if way == WAYS[3]:
            where = ("--url", secured.url, "--allow-host", HOST, "--ca-bundle", "authorities.pem")
            where = (*where, "--project-id", PROJECT, "--execute", "--max-requests", "6", "--rate", "5")
        few = () if way == WAYS[3] else ("--max-requests", "40")
        shown = ("--report-dir", "r", "-v", "--debug", "--min-severity", "info")
        main(["test", *where, *few, *words, *shown], out, err)
        assert server.requests or secured.requests
        assert echo.lists == (2 if way == WAYS[3] else 0)
    text = written(place, out.getvalue(), err.getvalue())
    assert len(text) > 1000
    if kind == "a key pair":
        assert echo.signatures, "nothing was signed"
    assert held(text, (*echo.given, *echo.signatures, PASSWORD)) == []


def held(text: str, secrets: Iterable[str]) -> list[tuple[str, str]]:
    """Which secrets a text holds, or more than three quarters of them, and around what."""
    forms = {spell(secret) for secret in secrets for spell in SPELLINGS.values()}
    places = ((form, text.find(form[: len(form) * 3 // 4])) for form in forms)
    return [(form, text[max(at - 60, 0) : at + 60]) for form, at in places if at >= 0]


def _when_imported(code: str) -> str:
    """Code that runs once the judge is imported: our modules are too many to import at every start."""
    return f"""
import builtins
_import, _done = builtins.__import__, []
def _imported(name, *more, **options):
    module = _import(name, *more, **options)
    if name == "poolcontract.run" and not _done:
        _done.append(True)
        exec({code!r}, {{}})
    return module
builtins.__import__ = _imported
"""


def test_an_error_of_the_command_tells_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> ChildRun:
        raise ValueError(f"it broke: {TOKEN} {SPELLINGS['in Base64'](TOKEN)}")

    monkeypatch.setattr(command, "run_contract_tests", broken)
    for more in ((), ("--debug",)):
        out, err = io.StringIO(), io.StringIO()
        assert main(["test", "--url", "http://localhost:9", "--token-file", "token", *more], out, err) == 70
        assert "internal error: RuntimeError: ValueError: it broke: *** " in err.getvalue()
        assert TOKEN not in err.getvalue() + out.getvalue()
        assert SPELLINGS["in Base64"](TOKEN) not in err.getvalue()


def test_what_is_looked_for_is_there_without_a_mask(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """The proof that the tests above would see a secret: without masks it is everywhere."""
    with (place / "path" / "sitecustomize.py").open("a", encoding="utf-8") as stream:
        stream.write(
            _when_imported("from poolcontract.masking import Mask\nMask.text = lambda self, text: text\n")
        )
    monkeypatch.setattr("poolcontract.masking.Mask.text", lambda _, text: text)
    echo = Echo(TOKEN)
    out, err = io.StringIO(), io.StringIO()
    with RawServer() as server:
        server.answer = lambda connection: connection.sendall(echo(server.requests[-1]))
        where = ("--url", server.url, "--token-file", "token", "--report-dir", "r", "--max-requests", "9")
        main(["test", *where], out, err)
    text = written(place, out.getvalue(), err.getvalue())
    assert held(text, [TOKEN])
    assert os.environ.get("POOLCONTRACT_TOKEN") is None
