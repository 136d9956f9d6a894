"""Every word of `furikaeri diff` has its Japanese, and other catalogues that have it too say the same."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po

import generator
from generator.read.words import LOCALE

PACKAGE = Path(generator.__file__).parent
MODULES = [*sorted((PACKAGE / "exchange" / "diff").glob("*.py"))]


def asked() -> set[str]:
    calls = [
        node
        for file in MODULES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("words", "_words")
    ]
    texts = [call.args[0] for call in calls if call.args]
    assert all(isinstance(text, ast.Constant) for text in texts), "a text that is put together cannot be looked up"
    return {text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)}


def catalogue(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8") as stream:
        return {str(entry.id): str(entry.string) for entry in read_po(stream, locale="ja") if entry.id}


MINE = catalogue(LOCALE / "ja" / "diff.po")


def test_the_catalogue_holds_what_is_asked_for_and_nothing_else() -> None:
    assert len(asked()) > 50
    assert MINE.keys() == asked()
    assert all(MINE.values())


def test_both_languages_fill_in_the_same_fields() -> None:
    fields = re.compile(r"\{\w+\}")
    for english, japanese in MINE.items():
        assert sorted(fields.findall(english)) == sorted(fields.findall(japanese)), english


def test_a_message_of_two_catalogues_says_the_same() -> None:
    for file in (LOCALE / "ja").glob("*.po"):
        theirs = catalogue(file)
        assert {key: MINE[key] for key in MINE.keys() & theirs} == {key: theirs[key] for key in MINE.keys() & theirs}
