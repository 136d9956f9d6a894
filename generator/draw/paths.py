"""Long lines and areas as one path each, and steps thinned to what the eye can tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from generator.draw.palette import sentinel

Point = tuple[float, float]
Dashes = tuple[float, ...]


def line(
    axes: Axes, points: Sequence[Point], colour: str, width: float, *, dashes: Dashes = (), layer: float = 2.5
) -> None:
    """Draw one line through points of the data."""
    if len(points) < 2:
        return
    path = PathPatch(Path(list(points)), facecolor="none", edgecolor=sentinel(colour), linewidth=width, zorder=layer)
    path.set_clip_on(False)
    path.set_capstyle("butt")
    if dashes:
        path.set_linestyle((0, dashes))
    axes.add_artist(path)  # not add_patch: it measures every segment for limits that `sheet` has set


def area(axes: Axes, edge: Sequence[Point], fill: str) -> None:
    """Fill the area within points of the data, behind everything."""
    if len(edge) < 3:
        return
    shape = PathPatch(Path([*edge, edge[0]]), facecolor=sentinel(fill), edgecolor="none", linewidth=0, zorder=0.5)
    shape.set_clip_on(False)
    axes.add_artist(shape)


def stairs(start: Point, steps: Sequence[Point]) -> list[Point]:
    """Return the corners of a line that keeps its height until each step's place, and then has the step's."""
    corners, height = [start], start[1]
    for x, y in steps:
        corners += [(x, height), (x, y)]
        height = y
    return corners


def thinned(heights: Sequence[Sequence[float]], least: float) -> Iterator[int]:
    """Yield the places of the steps to draw: those at which any height differs by `least` from the last one drawn.

    The last step is always among them, so that no drawn height is off by as much, and the ends not at all.
    """
    drawn: Sequence[float] | None = None
    for place, now in enumerate(heights):
        is_last = place == len(heights) - 1
        if drawn is None or is_last or any(abs(a - b) >= least for a, b in zip(now, drawn, strict=True)):
            drawn = now
            yield place
