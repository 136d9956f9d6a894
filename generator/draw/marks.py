"""Round marks of the control charts: dots that lead to a page, and rings around those that differ."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from generator.draw.palette import sentinel
from generator.draw.svg import dots_gid, mark_urls

DOT, RING = 7.5, 15.5  # diameters in units
_LAYER = 4.0  # above lines


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
