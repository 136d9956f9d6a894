"""The law of the severity colours, with an own conversion to CIE L*a*b*."""

import re
from itertools import combinations, pairwise

import pytest

from generator.draw.palette import DARK, LIGHT, SENTINELS, SEVERITIES, css, severity_colour

Triple = tuple[float, float, float]

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
SIGHTS: dict[str, tuple[Triple, Triple, Triple]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
SCHEMES = {"light": LIGHT, "dark": DARK}
BACKGROUNDS = {"light": ["#ffffff"], "dark": ["#1e2129"]}  # Material's default and slate (hsl 225, 15 %, 14 %)


def linear(colour: str) -> Triple:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def times(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def lab(rgb: Triple) -> Triple:
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    white = (0.95047, 1.0, 1.08883)
    scaled = [part / whole for part, whole in zip(times(XYZ, (red, green, blue)), white, strict=True)]
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def contrast(one: str, other: str) -> float:
    light = sorted(times(XYZ, linear(colour))[1] for colour in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def test_the_conversion_agrees_with_known_values() -> None:
    assert lab(linear("#ff0000")) == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_severity_stands_out_from_its_background(scheme: str) -> None:
    for background in (*BACKGROUNDS[scheme], SCHEMES[scheme]["band"]):
        assert all(contrast(SCHEMES[scheme][name], background) >= 3 for name in SEVERITIES)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_every_pair_can_be_told_apart(scheme: str, sight: str) -> None:
    seen = [lab(times(SIGHTS[sight], linear(SCHEMES[scheme][name]))) for name in SEVERITIES]
    for one, other in combinations(seen, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 >= 20


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_gravest_has_the_most_contrast_and_lightness_is_in_order(scheme: str) -> None:
    lightness = [lab(linear(SCHEMES[scheme][name]))[0] for name in SEVERITIES]
    assert lightness == sorted(lightness, reverse=scheme == "dark")
    assert all(abs(one - other) >= 10 for one, other in pairwise(lightness))  # told apart in a grey print


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_and_accent_are_legible(scheme: str) -> None:
    colours = SCHEMES[scheme]
    for background in (*BACKGROUNDS[scheme], colours["band"]):
        assert contrast(colours["ink"], background) >= 7
        assert contrast(colours["muted"], background) >= 4.5
    assert contrast(colours["accent"], colours["surface"]) >= 4.5  # links are written in it


def test_ranks_beyond_the_fourth_share_the_last_colour() -> None:
    assert [severity_colour(rank) for rank in (0, 3, 4, 9)] == ["p0", "p3", "p3", "p3"]


def test_css_defines_every_variable_in_both_schemes_and_light_on_paper() -> None:
    text = css()
    light, dark, paper = (re.search(pattern, text, flags=re.S) for pattern in (
        r'^\[data-md-color-scheme="default"\] \{(.*?)\}', r'\[data-md-color-scheme="slate"\] \{(.*?)\}',
        r"@media print \{\n.*?\{(.*?)\}",
    ))  # fmt: skip
    assert light and dark and paper
    assert light[1] == paper[1]
    for name in SENTINELS.values():
        assert f"--fk-{name}: {LIGHT[name]};" in light[1]
        assert f"--fk-{name}: {DARK[name]};" in dark[1]
    assert text.count("{") == text.count("}")


def test_no_sentinel_is_a_colour_of_a_scheme() -> None:
    assert not set(SENTINELS) & {*LIGHT.values(), *DARK.values()}
    assert list(LIGHT) == list(DARK) == list(SENTINELS.values())
