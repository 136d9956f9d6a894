"""What a template says in our own words is known when it is compiled: it is translated then, not on every page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from jinja2 import Environment
from jinja2.ext import Extension

#: What stands in a tag of a template, on one line.
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
#: A call with nothing but words of the template itself.
_SAID = re.compile(r'(?<![\w."\\])t\("([^"\\{}]*)"\)')
_TERM = re.compile(r'(?<![\w."\\])term\("([^"\\]*)", "([^"\\]*)"\)')


class Folded(Extension):
    """Puts the words of `environment.said` and `environment.termed` in place of calls that always return the same.

    `environment.spoken` is whatever these words depend on.
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.extend(said=None, termed=None, spoken=())

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source with its own words translated."""
        said: Callable[[str], str] | None = self.environment.said  # type: ignore[attr-defined]  # an extension's own
        termed: Callable[[str, str], str] | None = self.environment.termed  # type: ignore[attr-defined]
        if said is None or termed is None:
            return source

        def fold(tag: re.Match[str]) -> str:
            text = _SAID.sub(lambda call: _literal(said(call[1])), tag[0])
            return _TERM.sub(lambda call: _literal(termed(call[1], call[2])), text)

        return _TAG.sub(fold, source)


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
