"""The page's facts carry over, its sentences do not: no run of six words of it stands in our texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from .document_files import keywords, rule_texts
from .vendor_page import page_text

RUN = 6
PROSE = ("title", "summary", "description", "table", "example", "accepted")


@pytest.fixture(scope="module")
def runs_of_the_page() -> frozenset[str]:
    return frozenset(runs(page_text()))


def runs(text: str) -> Iterator[str]:
    """Every run of so many words, without case and punctuation."""
    words = re.findall(r"\w+(?:[./-]\w+)*", text.lower())
    yield from (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def test_contract_is_in_our_own_words(runs_of_the_page: frozenset[str]) -> None:
    texts = [node for node in keywords() if node.keyword in PROSE and isinstance(node.value, str)]
    assert len(texts) > 100
    borrowed = [(each.file, run) for each in texts for run in runs(each.value) if run in runs_of_the_page]
    assert not borrowed


def test_rules_are_in_our_own_words(runs_of_the_page: frozenset[str]) -> None:
    texts = list(rule_texts())
    assert len(texts) > 200
    borrowed = [(file, run) for file, text in texts for run in runs(text) if run in runs_of_the_page]
    assert not borrowed


def test_a_borrowed_sentence_would_be_noticed(runs_of_the_page: frozenset[str]) -> None:
    sentence = page_text().split("\n\n")[2]
    assert runs_of_the_page.issuperset(runs(sentence))
    assert list(runs(f"It says: {sentence.upper()}"))[-1] in runs_of_the_page
