"""Ids: `INC-2026-14` and `inc-2026-014` become `INC-2026-014`, where that is what the file or a record is called."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from generator.check.fix.draft import Draft
from generator.check.fix.forms import narrow
from generator.check.fix.nodes import of_kind, replaced
from generator.check.fix.text import Edit
from generator.check.rule import Pair

_LOOSE = re.compile(r"inc-(\d{4})-(\d+)", re.ASCII | re.IGNORECASE)


def padded(text: str) -> str | None:
    """Return the id that a text means where it is written otherwise, else None."""
    match = _LOOSE.fullmatch(narrow(text.strip()))
    form = f"INC-{match[1]}-{match[2].zfill(3)}" if match else None
    return form if form != text.strip() else None


def edits(draft: Draft) -> list[Edit]:
    """Return the edits of the record's own id and of its references."""
    found = []
    for key, _, node in of_kind(draft.front, draft.setting.fields, ("id", "ids")) if draft.front else ():
        form = padded(node.text) if node.kind == "scalar" else None
        if form is None:
            continue
        fits = form in draft.setting.free and _is_named(draft, form) if key == "id" else form in draft.setting.ids
        if fits and (edit := replaced(draft, node, form, key)):
            found.append(edit)
    return found


def _is_named(draft: Draft, name: str) -> bool:
    return re.fullmatch(re.escape(name) + r"(-.+)?", stem(draft.record.path)) is not None


def stem(path: str) -> str:
    """Return a file's name without its suffix."""
    return PurePosixPath(path).name[: -len(".md")]


def rename(draft: Draft) -> Pair | None:
    """Say what the file must be called before its id can be mended; None where its name does not stand in the way."""
    node = draft.front.get("id") if draft.front and not draft.setting.is_review else None
    form = padded(node.text) if node is not None and node.kind == "scalar" else None
    if form is None or form not in draft.setting.free or _is_named(draft, form):
        return None
    rest = _LOOSE.sub("", narrow(stem(draft.record.path)), count=1)
    name = f"{form}{rest}.md" if rest.startswith("-") else f"{form}.md"
    return f"ファイル名を {name} に変えれば、id も直せます", f"rename it to {name}, then its id can be mended"
