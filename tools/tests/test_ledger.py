"""What a ledger knows of pools that may come back to life, after every kind of answer."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolcontract.errors import FreshPoolError
from poolcontract.target import Ledger

# What each deletion of pool `a` was answered, R for one that deserved a refusal and was told 404; what is
# known of the pool then, whether pools come back, and whether it may be spent again.
STORIES: dict[str, tuple[list[int | str | None], str, bool | None, bool]] = {
    "never asked for": ([], "living", None, True),
    "deleted": ([200], "deleted", None, False),
    "deleted, it is said": ([204], "deleted", None, False),
    "still there": ([200, 200], "deleted", None, False),
    "gone": ([200, 404], "unknown", None, False),
    "back once": ([200, 404, 200], "deleted", None, False),
    "gone again": ([200, 404, 200, 404], "unknown", None, False),
    "back twice": ([200, 404, 200, 404, 200], "deleted", True, False),
    "known to be back": ([200, 404, 200, 404, 200, 404], "living", True, True),
    "never back": ([200, 404, 404], "deleted", False, False),
    "back after all": ([200, 404, 404, 200], "deleted", False, False),
    "back, and then no more": ([200, 404, 200, 404, 404], "unknown", False, False),
    "not found at first": ([404], "unknown", None, False),
    "not found, and then there": ([404, 200], "deleted", None, False),
    "never there": ([404, 404], "unknown", False, False),
    "out of order": ([500], "unknown", None, False),
    "no answer": ([None], "unknown", None, False),
    "no answer, then gone": ([None, 404], "unknown", None, False),
    "no answer, gone, then there": ([None, 404, 200], "deleted", None, False),
    "its 404 may be lost": ([200, None], "unknown", None, False),
    "its 404 may be hidden": ([200, 500], "unknown", None, False),
    "what was lost is no sign": ([200, None, 200], "deleted", None, False),
    "refused as if it were not there": (["R"], "living", None, True),
    "refused when it was gone": ([200, "R"], "deleted", None, False),
}


@pytest.mark.parametrize("story", STORIES)
def test_what_is_known_after_some_answers(story: str) -> None:
    answers, state, comes_back, may_be_spent = STORIES[story]
    ledger = Ledger(["a"], may_come_back=True)
    noted(ledger, answers)
    assert (ledger.state("a"), ledger.comes_back) == (state, comes_back)
    assert ledger.has(1) is may_be_spent
    assert ledger.peek() == ("a" if may_be_spent else None)


def noted(ledger: Ledger, answers: list[int | str | None]) -> None:
    for answer in answers:
        if isinstance(answer, str):
            ledger.note("a", 404, refusal="no token")
        else:
            ledger.note("a", answer)


@pytest.mark.parametrize("story", STORIES)
def test_where_no_pool_comes_back_a_deleted_one_stays_deleted(story: str) -> None:
    answers, *_ = STORIES[story]
    ledger = Ledger(["a"])
    noted(ledger, answers)
    first = answers[0] if answers else "R"
    spent = "deleted" if {200, 204} & set(answers) else "unknown"
    assert ledger.state("a") == ("living" if first == "R" else spent)
    assert ledger.comes_back is False
    assert ledger.spent() is None
    assert ledger.gone_for_good() == [], "no name is sent again on its own account"
    assert ledger.is_scarce


def test_a_pool_that_is_known_to_be_back_is_one_of_many() -> None:
    ledger = Ledger(["a", "b", "c"], may_come_back=True)
    assert ledger.living() == "a"
    noted(ledger, [200, 404, 200, 404, 200])
    assert (ledger.comes_back, ledger.is_scarce, ledger.spent()) == (True, False, "a")
    ledger.note("a", 404)
    assert [ledger.living() for _ in range(4)] == ["b", "c", "a", None]
    for name in "abc":
        ledger.note(name, 200)
    assert ledger.spent() == "b", "the one that is spent for the longest time"
    ledger.note("b", None)
    ledger.note("b", 404)
    assert ledger.peek() == "b", "whatever became of the answer before: now it was told 404"


def test_what_one_pool_has_shown_holds_for_all() -> None:
    ledger = Ledger(["a", "b", "c"], may_come_back=True)
    noted(ledger, [200, 404])
    ledger.note("b", 200)
    ledger.note("b", 404)
    assert (ledger.state("a"), ledger.state("b"), ledger.spent()) == ("unknown", "unknown", "a")
    assert ledger.gone_for_good() == []
    ledger.note("b", 404)
    assert (ledger.state("a"), ledger.state("b"), ledger.spent()) == ("deleted", "deleted", None)
    assert ledger.gone_for_good() == ["a", "b"]
    ledger.note("a", 200)
    assert ledger.gone_for_good() == [], "one came back after all"


def test_a_stranger_is_not_noted() -> None:
    ledger = Ledger(["a"], may_come_back=True)
    for status in (200, 404, 404, None):
        ledger.note("stranger", status)
    assert (ledger.state("stranger"), ledger.comes_back, ledger.has(2)) == ("unknown", None, False)


def test_a_pool_is_made_but_once() -> None:
    made = iter(["a", "b", "a"])
    ledger = Ledger(fresh=lambda: next(made))
    assert (ledger.make(), ledger.living(), ledger.make(), ledger.living()) == (True, "a", True, "b")
    ledger.note("a", 200)
    with pytest.raises(FreshPoolError, match=r"^the pool a was made before: a fresh one is expected$"):
        ledger.make()
    assert not ledger.has(1)
    assert not Ledger().make()


CALLS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["living", "spent", "any"]), st.booleans())
)


@given(comes_back=st.booleans(), calls=CALLS)
def test_on_a_faithful_server_no_answer_is_a_surprise(
    calls: list[tuple[str, str, bool]], *, comes_back: bool
) -> None:
    """Whatever is deleted in whatever order: a pool that is called living is, and a deleted one is gone.

    That holds too where an answer is lost on its way.
    """
    ledger, there = Ledger("abc", may_come_back=True), dict.fromkeys("abc", True)
    for pool, wanted, is_lost in calls:
        found = {"living": ledger.living, "spent": ledger.spent}.get(wanted, lambda: None)()
        name = found or pool
        status = 200 if there[name] else 404
        assert status in {"living": (200,), "deleted": (404,)}.get(ledger.state(name), (200, 404))
        there[name] = comes_back and not there[name]
        ledger.note(name, None if is_lost else status)
    for name, _ in itertools.product("abc", range(6)):
        ledger.note(name, 200 if there[name] else 404)
        there[name] = comes_back and not there[name]
    assert ledger.comes_back is comes_back
