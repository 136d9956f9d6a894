"""Room for words inside a chart: a label stands beside what it names, and only where nothing else is."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.axes import Axes

from generator.draw.canvas import LEFT, NARROW, PLOT_HEIGHT, PLOT_WIDTH, RIGHT, text_width, write

_Box = tuple[float, float, float, float]  # left, right, bottom, top, in units from the plot's lower left corner
_LINE = NARROW * 0.85  # how high one line of text is, without the room below its letters
_MOST_TRIED = 12
_MOST_TAKEN = 700  # with more marks than that, no place is looked for


class Room:
    """What is taken in a chart so far, in units."""

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        self._taken: list[_Box] = []

    def take(self, places: Iterable[tuple[float, float]], half_width: float, half_height: float) -> None:
        """Take the boxes around these points of the data."""
        for place in places:
            x, y = self._units(*place)
            self._taken.append((x - half_width, x + half_width, y - half_height, y + half_height))

    def take_lines(self, heights: Iterable[float]) -> None:
        """Take the lines that run through the whole chart at these heights of the data: no word is struck through."""
        for height in heights:
            _, y = self._units(0, height)
            self._taken.append((0, PLOT_WIDTH, y - 0.5, y + 0.5))

    def beside(
        self, places: Iterable[tuple[float, float]], text: str, *, colour: str = "ink", gap: float = 8.0
    ) -> bool:
        """Write `text` right of, left of, above or below the first of these points that has room for it, or not."""
        if len(self._taken) > _MOST_TAKEN:
            return False
        width = text_width(text)
        for place, _ in zip(places, range(_MOST_TRIED), strict=False):
            for align, across, up in (
                ("left", gap, -_LINE / 2), ("right", -gap, -_LINE / 2), ("center", 0.0, gap),
                ("center", 0.0, -gap - _LINE),
            ):  # fmt: skip
                if self.write(place, text, colour=colour, align=align, shift=(across, up), width=width):
                    return True
        return False

    def write(
        self, place: tuple[float, float], text: str, *, colour: str = "ink", align: str = "left",
        shift: tuple[float, float] = (0.0, 0.0), width: float | None = None, force: bool = False,
    ) -> bool:  # fmt: skip
        """Write `text` at a point of the data, where its place is free or `force` is set; tell whether it was."""
        wide = text_width(text) if width is None else width
        x, y = self._units(*place)
        left = x + shift[0] - {"left": 0.0, "center": 0.5, "right": 1.0}[align] * wide
        box = (left, left + wide, y + shift[1], y + shift[1] + _LINE)
        if not force and not self._is_free(box):
            return False
        self._taken.append(box)
        # The letters are smaller on a wide page: they are set so that they stay in the middle of the box's height.
        write(self._axes, *place, text, colour=colour, align=align, shift=(shift[0], shift[1] + 2))
        return True

    def _units(self, x: float, y: float) -> tuple[float, float]:
        (start, end), (low, high) = self._axes.get_xlim(), self._axes.get_ylim()
        return (x - start) / (end - start) * PLOT_WIDTH, (y - low) / (high - low) * PLOT_HEIGHT

    def _is_free(self, box: _Box) -> bool:
        left, right, bottom, top = box
        if left < 0 or right > RIGHT - LEFT + 2 or bottom < 1 or top > PLOT_HEIGHT + 24:
            return False
        return not any(
            left < end and start < right and bottom < high and low < top for start, end, low, high in self._taken
        )
