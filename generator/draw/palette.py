"""Colours of both schemes, and the sentinels that charts are drawn with until a page's variables take over.

Severity colours hold the law of the tests: 3:1 against the page and the band, a CIE76 distance of 20 for every pair
in normal and dichromat sight, and lightness in the order of severity in steps of 10, so that a grey print tells them
apart: the gravest stands out most.
"""

from __future__ import annotations

from collections.abc import Mapping

SEVERITIES = ("p0", "p1", "p2", "p3")

LIGHT: Mapping[str, str] = {
    "ink": "#1f2328",
    "muted": "#59636e",
    "hair": "#dde2e8",
    "band": "#f0f3f7",
    "accent": "#1d7480",
    "surface": "#ffffff",
    "p0": "#4e0930",
    "p1": "#911d2b",
    "p2": "#966000",
    "p3": "#4b92bd",
}

DARK: Mapping[str, str] = {
    "ink": "#e8eaef",
    "muted": "#a3abb8",
    "hair": "#363c49",
    "band": "#2b313d",
    "accent": "#63bcc6",
    "surface": "#1e2129",
    "p0": "#fbdbd9",
    "p1": "#fea288",
    "p2": "#b09921",
    "p3": "#4080b1",
}

#: Colours that no chart uses for anything else, by the name they stand for; `finish` replaces them.
SENTINELS: Mapping[str, str] = {f"#fe{index:02x}ef": name for index, name in enumerate(LIGHT, start=1)}
_OF_NAME = {name: colour for colour, name in SENTINELS.items()}


def sentinel(name: str) -> str:
    """Return the colour to draw with where the variable `name` is meant."""
    return _OF_NAME[name]


def variable(name: str) -> str:
    """Return the CSS value of a colour: the page's variable, else the light scheme's."""
    return f"var(--fk-{name}, {LIGHT[name]})"


def severity_colour(rank: int) -> str:
    """Return the colour's name for a severity's rank; ranks beyond the fourth share the last."""
    return SEVERITIES[max(0, min(rank, len(SEVERITIES) - 1))]


#: From the widest chart to a phone's: up to so many pixels, text of so many units, which makes 11 to 13 pixels of it.
TEXT_SIZES = ((620, 14.0), (520, 16.0), (440, 17.5), (400, 20.0))


def css() -> str:
    """Return the variables of both schemes, the light ones on paper, and the text size of charts by their width."""
    return "\n".join((
        _block('[data-md-color-scheme="default"]', LIGHT),
        _block('[data-md-color-scheme="slate"]', DARK),
        f'@media print {{\n{_block("[data-md-color-scheme]", LIGHT)}}}',
        "[data-md-color-scheme][data-md-color-primary] { --md-typeset-a-color: var(--fk-accent);"
        " --md-accent-fg-color: var(--fk-accent); }",
        "svg.fk-chart a { cursor: pointer; }",
        "svg.fk-chart a:hover, svg.fk-chart a:focus { opacity: 0.6; }",
        "figure:has(> svg.fk-chart) { container-type: inline-size; }",
        *(f"@container (max-width: {most}px) {{ svg.fk-chart {{ font-size: {size:g}px; }} }}"
          for most, size in TEXT_SIZES),
        "",
    ))  # fmt: skip


def _block(selector: str, colours: Mapping[str, str]) -> str:
    lines = "".join(f"  --fk-{name}: {colour};\n" for name, colour in colours.items())
    return f"{selector} {{\n{lines}}}\n"
