"""Nothing that people read stands outside the catalogue: neither in a template's own text nor in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.read.words import words

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted([*(ROOT / "site_templates").glob("*.j2"), *(ROOT / "site_templates" / "theme").rglob("*.html")])
MODULES = sorted([*(ROOT / "generator" / "render").glob("*.py"), *(ROOT / "generator" / "draw").glob("*.py")])
#: What is written in a record, not said about it: its keys, and its headings in the record's language.
A_RECORD = ("record.md.j2", "new_record.py")
PEOPLE_READ = re.compile(r"[A-Za-z]{2,}|[\u3040-\u30ff\u4e00-\u9fff]")
ADDRESS = re.compile(r"[a-z]+/[\w./…-]*|[a-z]+\.xml")
#: Japanese, or two words with a space between; what holds a bracket or a brace is markup.
A_SENTENCE = re.compile(r"[^<>{}\\]*(?:[A-Za-z]{2,} [a-z]{2,}|[\u3040-\u30ff\u4e00-\u9fff])[^<>{}\\]*")
NOT_WORDS = {"offset points"}  # matplotlib's


def own_text(template: str) -> list[str]:
    """Return the text and the spoken attributes that a template holds itself, without what stands there as code."""
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", template, flags=re.DOTALL)
    spoken = re.findall(r'\b(?:title|aria-label|alt|placeholder|content)="([^"]*)"', bare)
    bare = re.sub(r"<(code|kbd|pre|script)\b[^>]*>.*?</\1>", " ", bare, flags=re.DOTALL)
    texts = re.split(r"<[^>]*>|\n", bare)
    return [text.strip() for text in (*texts, *spoken) if PEOPLE_READ.search(text)]


def own_sentences(code: str) -> Iterator[str]:
    """Yield the sentences of a module, without its docstrings and what it raises."""
    tree = ast.parse(code)
    quiet: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            quiet |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.Expr):  # a docstring
            quiet.add(id(node.value))
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in quiet else None
        if isinstance(text, str) and A_SENTENCE.fullmatch(text) and text not in NOT_WORDS:
            yield text


def test_what_is_looked_for_is_found() -> None:
    template = '<p title="Up">Some words {{ t("and ours") }}</p><code>x_y</code> 障害'
    assert own_text(template) == ["Some words", "障害", "Up"]
    code = """
def f():
    'Not this one.'
    raise X('nor this one')
x = f'we say {y} so on'
z = '復旧'
"""
    assert sorted(own_sentences(code)) == [" so on", "we say ", "復旧"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_a_template_says_what_it_says_by_the_catalogue(template: Path) -> None:
    if template.name not in A_RECORD:
        texts = own_text(template.read_text(encoding="utf-8"))
        assert [text for text in texts if not ADDRESS.fullmatch(text)] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_code_says_what_it_says_by_the_catalogue(module: Path) -> None:
    messages = words("ja", ZoneInfo("UTC")).messages
    if module.name not in A_RECORD:
        found = [text for text in own_sentences(module.read_text(encoding="utf-8")) if text not in messages]
        assert found == []
