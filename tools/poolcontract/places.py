"""Offsets of a long text as lines and columns, quickly when they are asked for in order."""

from __future__ import annotations

from poolcontract.document import Position


def located(text: str, start: int, end: int) -> tuple[Position, str]:
    """Where in a text stands what begins and ends at offsets, and the line."""
    if "\n" not in text:
        return Position(1, start + 1, max(end - start, 1)), text.removesuffix("\r")
    places = Places(text)
    place = places.position(start, end)
    return place, places.line(place.line)


class Places:
    """Remembers the last place that was asked for, and counts line ends from there.

    A line ends with a line feed, as editors have it; nothing of the text is copied but the line asked for.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._offset, self._number, self._start = 0, 1, 0
        self._shown: tuple[int, str] = (0, "")

    def position(self, start: int, end: int | None = None) -> Position:
        """The position of what begins at an offset; its length ends with the line."""
        self._move_to(min(start, len(self._text)))
        stop = start + 1 if end is None else end
        line_end = self._text.find("\n", start, stop)
        stop = min(stop, len(self._text)) if line_end < 0 else line_end
        return Position(self._number, start - self._start + 1, max(stop - start, 1))

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end; "" beyond the last one."""
        if self._shown[0] != number:
            self._shown = (number, self._cut(number))
        return self._shown[1]

    def _move_to(self, offset: int) -> None:
        if offset >= self._offset:
            ends = self._text.count("\n", self._offset, offset)
            self._number += ends
            if ends:
                self._start = self._text.rfind("\n", self._offset, offset) + 1
        elif offset < self._start:
            self._number -= self._text.count("\n", offset, self._start)
            self._start = self._text.rfind("\n", 0, offset) + 1
        self._offset = offset

    def _cut(self, number: int) -> str:
        if not self._go_to_line(number):
            return ""
        end = self._text.find("\n", self._start)
        return self._text[self._start : None if end < 0 else end].removesuffix("\r")

    def _go_to_line(self, number: int) -> bool:
        """Move to the beginning of a line; false when the text has not so many."""
        if number < self._number // 2:
            self._offset, self._number, self._start = 0, 1, 0
        while self._number > number:
            self._move_to(self._start - 1)
        while self._number < number:
            end = self._text.find("\n", self._start)
            if end < 0:
                return False
            self._move_to(end + 1)
        return True
