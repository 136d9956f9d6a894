"""Code in the colours of its language: spans with the classes that the theme's style sheet knows, no styles."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import escape

from generator.render.clean import COLOURED

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_LARGEST = 20_000  # characters: more is a dump, which nobody reads by its colours


def highlighted(code: str, language: str) -> str:
    """Return code as HTML with a span around what has a colour, or "" where nothing has one.

    `language` is what the author wrote after the fence: one that is not known is not guessed.
    """
    if not language or len(code) > _LARGEST:
        return ""
    lexer = _lexer(language)
    if lexer is None:
        return ""
    parts: list[tuple[str, str]] = []
    for kind, text in lexer.get_tokens(code):
        name = _class(kind)
        if parts and parts[-1][0] == name:
            parts[-1] = (name, parts[-1][1] + text)
        else:
            parts.append((name, text))
    if not any(name for name, _ in parts):
        return ""
    if "".join(text for _, text in parts) != code:  # a lexer that changes the text is not trusted with it
        return ""
    return "".join(f'<span class="{name}">{escape(text)}</span>' if name else escape(text) for name, text in parts)


@lru_cache(maxsize=64)  # it is looked for among all that there are
def _lexer(language: str) -> Lexer | None:
    """Return what knows a language, None where nothing does."""
    from pygments.lexers import get_lexer_by_name  # most pages have no code
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@cache
def _class(kind: object) -> str:
    """Return the class of a kind of token, of the nearest kind above it that has a colour, or ""."""
    from pygments.token import STANDARD_TYPES

    while kind is not None:
        name: str = STANDARD_TYPES.get(kind, "")
        if name in COLOURED:
            return name
        kind = getattr(kind, "parent", None)
    return ""
