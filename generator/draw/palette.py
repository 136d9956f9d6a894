"""Colours of both schemes, and the sentinels that charts are drawn with until a page's variables take over.

Severity colours hold the law of the tests: 3:1 against their background, a CIE76 distance of 20 for every pair
in normal and dichromat sight, and lightness in the order of severity: the gravest stands out most.
"""

from __future__ import annotations

from collections.abc import Mapping

SEVERITIES = ("p0", "p1", "p2", "p3")

LIGHT: Mapping[str, str] = {
    "ink": "#1f2328",
    "muted": "#59636e",
    "hair": "#dde2e8",
    "band": "#e9eef4",
    "accent": "#1d7480",
    "surface": "#ffffff",
    "p0": "#53132f",
    "p1": "#971a1a",
    "p2": "#ba7703",
    "p3": "#6e93c2",
}

DARK: Mapping[str, str] = {
    "ink": "#e8eaef",
    "muted": "#a3abb8",
    "hair": "#363c49",
    "band": "#2b313d",
    "accent": "#63bcc6",
    "surface": "#1e2129",
    "p0": "#f8d9d9",
    "p1": "#e97f73",
    "p2": "#b18d13",
    "p3": "#5186ad",
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


def css() -> str:
    """Return the variables of both schemes, the light ones on paper, and the text size of narrow charts."""
    narrow = "svg.fk-chart { font-size: 20px; }"
    return "\n".join((
        _block('[data-md-color-scheme="default"]', LIGHT),
        _block('[data-md-color-scheme="slate"]', DARK),
        f'@media print {{\n{_block("[data-md-color-scheme]", LIGHT)}}}',
        "svg.fk-chart a { cursor: pointer; }",
        "svg.fk-chart a:hover, svg.fk-chart a:focus { opacity: 0.6; }",
        f"@media (max-width: 480px) {{ {narrow} }}",
        "figure:has(> svg.fk-chart) { container-type: inline-size; }",
        f"@container (max-width: 420px) {{ {narrow} }}",
        "",
    ))  # fmt: skip


def _block(selector: str, colours: Mapping[str, str]) -> str:
    lines = "".join(f"  --fk-{name}: {colour};\n" for name, colour in colours.items())
    return f"{selector} {{\n{lines}}}\n"
