"""What may be wrong with a body that a decoder refuses, value by value, and that all else is well.

The decoder names the first value that it refuses. With a value in its place that it takes, it names the next
one, until it takes the whole: then all that was not replaced is as the schema wants it, whatever the words of
the decoder were.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from poolcontract.contract import Contract
from poolcontract.fastpath.bodies import Body
from poolcontract.fastpath.shape import DIGITS
from poolcontract.jsonspans import member_span, span_of
from poolcontract.keywords.broken import Place
from poolcontract.keywords.direct import Direct
from poolcontract.keywords.referee import Referee

_MOST = 12
"""So many values are named one by one; what is wrong in more places is done sooner in another way."""

_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)
_INDEX = re.compile(r"\[([0-9]+)\]")
_RIGHT = ('""', "0", "1", "true", "null", "{}", "[]", '"xxxxxxxx"')
"""Values of which one is right in most places."""

_SCALARS = ("string", "integer", "boolean")

_decoded = msgspec.json.Decoder().decode


class Doubt(NamedTuple):
    """A value that may be wrong: where it is, the schema of its place, and its offsets in the text.

    `schema` is None for a member that no schema describes. `within` are the attributes and items of what was
    decoded that lead to a text, a number or a truth value; None where none should be.
    """

    place: Place
    schema: Mapping[str, Any] | None
    within: Place | None
    start: int
    end: int

    def put_back(self, decoded: Any, text: str) -> bool:
        """Give what was decoded the value that the text has; false where that is of another type."""
        if self.within is None or (self.end - self.start > DIGITS and text[self.start] != '"'):
            return False
        value = decoded
        for step in self.within:
            decoded, value = value, (getattr(value, step) if isinstance(step, str) else value[step])
        right, value = value, _decoded(text[self.start : self.end])
        if type(value) is not type(right):
            return False
        if isinstance(step, str):
            msgspec.structs.force_setattr(decoded, step, value)
        else:
            decoded[step] = value
        return True


class _Way(NamedTuple):
    """What a decoder's words lead to; `right` is a text that it takes there, None to leave the member out."""

    place: Place
    schema: Mapping[str, Any] | None
    right: str | None
    within: Place | None = None


class Doubts:
    """Asks the decoder of one schema."""

    def __init__(self, contract: Contract, body: Body) -> None:
        self._contract, self._name, self._decode = contract, body.name, body.decode
        self._shape = body.question.shape
        self._keywords = Direct(contract, Referee(contract))
        self._way = lru_cache(maxsize=1000)(self._found_way)

    def of(self, text: str) -> tuple[list[Doubt], str, Any] | None:
        """Every value that may be wrong, in the order of the text; the text without them, and what it says.

        None where that cannot be told. Raises `ValueError` for what is no JSON at all.
        """
        doubts: list[Doubt] = []
        moved = least = 0  # how far the text moved by what was replaced, which ends at the least offset
        while len(doubts) <= _MOST:
            try:
                return doubts, text, self._decode(text)
            except msgspec.ValidationError as error:
                way = self._way(str(error))
            if way is None:
                return None
            start, end = span_of(text, way.place)
            cut: tuple[int, int] | None = (start, end)
            if way.right is None:
                cut = member_span(text, str(way.place[-1]), start, end)
            if cut is None or cut[0] < least or way.place in [each.place for each in doubts]:
                return None  # a member that stands twice comes twice
            doubts.append(Doubt(way.place, way.schema, way.within, start + moved, end + moved))
            text = text[: cut[0]] + (way.right or "") + text[cut[1] :]
            least = cut[0] + len(way.right or "")
            moved += cut[1] - least
        return None

    def _found_way(self, words: str) -> _Way | None:
        """What a decoder's words lead to; None where that is nothing that can be replaced."""
        said, _, path = words.rpartition(" - at `$")
        unknown = _UNKNOWN.fullmatch(said or words)
        steps = self._steps(path.removesuffix("`") if said else "")
        if steps is None:
            return None
        place, schema = steps
        if unknown is not None:
            return self._way_out(place, schema, unknown[1])
        if not place:
            return None
        if schema is None:
            return _Way(place, None, None)
        right = (each for each in _candidates(schema) if self._fits(each, schema))
        return next((_Way(place, schema, each, self._within(place)) for each in right), None)

    def _within(self, place: Place) -> Place | None:
        """The attributes and items that lead to a place that holds no others; None where it may hold some."""
        shape, within = self._shape, list[str | int]()
        for token in place:
            kind = "array" if isinstance(token, int) else "object"
            shape = next((form for form in shape.forms if form.kind == kind), shape)
            if isinstance(token, str) and token in shape.members:
                step, shape = shape.members[token]
                within.append(step)
            elif isinstance(token, int) and shape.inner is not None:
                shape = shape.inner
                within.append(token)
            else:
                return None
        return tuple(within) if shape.kind in _SCALARS else None

    def _way_out(self, place: Place, schema: Mapping[str, Any] | None, name: str) -> _Way | None:
        """The way to a member that the decoder does not know; None where the schema minds it."""
        form = self._form(schema, {})
        if form.get("additionalProperties", True) is not True:
            return None
        return _Way((*place, name), form.get("properties", {}).get(name), None)

    def _steps(self, path: str) -> tuple[Place, Mapping[str, Any] | None] | None:
        """The place that a path such as `.a.b[0]` means, and its schema; None where it may mean several.

        A path that leads into a map, or to where no schema says anything, is told as far as that.
        """
        place: Place = ()
        schema: Mapping[str, Any] | None = self._contract.schemas[self._name]
        path = path.partition("[...]")[0]
        while path:
            index = _INDEX.match(path)
            if schema is None:
                break
            if index:
                place, taken = (*place, int(index[1])), index.end()
                schema = self._form(schema, []).get("items")
            else:
                form = self._form(schema, {})
                listed = form.get("properties", {})
                names = [each for each in (*listed, *form.get("x-known-members", ())) if _begins(path, each)]
                if len(names) != 1:
                    return None
                place, taken = (*place, names[0]), len(names[0]) + 1
                schema = listed.get(names[0])
            path = path[taken:]
        return place, schema

    def _form(self, schema: Mapping[str, Any] | None, value: Any) -> Mapping[str, Any]:
        """What a schema says of values of the JSON type of one."""
        if schema is None:
            return {}
        chosen = self._contract.branch(schema, value)
        return self._contract.follow(schema if chosen is None else chosen)[1]

    def _fits(self, text: str, schema: Mapping[str, Any]) -> bool:
        return not any(self._keywords.broken(json.loads(text), schema))


def _begins(path: str, name: str) -> bool:
    """True for a path whose first step may be a member's name."""
    return path.startswith(f".{name}") and path[len(name) + 1 : len(name) + 2] in ("", ".", "[")


def _candidates(schema: Mapping[str, Any]) -> Iterator[str]:
    """Texts of values of which one is right in nearly every place."""
    told = [*schema.get("enum", ())[:1], *schema.get("examples", ())]
    bounds = [schema[keyword] for keyword in ("const", "minimum", "maximum") if keyword in schema]
    yield from map(json.dumps, (*told, *bounds))
    yield from _RIGHT
