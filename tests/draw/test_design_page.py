"""The page on the design says of the colours what can be computed from them."""

import math
from itertools import combinations
from pathlib import Path

import pytest

from generator.draw.palette import SEVERITIES
from tests.draw.test_palette import BACKGROUNDS, SCHEMES, SIGHTS, contrast, lab, linear, times

PAGE = (Path(__file__).parents[2] / "docs" / "design.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_figures_of_the_severities_are_those_of_the_palette(scheme: str) -> None:
    colours = [SCHEMES[scheme][name] for name in SEVERITIES]
    grounds = (BACKGROUNDS[scheme][0], SCHEMES[scheme]["band"])
    assert " | ".join(f"`{colour}`" for colour in colours) in PAGE
    assert " | ".join(" / ".join(f"{contrast(colour, ground):.1f}" for ground in grounds) for colour in colours) in PAGE
    assert f"| 明度 L* | {' | '.join(f'{lab(linear(colour))[0]:.0f}' for colour in colours)} |" in PAGE
    least = []
    for matrix in SIGHTS.values():
        seen = [lab(times(matrix, linear(colour))) for colour in colours]
        least.append(f"{min(math.dist(one, other) for one, other in combinations(seen, 2)):.1f}")
    assert f"| {' | '.join(least)} |" in PAGE
