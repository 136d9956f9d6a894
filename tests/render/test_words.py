"""The Japanese catalogue of the pages holds every message that is said, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from generator.render import behaviour_sentences, sentences
from generator.render.terms import TERMS

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "generator" / "locale" / "ja"


def catalogue(name: str) -> dict[str, str]:
    """Return the messages of a catalogue and of its parts, `<catalogue>-<part>.po`."""
    found: dict[str, str] = {}
    for file in sorted(LOCALE.glob(f"{Path(name).stem}*.po")):
        with file.open(encoding="utf-8") as stream:
            mine = {str(entry.id): str(entry.string) for entry in read_po(stream, abort_invalid=True) if entry.id}
        assert not found.keys() & mine.keys(), file.name
        found |= mine
    return found


def said() -> set[str]:
    found = {text for group in TERMS.values() for text in group.values()} | set(sentences.COMPARED.values())
    found |= {*sentences.AMONG_SEVERAL.values(), *behaviour_sentences.SIGNALS.values()}
    found |= {*behaviour_sentences.AFTER.values(), *behaviour_sentences.COMPARED_TO_BEFORE.values()}
    for template in (ROOT / "site_templates").rglob("*.j2"):
        found |= set(re.findall(r'\bt\("((?:[^"\\]|\\.)*)"', template.read_text(encoding="utf-8")))
    for module in (ROOT / "generator" / "render").glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name == "words":
                    found.add(node.args[0].value)
    return found - {""}


def test_every_message_is_translated_and_none_is_left_over() -> None:
    assert set(catalogue("render.po")) == said()


def test_every_call_of_t_in_the_templates_has_its_message_in_plain_sight() -> None:
    for template in (ROOT / "site_templates").rglob("*.j2"):
        text = template.read_text(encoding="utf-8")
        assert len(re.findall(r"(?<![\w.])t\(", text)) == len(re.findall(r'(?<![\w.])t\("', text)), template.name


def test_fields_are_the_same_in_both_languages() -> None:
    for english, japanese in catalogue("render.po").items():
        assert japanese, english
        assert sorted(re.findall(r"\{\w*\}", english)) == sorted(re.findall(r"\{\w*\}", japanese)), english


def test_no_template_holds_words_of_its_own() -> None:
    for template in (ROOT / "site_templates").rglob("*.j2"):
        text = re.sub(r"\{[{%#].*?[}%#]\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text), template.name


OTHERS = sorted({file.stem.partition("-")[0] for file in LOCALE.glob("*.po")} - {"render"})


@pytest.mark.parametrize("other", OTHERS)
def test_a_message_of_two_catalogues_says_the_same(other: str) -> None:
    mine, theirs = catalogue("render.po"), catalogue(f"{other}.po")
    assert {key: mine[key] for key in mine.keys() & theirs} == {key: theirs[key] for key in mine.keys() & theirs}
