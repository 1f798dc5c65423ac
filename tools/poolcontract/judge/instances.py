"""What is to be said of one instance: by the keywords of its schema, and by the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from poolcontract.contract import Contract, Place
from poolcontract.finding import ANY, Finding, Severity
from poolcontract.instance import resolve
from poolcontract.judge.rounds import Rounds
from poolcontract.judge.saying import Saying
from poolcontract.keywords import Keywords
from poolcontract.keywords.broken import Broken
from poolcontract.keywords.broken import Place as Steps
from poolcontract.rules import Entry, catalogue

_KEPT, _LONG = 1000, 100
"""So many findings are kept to be said again, on texts of so many characters at most."""


class Instances:
    """Judges instances of named schemas; rules of a severity below `lowest` are not asked."""

    def __init__(self, contract: Contract, saying: Saying, lowest: Severity) -> None:
        self._contract, self._saying = contract, saying
        self._keywords = Keywords(contract)
        self._said_before: dict[tuple[Any, ...], Finding] = {}
        self._rules: dict[str, list[Entry]] = defaultdict(list)
        for entry in catalogue().values():
            if entry.rule.schema and entry.rule.severity >= lowest:
                self._rules[entry.rule.schema].append(entry)
        self._rounds = Rounds(contract, self._rules)

    def all(self, value: Any, name: str) -> Iterator[Finding]:
        """Everything there is to say."""
        yield from self.by_keywords(value, name)
        yield from self.by_rules(value, name)

    def by_keywords(self, value: Any, name: str, places: Iterable[Steps] | None = None) -> Iterator[Finding]:
        """What the keywords say, of the values at some places or of all."""
        for broken in self._keywords.broken(value, name, places):
            yield self._on_keyword(broken, value, name)

    def by_rules(self, value: Any, name: str, towards: str = "") -> Iterator[Finding]:
        """What the rules say, of the values that lead to a JSON Pointer or are in it."""
        yield from self._ruled(self._contract.walk(value, name, towards, telling=True), value)

    def by_unmarked_rules(self, value: Any, name: str) -> Iterator[Finding]:
        """What those rules say that do not wait for a mark."""
        if any(entry.marks is None for entry in self._rules[ANY]):
            places = self._contract.walk(value, name, telling=True)
        else:
            places = (self._contract.place(value, name, each) for each in self._rounds.places(value, name))
        yield from self._ruled(places, value, unmarked=True)

    def _ruled(self, places: Iterable[Place], value: Any, *, unmarked: bool = False) -> Iterator[Finding]:
        for place in places:
            for entry, relative, message in self._said(place, Severity.INFO, unmarked=unmarked):
                pointer, source = place.pointer + relative, entry.rule.source or place.source
                shown = self._saying.value(pointer, resolve(value, pointer))
                yield self._saying.rule(entry, pointer, message, place.name or place.owner, source, shown)

    def is_silent(self, value: Any, name: str, lowest: Severity, towards: str) -> bool:
        """True when no rule of a severity and above has anything to say of what leads to a place."""
        places = self._contract.walk(value, name, towards, telling=True)
        return not any(said for place in places for said in self._said(place, lowest))

    def _on_keyword(self, broken: Broken, value: Any, name: str) -> Finding:
        """What is said of one value at one place is kept, and said again."""
        if not _is_short(broken.value):
            return self._saying.keyword(broken, value, name)
        key = name, broken.place, broken.keyword, id(broken.schema), type(broken.value), broken.value
        finding = self._said_before.get(key)
        if finding is None:
            finding = self._saying.keyword(broken, value, name)
            if len(self._said_before) < _KEPT:
                self._said_before[key] = finding
        return finding

    def _said(
        self, place: Place, lowest: Severity, *, unmarked: bool = False
    ) -> Iterator[tuple[Entry, str, str]]:
        """What the rules of a severity and above say of one place: rule, pointer from there, message."""
        for entry in self._rules[place.name] if place.name else ():
            if entry.rule.severity >= lowest and not _is_silent(entry, place.value):
                yield from ((entry, *said) for said in entry.check(place.value))
        for entry in self._rules[ANY] if isinstance(place.value, dict) else ():
            if unmarked and entry.marks is not None:
                continue
            if entry.rule.severity >= lowest and entry.applies(place.value, place.schema):
                yield from ((entry, *said) for said in entry.check(place.value, place.schema))


def _is_silent(entry: Entry, value: Any) -> bool:
    """True where a rule says nothing of a value, as far as can be told at once."""
    return (entry.silent is not None and entry.silent(value)) or not entry.applies(value)


def _is_short(value: Any) -> bool:
    """True for what may be kept: no object or array, no long text."""
    return not isinstance(value, dict | list) and (not isinstance(value, str) or len(value) <= _LONG)
