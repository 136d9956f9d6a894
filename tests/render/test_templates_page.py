"""The page about templates lists what each of them gets, no more and no less."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from generator.render.casebook import Casebook
from generator.render.new_record import RecordView
from generator.render.site import sheets_of
from generator.render.templates import Templates
from tests.render.render_inputs import TEMPLATES, inputs

README = (TEMPLATES / "README.md").read_text(encoding="utf-8")


def listed() -> dict[str, list[str]]:
    parts = re.split(r"^## (\w+)\.md\.j2$", README, flags=re.MULTILINE)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {name: re.findall(r"^- `(\w+)`: \S", text, re.MULTILINE) for name, text in pairs}


def test_every_template_and_field_is_listed(tmp_path: Path) -> None:
    given: dict[str, list[str]] = {}
    for sheet in sheets_of(Casebook(inputs(tmp_path))):
        assert dataclasses.is_dataclass(sheet.view)
        given[sheet.template] = [field.name for field in dataclasses.fields(sheet.view)]
    given["record"] = [field.name for field in dataclasses.fields(RecordView)]
    assert listed() == given


def test_every_filter_and_helper_is_named(tmp_path: Path) -> None:
    book = Casebook(inputs(tmp_path))
    environment = Templates([TEMPLATES], book).environment
    own = {name for name in environment.filters if name not in type(environment)().filters}
    own |= {name for name in environment.globals if name not in type(environment)().globals}
    assert [name for name in sorted(own) if f"`{name}" not in README] == []


def test_every_template_in_the_folder_is_used(tmp_path: Path) -> None:
    used = {f"{sheet.template}.md.j2" for sheet in sheets_of(Casebook(inputs(tmp_path)))}
    others = {"_shared.md.j2", "_closed.md.j2", "_anatomy.md.j2", "_durations.md.j2", "_method_durations.md.j2"}
    others |= {"_counts.md.j2", "_method_counts.md.j2", "record.md.j2", "_measures.md.j2", "_chains.md.j2"}
    assert {file.name for file in TEMPLATES.glob("*.j2")} == used | others
