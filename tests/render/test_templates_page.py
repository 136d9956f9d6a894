"""The page about templates lists what each of them gets, no more and no less."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from generator.render.casebook import Casebook
from generator.render.message_view import MessageView
from generator.render.new_record import RecordView
from generator.render.site import sheets_of
from generator.render.templates import Templates
from tests.render.render_inputs import TEMPLATES, inputs

README = (TEMPLATES / "README.md").read_text(encoding="utf-8")


def listed() -> dict[str, list[str]]:
    parts = re.split(r"^## (\w+)(?:\.md\.j2|/\*\.j2)$", README, flags=re.MULTILINE)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {name: re.findall(r"^- `(\w+)`: \S", text, re.MULTILINE) for name, text in pairs}


def fields_of(view: type) -> list[str]:
    """Return the names of a view's fields, of a dataclass or of a named tuple, in their order."""
    assert dataclasses.is_dataclass(view) or issubclass(view, tuple)
    return [*view.__annotations__]


def test_every_template_and_field_is_listed(tmp_path: Path) -> None:
    given: dict[str, list[str]] = {}
    for sheet in sheets_of(Casebook(inputs(tmp_path))):
        given[sheet.template] = fields_of(type(sheet.view))
    given["record"] = fields_of(RecordView)
    given["messages"] = fields_of(MessageView)
    assert listed() == given


def test_every_filter_and_helper_is_named(tmp_path: Path) -> None:
    book = Casebook(inputs(tmp_path))
    environment = Templates([TEMPLATES], book).environment
    own = {name for name in environment.filters if name not in type(environment)().filters}
    own |= {name for name in environment.globals if name not in type(environment)().globals}
    assert [name for name in sorted(own) if f"`{name}" not in README] == []


def test_every_template_in_the_folder_is_used(tmp_path: Path) -> None:
    used = {f"{sheet.template}.md.j2" for sheet in sheets_of(Casebook(inputs(tmp_path)))}
    partials = {file.name for file in TEMPLATES.glob("_*.j2")}
    texts = [file.read_text(encoding="utf-8") for file in TEMPLATES.glob("*.j2")]
    assert [name for name in sorted(partials) if not any(f'"{name}"' in text for text in texts)] == []
    assert {file.name for file in TEMPLATES.glob("*.j2")} == used | partials | {"record.md.j2"}
