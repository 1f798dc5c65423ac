"""YAML with everything that surprises: aliases, merge keys, tags, types, keys, streams."""

from __future__ import annotations

from .case import BODY, CLEAN, GONE, NOT_RECOGNISED, Hostile, each

_POOL = b"""\
kind: Pool
metadata: {name: pool-a}
spec: {type: Dedicate, network: {name: network-a}}
status:
  phase: Running
"""


def _laughs(levels: int, times: int) -> bytes:
    """Billion laughs: each level holds so many aliases of the level below."""
    lines = [b"l0: &l0 [x, x]"]
    for level in range(1, levels):
        inner = b", ".join([b"*l%d" % (level - 1)] * times)
        lines.append(b"l%d: &l%d [%s]" % (level, level, inner))
    return b"\n".join(lines)


def _merges(levels: int) -> bytes:
    """Doubled merge keys, which double the work of a composer at each level."""
    lines = [b"a0: &a0 {x: 1}"]
    lines += [b"a%d: &a%d {<<: [*a%d, *a%d]}" % (n, n, n - 1, n - 1) for n in range(1, levels)]
    return b"\n".join(lines)


def _tower(levels: int) -> bytes:
    """Each anchor lies three deep in the next: deep, though no line is."""
    lines = [b"t0: &t0 [[[1]]]"]
    lines += [b"t%d: &t%d [[[*t%d]]]" % (n, n, n - 1) for n in range(1, levels)]
    return b"\n".join(lines)


_BY_CLASS = {
    CLEAN: [
        _POOL,
        b"---\n" + _POOL + b"...\n",
        b"%YAML 1.2\n---\n" + _POOL,
        _POOL.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + _POOL,
        b"# comment\n\n" + _POOL,
        _POOL + b"---\n" + _POOL,
        b"- " + _POOL.replace(b"\n", b"\n  ") + b"\n",
        BODY,
        b"[" + BODY + b"]",
        b"base: &n {name: pool-a}\nkind: Pool\nmetadata: *n\n",
        b"? kind\n: Pool\n",
        _POOL.replace(b"Running", b"'Running'"),
        _POOL.replace(b"Running", b"!!str Running"),
        _POOL.replace(b"Running", b"&x Running"),
        _POOL.replace(b"pool-a", "pöl-\u2028-a".encode()),
    ],
    "schema/enum": [
        _POOL.replace(b"Running", b"Gone"),
        _POOL + b"---\n" + _POOL.replace(b"Running", b"Gone"),
        _POOL.replace(b"Running", b"no"),
        _POOL.replace(b"Running", b"2022-13-45"),
        _POOL.replace(b"Running", b"12:30:45"),
        _POOL.replace(b"Running", b"'true'"),
        _POOL.replace(b"Running", b"|\n    Running\n"),
        _POOL.replace(b"Running", b'"\\e[31mRunning"'),
        _POOL.replace(b"Running", b'"\\u202eRunning"'),
        _POOL.replace(b"Running", b'"Running\\0"'),
        GONE,
    ],
    "schema/type": [
        _POOL.replace(b"Running", b"true"),
        _POOL.replace(b"Running", b"~"),
        _POOL.replace(b"Running", b""),
        _POOL.replace(b"Running", b"0o17"),
        _POOL.replace(b"Running", b"1e3"),
        _POOL.replace(b"Running", b"[a]"),
    ],
    NOT_RECOGNISED: [
        b"a: 1\n",
        b"- 1\n- 2\n",
        b"text\n",
        b"42\n",
        b"---\n...\n",
        b"--- ~\n",
        b"on: yes\nno: off\n",
        b"{a: 1}",
        b"apiVersion: apps/v1\nkind: Deployment\n",
        b"openapi: 3.1.0\npaths: {}\n",
        b"x: " + b"y" * 1_000_000,
    ],
    "yaml/empty": [b"", b"\n\n", b"# only a comment\n", b"\xef\xbb\xbf"],
    "yaml/invalid-utf8": [
        b"\xff\xfea\x00",
        _POOL.decode().encode("utf-16"),
        b"a: \xe9\n",
        b"a: '\xed\xa0\x80'",
    ],
    "yaml/duplicate-key": [
        b"kind: Pool\nkind: Pool\n",
        b"a: {b: 1, b: 1}\n",
        b"'a': 1\na: 2\n",
        b"a: 1\n? a\n: 2\n",
        b"- a: 1\n  a: 2\n",
        b"".join(b"k: %d\n" % n for n in range(10_000)),
        _POOL + b"---\nkind: Pool\nkind: Pool\n",
    ],
    "yaml/merge-key": [_merges(25), b"a: &a {b: 1}\nc: {<<: *a}\n", b"<<: {kind: Pool}\n"],
    "yaml/key": [b"? [a]\n: 1\n", b"? {a: 1}\n: 1\n", b"{[a]: 1}\n", b"a: &a x\n*a : 1\n"],
    "yaml/alias": [
        b"a: *x\n",
        b"a: &x [*x]\n",
        b"a: &x {b: *x}\n",
        b"- *a\n- &a 1\n",
        b"a: &x 1\n---\nb: *x\n",
    ],
    "yaml/tag": [
        b"a: !!python/object/apply:os.system [id]\n",
        b"!!python/name:os.system\n",
        b"a: !!binary aGk=\n",
        b"a: !!timestamp x\n",
        b"a: !!set {b}\n",
        b"a: !<tag:x,2000:y> 1\n",
        b"a: !x 1\n",
    ],
    "yaml/not-a-number": [b"a: .nan\n", b"a: .inf\n", b"a: -.INF\n"],
    "yaml/number-out-of-range": [b"a: 1e400\n", b"a: -1e999\n"],
    "yaml/syntax": [
        b"a: [\n",
        b"a: {b: 1\n",
        b"{a: [}\n",
        b"a: b: c\n",
        b"a:\n\t- b\n",
        b"a: 'x\n",
        b'a: "\\x4"\n',
        b'a: "\\q"\n',
        b'a: "\\U00110000"\n',
        b'a: "\\ud800"\n',
        b"a: \x07\n",
        b"a: \x00\n",
        b"\x00",
        b"- a\nb: 1\n",
        b"%YAML 9.9\n---\na: 1\n",
        b"%FOO\na",
        b"a: &\n",
        b"a: *\n",
        b"a: @x\n",
        b"a: `x\n",
        b"a: %x\n",
        b"a: |x\n",
        b"]\n",
        b"...\n",
        b"!<\n",
        b"? \n? \n- x\n: [\n",
        b"a: !!str !!int 1\n",
        b"a: \x7f\n",
        _POOL + b"---\n[\n",
        b"password: hunter2!hunter2\n]\n",
    ],
    "limit/aliases": [b"a: &a 1\nb: [" + b"*a, " * 101 + b"]\n"],
    "limit/nodes": [
        _laughs(10, 9),
        _laughs(7, 15),
        b"a: &a [" + b"1, " * 20_000 + b"]\nb: [" + b"*a, " * 60 + b"]\n",
    ],
    "limit/depth": [
        b"[" * 129 + b"]" * 129,
        b"[" * 100_000,
        b"{a: " * 129 + b"1" + b"}" * 129,
        b"- " * 200 + b"1\n",
        _tower(90),
        b"\n".join(b" " * n + b"a:" for n in range(140)),
    ],
    "limit/digits": [b"a: " + b"9" * 401, b"a: " + b"9" * 5000, b"a: 0." + b"1" * 5000],
}
_NAMELESS = {
    CLEAN: [_POOL, b"---\n" + _POOL, b"# a comment\n" + _POOL],
    "schema/enum": [_POOL.replace(b"Running", b"Gone")],
    "yaml/duplicate-key": [b"kind: Pool\nkind: Pool\n"],
    "yaml/syntax": [b"---\na: [\n"],
    NOT_RECOGNISED: [b"password: hunter2!hunter2", b"- a\n- b\n"],
}
_MORE = [
    Hostile(
        "a list of a million",
        "x.yaml",
        lambda count: b"- 1\n" * count,
        NOT_RECOGNISED,
        heavy=True,
        count=999_000,
    ),
    Hostile("a list of four million", "x.yaml", lambda: b"- 1\n" * 4_000_000, "limit/nodes", heavy=True),
    Hostile("a scalar of 30 MB", "x.yaml", lambda: b"a: " + b"x" * 30_000_000, NOT_RECOGNISED, heavy=True),
    Hostile("a comment of 60 MB", "x.yaml", lambda: b"# " + b"x" * 60_000_000, "yaml/empty", heavy=True),
    Hostile("over the limit on documents", "x.yaml", lambda: b"#" * 64_000_001, "limit/document", heavy=True),
    Hostile(
        "half a million doubled keys",
        "x.yaml",
        lambda count: b"a: 1\n" * count,
        "yaml/duplicate-key",
        heavy=True,
        count=490_000,
    ),
    Hostile(
        "ten thousand documents",
        "x.yaml",
        lambda: b"--- {kind: Pod}\n" * 10_000,
        "schema/enum",
        ("--schema", "Pool"),
        heavy=True,
    ),
    Hostile(
        "a short limit on aliases",
        "x.yaml",
        b"a: &a 1\nb: [*a, *a]",
        "limit/aliases",
        ("--limit", "aliases=1"),
    ),
    Hostile("a short limit on nodes", "x.yaml", b"- 1\n- 2\n- 3\n", "limit/nodes", ("--limit", "nodes=3")),
]


def cases() -> list[Hostile]:
    """All of them."""
    return [*each("x.yaml", _BY_CLASS), *each("nameless", _NAMELESS, "YAML without a name"), *_MORE]
