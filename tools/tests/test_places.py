"""Lines and columns of offsets, asked for in any order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from poolcontract.document import Position
from poolcontract.places import Places, located


@given(
    st.text("ab\n\r\u2028é", max_size=40), st.lists(st.tuples(st.integers(0, 45), st.booleans()), max_size=20)
)
def test_places_are_those_of_the_lines(text: str, asked: list[tuple[int, bool]]) -> None:
    places, lines = Places(text), text.split("\n")
    for number, of_line in asked:
        if of_line:
            expected = lines[number - 1].removesuffix("\r") if 1 <= number <= len(lines) else ""
            assert number == 0 or places.line(number) == expected
        else:
            offset = min(number, len(text))
            before = text[:offset]
            line, column = before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
            assert places.position(offset) == Position(line, column, 1)


@given(st.text("ab\n\r", max_size=20), st.integers(0, 20), st.integers(1, 5))
def test_a_place_comes_with_its_line(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    places = Places(text)
    expected = places.position(start, end)
    assert located(text, start, end) == (expected, places.line(expected.line))


def test_a_length_ends_with_the_line() -> None:
    assert Places("ab\ncd").position(0, 5) == Position(1, 1, 2)
    assert Places("ab\ncd").position(3, 5) == Position(2, 1, 2)
    assert Places("").position(0) == Position(1, 1, 1)
    assert Places("ab").position(2, 9) == Position(1, 3, 1)
