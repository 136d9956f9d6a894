"""The marks of the charts: severities by shape and colour, round dots, and rings around those that differ."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.path import Path

from generator.draw.palette import sentinel, severity_colour
from generator.draw.svg import dots_gid, mark_urls

DOT, RING = 7.5, 15.5  # diameters in units
_LAYER = 4.0  # above lines
_MARKERS = ("D", "^", "o", "o")
_ARROW = Path(
    [(0, 0.9), (0, 2.2), (-0.45, 1.7), (0, 2.2), (0.45, 1.7)],
    [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.LINETO],
)
_ARROW_SIZE = 4.4  # matplotlib scales a marker's path to one half: this makes one unit of it one diameter again


def severity_marks(
    axes: Axes, places: Sequence[tuple[float, float]], rank: int, size: float, *, first: int, arrow: bool = False
) -> None:
    """Draw marks of one severity, or the arrows above them; their links begin at index `first`."""
    place = max(0, min(rank, len(_MARKERS) - 1))
    colour, is_ring = severity_colour(rank), place == len(_MARKERS) - 1
    fill, edge, width = (colour, "surface", 0.8) if not is_ring else ("surface", colour, size / 5)
    factor = (0.8, 1.1, 1.0, 0.9)[place]  # a diamond's and a triangle's area beside a circle's
    if arrow:
        fill, edge, width, factor = "none", colour, max(1.2, size / 5), _ARROW_SIZE
    across, up = zip(*places, strict=True)
    drawn = axes.scatter(
        across, up, s=(size * factor) ** 2, marker=_ARROW if arrow else _MARKERS[place],
        facecolors=sentinel(fill) if fill != "none" else "none", edgecolors=sentinel(edge),
        urls=mark_urls(first, len(places)), clip_on=False, zorder=_LAYER - 1,
    )  # fmt: skip
    drawn.set_gid(dots_gid(fill, edge, width))


def dots(axes: Axes, places: Sequence[tuple[float, float]], *, first: int = 0, edge: str = "") -> None:
    """Draw a filled dot at each place, or an open one in ink of `edge`; their links begin at index `first`."""
    if edge:
        _marks(axes, places, DOT, fill="surface", edge=edge, width=1.6, urls=mark_urls(first, len(places)))
    else:
        _marks(axes, places, DOT, fill="ink", edge="surface", width=0.8, urls=mark_urls(first, len(places)))


def rings(axes: Axes, places: Sequence[tuple[float, float]]) -> None:
    """Draw a ring around each place."""
    _marks(axes, places, RING, fill="none", edge="accent", width=2.0)


def _marks(
    axes: Axes,
    places: Sequence[tuple[float, float]],
    size: float,
    *,
    fill: str,
    edge: str,
    width: float,
    urls: list[str] | None = None,
) -> None:
    if not places:
        return
    across, up = zip(*places, strict=True)
    drawn = axes.scatter(
        across, up, s=size**2, marker="o", facecolors="none" if fill == "none" else sentinel(fill),
        edgecolors=sentinel(edge), urls=urls, clip_on=False, zorder=_LAYER,
    )  # fmt: skip
    drawn.set_gid(dots_gid(fill, edge, width))
