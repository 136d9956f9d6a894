"""Every word of the terminal has its Japanese."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po

import generator.cli
from generator.read.words import LOCALE

CLI = Path(generator.cli.__file__).parent


def asked() -> set[str]:
    """Return every text that a module of the commands hands to `words(...)`."""
    calls = [
        node
        for file in CLI.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "words"
    ]
    texts = [call.args[0] for call in calls]
    assert all(isinstance(text, ast.Constant) for text in texts), "a text that is put together cannot be looked up"
    return {text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)}


def catalogue() -> dict[str, str]:
    """Return the messages of `cli.po` and of the commands that have a file of their own, `cli-<command>.po`."""
    found: dict[str, str] = {}
    for file in sorted((LOCALE / "ja").glob("cli*.po")):
        with file.open(encoding="utf-8") as stream:
            found |= {str(entry.id): str(entry.string) for entry in read_po(stream, locale="ja") if entry.id}
    return found


def test_the_catalogue_holds_what_is_asked_for_and_nothing_else() -> None:
    assert len(asked()) > 10
    assert catalogue().keys() == asked()
    assert all(catalogue().values())


def test_both_languages_fill_in_the_same_fields() -> None:
    fields = re.compile(r"\{\w+\}")
    for english, japanese in catalogue().items():
        assert sorted(fields.findall(english)) == sorted(fields.findall(japanese)), english
