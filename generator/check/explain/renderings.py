"""Explanations as text for people, as Markdown and as JSON: one value, several forms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from generator.check.explain.explanation import Explanation, Piece
from generator.check.rule import Pair
from generator.model.policy import Language

SCHEMA = "furikaeri/rules/1"
_WORDS: dict[str, Pair] = {
    "reason": ("理由", "Why"),
    "bad": ("悪い例", "Bad"),
    "said": ("check の表示", "What check says"),
    "good": ("良い例", "Good"),
    "ignore": ("無視するとき", "To ignore it"),
    "everywhere": ("すべての記録で", "in all records"),
    "once": ("一つの記録だけで(フロントマターに)", "in one record (in its front matter)"),
    "firm": ("この規則は無視できません。", "This rule cannot be ignored."),
    "rules": ("規則", "Rules"),
    "more": ("くわしくは: furikaeri explain {code} または furikaeri explain {name}",
             "More: furikaeri explain {code}, or furikaeri explain {name}"),
}  # fmt: skip


def word(key: str, language: Language, **values: str) -> str:
    """Return one of the words that stand around an explanation."""
    return _WORDS[key][0 if language == "ja" else 1].format(**values)


def as_text(explanation: Explanation, language: Language) -> str:
    """Return one rule for a terminal."""
    e = explanation
    parts = [f"{e.level}[{e.code}] {e.name}", _block(word("reason", language), e.reason)]
    parts += [_pieces(word("bad", language), e.bad)]
    parts += [_block(word("said", language), e.said)] if e.said else []
    parts += [_pieces(word("good", language), e.good)]
    if e.ignore:
        ways = (word("everywhere", language), word("once", language))
        texts = [f"{way}: {piece.path}\n{_indented(piece.text)}" for way, piece in zip(ways, e.ignore, strict=True)]
        parts.append(_block(word("ignore", language), "\n".join(texts)))
    else:
        parts.append(word("firm", language))
    return "\n\n".join(parts)


def _block(title: str, text: str) -> str:
    return f"{title}\n{_indented(text)}"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.split("\n"))


def _pieces(title: str, pieces: Sequence[Piece]) -> str:
    texts = []
    for piece in pieces:
        note = f" ({piece.note})" if piece.note else ""
        texts.append(f"{title}: {piece.path}{note}" + (f"\n{_indented(piece.text)}" if piece.text else ""))
    return "\n\n".join(texts)


def as_table(explanations: Iterable[Explanation], language: Language) -> str:
    """Return one line a rule (code, level, name, first sentence), family by family."""
    rows = tuple(explanations)
    widest = max(len(row.name) for row in rows)
    lines: list[str] = []
    for family, group in groupby(rows, key=lambda row: row.family):
        lines += ["", family.title[0 if language == "ja" else 1]]
        lines += [f"  {row.code}  {row.level:<7}  {row.name:<{widest}}  {row.summary}" for row in group]
    example = next((row for row in rows if row.name == "resolved-before-started"), rows[0])
    return "\n".join([*lines[1:], "", word("more", language, code=example.code, name=example.name)])


def as_markdown(explanations: Sequence[Explanation], language: Language) -> str:
    """Return rules as a Markdown document: one alone, or all under the headings of their families."""
    if len(explanations) == 1:
        return "\n\n".join(_markdown(explanations[0], language, "#")) + "\n"
    parts = [f"# {word('rules', language)}"]
    for family, group in groupby(explanations, key=lambda row: row.family):
        parts.append(f"## {family.title[0 if language == 'ja' else 1]}")
        for row in group:
            parts += _markdown(row, language, "###")
    return "\n\n".join(parts) + "\n"


def _markdown(e: Explanation, language: Language, mark: str) -> Iterator[str]:
    yield f"{mark} {e.name}"
    yield f"`{e.code}` {e.level}"
    yield e.reason
    for title, pieces in (("bad", e.bad), ("good", e.good)):
        for piece in pieces:
            yield f"**{word(title, language)}** `{piece.path}`" + (f" ({piece.note})" if piece.note else "")
            if piece.text:
                yield _fenced(piece.text, piece.syntax)
        if title == "bad" and e.said:
            yield f"**{word('said', language)}**"
            yield _fenced(e.said, "text")
    if not e.ignore:
        yield word("firm", language)
        return
    yield f"**{word('ignore', language)}**"
    for way, piece in zip(("everywhere", "once"), e.ignore, strict=True):
        yield f"{word(way, language)}: `{piece.path}`"
        yield _fenced(piece.text, "yaml")


def _fenced(text: str, syntax: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{syntax}\n{text}\n{fence}"


def as_json(explanations: Iterable[Explanation], language: Language) -> str:
    """Return rules as a JSON document: `{"schema", "language", "rules": [...]}`."""
    rows = [
        {
            "code": e.code, "name": e.name, "level": e.level, "family": e.family.name, "ignorable": e.ignorable,
            "reason": e.reason, "bad": _rows(e.bad), "said": e.said, "good": _rows(e.good), "ignore": _rows(e.ignore),
        }
        for e in explanations
    ]  # fmt: skip
    return json.dumps({"schema": SCHEMA, "language": language, "rules": rows}, ensure_ascii=False, indent=2)


def _rows(pieces: Iterable[Piece]) -> list[dict[str, str]]:
    return [{"path": piece.path, "text": piece.text, "note": piece.note} for piece in pieces]
