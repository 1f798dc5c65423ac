"""Faults of the path: names that mean a pool although they are not its name."""

from __future__ import annotations

import fnmatch
import posixpath
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote

from .bodies import Pool
from .fault import fault
from .messages import Answer, Request
from .service import Service


def _found_by(name: str, means: Callable[[str, str], bool]) -> None:
    """Register a fault by which a name (first) means a pool (second) where the two are alike in some way."""

    class Alike(Service):
        longest = 10_000

        def living(self, name: str) -> Pool | None:
            exact = super().living(name)
            alike = (each for each in self.pools.values() if each.lives and means(name, each.name))
            return exact or next(alike, None)

    fault(name)(Alike)


def _read_by(name: str, read: Callable[[str], str]) -> None:
    """Register a fault by which a decoded name is read as another one."""

    class Read(Service):
        def decoded(self, segment: str) -> str:
            return read(super().decoded(segment))

    fault(name)(Read)


for _name, _means in {
    "path/beginning-is-enough": lambda asked, pool: asked != "" and pool.startswith(asked),
    "path/anywhere-inside": lambda asked, pool: len(asked) > 2 and asked in pool,
    "path/begins-with-the-name": lambda asked, pool: asked.startswith(pool),
    "path/case-is-ignored": lambda asked, pool: asked.lower() == pool.lower(),
    "path/shell-pattern": lambda asked, pool: "*" in asked and fnmatch.fnmatchcase(pool, asked),
    "path/sql-pattern": lambda asked, pool: "%" in asked and _like(asked, pool),
    "path/list-of-names": lambda asked, pool: "," in asked and pool in asked.split(","),
    "path/empty-means-any": lambda asked, _: asked == "",
    "path/dot-means-any": lambda asked, _: asked in (".", ".."),
    "path/injection": lambda asked, _: "'" in asked and " or " in asked.lower(),
    "path/column-too-narrow": lambda asked, pool: len(asked) > 255 and pool == asked[: len(pool)],
    "path/dashes-and-dots-alike": lambda asked, pool: (
        re.sub("[-_.]", "-", asked) == re.sub("[-_.]", "-", pool)
    ),
}.items():
    _found_by(_name, _means)


def _like(asked: str, pool: str) -> bool:
    pattern = "".join({"%": ".*", "_": "."}.get(each, re.escape(each)) for each in asked)
    return re.fullmatch(pattern, pool) is not None


for _name, _read in {
    "path/blank-behind-is-cut": str.rstrip,
    "path/blank-before-is-cut": str.lstrip,
    "path/ends-at-a-zero-byte": lambda name: name.partition("\0")[0],
    "path/line-break-is-cut": lambda name: name.rstrip("\r\n"),
    "path/control-characters-are-dropped": lambda name: "".join(each for each in name if each >= " "),
    "path/quotes-are-cut": lambda name: name.strip("\"'"),
    "path/decoded-twice": unquote,
    "path/last-part-counts": lambda name: name.rpartition("/")[2],
    "path/first-part-counts": lambda name: name.partition("/")[0],
    "path/backslash-is-a-slash": lambda name: name.replace("\\", "/").rpartition("/")[2],
    "path/dots-are-walked": lambda name: posixpath.normpath("/pools/" + name).rpartition("/")[2],
    "path/suffix-of-a-format": lambda name: name.removesuffix(".json"),
    "path/parameters-are-cut": lambda name: name.partition(";")[0],
    "path/query-inside-is-cut": lambda name: name.partition("?")[0].partition("#")[0],
    "path/letters-are-made-alike": lambda name: unicodedata.normalize("NFKC", name),
    "path/marks-of-direction-are-dropped": lambda name: "".join(
        each for each in name if unicodedata.category(each) != "Cf"
    ),
    "path/only-ascii-is-kept": lambda name: name.encode("ascii", "ignore").decode(),
    "path/plus-is-a-blank": lambda name: name.replace("+", " ").strip(" "),
}.items():
    _read_by(_name, _read)


@fault("path/bad-escapes-are-dropped")
class _Lenient(Service):
    def decoded(self, segment: str) -> str:
        return super().decoded(re.sub("%(?![0-9a-fA-F]{2})..", "", segment))


@fault("path/bad-escapes-fail")
class _Fails(Service):
    def name_in(self, segment: str) -> str:
        try:
            return self.decoded(segment)
        except ValueError:
            return "\udc00"

    def missing(self, name: str) -> Answer:
        if "\udc00" in name:
            return self.refusal(500, "ModelArts.50005000", "it went wrong")
        return super().missing(name)


@fault("path/decoded-before-it-is-split")
class _DecodedEarly(Service):
    def path_in(self, target: str) -> str:
        path = unquote(super().path_in(target))
        return posixpath.normpath(path)

    def decoded(self, segment: str) -> str:
        return segment


@fault("path/slash-behind-is-cut")
class _SlashBehind(Service):
    def path_in(self, target: str) -> str:
        return super().path_in(target).rstrip("/").removesuffix("%2F")


@fault("path/any-project")
class _AnyProject(Service):
    def is_ours(self, project: str) -> bool:
        return bool(project)


@fault("path/long-names-fail")
class _LongFails(Service):
    longest = 10_000

    def missing(self, name: str) -> Answer:
        if len(name) > 500:
            return self.refusal(500, "ModelArts.50005000", "value too long for type character varying(128)")
        return super().missing(name)


@fault("path/control-characters-fail")
class _ControlFails(Service):
    def missing(self, name: str) -> Answer:
        if any(each < " " for each in name):
            return self.refusal(500, "ModelArts.50005000", "invalid byte sequence")
        return super().missing(name)


@fault("path/empty-deletes-all")
class _EmptyDeletesAll(Service):
    def delete(self, request: Request, name: str) -> Answer:
        if name:
            return super().delete(request, name)
        for each in self.pools.values():
            each.lives = False
        return Answer(204)
