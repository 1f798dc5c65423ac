"""What JSON Schema keywords say of an instance, worded for people.

jsonschema-rs finds the places, a walk of our own tells what is wrong there, and what that does not know
`jsonschema` tells. Neither library is imported before it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from poolcontract.contract import Contract
from poolcontract.instance import pointer, type_of
from poolcontract.keywords.broken import Broken, Place
from poolcontract.keywords.direct import Direct, Trail, trail_to
from poolcontract.keywords.locating import Locator
from poolcontract.keywords.referee import Referee
from poolcontract.masking import MASK, is_secret_name, shown

_FEW = 5
"""So many instances are walked whole sooner than jsonschema-rs is imported."""

KEYWORDS = {
    "schema/additionalProperties": "A member of a map has a wrong value, or stands where none may.",
    "schema/anyOf": "The value fits none of the forms that are accepted.",
    "schema/const": "The value is not the only one allowed.",
    "schema/enum": "The value is not in the list of values.",
    "schema/maximum": "The number is above the upper bound.",
    "schema/maxLength": "The text is longer than the upper bound, in characters.",
    "schema/minimum": "The number is below the lower bound.",
    "schema/minLength": "The text is shorter than the lower bound, in characters.",
    "schema/multipleOf": "The number holds a bit or a fraction that is not allowed.",
    "schema/pattern": "The text has not the form asked for.",
    "schema/required": "A member that must be there is missing.",
    "schema/type": "The value is of another JSON type.",
}


class Breach(NamedTuple):
    """One keyword violated: its name, the JSON Pointer of the value, and a sentence."""

    keyword: str
    pointer: str
    message: str


class Keywords:
    """The keywords of a contract's schemas, ready to be held against instances."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._referee = Referee(contract)
        self._direct = Direct(contract, self._referee)
        self._locators: dict[str, Locator | None] = {}
        self._left = _FEW

    def broken(self, value: Any, name: str, places: Iterable[Place] | None = None) -> Iterator[Broken]:
        """Every keyword that an instance violates, leaf by leaf, lazily; `breach_of` words one.

        They come in the order of the schema; what is said of one value comes together. With `places` only
        what stands there is looked at.
        """
        trail = self._trail(value, name) if places is None else trail_to(places)
        return _leading(self._direct.broken(value, self._contract.schemas[name], trail=trail))

    def breaches(self, value: Any, name: str) -> Iterator[Breach]:
        """The same, worded."""
        return map(breach_of, self.broken(value, name))

    def breaches_by_referee(self, value: Any, name: str) -> Iterator[Breach]:
        """The same, all of it told by `jsonschema`; what the quick way is tested against."""
        return map(breach_of, _leading(self._referee.broken(value, self._contract.schemas[name])))

    def _trail(self, value: Any, name: str) -> Trail | None:
        """Where to look for what is wrong; None: everywhere."""
        if self._left:
            self._left -= 1
            return None
        if name not in self._locators:
            self._locators[name] = self._locator(name)
        locator = self._locators[name]
        return locator.trail(value) if locator else None

    def _locator(self, name: str) -> Locator | None:
        try:
            return Locator(self._contract, name)
        except (ImportError, ValueError):
            return None


def breach_of(broken: Broken) -> Breach:
    """A broken keyword in words."""
    where = pointer(*broken.place)
    return Breach(broken.keyword, where, _worded(broken, is_secret=hides_secret(where)))


def _leading(broken: Iterable[Broken]) -> Iterator[Broken]:
    """What is worth saying: a value of another type is in no list either."""
    for _, group in groupby(broken, key=attrgetter("place")):
        said = list(group)
        mistyped = len(said) > 1 and any(each.keyword == "type" for each in said)
        yield from (each for each in said if each.keyword == "type" or not mistyped)


@lru_cache(maxsize=1000)
def hides_secret(place: str) -> bool:
    """True when a JSON Pointer leads to or through a member whose value must not be printed."""
    return any(is_secret_name(token) for token in place.split("/"))


def _worded(broken: Broken, *, is_secret: bool) -> str:
    value = MASK if is_secret else shown(broken.value)
    words = _WORDS.get(broken.keyword)
    if words is None:
        return f"{value} breaks {broken.keyword}: {shown(broken.wanted)}"
    return words(value, broken)


def _listed(values: Any) -> str:
    return ", ".join(item if isinstance(item, str) and item else shown(item) for item in values)


def _type(value: str, broken: Broken) -> str:
    allowed = broken.wanted
    wanted = allowed if isinstance(allowed, str) else " or ".join(allowed)
    return f"{value} is of type {type_of(broken.value)}, expected {wanted}"


def _length(value: str, broken: Broken) -> str:
    bound = "at least" if broken.keyword == "minLength" else "at most"
    return f"{value} has {len(broken.value)} characters, expected {bound} {broken.wanted}"


def _multiple(value: str, broken: Broken) -> str:
    flags = broken.schema.get("x-flags")
    wanted = f"a sum of the flags {_listed(flags)}" if flags else f"a multiple of {broken.wanted}"
    return f"{value} is not {wanted}"


_WORDS: dict[str, Callable[[str, Broken], str]] = {
    "const": lambda value, broken: f"{value} is not {shown(broken.wanted)}",
    "enum": lambda value, broken: f"{value} is not one of {_listed(broken.wanted)}",
    "maxLength": _length,
    "maximum": lambda value, broken: f"{value} is above {broken.wanted}",
    "minLength": _length,
    "minimum": lambda value, broken: f"{value} is below {broken.wanted}",
    "multipleOf": _multiple,
    "pattern": lambda value, broken: f"{value} does not fit the pattern {broken.wanted}",
    "required": lambda _, broken: f'"{broken.missing}" is a required property',
    "type": _type,
}
