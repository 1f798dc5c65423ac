"""When a run has seen enough of a target that says nothing: the circuit breaker."""

from __future__ import annotations

from dataclasses import dataclass, field

from poolcontract.settings import TOKEN_VARIABLE
from poolcontract.verdict import Verdict

_ENOUGH = 3
"""So many requests in a row without a verdict end a run."""

_SENTENCES = {
    "dns": "the host of {url} is not known",
    "connect": "{url} cannot be reached",
    "tls": "{url} makes no secure connection",
    "tls-certificate": "the certificate of {url} is not trusted (--ca-bundle FILE adds an authority)",
    "timeout": "{url} gives no whole answer within {timeout:g} s (--timeout)",
    "reset": "{url} closes the connection without an answer",
    "framing": "{url} sends what is no whole HTTP answer",
    "too-large": "{url} sends more than is read of an answer",
    "auth": "{url} refuses the token",
    "throttled": "{url} is throttling (429)",
    "unavailable": "{url} is unavailable (503)",
    "gateway": "{url} is behind a gateway that gets no answer either (408, 502, 504)",
}
_NO_TOKEN = (
    "{url} wants a token, and none was given: put it into " + TOKEN_VARIABLE + " or a file for --token-file"
)


@dataclass(kw_only=True)
class Breaker:
    """Counts the requests in a row that got no verdict from one target."""

    url: str
    timeout: float
    with_token: bool
    _row: int = field(default=0, init=False)

    def sentence(self, verdict: Verdict) -> str | None:
        """Count a verdict; where it is the one too many, say why the run should stop."""
        self._row = self._row + 1 if verdict.kind == "inconclusive" else 0
        if self._row < _ENOUGH:
            return None
        words = _SENTENCES.get(verdict.reason or "", "{url} gives no answer that can be judged")
        if verdict.reason == "auth" and not self.with_token:
            words = _NO_TOKEN
        return (
            f"{words.format(url=self.url, timeout=self.timeout)}; stopped after {_ENOUGH} requests in a row"
        )
