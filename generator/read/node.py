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
        if offset >= len(text) > 1 and text[-1] == "\n":
            upto = len(text) - 1  # nothing stands behind the last line end
        return Position(self.first_line + text.count("\n", 0, upto), offset - text.rfind("\n", 0, upto))

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
    place is worked out when asked for, and the class has no more than its fields.
    """

    __slots__ = ("_index", "_lines", "end", "entries", "items", "kind", "quoted", "start", "text")

    def __init__(  # noqa: PLR0917 (one is made for each word of a record: names cost a tenth)
        self, kind: NodeKind, lines: Lines, start: int = 0, end: int = 0, text: str = "", quoted: bool = False,
        items: tuple[Node, ...] = (), entries: tuple[tuple[Node, Node], ...] = (),
    ) -> None:  # fmt: skip
        self.kind = kind
        self._lines = lines
        self.start = start
        self.end = end
        self.text = text
        self.quoted = quoted
        self.items = items
        self.entries = entries
        self._index: dict[str, tuple[Node, Node]]

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
        pair = self._pair(key) if self.entries else None
        return pair[1] if pair else None

    def key(self, key: str) -> Node | None:
        """Return the key itself, for its position."""
        pair = self._pair(key) if self.entries else None
        return pair[0] if pair else None

    def _pair(self, key: str) -> tuple[Node, Node] | None:
        try:
            index = self._index
        except AttributeError:  # asked for the first time
            index = self._index = {pair[0].text: pair for pair in self.entries}
        return index.get(key)

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


def made(
    kind: NodeKind, position: Position | None = None, length: int = 1, text: str = "", *,
    entries: tuple[tuple[Node, Node], ...] = (),
) -> Node:  # fmt: skip
    """Return a node at a given place."""
    return Node(kind, Fixed(position, length), text=text, entries=entries)


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
