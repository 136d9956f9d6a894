"""From matplotlib's SVG to one that stands inline: colours as CSS variables, own ids, links, no fixed size."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import matplotlib
from matplotlib.axes import Axes

from generator.draw.canvas import HEIGHT, TEXT, WIDTH
from generator.draw.palette import SENTINELS, variable

_FONT = escape('var(--fk-font, "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", Meiryo, sans-serif)')
_KEY_HEIGHT = 22.0  # units above the drawing, where there is a key
_LINK_SCHEME = "fk:"  # what a mark's url starts with until the real link takes its place


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the line above the plot: a sign in its colours, then words."""

    sign: str
    colour: str
    text: str
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a mark leads, and what it says when pointed at; both plain text."""

    href: str
    tip: str


def mark_urls(first: int, count: int) -> list[str]:
    """Return the placeholder urls of `count` marks whose links begin at index `first`."""
    return [f"{_LINK_SCHEME}{index}" for index in range(first, first + count)]


def dots_gid(fill: str, edge: str, width: float, opacity: float = 1.0) -> str:
    """Return the gid of a group of marks; the group's style is read from it."""
    return f"marks-{fill}-{edge}-{width:g}" + (f"-{opacity:g}" if opacity < 1 else "")


def finish(
    axes: Axes,
    ident: str,
    title: str,
    description: str,
    *,
    key: Sequence[Key] = (),
    links: Sequence[Link] = (),
    height: float = HEIGHT,
) -> str:
    """Return the axes' figure as an inline SVG whose every id starts with `fk-<ident>`, cut below `height` units.

    The text is the same on every run and in every process.
    """
    figure, stream = axes.get_figure(root=True), io.BytesIO()
    if figure is None:
        raise ValueError("the axes belong to no figure")
    with matplotlib.rc_context({"svg.hashsalt": ident, "svg.fonttype": "none", "path.simplify": False}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    body = _body(stream.getvalue().decode("utf-8"))
    body = _plain_text(_linked(body, links))
    body = _own_ids(_rounded(_attributes(body)), f"fk-{ident}")
    for sentinel, name in SENTINELS.items():
        body = body.replace(sentinel, variable(name))
    drawing = f'<g aria-hidden="true">\n{_key_line(key)}{body}</g>\n'
    return _head(f"fk-{ident}", title, description, _KEY_HEIGHT if key else 0.0, height) + drawing + "</svg>\n"


def _head(ident: str, title: str, description: str, above: float, height: float) -> str:
    """Return the start of the drawing and, beside its marks, one image that says all of it in words.

    An image holds no links for a screen reader, and the marks are links.
    """
    box = f"0 {-above or 0:g} {WIDTH:g} {height + above:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="fk-chart" id="{ident}" viewBox="{box}"'
        f' font-size="{TEXT:g}" font-family="{_FONT}" stroke-linejoin="round">\n'
        f'<g role="img" aria-labelledby="{ident}-title {ident}-desc">\n'
        f'<title id="{ident}-title">{escape(title)}</title>\n<desc id="{ident}-desc">{escape(description)}</desc>\n'
        f'<rect y="{-above or 0:g}" width="{WIDTH:g}" height="{height + above:g}" fill="none"/>\n</g>\n'
    )


def _key_line(key: Sequence[Key]) -> str:
    """Return the entries as one flowing line of text, which grows with the stylesheet's text size."""
    parts = []
    for index, entry in enumerate(key):
        gap = ' dx="0.9em"' if index else ""
        edge = f' stroke="{variable(entry.edge)}"' if entry.edge else ""
        parts.append(f'<tspan{gap} fill="{variable(entry.colour)}"{edge}>{escape(entry.sign)}</tspan>')
        parts.append(f'<tspan dx="0.25em">{escape(entry.text)}</tspan>')
    line = "".join(parts)
    return f'<text class="fk-key" x="0" y="-4" fill="{variable("muted")}">{line}</text>\n' if line else ""


def _body(text: str) -> str:
    """Drop what a page must not get: declaration, doctype, metadata, the rule for every element, clip paths."""
    text = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", text, flags=re.S)
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", text, flags=re.S)
    text = re.sub(r"<defs>\s*(?:<clipPath.*?</clipPath>\s*)+</defs>", "", text, flags=re.S)
    text = re.sub(r'<g id="opacity-([\d.]+)">', r'<g fill-opacity="\1">', text)
    text = re.sub(r'<g id="marks-(\w+)-(\w+)-([\d.]+)(?:-([\d.]+))?">', _marks_style, text)
    text = re.sub(r'<g id="(?!fk-)[^"]*">', "<g>", text)
    text = re.sub(r'\sd="([^"]*)"', lambda match: f' d="{" ".join(match[1].split())}"', text)
    return re.sub(r">\s+<", ">\n<", text)


def _marks_style(match: re.Match[str]) -> str:
    fill, edge = (variable(name) if name != "none" else name for name in match.group(1, 2))
    opacity = f' fill-opacity="{match[4]}"' if match[4] else ""
    return f'<g fill="{fill}" stroke="{edge}" stroke-width="{match[3]}"{opacity}>'


def _linked(text: str, links: Sequence[Link]) -> str:
    """Put the links in; keyboards and screen readers use the table below, which leads to the same pages."""

    def anchor(match: re.Match[str]) -> str:
        link = links[int(match[1])]
        mark = re.sub(r' style="[^"]*"', "", match[2])
        return f'<a href="{escape(link.href)}" tabindex="-1"><title>{escape(link.tip)}</title>{mark}</a>'

    return re.sub(rf'<a xlink:href="{_LINK_SCHEME}(\d+)"[^>]*>\s*(.*?)\s*</a>', anchor, text, flags=re.S)


def _plain_text(text: str) -> str:
    """Let text inherit its font from the chart, keep its anchor and its colour, drop the idle rotation."""
    text = re.sub(r'style="font[^"]*?(text-anchor: \w+; )?(fill: #\w+)"', r'style="\1\2"', text)
    return re.sub(r' transform="rotate\(-0 [^"]*\)"', "", text)


def _attributes(text: str) -> str:
    """Write styles as attributes of their own: a strict content security policy lets no `style` pass."""

    def apart(match: re.Match[str]) -> str:
        pairs = (entry.split(":", 1) for entry in match[1].split(";") if entry.strip())
        return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)

    return re.sub(r' style="([^"]*)"', apart, text)


def _rounded(text: str) -> str:
    """Write places to a hundredth of a unit: nobody sees more, and a page of many marks has less to load."""

    def shorter(match: re.Match[str]) -> str:
        return re.sub(r"-?\d+\.\d{3,}", lambda number: f"{round(float(number[0]), 2) + 0:g}", match[0])

    return re.sub(r' (?:d|x|y|transform)="[^"]*"', shorter, text)


def _own_ids(text: str, prefix: str) -> str:
    text = re.sub(r'<path id="([^"]+)"', rf'<path id="{prefix}-\1"', text)
    return re.sub(r'xlink:href="#([^"]+)"', rf'href="#{prefix}-\1"', text)
