"""Footnotes as on GitHub, within one text: numbers that lead to notes at its end, and back.

A note that nothing refers to, or that another of the same name precedes, stays as written: no word is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2s
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

_BACK = "↩\ufe0e"  # as a character, not as a picture


def footnotes(markdown: MarkdownIt) -> None:
    """Let a parser know footnotes; rendering wants the environment of `environment`."""
    footnote_plugin(markdown, inline=False)
    markdown.core.ruler.before("footnote_tail", "notes_as_written", _as_written)
    rules: dict[str, Any] = markdown.renderer.rules  # type: ignore[attr-defined]  # the protocol hides it
    rules |= {
        "footnote_ref": _reference,
        "footnote_block_open": lambda *_: '<div class="fk-footnotes">\n<ol>\n',
        "footnote_block_close": lambda *_: "</ol>\n</div>\n",
        "footnote_open": lambda tokens, at, _, env: f'<li id="fn-{_name(tokens[at], env)}">',
        "footnote_close": lambda *_: "</li>\n",
        "footnote_anchor": _way_back,
    }


def environment(text: str) -> dict[str, str]:
    """Return what ids of a text's notes begin with: a page has many texts, and each numbers its own notes."""
    return {"notes": blake2s(text.encode(), digest_size=4).hexdigest()}


def _name(token: Token, env: Mapping[str, Any]) -> str:
    return f"{env['notes']}-{token.meta['id'] + 1}"


def _place(token: Token, env: Mapping[str, Any]) -> str:
    """Return the id of one of the references to a note."""
    nth = token.meta["subId"] + 1
    return f"fnref-{_name(token, env)}" + (f"-{nth}" if nth > 1 else "")


def _reference(tokens: Sequence[Token], at: int, _: object, env: Mapping[str, Any]) -> str:
    token = tokens[at]
    note = f'<a href="#fn-{_name(token, env)}" id="{_place(token, env)}">[{token.meta["id"] + 1}]</a>'
    return f"<sup>{note}</sup>"


def _way_back(tokens: Sequence[Token], at: int, _: object, env: Mapping[str, Any]) -> str:
    nth = tokens[at].meta["subId"] + 1
    return f' <a href="#{_place(tokens[at], env)}">{_BACK}{nth if nth > 1 else ""}</a>'


def _as_written(state: StateCore) -> None:
    """Take out of the notes, which go to the end, those that are none; what they say stays in its place."""
    numbers = state.env.get("footnotes", {}).get("refs", {})
    result: list[Token] = []
    seen: set[str] = set()
    inside: list[bool] = []  # of each definition around: whether it is a note
    for place, token in enumerate(state.tokens):
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            is_note = numbers.get(f":{label}", -1) >= 0 and label not in seen and not any(inside)
            inside.append(is_note)
            if is_note:
                seen.add(label)
                result.append(token)
            else:
                result += _marked(f"[^{label}]:", state.tokens[place + 1 : place + 3])
        elif token.type != "footnote_reference_close" or inside.pop():
            result.append(token)
    state.tokens = result


def _marked(mark: str, following: Sequence[Token]) -> list[Token]:
    """Put a mark before the words of a paragraph; return the tokens of one of its own where no paragraph follows."""
    if [token.type for token in following] == ["paragraph_open", "inline"]:
        following[1].children = [Token("text", "", 0, content=f"{mark} "), *(following[1].children or [])]
        return []
    words = Token("inline", "", 0, children=[Token("text", "", 0, content=mark)])
    return [Token("paragraph_open", "p", 1, block=True), words, Token("paragraph_close", "p", -1, block=True)]
