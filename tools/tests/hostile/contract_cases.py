"""Contracts from outside: circles, references that lead away, and everything of a wrong type."""

from __future__ import annotations

from typing import NamedTuple

_HEAD = """openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /x/{id}:
    delete:
      operationId: D
      parameters: [PARAMETER]
      responses:
        "200":
          content: {application/json: {schema: SCHEMA}}
"""
_PARAMETER = "{name: id, in: path, required: true}"
_A = '{$ref: "#/components/schemas/A"}'
_GOOD = "{type: object, properties: {kind: {type: string}}}"


class Offered(NamedTuple):
    """An openapi.yaml, and a word of the sentence that refuses it; "" where it can be used."""

    id: str
    text: str
    word: str


def _with(schema: str, *schemas: str, parameter: str = _PARAMETER) -> str:
    text = _HEAD.replace("SCHEMA", schema).replace("PARAMETER", parameter)
    return text + (f"components: {{schemas: {{{', '.join(schemas)}}}}}\n" if schemas else "")


def _of_kind(schema: str) -> str:
    return _with(f"{{type: object, properties: {{kind: {schema}}}}}")


def _laughs() -> str:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "l0: &l0 [x, x]\n" + "\n".join(levels)


_CHAIN = [f'A{n}: {{properties: {{kind: {{$ref: "#/components/schemas/A{n + 1}"}}}}}}' for n in range(2000)]
_WITHOUT_ANSWERS = _HEAD.split("      responses", maxsplit=1)[0].replace("PARAMETER", _PARAMETER)
_WITHOUT_CONTENT = _HEAD.split("          content", maxsplit=1)[0].replace("PARAMETER", _PARAMETER)
CONTRACTS = [
    Offered("good", _with(_GOOD), ""),
    Offered("recursive", _with(_A, f"A: {{type: object, properties: {{kind: {{}}, a: {_A}}}}}"), ""),
    Offered("refers to itself", _with(_A, f"A: {_A}"), "refers to itself"),
    Offered(
        "two that refer to each other", _with(_A, 'A: {$ref: "#/components/schemas/B"}', f"B: {_A}"), "itself"
    ),
    Offered("itself in anyOf", _with(_A, f"A: {{anyOf: [{{type: string}}, {_A}]}}"), "refers to itself"),
    Offered("itself in not", _with(_A, f"A: {{not: {_A}}}"), "refers to itself"),
    Offered(
        "a long chain", _with('{$ref: "#/components/schemas/A0"}', *_CHAIN, "A2000: {}"), "too long a chain"
    ),
    Offered("http", _with('{$ref: "http://127.0.0.1:9/x.json"}'), "http://127.0.0.1:9/x.json"),
    Offered("https", _with('{$ref: "https://x.example/y#/z"}'), "https://x.example/y"),
    Offered("file", _with('{$ref: "file:///etc/passwd"}'), "file:///etc/passwd"),
    Offered("absolute", _with("{$ref: /etc/passwd}"), "/etc/passwd"),
    Offered("upwards", _with("{$ref: ../../../etc/passwd}"), "leads out"),
    Offered("upwards, encoded", _with("{$ref: '%2e%2e/%2e%2e/etc/passwd'}"), "leads out"),
    Offered("another host", _with("{$ref: //x.example/y}"), "//x.example/y"),
    Offered("dynamic", _with("{$dynamicRef: 'http://127.0.0.1:9/x'}"), "$dynamicRef"),
    Offered("a file that is not there", _with("{$ref: nowhere.json}"), "nowhere.json"),
    Offered("a folder", _with("{$ref: .}"), "cannot be read"),
    Offered("NUL in a name", _with("{$ref: 'a%00b.json'}"), "null byte"),
    Offered("a number for a reference", _with("{$ref: 5}"), "5"),
    Offered("nothing at the end", _with("{$ref: '#/nope'}"), "#/nope"),
    Offered("type: 5", _with("{type: 5}"), "type"),
    Offered("properties: []", _with("{type: object, properties: []}"), "properties"),
    Offered("enum: x", _of_kind("{enum: x}"), "enum"),
    Offered("required: x", _with("{type: object, required: x}"), "required"),
    Offered("items: 5", _of_kind("{items: 5}"), "items"),
    Offered("anyOf: {}", _of_kind("{anyOf: {}}"), "anyOf"),
    Offered("anyOf: [1]", _of_kind("{anyOf: [1]}"), "anyOf"),
    Offered("minLength: x", _of_kind("{minLength: x}"), "minLength"),
    Offered("minLength: -1", _of_kind("{minLength: -1}"), "minLength"),
    Offered("multipleOf: 0", _of_kind("{multipleOf: 0}"), "multipleOf"),
    Offered("pattern: (", _of_kind("{pattern: '('}"), "pattern"),
    Offered("a list for a schema", _with("[1]"), "is not of type"),
    Offered("true for a schema", _with("true"), "wrongly built"),
    Offered("a number for a parameter", _with(_GOOD, parameter="{$ref: 5}"), "wrongly built"),
    Offered("a text for a parameter", _with(_GOOD, parameter="hello"), "wrongly built"),
    Offered("a parameter in a circle", _with(_GOOD, parameter="{$ref: '#/paths'}"), "wrongly built"),
    Offered("no answers", _WITHOUT_ANSWERS, "wrongly built"),
    Offered("a list of answers", _WITHOUT_ANSWERS + "      responses: []\n", "wrongly built"),
    Offered("null for an answer", _WITHOUT_CONTENT, "wrongly built"),
    Offered("a list for content", _WITHOUT_CONTENT + "          content: [a]\n", "wrongly built"),
    Offered(
        "an odd name of an operation",
        _with(_GOOD).replace("operationId: D", "operationId: [D]"),
        "operationId",
    ),
    Offered("an odd status", _with(_GOOD).replace('"200"', '"\u00b2"'), "wrongly built"),
    Offered("an odd source", _with("{type: object, x-source: {table: [1]}, properties: {kind: {}}}"), ""),
    Offered("a list of paths", "openapi: 3.1.0\npaths: [a]\n", "no paths"),
    Offered("a text for a path", "openapi: 3.1.0\npaths: {/x: hello}\n", "no operation"),
    Offered("null for a path", "openapi: 3.1.0\npaths: {/x: null}\n", "wrongly built"),
    Offered("null for an operation", "openapi: 3.1.0\npaths: {/x: {get: null}}\n", "wrongly built"),
    Offered("no operation", "openapi: 3.1.0\npaths: {/x: {}}\n", "no operation"),
    Offered("billion laughs", _laughs(), "more than"),
    Offered("brackets", "[" * 100_000, "nest"),
    Offered("empty", "", "no object"),
    Offered("a scalar", "42", "no object"),
    Offered("NUL", "\0", "not allowed"),
    Offered("a doubled key", "paths: {}\npaths: {}\n", "stands twice"),
    Offered("a tag", "paths: !!python/object/apply:os.system [id]\n", "tag"),
    Offered("cut", "paths: [\n", "line 2"),
]
