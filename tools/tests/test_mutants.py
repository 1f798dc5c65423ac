"""Facts of the page and rules, each got wrong once: the cases and the rules' examples notice.

What nobody can notice is listed, with the reason, in `equivalent_mutants.json`. `make mutants` prints how
many were noticed, operator by operator.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from poolcontract import schemas
from poolcontract.contract import Contract, home, load
from poolcontract.errors import ContractError
from poolcontract.judge import Judge
from poolcontract.keywords import Keywords
from poolcontract.rules import catalogue

from .case_files import Case, cases, exchange_cases
from .document_mutation import document_mutants
from .document_reading import reading
from .mutation import schema_mutants
from .rule_mutation import rule_mutants
from .witnesses import FOLDER, Witnesses, functions_of, functions_upon, limited

CONTRACT = load()
EQUIVALENT = json.loads((Path(__file__).parent / "equivalent_mutants.json").read_text(encoding="utf-8"))


@dataclass
class Tally:
    """Mutants by operator: how many there were, how many were noticed, and who survived."""

    total: Counter[str] = field(default_factory=Counter)
    noticed: Counter[str] = field(default_factory=Counter)
    survivors: list[str] = field(default_factory=list)

    def add(self, mutant: Any, *, noticed: bool) -> None:
        """Count one mutant."""
        self.total[mutant.operator] += 1
        self.noticed[mutant.operator] += noticed
        if not noticed:
            self.survivors.append(mutant.name)


def mutated_schemas(_: Path) -> Tally:
    tally = Tally()
    by_target: dict[str, list[Case]] = defaultdict(list)
    for case in cases():
        by_target[case.target].append(case)
    for mutant in schema_mutants(CONTRACT.schemas):
        mutated = replace(CONTRACT, schemas={**CONTRACT.schemas, mutant.target: mutant.schema})
        keywords = Keywords(mutated)
        noticed = any(breaches(keywords, case) != expected(case) for case in by_target[mutant.target])
        tally.add(mutant, noticed=noticed)
    return tally


def breaches(keywords: Keywords, case: Case) -> list[str]:
    found = keywords.breaches(case.instance, case.target)
    return sorted(f"schema/{each.keyword} {each.pointer}".rstrip() for each in found)


def expected(case: Case) -> list[str]:
    return [each for each in case.findings if each.startswith("schema/")]


def mutated_documents(folder: Path) -> Tally:
    tally = Tally()
    shutil.copytree(home() / "schemas", folder / "schemas")
    document = yaml.safe_load((home() / "openapi.yaml").read_text(encoding="utf-8"))
    with patch.object(schemas, "refuse_wrong", once(schemas.refuse_wrong)):
        for mutant in document_mutants(document):
            (folder / "openapi.yaml").write_text(json.dumps(mutant.document), encoding="utf-8")
            tally.add(mutant, noticed=is_noticed(folder) or not is_openapi(mutant.document))
    return tally


def once(refuse: Callable[[Any], None]) -> Callable[[Any], None]:
    """A refusal that is not asked again for the like of what it took: few documents differ in schemas."""
    taken: list[Any] = []

    def refuse_new(given: Any) -> None:
        if given not in taken:
            refuse(given)
            taken.append(given)

    return refuse_new


def is_noticed(folder: Path) -> bool:
    """True when a mutated document cannot be loaded, or an exchange case is judged otherwise by it."""
    try:
        contract = load(folder)
        return any(judged_otherwise(contract))
    except (ContractError, StopIteration, RuntimeError):  # the operation of the cases is not there
        return True


def judged_otherwise(contract: Contract) -> Iterator[bool]:
    judge = Judge(contract)
    for case in exchange_cases(contract):
        found = judge.check_exchange(case.exchange, case.operation)
        yield tuple(sorted(f"{each.rule} {each.pointer}".rstrip() for each in found)) != case.findings
        if case.parameters is not None:
            wanted = (case.conforms, case.parameters, case.credentials)
            yield reading(contract, case.exchange.request) != wanted


def is_openapi(document: Any) -> bool:
    try:
        validate(document, base_uri=(home() / "openapi.yaml").as_uri())
    except OpenAPIValidationError:
        return False
    return True


def mutated_rules(_: Path) -> Tally:
    tally, witnesses = Tally(), Witnesses(CONTRACT)
    for name in catalogue():
        for mutant in rule_mutants(file_of(name)):
            noticed = witnesses.notice(partial(functions_of, name, mutant.code))
            tally.add(mutant, noticed=noticed)
    return tally


def mutated_shared_code(_: Path) -> Tally:
    tally, witnesses = Tally(), Witnesses(CONTRACT)
    for file in sorted(FOLDER.glob("_[a-z]*.py")):
        for mutant in rule_mutants(file):
            noticed = witnesses.notice(partial(functions_upon, file, mutant.code))
            tally.add(mutant, noticed=noticed)
    return tally


def file_of(name: str) -> Path:
    return FOLDER / f"{name.replace('-', '_')}.py"


KINDS: dict[str, Callable[[Path], Tally]] = {
    "schemas": mutated_schemas,
    "document": mutated_documents,
    "rules": mutated_rules,
    "shared code": mutated_shared_code,
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_mutant_goes_unnoticed(kind: str, tmp_path: Path) -> None:
    assert sorted(KINDS[kind](tmp_path).survivors) == sorted(EQUIVALENT[kind])


@pytest.mark.long
def test_the_numbers_operator_by_operator(tmp_path: Path) -> None:
    for kind, mutated in KINDS.items():
        folder = tmp_path / kind
        folder.mkdir()
        tally = mutated(folder)
        noticed, total = sum(tally.noticed.values()), sum(tally.total.values())
        print(f"\n{kind}: {noticed} of {total} noticed, {len(EQUIVALENT[kind])} equivalent")  # noqa: T201
        for operator, number in tally.total.items():
            print(f"  {operator:22}{tally.noticed[operator]:5} of {number}")  # noqa: T201
        assert sorted(tally.survivors) == sorted(EQUIVALENT[kind])


@pytest.mark.parametrize("name", catalogue())
def test_a_rule_as_it_stands_is_no_mutant(name: str, witnesses: Witnesses) -> None:
    code = compile(file_of(name).read_text(encoding="utf-8"), name, "exec", dont_inherit=True)
    assert not witnesses.notice(partial(functions_of, name, code))


@pytest.fixture(scope="module")
def witnesses() -> Witnesses:
    return Witnesses(CONTRACT)


def test_every_equivalent_mutant_has_a_reason() -> None:
    reasons = [reason for kind in EQUIVALENT.values() for reason in kind.values()]
    assert all(len(reason) > 20 for reason in reasons)


def test_a_mutant_without_end_is_stopped() -> None:
    with pytest.raises(TimeoutError), limited(0.01):
        Event().wait()
