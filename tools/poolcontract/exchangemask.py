"""Takes the secrets out of an exchange that is written down, and leaves what the judge has to say of it.

So a secret text becomes another text, one in Base64 one in Base64, and a credential of the request that the
answer repeats is seen to be repeated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

from poolcontract.exchange import Exchange
from poolcontract.masking import MASK, Mask, is_secret_name, secrets_of

CREDENTIAL = "***credential***"
"""Stands for the request's own token or signature, wherever it is repeated as it is."""

_IN_BASE64 = "bWFza2Vk"
_SHORTEST = 8
_TOKENS = ("x-auth-token", "x-security-token")
_SIGNATURE = re.compile(r"\bSignature=([^\s,]+)")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_NUMBER = re.compile(r"-?[0-9][0-9.eE+-]*")
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*+\\?"?|[{}\[\]:,]|[^\s"{}\[\]:,]+', re.DOTALL)
_COLON = re.compile(r"\s*:")
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_PLAIN = ("true", "false", "null")


class ExchangeMask:
    """Hides what a run knows to be secret, and what one exchange shows to be: headers, members by name."""

    def __init__(self, mask: Mask, exchange: Exchange) -> None:
        request, response = exchange.request.headers, exchange.response.headers if exchange.response else ()
        self._known = mask
        self._here = Mask(secrets_of((*request, *response)))
        own = (form for name, value in request for each in _credentials(name, value) for form in _forms(each))
        self._own = sorted(own, key=len, reverse=True)

    def text(self, text: str) -> str:
        """A text without secrets; a JSON text stays one."""
        text = self._without_values(text)
        if is_secret_name(text) or "\\" in text:
            return "".join(self._pieces(text))
        return text

    def header(self, name: str, value: str) -> str:
        """The value of a header; of one that carries a credential nothing but that it is repeated is left."""
        text = self._without_values(value)
        if not value or not (_credentials(name, value) or list(secrets_of([(name, value)]))):
            return text
        if f"Signature={CREDENTIAL}" in text:
            return text
        return CREDENTIAL if CREDENTIAL in text else MASK

    def body(self, body: bytes) -> bytes | None:
        """The bytes of a body, or None where a secret stands in a coding that is not known."""
        if b"\0" in body:
            legible = body.replace(b"\0", b"").decode("latin-1")
            return body if self.text(legible) == legible else self._wide(body)
        try:
            return self.text(body.decode("utf-8")).encode("utf-8")
        except UnicodeDecodeError:
            return self.text(body.decode("latin-1")).encode("latin-1")

    def _wide(self, body: bytes) -> bytes | None:
        """A body of two or four bytes a character without its secrets; None when it is none."""
        for coding in _WIDE:
            text = body.decode(coding, errors="replace")
            hidden = self.text(text)
            if hidden != text and "\0" not in text and text.encode(coding) == body:
                return hidden.encode(coding)
        return None

    def _without_values(self, text: str) -> str:
        for form in self._own:
            text = text.replace(form, CREDENTIAL)
        return self._here.known(self._known.known(text))

    def _pieces(self, text: str) -> Iterator[str]:
        """The text piece by piece, the values of secret members hidden, and secrets that are escaped."""
        end, depth, hidden_from, is_secret = 0, 0, None, False
        for match in _PIECE.finditer(text):
            piece = match[0]
            yield text[end : match.start()]
            end = match.end()
            if piece in ("{", "["):
                if is_secret and hidden_from is None:
                    hidden_from = depth
                depth, is_secret = depth + 1, False
            elif piece in ("}", "]"):
                depth, is_secret = depth - 1, False
                hidden_from = None if hidden_from is not None and depth <= hidden_from else hidden_from
            elif piece == ",":
                is_secret = False
            elif piece.startswith('"') and _COLON.match(text, end):
                is_secret = is_secret_name(_meant(piece))
            elif piece != ":" and (is_secret or hidden_from is not None):
                piece = _hidden(piece)
            if piece.startswith('"') and "\\" in piece:
                piece = self._without_escaped(piece)
            yield piece
        yield text[end:]

    def _without_escaped(self, piece: str) -> str:
        """A string in which no secret hides behind escapes, nor in a JSON text that it holds."""
        meant = _meant(piece)
        told = self._known.text(self._here.known(meant))
        return piece if told == meant else json.dumps(told)


def _credentials(name: str, value: str) -> list[str]:
    """The token or the signature that a header of a request carries."""
    if name.lower() in _TOKENS:
        return [value.strip()]
    return _SIGNATURE.findall(value) if name.lower() == "authorization" else []


def _forms(credential: str) -> set[str]:
    """The spellings in which rules know a credential again; none of a short one, which they pass over."""
    if len(credential) < _SHORTEST:
        return set()
    return {credential, credential.replace("/", "\\/"), quote(credential, safe="", errors="replace")}


def _meant(piece: str) -> str:
    """What a JSON string says; one that is none says what it holds."""
    if "\\" not in piece:
        return piece.strip('"')
    try:
        return str(json.loads(piece, strict=False))
    except ValueError:
        return piece.strip('"')


def _hidden(piece: str) -> str:
    """What stands for a scalar: a string, a number, or what is neither, in the form that it had."""
    if piece.startswith('"'):
        inner, closed = (piece[1:-1], '"') if piece.endswith('"') and len(piece) > 1 else (piece[1:], "")
        if inner:
            inner = _IN_BASE64 if _BASE64.fullmatch(inner) else MASK
        return f'"{inner}{closed}'
    if piece in _PLAIN:
        return piece
    return "0" if _NUMBER.fullmatch(piece) else MASK
