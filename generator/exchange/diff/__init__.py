"""A Comparison for others: one module for each format, imported when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from generator.model.comparison import Comparison, Revision
from generator.model.words import Words

#: Format -> module with a function `render`.
FORMATS = {
    "text": "generator.exchange.diff.text",
    "markdown": "generator.exchange.diff.markdown",
    "json": "generator.exchange.diff.document",
}

#: Takes a comparison, its two commits and a language; the text ends without a line end.
Render = Callable[[Comparison, tuple[Revision, Revision], Words], str]


def renderer(name: str) -> Render:
    """Return the function of a format; KeyError for one that does not exist."""
    render: Render = importlib.import_module(FORMATS[name]).render
    return render
