"""A tree of texts with positions: what YAML says before anybody guesses types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from generator.model.finding import Position

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
NodeKind = Literal["scalar", "list", "map"]


class Lines:
    """Turns offsets into positions: YAML also ends lines where no editor does (U+0085, U+2028, U+2029)."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.first_line = first_line

    def at(self, offset: int) -> Position:
        """Return the position of a character; what is behind the text stands at its end."""
        text = self.text
        upto = offset
        if offset >= len(text):
            upto = len(text) - (len(text) > 1 and text[-1] == "\n")  # nothing stands behind the last line end
        return Position(self.first_line + text.count("\n", 0, upto), upto - text.rfind("\n", 0, upto))

    def length(self, start: int, end: int) -> int:
        """Return how much of its first line a range covers (1 for one that runs over several lines)."""
        first, last = self.at(start), self.at(end)
        return max(1, last.column - first.column) if first.line == last.line else 1


class Fixed(Lines):
    """One place for every offset: of nodes that stand in no file, or in another than the reader's."""

    def __init__(self, position: Position | None = None, length: int = 1) -> None:
        super().__init__("", 1)
        self._place = position or Position(), length

    def at(self, offset: int) -> Position:
        """Return the place."""
        return self._place[0]

    def length(self, start: int, end: int) -> int:
        """Return the length given."""
        return self._place[1]


class Node:
    """A scalar (its `text` as written), a list (`items`) or a map (`entries`, duplicates left out).

    `start` and `end` are offsets into the text that was read.
    A record has about a hundred of them, nearly all of which nobody asks for their place: so the
    place is worked out when asked for, and each kind holds no more than it has.
    """

    __slots__ = ("_lines", "end", "start")
    kind: NodeKind = "scalar"
    text: str = ""
    quoted: bool = False
    items: tuple[Node, ...] = ()
    entries: tuple[tuple[Node, Node], ...] = ()

    def __init__(self, lines: Lines, start: int, end: int) -> None:
        self._lines = lines
        self.start = start
        self.end = end

    @property
    def position(self) -> Position:
        """Return where the node begins."""
        return self._lines.at(self.start)

    @property
    def length(self) -> int:
        """Return how many characters of its first line the node covers."""
        return self._lines.length(self.start, self.end)

    @property
    def is_null(self) -> bool:
        """Tell whether nothing was written."""
        return self.text in NULLS and not self.quoted and self.kind == "scalar"

    def get(self, key: str) -> Node | None:
        """Return the value under a key, or None where the key is absent."""
        return None

    def key(self, key: str) -> Node | None:
        """Return the key itself, for its position."""
        return None

    def __eq__(self, other: object) -> bool:
        """Tell whether the same stands at the same place."""
        if not isinstance(other, Node):
            return NotImplemented
        mine, its = ((n.kind, n.position, n.length, n.text, n.quoted, n.items, n.entries) for n in (self, other))
        return mine == its

    __hash__ = None  # type: ignore[assignment]  # equal by value, and never a key

    def __repr__(self) -> str:
        """Return what a failing test should show."""
        return f"Node({self.kind}, {self.position}, {self.length}, {self.text or self.items or self.entries!r})"


class Scalar(Node):
    """A text as it is written; `quoted`: in quotes or as a block."""

    __slots__ = ("quoted", "text")

    def __init__(self, lines: Lines, start: int, end: int, text: str = "", quoted: bool = False) -> None:
        # One is made for each word of a record: names of arguments, and a call to the parent's, cost a tenth.
        self._lines = lines
        self.start = start
        self.end = end
        self.text = text
        self.quoted = quoted


class Items(Node):
    """A list."""

    __slots__ = ("items",)
    kind = "list"

    def __init__(self, lines: Lines, start: int, end: int, items: tuple[Node, ...]) -> None:
        self._lines = lines
        self.start = start
        self.end = end
        self.items = items


class Entries(Node):
    """A map."""

    __slots__ = ("_index", "entries")
    kind = "map"

    def __init__(self, lines: Lines, start: int, end: int, entries: tuple[tuple[Node, Node], ...]) -> None:
        self._lines = lines
        self.start = start
        self.end = end
        self.entries = entries
        self._index = {pair[0].text: pair for pair in entries}

    def get(self, key: str) -> Node | None:
        """Return the value under a key, or None where the key is absent."""
        pair = self._index.get(key)
        return pair[1] if pair else None

    def key(self, key: str) -> Node | None:
        """Return the key itself, for its position."""
        pair = self._index.get(key)
        return pair[0] if pair else None


def made(position: Position | None = None, length: int = 1, entries: tuple[tuple[Node, Node], ...] = ()) -> Entries:
    """Return a map at a given place."""
    return Entries(Fixed(position, length), 0, 0, entries)


def scalars(node: Node) -> Iterator[Node]:
    """Yield every scalar below a node, keys and values, in no order."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.kind == "scalar":
            yield node
        waiting += node.items
        for pair in node.entries:
            waiting += pair
